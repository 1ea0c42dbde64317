"""The index of a portfolio: one row per account, what it is worth, where it hurts, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

import pandas as pd

from kamkit.bulk import Outcome
from kamkit.model.settings import Settings
from kamkit.packs.contents import missing_words
from kamkit.packs.jobs import PORTFOLIO, Place
from kamkit.packs.library import Workbook
from kamkit.packs.pages import TEMPLATES, style
from kamkit.show import words


@dataclass(frozen=True)
class Heading:
    """A column of the index."""

    label: str
    sort: Literal["figure", "text"] = "text"
    help: str = ""


@dataclass(frozen=True)
class Cell:
    """What stands in one place, what it sorts by, and a second line."""

    text: str
    key: str | None = None
    right: bool = False
    note: str = ""


@dataclass(frozen=True)
class Link:
    """A way to a page."""

    label: str
    href: str
    question: str
    failed: bool = False


@dataclass(frozen=True)
class Row:
    """One account."""

    cells: tuple[Cell, ...]
    links: tuple[Link, ...]
    not_started: str
    not_started_why: str


@dataclass(frozen=True)
class Failure:
    """A page that is not complete, and why."""

    account: str
    workbook: str
    href: str
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
) -> str:
    """The index page; ``portfolio`` as :func:`kamkit.packs.portfolio.rank_portfolio` makes it."""
    names = dict(zip(portfolio["account_id"], portfolio["name"], strict=True))
    return _template().render(
        title="Accounts and their workbooks",
        company=settings.company or name,
        as_of=words.day(as_of),
        style=style(),
        lead=_lead(portfolio, settings.reporting_currency or ""),
        columns=_headings(portfolio, settings.reporting_currency or ""),
        rows=_rows(portfolio, places, outcomes, not_started),
        pages=[_link(place, outcomes[place]) for place in places if place.account_id == PORTFOLIO],
        failures=[_failure(place, names, outcomes[place]) for place in places if outcomes[place].failed],
        reading=_reading(portfolio),
    )


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=False)
    return environment.get_template("index.html.j2")


def _lead(portfolio: pd.DataFrame, currency: str) -> str:
    scored = int(portfolio["score"].notna().sum())
    chosen = int(portfolio["chosen"].sum())
    revenue = words.money(portfolio["revenue"].sum(), currency)
    accounts = words.counted(len(portfolio), "account")
    start = f"{accounts} with {revenue} of revenue in the last twelve months."
    if not scored:
        return f"{start} They are not yet scored and stand in the order of their {_worth(portfolio)}."
    return f"{start} {scored} are scored; {chosen} of them can be served as key accounts."


def _worth(portfolio: pd.DataFrame) -> str:
    kinds = portfolio["contribution_is"].unique()
    return str(kinds[0]) if len(kinds) == 1 else "contribution"


def _only_revenue(portfolio: pd.DataFrame) -> bool:
    return _worth(portfolio) == "revenue"


def _headings(portfolio: pd.DataFrame, currency: str) -> tuple[Heading, ...]:
    unit = f", {currency}" if currency else ""
    worth = Heading(
        f"{_worth(portfolio).capitalize()}{unit}", "figure", "The last twelve months, as far as costs are known."
    )
    return (
        Heading("Rank", "figure", "By selection score; accounts not yet scored follow in the order of their worth."),
        Heading("Account"),
        Heading("Segment", help="Its place in the portfolio matrix, else the first cut on data alone."),
        Heading(
            "How sure",
            "figure",
            "In what share of weightings it is among the accounts we can serve. No chance of success.",
        ),
        Heading(f"Revenue{unit}", "figure", "Net, the last twelve months."),
        *(() if _only_revenue(portfolio) else (worth,)),
        Heading("Biggest gap", help="The moment of truth with the largest shortfall: importance minus performance."),
        Heading("Next action"),
        Heading("Workbooks"),
    )


def _rows(
    portfolio: pd.DataFrame,
    places: Sequence[Place],
    outcomes: Mapping[Place, Outcome],
    not_started: Mapping[str, Sequence[Workbook]],
) -> list[Row]:
    links: dict[str, list[Link]] = {}
    for place in places:
        links.setdefault(place.account_id, []).append(_link(place, outcomes[place]))
    return [
        Row(
            cells=_cells(row, worth=not _only_revenue(portfolio)),
            links=tuple(links.get(row["account_id"], ())),
            not_started=", ".join(book.number for book in not_started.get(row["account_id"], ())),
            not_started_why="; ".join(
                f"{book.number}: {missing_words(book)}" for book in not_started.get(row["account_id"], ())
            ),
        )
        for row in portfolio.to_dict("records")
    ]


def _cells(row: Mapping[Any, Any], *, worth: bool) -> tuple[Cell, ...]:
    contribution = _figure(row["contribution"], words.amount(row["contribution"]))
    return (
        Cell(str(row["position"]), str(row["position"]), right=True),
        Cell(row["name"], note=" · ".join(filter(None, (row["account_id"], _text(row["manager"]))))),
        Cell(row["segment"], note=_text(row["standing"])),
        _figure(
            row["acceptability"],
            words.percent(row["acceptability"]) if _known(row["acceptability"]) else "not yet scored",
        ),
        _figure(row["revenue"], words.amount(row["revenue"])),
        *((contribution,) if worth else ()),
        Cell(_text(row["gap"]), note=_text(row["gap_note"])),
        Cell(_text(row["next_action"]), note=_text(row["next_action_note"])),
    )


def _figure(value: Any, text: str) -> Cell:
    return Cell(text, repr(float(value)) if _known(value) else "", right=True)


def _known(value: Any) -> bool:
    return not pd.isna(value)


def _text(value: Any) -> str:
    return str(value) if _known(value) else ""


def _link(place: Place, outcome: Outcome) -> Link:
    label = place.workbook.name.replace("_", " ") if place.account_id == PORTFOLIO else place.workbook.number
    return Link(label, place.page, place.workbook.question, outcome.failed)


def _failure(place: Place, names: Mapping[str, str], outcome: Outcome) -> Failure:
    account = f"{names[place.account_id]} ({place.account_id})" if place.account_id else "the portfolio"
    return Failure(account, place.workbook.name, place.page, outcome.cell, outcome.error)


def _reading(portfolio: pd.DataFrame) -> str:
    return (
        "How sure: the weights of the criteria are varied over everything that is possible; the figure is the share of "
        "weightings in which the account is among those we can serve (SMAA-2, Lahdelma & Salminen 2001). "
        "A gap from our view alone is suspected, not measured. Select a heading to sort by it."
    )
