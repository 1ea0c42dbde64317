"""Heliora Cells: 58th by revenue, doubling, and we are the weaker one there. A star no revenue ranking sees."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import EARLY, FIT, WASTE
from kamkit.sample.making.stories.shape import D, GUESS, JOINT, LOUIS, MAREK, PIET, TOM, WARNING, YES, story

STORY = story(
    "1058",
    people=(
        ("Dr Iwona Sobczak", "Head of cell assembly", "production", "decides", 5, 4, 0, JOINT, None, "marek.dudzik:1:2025-10-08"),
        ("Tomek Wilga", "Buyer", "purchasing", "buys", 3, 3, 0, YES, None, "marek.dudzik:2:2026-02-20"),
        ("Anna-Lena Reuss", "Line engineering", "engineering", "influences", 4, 5, -1, YES, None, ""),
        ("Hyun Park", "Logistics", "logistics", "uses", 3, 4, None, GUESS, None, "zofia.walczyk:1:2026-03-03"),
    ),
    stages=(
        ("ours", "Marek Dudzik", "cooperative", "Orders double, mails are friendly."),
        ("customer", "Anna-Lena Reuss", "basic", "Rundbox sat with us for a week. You sent a sample."),
        ("customer", "Tomek Wilga", "basic", "Second source."),
    ),
    contracts=(("Crates for line 1", D(2025, 1, 1), D(2026, 12, 31), 3, 1400000, "PLN", "Crates for cells, washed weekly.", "Ten working days.", YES),),
    customer_goals=(("Third line running by March 2027", "its customers", "Crates designed with the line, not after it.", YES),
                    ("No cell touches another", "the law", "Drop tests with their engineers in our hall.", JOINT)),
    objectives=(("growth", "Crates and pool for lines 2 and 3", 620000, D(2027, 3, 31),
                 "An engineer on their line this spring; hours come from accounts that need fewer.", "M-1058-1", "open"),),
    opportunities=(
        ("offering", "Crates for lines 2 and 3", "030", FIT, 12000, 22, None, 70000, 410000, 236000, D(2026, 10, 1), 174000, 40, D(2026, 11, 30), "open", JOINT),
        ("offering", "Pool and washing in Gliwice", "040", WASTE, 90000, 1.1, None, 20000, 84000, 51000, D(2027, 1, 15), 33000, 30, D(2027, 2, 28), "open", GUESS),
        ("preference", "A call before a crate is short", None, EARLY, 20, 9000, None, None, 45000, 20000, D(2026, 6, 1), 25000, 50, D(2026, 8, 31), "open", JOINT),
    ),
    measures=(("Hours on their line a quarter", "process", "hours", "higher", 15, 120, D(2026, 9, 30), False, FIT),
              ("Relative strength as they see it", "customer", "ratio", "higher", 0.8, 1.0, D(2027, 2, 26), False, None)),
    readings=((1, D(2025, 12, 31), 12, "Time sheets"), (1, D(2026, 3, 31), 15, "Time sheets"), (2, D(2026, 2, 25), 0.8, "Survey")),
    promises=(("Samples of the six-cell crate", "offer", "Anna-Lena Reuss", PIET, D(2026, 2, 20), D(2026, 3, 20), None, 6000, None, None, "open", None),),
    risks=(("Rundbox designs the crate for lines 2 and 3 alone", "They are in the building; we are not.", "Drawings with their logo on the line", None,
            "Send Piet Hoekman for a week.", "Tom Halloway", MAREK, "first visit", JOINT),),
    actions=(("Tell Tomek Wilga on which day an engineer of ours comes", D(2026, 5, 8), MAREK, TOM, "account", "white space", "people", "There are no hours for it yet.", "O-1058-1",
              "M-1058-1", "A day both sides noted", "Dr Maren Voss, in person", D(2026, 5, 22), 2, "open", None, None),),
    notes=(("research outside", D(2026, 2, 20), "Marek Dudzik", "Two car makers have signed; cells from 2 to 6 million a year.", None, "Lines 2 and 3.",
            "Ask for a week on the line.", "Tomek Wilga"),
           ("history", D(2025, 10, 8), "Marek Dudzik", "Dr Sobczak: we want a supplier who stands beside the line.", "A visit of our engineer before Christmas.", None,
            "Not done: no hours.", "Visit in Gliwice")),
    queries=(("When do you see our new line?", "request", "first visit", "Anna-Lena Reuss", D(2026, 2, 11), MAREK, D(2026, 2, 25), None, None),
             ("Crates short by 60 on 9 February, no word before.", "complaint", WARNING, "Hyun Park", D(2026, 2, 10), MAREK, D(2026, 2, 24), D(2026, 3, 3), "Sent 60 from Tychy.")),
    messages=(("inside", "Dr Maren Voss", "A week of Piet Hoekman in Gliwice before June; which job waits?", "first visit", TOM, "talk", D(2026, 4, 17), None),
              ("outside", "Car makers' packaging group", "A case from Gliwice, if they agree.", None, LOUIS, "paper", D(2026, 11, 30), None)),
    decisions=(("customer", "bought", D(2025, 1, 6), "Tomek Wilga", "Your crate fits; come and see us.", FIT, YES),),
    loss=(25, "Marek Dudzik", D(2026, 2, 20)),
    touch_points={
        "first visit": {"importance": 7, "performance": 7, "evidence": "assumed", "current_experience": "One visit in eighteen months; samples by parcel."},
        WARNING: {"importance": 7, "performance": 8, "evidence": "assumed"},
    },
)  # fmt: skip
