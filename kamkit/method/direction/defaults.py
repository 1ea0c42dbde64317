"""What a new programme can start from: the kit's own criteria, touchline, questions and job description, to be changed.

Figures for measured criteria are read off the programme's own accounts, never made up.
"""

from __future__ import annotations

from datetime import date
from math import floor, log10
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kamkit.method.inheritance import standard
from kamkit.method.worth import rank_accounts, reporting_currency

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OURS = "A default of the kit, to be changed"
STARTS = {"criteria": "criteria", "touch_points": "touch points", "expectations": "questions", "ambitions": "parts of the manager's job"}
# An account at this place among all those with sales earns a 2, a 5 and a 9 (default).
PLACES = (0.5, 0.8, 0.95)
ENOUGH = 10  # accounts with sales, to read the figures off them (default)

Row = dict[str, Any]
_CURRENT, _MAYBE = "current", "potential"
_MONEY, _FIT = "revenue and profit", "interrelationships"
# id, name, group, kind, horizon, weight, measure, and what a 2, a 5 and a 9 look like.
_CRITERIA = (
    ("revenue", "Revenue of the last twelve months", _MONEY, "measured", _CURRENT, 10, "revenue", None, None, None),
    ("contribution", "Contribution after cost to serve", _MONEY, "measured", _CURRENT, 15, "contribution", None, None, None),
    ("growth", "Growth of our sales there", _MONEY, "measured", _MAYBE, 10, "growth", None, None, None),
    ("potential", "Contribution it could bring in three years", _MONEY, "measured", _MAYBE, 20, "potential", None, None, None),
    ("security", "Financial security", _MONEY, "measured", _CURRENT, 10, "financial security",
     "Weak credit, pays weeks late, no contract", "Sound, pays days late, a year under contract",
     "First class, pays on time, years under contract"),
    ("strategy", "Coherence with our strategy", _FIT, "judged", _MAYBE, 15, None,
     "Buys only what we want to leave", "Buys in one line that we want to grow",
     "Wants what we want to become, and says so in writing"),
    ("culture", "Cultural fit", _FIT, "judged", _CURRENT, 10, None,
     "Every question ends in a claim", "Correct; shares figures when asked", "Shares plans unasked, and tells us when we are wrong"),
    ("reference", "Valued by customers we want", _FIT, "judged", _MAYBE, 10, None,
     "Nobody we want would ask there", "Known in its trade", "Its name opens doors in sectors we want"),
)  # fmt: skip
_TOUCHLINE = (
    ("first meeting", "First meeting", "before buying", "user", "key account manager"),
    ("offer", "Offer", "before buying", "buyer", "key account manager"),
    ("negotiation", "Negotiation", "buying", "buyer", "key account manager"),
    ("order", "Order", "buying", "planner", "customer service"),
    ("delivery", "Delivery", "delivery", "goods inwards", "logistics"),
    ("news of a delay", "News of a delay", "delivery", "planner", "customer service"),
    ("start of use", "Start of use", "use", "user", "technical service"),
    ("everyday use", "Everyday use", "use", "user", "technical service"),
    ("question", "Question", "support", "user", "customer service"),
    ("complaint", "Complaint", "support", "quality", "quality"),
    ("invoice", "Invoice", "support", "accounts payable", "finance"),
    ("review and renewal", "Review and renewal", "renewal", "head of purchasing", "key account manager"),
)  # fmt: skip
_QUESTIONS = (
    ("quality", "Quality as agreed, every time", "product"),
    ("fit", "Fits our process without extra work", "product"),
    ("on time", "Delivery on the promised day", "service"),
    ("early news", "Tells us early when something goes wrong", "service"),
    ("answers", "Questions answered within a day", "service"),
    ("price", "A price that we can defend inside", "price"),
    ("knows us", "One person who knows our business", "relationship"),
    ("ideas", "Ideas that help us win our own customers", "relationship"),
)  # fmt: skip
_JOB = (
    ("job-strategy", "Strategy: knows the customer's own goals, and keeps one plan that both sides have agreed to."),
    ("job-operations", "Operations: knows what was promised, sees that it is kept, and tells the customer first when it is not."),
    ("job-marketing", "Marketing: asks what the customer values, and brings what we could supply and it would pay for."),
    ("job-skills", "Skills: keeps them up to date, with a date for what is practised next."),
)  # fmt: skip


def propose_defaults(tables: Tables, table: str, as_of: date) -> pd.DataFrame:
    """The kit's default rows of ``table`` ('criteria', 'touch_points', 'expectations' or 'ambitions'), none where it has its own.

    Columns: the record's fields that a default fills. Of 100 points 55 go to what may come and 45 to today's business;
    figures for a 2, a 5 and a 9 are those of the account at half, four
    fifths and 19 of 20 of the programme's own accounts, and stay empty where fewer than ten have them. Touch points,
    questions and the job carry no ratings: nobody has been asked. MethodError where a rate of exchange is missing.
    """
    rows = {"criteria": _criteria, "touch_points": _touchline, "expectations": _questions, "ambitions": _job}[table](tables, as_of)
    return pd.DataFrame([] if begun(tables, table) else rows, columns=list(rows[0]))


def begun(tables: Tables, table: str) -> int:
    """How many rows of its own the programme has there; of statements only those on the manager's job count."""
    own = standard(tables, table)
    return int((own["kind"] == "manager's job").sum()) if table == "ambitions" else len(own)


def _criteria(tables: Tables, as_of: date) -> list[Row]:
    levels = _levels(tables, as_of)
    rows = []
    for position, (key, name, group, kind, horizon, weight, measure, *anchors) in enumerate(_CRITERIA, start=1):
        figures = levels.get(measure or "", ())
        if figures:
            anchors = [_in_words(figure, measure, reporting_currency(tables)) for figure in figures]
        two, five, nine = figures or (None, None, None)
        rows.append(
            {
                "criterion_id": key, "name": name, "group": group, "kind": kind, "horizon": horizon, "weight": float(weight),
                "measure": measure, "anchor_2": anchors[0], "anchor_5": anchors[1], "anchor_9": anchors[2],
                "level_2": two, "level_5": five, "level_9": nine, "position": position,
            }
        )  # fmt: skip
    return rows


def _levels(tables: Tables, as_of: date) -> dict[str, tuple[float, ...]]:
    """For each measure three figures that rise, read off the accounts that have it; nothing where too few do."""
    if tables["sales_lines"].empty:
        return {}
    ranked = rank_accounts(tables, as_of)
    sold = ranked[ranked["revenue"] > 0]
    potential = tables["accounts"].loc[tables["accounts"]["potential"] > 0, "potential"]
    known = {
        "revenue": sold["revenue"],
        "contribution": sold.loc[(sold["contribution_is"] != "revenue") & (sold["contribution"] > 0), "contribution"],
        "growth": sold["growth"].dropna(),
        "potential": potential,
    }
    found = {}
    for measure, figures in known.items():
        if len(figures) < ENOUGH:
            continue
        three = tuple(_rounded(float(figure)) for figure in np.quantile(figures.to_numpy(dtype=float), PLACES))
        if three[0] < three[1] < three[2]:
            found[measure] = three
    return found


def _rounded(figure: float) -> float:
    """Two figures are enough for an anchor: nobody can tell 1,234,000 from 1,200,000."""
    return round(figure, 1 - floor(log10(abs(figure)))) if figure else 0.0


def _in_words(figure: float, measure: str | None, currency: str) -> str:
    return f"{figure:g} %" if measure == "growth" else f"{currency} {figure:,.0f}".strip()


def _touchline(tables: Tables, as_of: date) -> list[Row]:
    return [
        {
            "account_id": "", "touch_point_id": key, "name": name, "position": position, "stage": stage,
            "customer_role": theirs, "our_role": ours, "source": OURS, "evidence": "assumed",
        }
        for position, (key, name, stage, theirs, ours) in enumerate(_TOUCHLINE, start=1)
    ]  # fmt: skip


def _questions(tables: Tables, as_of: date) -> list[Row]:
    return [
        {"account_id": "", "expectation_id": key, "name": name, "kind": kind, "position": position, "source": OURS, "evidence": "assumed"}
        for position, (key, name, kind) in enumerate(_QUESTIONS, start=1)
    ]


def _job(tables: Tables, as_of: date) -> list[Row]:
    return [{"ambition_id": key, "kind": "manager's job", "statement": said, "source": OURS, "evidence": "assumed"} for key, said in _JOB]
