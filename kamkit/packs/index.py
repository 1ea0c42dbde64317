"""The index of a portfolio: one row per account, what it is worth, where it hurts, and what comes next."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote

import pandas as pd

from kamkit.bulk import Outcome
from kamkit.model.settings import Settings
from kamkit.packs.documents import Made
from kamkit.packs.jobs import PORTFOLIO, Place
from kamkit.packs.library import Workbook
from kamkit.packs.listing import Link, Listing, list_accounts, page_name, worth_of
from kamkit.packs.pages import TEMPLATES, style
from kamkit.show import words

# As many rows as a browser draws in a blink: all of a usual portfolio, a page of a large one.
ROWS_AT_ONCE = 150
FAILURES_SHOWN = 100


@dataclass(frozen=True)
class Failure:
    """A page that is not complete, and why."""

    account: str
    workbook: str
    page: str
    notebook: str
    cell: int | None
    error: str


def index_html(
    portfolio: pd.DataFrame,
    places: Sequence[Place],
    outcomes: Mapping[Place, Outcome],
    not_started: Mapping[str, Sequence[Workbook]],
    settings: Settings,
    name: str,
    as_of: date,
    documents: Mapping[str, Made] | None = None,
) -> str:
    """The index page; ``portfolio`` as :func:`kamkit.packs.portfolio.rank_portfolio` makes it.

    ``places`` and ``outcomes`` may come from several runs. The accounts are in the page as data, which
    its script draws a page at a time; the first of them, and the names of all, are there without it.
    """
    currency = settings.reporting_currency or ""
    listing = list_accounts(portfolio, places, outcomes, not_started, currency, as_of, documents or {})
    failed = [place for place in places if outcomes[place].failed]
    names = dict(zip(portfolio["account_id"], portfolio["name"], strict=True))
    first = min(len(listing), ROWS_AT_ONCE)
    return str(
        _template().render(
            title="Accounts and their workbooks",
            company=settings.company or name,
            as_of=words.day(as_of),
            style=style(),
            script=_script(),
            script_hash=_hash(_script()),
            lead=_lead(portfolio, currency),
            listing=listing,
            rows=[listing.row(at) for at in range(first)],
            rows_at_once=ROWS_AT_ONCE,
            others=list(_others(listing, first)),
            data=_as_script_data(listing.packed()),
            pages=[_link(place, outcomes[place]) for place in places if place.account_id == PORTFOLIO],
            failures=[_failure(place, names, outcomes[place]) for place in failed[:FAILURES_SHOWN]],
            failed=words.counted(len(failed), "notebook"),
            more_failures=f"{len(failed) - FAILURES_SHOWN:,}" if len(failed) > FAILURES_SHOWN else "",
            reading=_READING,
        )
    )


_READING = (
    "How sure: the weights of the criteria are varied over everything that is possible; the figure is the share of "
    "weightings in which the account is among those we can serve (SMAA-2, Lahdelma & Salminen 2001). "
    "A gap from our view alone is suspected, not measured. Select a heading to sort by it."
)


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=False)
    return environment.get_template("index.html.j2")


@cache
def _script() -> str:
    return (TEMPLATES / "index.js").read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """What the page's content security policy knows its one script by: no other can run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _as_script_data(content: Any) -> str:
    """JSON that can stand in a script element: without ``<`` nothing in it can end the element."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _lead(portfolio: pd.DataFrame, currency: str) -> str:
    scored = int(portfolio["score"].notna().sum())
    chosen = int(portfolio["chosen"].sum())
    revenue = words.money(portfolio["revenue"].sum(), currency)
    accounts = words.counted(len(portfolio), "account")
    start = f"{accounts} with {revenue} of revenue in the last twelve months."
    if not scored:
        return f"{start} They are not yet scored and stand in the order of their {worth_of(portfolio)}."
    return f"{start} {scored:,} are scored; {chosen:,} of them can be served as key accounts."


def _others(listing: Listing, first: int) -> Iterator[tuple[str, str]]:
    """Name and way of the accounts that readers without scripts find below the table; no way where there is no pack."""
    names, packs = listing.columns[1].texts, listing.packs
    for at in range(first, len(listing)):
        found = packs.links[at].split()
        page = page_name(packs.books[int(found[0].rstrip("!"))]) if found else ""
        yield names[at], f"{quote(packs.folders[at])}/{page}" if page else ""


def _link(place: Place, outcome: Outcome) -> Link:
    return Link(place.workbook.name.replace("_", " "), quote(place.page), place.workbook.question, outcome.failed)


def _failure(place: Place, names: Mapping[str, str], outcome: Outcome) -> Failure:
    known = names.get(place.account_id)
    account = f"{known} ({place.account_id})" if known else place.account_id or "the portfolio"
    workbook = place.workbook.name.replace("_", " ")
    return Failure(account, workbook, quote(place.page), quote(place.notebook), outcome.cell, outcome.error)
