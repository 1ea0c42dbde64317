"""The redesigned touch points, and the way there: who has to do what differently, by when, and how far that is.

The standard changes two points, those where the survey says most is lost; single accounts change one of their own.
Hypra's leaves a question open on purpose; Kestwick's says *tried* while one step has not begun.
"""

from __future__ import annotations

from kamkit.sample.making.rows import Row, rows_of
from kamkit.sample.making.stories.shape import (
    AMIRA,
    GRETA,
    HENRIK,
    INES,
    MAREK,
    MAREN,
    NADJA,
    PAUL,
    SOFIA,
    TOM,
    WARNING,
    D,
)  # fmt: skip

REDESIGNED: dict[tuple[str, str], Row] = {
    ("", WARNING): {
        "new_experience": "Nobody hears of a shortage from the dock: our planner telephones on Monday with a plan for it.",
        "consistent_with": "At the complaint we name somebody within a day; in the renewal talk we bring the list of calls.",
        "better_than_id": "stavenport", "change_stage": "prepared",
    },
    ("", "complaint"): {
        "new_experience": "The person who complained knows by the next day who is on it, and hears before ten days are over why it happened.",
        "consistent_with": "The same name stands on the Monday call and in the quarterly review.",
        "better_than_id": "rundbox", "change_stage": "not started",
    },
    ("1001", WARNING): {
        "new_experience": "Beatrix Noll has a planner of her own who rings her on Monday with what will be short and what we do about it.",
        "consistent_with": "Dr Brandis is promised the same for plant 1; the answer to the November complaint says so.",
        "better_than_id": "stavenport", "change_stage": "prepared",
    },
    ("1002", "order"): {
        "new_experience": "Two fixed days a week for the stores; whoever needs it faster sees on the screen what the rush costs.",
        "consistent_with": "The invoice shows the same price for a rush as the screen.",
        "change_stage": "not started",
    },
    ("ORBISAN", "quarterly review"): {
        "new_experience": "Every plant gets one sheet of its own, and the group one page that adds up to the same figures.",
        "consistent_with": "The offer to Wels names the same person and the same figures as the one to Kassel.",
        "better_than_id": "rundbox", "change_stage": "tried",
    },
    ("1010", "help on the line"): {
        "new_experience": "Sixteen inserts fewer: whoever packs takes the right one because there is only one that fits.",
        "consistent_with": "The offer counts variants, and the review shows the stops of the line.",
        "better_than_id": "foamara", "change_stage": "prepared",
    },
    ("1007", "quarterly review"): {
        "new_experience": "Three of theirs meet three of ours, each with their counterpart, before Gordon Pascombe retires.",
        "consistent_with": "Help on the line is given by the same engineer who sits in the review.",
        "better_than_id": "rundbox", "change_stage": "tried",
    },
    ("1058", "first visit"): {
        "new_experience": "An engineer of ours stands beside the new line for a week, before we offer a crate for it.",
        "consistent_with": "The offer names what was seen on the line, by hour.",
        "better_than_id": "rundbox", "change_stage": "not started",
    },
}  # fmt: skip
"""What the new experience is, and where it is told the same, by account ("" the standard) and point."""

_FIELDS = "change_step_id touch_point_id who what due stage stage_on needs owner_id"

CHANGE_STEPS: list[Row] = [
    *rows_of(
        _FIELDS,
        ("step-1", WARNING, "Supply planner",
         "Checks open orders of all key accounts against stock every Monday by 12:00.",
         D(2026, 5, 4), "tried", D(2025, 6, 2), "The list of stock and open orders on one screen.", MAREN),
        ("step-2", WARNING, "Supply planner", "Telephones the customer's planner the same day, with a plan.",
         D(2026, 5, 18), "tried", D(2025, 6, 2), "Half a day a week, and a stand-in.", MAREN),
        ("step-3", WARNING, "Key account manager", "Sends the planner the names of the customer's planners by 24 April.",
         D(2026, 4, 24), "prepared", D(2026, 3, 16), None, INES),
        ("step-4", "complaint", "Quality manager",
         "Names who is on a complaint within one working day, by telephone.",
         D(2026, 6, 1), "prepared", D(2026, 3, 23), "A stand-in for holidays.", NADJA),
        ("step-5", "complaint", "Plant managers", "Send the cause to quality within five working days.",
         D(2026, 3, 27), "not started", None, "Dr Maren Voss has to say that it comes before output.", MAREN),
        account_id="",
    ),
    *rows_of(
        _FIELDS,
        ("step-1", WARNING, "Zofia Walczyk", "Rings Beatrix Noll every Monday by 12:00.", D(2026, 4, 27), "prepared",
         D(2026, 3, 17), "The name of a stand-in.", GRETA),
        ("step-2", WARNING, "Night shift dispatch", "Writes what is short on Sunday night on the Monday list.",
         D(2026, 4, 13), "not started", None, "A talk at the start of the shift.", MAREN),
        account_id="1001",
    ),
    *rows_of(
        _FIELDS,
        ("step-1", "order", "Customer service", "Offers the next fixed day first, and the price of a rush second.",
         D(2026, 7, 1), "not started", None, "Tom Halloway's consent to a rush fee.", HENRIK),
        account_id="1002",
    ),
    *rows_of(
        _FIELDS,
        ("step-1", "quarterly review", "Sofia Reinholt", "Sends one sheet a plant two working days before the review.",
         D(2026, 3, 16), "rolled out", D(2026, 3, 16), None, SOFIA),
        ("step-2", "quarterly review", "Controller", "Adds the sheets up to the group's page within five working days.",
         D(2026, 4, 15), "tried", D(2026, 3, 20), "Rates of exchange as the group uses them.", SOFIA),
        account_id="ORBISAN",
    ),
    *rows_of(
        _FIELDS,
        ("step-1", "help on the line", "Piet Hoekman", "Counts the stops of line 3 by insert for four weeks.",
         D(2026, 5, 15), "prepared", D(2026, 3, 10), "Their consent to stand at the line.", SOFIA),
        account_id="1010",
    ),
    *rows_of(
        _FIELDS,
        ("step-1", "quarterly review", "Piet Hoekman", "Sits in the review of April and meets their packing manager.",
         D(2026, 4, 22), "tried", D(2026, 1, 21), None, PAUL),
        ("step-2", "quarterly review", "Paul Adeyemi", "Hands two of his six contacts over to a colleague by the end of June.",
         D(2026, 6, 30), "not started", None, "The talk nobody has had with him.", TOM),
        account_id="1007",
    ),
    *rows_of(
        _FIELDS,
        ("step-1", "first visit", "Piet Hoekman", "Spends a week of May on their line in Gliwice.",
         D(2026, 5, 22), "not started", None, "The hours; another job has to wait.", MAREK),
        account_id="1058",
    ),
    *rows_of(
        _FIELDS,
        ("step-1", WARNING, "Zofia Walczyk", "Checks Belmarra's open orders every Monday by 12:00 and rings the same day.",
         D(2025, 6, 2), "normal", D(2025, 9, 1), None, MAREN),
        ("step-2", WARNING, "Amira Haddad", "Stands in for the Monday call when Zofia Walczyk is away.",
         D(2025, 6, 2), "normal", D(2025, 12, 1), None, AMIRA),
        account_id="1008",
    ),
]  # fmt: skip
"""Who has to do what differently; without an account for all of them."""
