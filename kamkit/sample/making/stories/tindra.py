"""Tindra Appliances: sales scores it 8, operations 3, both with reasons. 5.5 is nobody's opinion."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import FIT, PRICE
from kamkit.sample.making.stories.shape import GUESS, INES, JOINT, NADJA, PIET, SOFIA, YES, ZOFIA, D, story

STORY = story(
    "1010",
    people=(
        ("Margit Holzleitner", "Head of packaging", "engineering", "decides", 5, 5, 1, YES, None,
         "sofia.reinholt:3:2026-03-17, piet.hoekman:2:2026-02-05"),
        ("Reinhold Stadler", "Purchasing", "purchasing", "buys", 4, 3, 0, YES, None, "sofia.reinholt:3:2026-01-29"),
        ("Ivana Perko", "Line 3", "production", "uses", 2, 5, -1, JOINT, None, "piet.hoekman:2:2026-03-12"),
    ),
    stages=(("ours", "Sofia Reinholt", "interdependent", "Forty inserts designed together."),
            ("ours", "Dr Maren Voss", "basic", "They design, we store."),
            ("customer", "Margit Holzleitner", "cooperative", "Good people, too many mix-ups.")),
    contracts=(("Inserts for lines 1 to 3", D(2024, 4, 1), D(2027, 3, 31), 6, 3300000, "EUR",
                "Inserts for up to 24 variants, delivery to the line.", "No variant late.", YES),),
    customer_goals=(("Twelve variants fewer by 2028", "its own plans",
                     "Show which inserts differ by less than two millimetres.", JOINT),
                    ("Price cut of two per cent at the retailers", "its customers",
                     "Cost a packed machine, not an insert.", GUESS)),
    objectives=(("growth", "Forty variants down to 24, at the same revenue", 130000, D(2027, 3, 31),
                 "Design day with both sides; the contract names 24.", "M-1010-1", "open"),),
    opportunities=(("preference", "Sixteen inserts fewer", None, FIT, 16, 6500, None, 24000, 20000, 11000,
                    D(2026, 11, 2), 58000, 45, D(2026, 12, 18), "open", JOINT),),
    measures=(("Variants in store", "process", "variants", "lower", 40, 24, D(2027, 3, 31), True, FIT),
               ("Mixed-up variants a month", "customer", "cases", "lower", 9, 2, D(2026, 12, 31), True, FIT)),
    readings=((1, D(2025, 12, 31), 38, "Store list"), (1, D(2026, 3, 31), 40, "Store list"),
              (2, D(2026, 3, 31), 9, "Complaints list")),
    promises=(("Sixteen variants beyond the contract kept in our store", "delivery at the dock",
               "Margit Holzleitner", ZOFIA, D(2024, 11, 4), None, "given without charge", 21000, True,
               "Sales wanted the name; to be looked at when the contract ends.", "open", None),),
    risks=(("A wrong insert stops line 3 on a launch day", "Forty look alike.", "Two mix-ups in one week", None,
            "Colour codes; a check at the dock.", "Dr Maren Voss", NADJA, "help on the line", JOINT),),
    actions=(("Lay the forty inserts side by side with Margit Holzleitner and mark twins", D(2026, 5, 7), PIET,
              SOFIA, "opportunity", "X-1010-1", "process", "Every variant was drawn alone.", "O-1010-1",
              "M-1010-1", "A list of twins both sides signed", "Dr Maren Voss, in person", D(2026, 5, 21), 20,
                  "open", None, None),),
    notes=(("meeting", D(2026, 3, 5), "Ines Carrow", "Scores 8 and 3. Both are right about what they see.",
            "Both say why before the second round.", None, "No average goes into the list.", "Scoring talk"),),
    queries=(("Insert 27 instead of 72, line stopped for 20 minutes.", "complaint", "help on the line",
              "Ivana Perko", D(2026, 3, 11), NADJA, D(2026, 3, 25), None, None),),
    messages=(("inside", "Dr Maren Voss and Tom Halloway", "Each explains the other's score to the group.", None,
               INES, "meeting", D(2026, 4, 9), None),),
    decisions=(("customer", "renewed", D(2024, 2, 27), "Margit Holzleitner, Reinhold Stadler",
                "The price, and Sofia.", PRICE, YES),),
    loss=(12, "Sofia Reinholt", D(2026, 3, 17)),
    touch_points={"help on the line": {"importance": 9, "performance": 7,
        "current_experience": "Piet Hoekman comes within two days and finds the wrong insert.", "evidence": "joint"}},
)  # fmt: skip
