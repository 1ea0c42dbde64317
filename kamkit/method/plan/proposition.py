"""The value proposition: one sentence built from the record, until somebody writes a better one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.plan.benefit import rank_benefits
from kamkit.method.plan.goals import place_goals
from kamkit.method.plan.who import name_in
from kamkit.method.planning.scope import Scope, known, quoted, scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_SURE = {"confirmed": "confirmed by them", "joint": "worked out with them", "assumed": "by our own estimate"}


@dataclass(frozen=True)
class Proposed:
    """A value proposition: ``sentence`` as written ("" if nobody has) and ``draft`` as the record makes it.

    ``missing``: what the record lacks for a draft in money ("" if nothing). ``evidence`` and ``known_on`` are those of
    the sentence written.
    """

    sentence: str
    draft: str
    missing: str
    evidence: str = ""
    known_on: date | None = None

    @property
    def current(self) -> str:
        """The sentence to show: what was written, else the draft."""
        return self.sentence or self.draft


def place_proposition(tables: Tables, account_id: str, as_of: date) -> Proposed:
    """The value proposition of one account, as written and as its record makes it.

    The draft takes the customer's first goal and the opportunity proposed first, with what that is worth to
    the customer a year and the price. It cannot see whether the opportunity serves that goal: a person has to.
    MethodError if there is no such account. Source: Anderson, Narus & van Rossum (2006), HBR 84(3): few points
    of difference, in the customer's money, with evidence.
    """
    scope = scope_of(tables, account_id, as_of)
    goals = place_goals(tables, account_id, as_of)
    ranked = rank_benefits(tables, scope.account_id, as_of)
    proposed = ranked[ranked["proposed"].fillna(False).astype(bool)]
    lacking = [what for what, rows in {"a goal of the customer": goals, "an opportunity worth proposing": proposed}.items() if rows.empty]
    draft = "" if proposed.empty else _draft(scope, goals, proposed.iloc[0])
    written = scope.rows("propositions").head(1)
    if written.empty:
        return Proposed("", draft, " and ".join(lacking))
    row: Any = next(written.itertuples())
    return Proposed(
        str(row.sentence), draft, " and ".join(lacking), str(row.evidence) if known(row.evidence) else "",
        pd.Timestamp(row.known_on).date() if known(row.known_on) else None,
    )  # fmt: skip


def _draft(scope: Scope, goals: pd.DataFrame, offered: pd.Series) -> str:
    name = name_in(scope, scope.account_id)
    wants = f"{name} wants {quoted(goals['goal'].iloc[0])}; with us it gets" if len(goals) else f"With us {name} gets"
    price = scope.money(offered["price"])
    return (
        f"{wants} {_within(offered['name'])}, worth {scope.money(offered['benefit'])} a year to them "
        f"({_SURE[str(offered['evidence'])]}) for {price} a year."
    )


def _within(text: object) -> str:
    """A name inside a sentence: its capital goes, unless it is an abbreviation's."""
    words = " ".join(str(text).split()).rstrip(".")
    return f"{words[0].lower()}{words[1:]}" if words[1:2].islower() or words[1:2] == " " else words
