"""What single customers answered: where an account differs from the pool, and in whose words."""

from __future__ import annotations

from datetime import date
from typing import Any

from kamkit.sample.making.expectation_names import EARLY, FIT, PERSON, PRICE, STOCK, WASTE

DEPARTMENTS = ("purchasing", "production", "logistics", "quality", "engineering", "purchasing", "management")
DEPARTMENTS_OF = {
    "007": ("purchasing",),  # nobody else was asked
    "1016": ("purchasing", "logistics", "production"),
    "1001": ("purchasing", "production", "logistics", "quality", "logistics", "production", "management"),
}

# Points away from the pool's mean rating of us.
EXPECTATION_SHIFTS: dict[str, dict[str, float]] = {
    "1001": {EARLY: -2.6, FIT: 0.3},
    "1008": {EARLY: 1.6},
    "NA": {EARLY: 1.2, PERSON: 0.6},
    "1005": {EARLY: 0.8},
    "1002": {EARLY: -0.8, STOCK: -0.5},
    "1058": {EARLY: -0.6, STOCK: -0.6, WASTE: -0.5},
    "1007": {PERSON: 0.9, EARLY: 0.4},
    "0042": {PERSON: 0.8, EARLY: 0.7, PRICE: 0.4},
}

# importance, our performance, the rival's; where an account's people see a touch point otherwise than the pool.
TOUCH_POINT_ANSWERS: dict[str, dict[str, tuple[float, float, float]]] = {
    "1001": {"early warning of shortages": (9.0, 4.0, 7.6), "complaint": (7.4, 6.3, 7.0), "offer": (7.2, 6.8, 6.6)},
    "1002": {"complaint": (8.6, 5.6, 6.2), "order": (8.4, 7.4, 7.2)},
    "1058": {"early warning of shortages": (8.6, 5.4, 7.4), "first visit": (7.6, 5.8, 7.2)},
    "1008": {"early warning of shortages": (7.9, 7.8, 6.4)},
    "1010": {"help on the line": (8.8, 6.0, 6.4)},
    "ORBISAN": {"contract talks": (8.5, 6.0, 6.8)},
    "1015": {"offer": (8.6, 6.1, 7.4)},
    "1009": {"complaint": (8.7, 5.9, 7.0)},
    "1022": {"crate return": (8.6, 6.0, 7.3)},
    "0113": {"complaint": (8.5, 5.8, 6.6)},
}

COMMENTS: dict[tuple[str, int, str], str] = {
    ("1001", 2, EARLY): "In November I learned it from the empty dock. Your planner knew on the Thursday before.",
    ("1001", 4, EARLY): "Stavenport's man rings me on Mondays. Yours rings me back.",
    ("1001", 0, PRICE): "I have to say price. It is on my target sheet.",
    ("1008", 1, EARLY): "Since last summer they call before I find out. That was worth a plant shift in October.",
    ("1002", 0, PRICE): "Four per cent less and we talk about volume.",
    ("1058", 1, FIT): "The crate is good. Nobody of yours has seen our new line.",
    ("NA", 0, PERSON): "Henrik knows our instruments better than our own warehouse.",
    ("0042", 2, PERSON): "They do our pallet papers for us. I would not know who else would.",
    ("007", 0, PRICE): "You would have to ask the furnace people about breakage. I see invoices.",
    ("1007", 0, PERSON): "I ring Paul. Everybody here rings Paul.",
    ("1010", 3, FIT): "Forty variants, and every one packs differently.",
    ("1016", 1, STOCK): "Better than last year, I think. Ask me again after the summer.",
}

_ASKED = date(2026, 2, 3)


def _our_view(number: int, account_id: str, name: str, early: float, price: float) -> tuple[dict[str, Any],
    list[dict[str, Any]]]:
    """One of ours guessing what the customer would say: importance and performance of two expectations."""
    who = f"V{number:02d}"
    person = {"respondent_id": who, "account_id": account_id, "side": "ours", "name": name,
              "department": "sales", "asked_by": "Ines Carrow", "independent": False}  # fmt: skip
    answers = [
        {"respondent_id": who, "about": "expectation", "item_id": item, "supplier_id": "us", "asked_on": _ASKED,
         "importance": importance, "performance": performance}
        for item, importance, performance in ((PRICE, price, 6.0), (EARLY, early, 8.0))
    ]  # fmt: skip
    return person, answers


OUR_VIEWS = (
    _our_view(1, "1001", "Greta Solberg", 6, 10),
    _our_view(2, "1002", "Henrik Baalen", 5, 10),
    _our_view(3, "1007", "Paul Adeyemi", 8, 8),
    _our_view(4, "0042", "Paul Adeyemi", 6, 9),
    _our_view(5, "1058", "Marek Dudzik", 5, 9),
    _our_view(6, "ORBISAN", "Sofia Reinholt", 7, 9),
)
