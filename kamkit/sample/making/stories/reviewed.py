"""Belmarra Tools and Fennwick Paper: the last review. What was promised, what was kept, what the customers say now.

At Belmarra the whole chain can be followed: the expectation, the touch point, the promise, the behaviour, the
action, its measure, and the same questions before and after. At Fennwick three people answered: noise.
"""

from __future__ import annotations

from kamkit.sample.making.expectation_names import DELIVERY, EARLY, FIT, STOCK, WASTE
from kamkit.sample.making.stories.shape import (
    AMIRA, D, GRETA, GUESS, JOINT, MAREN, NADJA, PAUL, PIET, WARNING, YES, ZOFIA, story,
)  # fmt: skip

BELMARRA = story(
    "1008",
    people=(
        ("Volker Ahrend", "Head of supply", "logistics", "decides", 5, 4, 2, YES, None, "greta.solberg:3:2026-03-19, zofia.walczyk:3:2026-03-30"),
        ("Simone Kratz", "Buyer", "purchasing", "buys", 3, 3, 1, YES, None, "greta.solberg:3:2026-02-24"),
        ("Eberhard Luks", "Packing hall", "production", "uses", 3, 4, 2, YES, None, "piet.hoekman:3:2026-02-11, amira.haddad:2:2026-03-25"),
        ("Tanja Merz", "Quality", "quality", "influences", 3, 3, 1, JOINT, None, "nadja.brandl:2:2025-12-16"),
    ),
    stages=(
        ("ours", "Greta Solberg", "interdependent", "Planners talk without us."),
        ("ours", "Zofia Walczyk", "interdependent", "I ring every Monday; they send their plan."),
        ("customer", "Volker Ahrend", "cooperative", "On the way. The crate counts still differ."),
        ("customer", "Eberhard Luks", "interdependent", "Piet knows our hall."),
    ),
    contracts=(("Boxes, inserts and crates", D(2024, 10, 1), D(2027, 9, 30), 6, 2500000, "EUR", "Boxes and inserts to list; two line visits a quarter.",
                "98 % on the promised day; shortages told five working days ahead.", YES),),
    customer_goals=(("Shelves at the builders' merchants always full in spring", "its customers", "Tell shortages five working days ahead.", YES),
                    ("One carton for three tools", "its own plans", "An insert that turns.", JOINT)),
    objectives=(("retention", "Renew in 2027 without a tender", 460000, D(2027, 3, 31), "Keep the Monday check; mend the crate counts.", "M-1008-1", "open"),
                ("growth", "Crates between the two halls", 90000, D(2026, 12, 31), "Trial in hall 2.", None, "open")),
    opportunities=(("offering", "Crates between the halls", "030", WASTE, 2400, 16, None, 9000, 88000, 52000, D(2026, 9, 1), 36000, 60, D(2026, 10, 30), "open", JOINT),
                   ("preference", "One insert for three tools", None, FIT, 40000, 0.3, None, 6000, 9000, 5000, D(2025, 9, 1), 4000, 100, D(2025, 9, 30), "won", YES)),
    measures=(
        ("Early warning, as Belmarra's people rate it", "customer", "points", "higher", 5.1, 7.5, D(2026, 2, 27), True, EARLY),
        ("Shortages told five working days ahead", "process", "%", "higher", 30, 90, D(2026, 3, 31), True, EARLY),
        ("Deliveries on the promised day", "process", "%", "higher", 98, 98, D(2026, 12, 31), True, DELIVERY),
    ),
    readings=((2, D(2025, 5, 30), 30, "Ten shortages, three told"), (2, D(2025, 9, 30), 71, "Seven shortages, five told"),
              (2, D(2026, 3, 31), 92, "Twelve shortages, eleven told"), (3, D(2025, 9, 30), 98, "Dock scans"), (3, D(2026, 3, 31), 98, "Dock scans")),
    promises=(
        ("A shortage is told five working days ahead", WARNING, "Volker Ahrend", ZOFIA, D(2025, 5, 20), D(2026, 3, 31), "in the contract", 14000, None, None, "kept", D(2026, 3, 31)),
        ("An engineer in the packing hall within two days", "help on the line", "Eberhard Luks", PIET, D(2025, 5, 20), D(2025, 12, 31), "in the contract", 9000, None, None, "kept", D(2025, 12, 19)),
        ("One crate count that both sides see", "crate return", "Volker Ahrend", ZOFIA, D(2025, 5, 20), D(2025, 10, 31), None, 12000, None, None, "broken", D(2025, 10, 31)),
        ("One invoice a month", "invoice", "Simone Kratz", AMIRA, D(2025, 5, 20), D(2025, 9, 30), None, None, None, None, "kept", D(2025, 9, 30)),
        ("A cause for every complaint within ten days", "complaint", "Tanja Merz", NADJA, D(2025, 5, 20), D(2026, 2, 27), None, 8000, None, None, "broken", D(2026, 2, 27)),
    ),
    risks=(("Crate counts end up with the lawyers", "Two counts, two systems.", "Their auditor asks for our count", None, "Scan at their gate.", "Dr Maren Voss", GRETA, "crate return", JOINT),),
    actions=(
        ("Check Belmarra's open orders against stock every Monday by 12:00 and ring Volker Ahrend the same day", D(2025, 6, 2), ZOFIA, MAREN, "touch point", WARNING, "process",
         "Shortages were known on Thursday and told by nobody.", "O-1008-1", "M-1008-1", "Nine of ten shortages told five working days ahead", "Amira Haddad and the night shift, at the talk of 26 May",
         D(2026, 2, 27), 110, "done", D(2025, 6, 2), True),
        ("Sit beside Belmarra's planner for a day and list which orders hurt most", D(2025, 7, 11), ZOFIA, GRETA, "expectation", EARLY, "skill",
         "Our planner did not know what stops their line.", "O-1008-1", "M-1008-2", "A list of the 20 orders that hurt", "Greta Solberg, by mail", D(2025, 9, 30), 10, "done", D(2025, 7, 9), True),
        ("Scan crates at Belmarra's gate for four weeks", D(2026, 5, 29), ZOFIA, MAREN, "promise", "P-1008-3", "process", "Counted at both ends, by hand.", "O-1008-1", None,
         "Counts differ by fewer than ten crates a week", "Volker Ahrend, by phone", D(2026, 6, 12), 36, "open", None, None),
    ),
    notes=(("meeting", D(2026, 3, 19), "Greta Solberg", "Volker Ahrend: the Monday call is the best thing we do. Counts and complaints: not yet.", "A new date for the counts.", None,
            "Scan at the gate.", "Yearly review"),
           ("history", D(2025, 3, 12), "Greta Solberg", "A missing box cost them a shelf; they asked for offers elsewhere.", None, None, None, "Volker Ahrend")),
    queries=(("Count of week 9 differs by 88 crates.", "complaint", "crate return", "Volker Ahrend", D(2026, 3, 4), ZOFIA, D(2026, 3, 18), None, None),),
    messages=(("inside", "Night shift dispatch", "What is short on Sunday night stands on the Monday list.", WARNING, MAREN, "shift talk", D(2025, 5, 26), D(2025, 5, 26)),
              ("outside", "Volker Ahrend", "Your caller is Zofia Walczyk; her stand-in is Amira Haddad.", WARNING, GRETA, "visit", D(2025, 5, 30), D(2025, 5, 30))),
    decisions=(("customer", "agreed to plan", D(2025, 5, 20), "Volker Ahrend", "If you ring before I find out.", EARLY, YES),
               ("ours", "kept", D(2026, 3, 24), "Ines Carrow, Tom Halloway", "Relationship up, three of five promises kept, the plan goes on.", None, YES)),
    loss=(8, "Greta Solberg", D(2026, 3, 19)),
    touch_points={
        WARNING: {"importance": 8, "performance": 8, "current_experience": "Volker Ahrend is rung on Monday before he looks.",
                  "new_experience": "No surprise at the dock.", "promise": "A shortage is told five working days ahead.",
                  "behaviour": "Zofia Walczyk checks open orders against stock every Monday by 12:00 and rings Volker Ahrend the same day; Amira Haddad stands in.",
                  "consistent_with": "The same call is made at NA; at the complaint we name somebody within a day.", "better_than_id": "cartovale",
                  "owner_id": ZOFIA, "change_stage": "normal", "source": "Review of March 2026", "known_on": D(2026, 3, 19), "evidence": "confirmed"},
    },
    told="Review of March 2026", known_on=D(2026, 3, 19),
)  # fmt: skip

FENNWICK = story(
    "1016",
    people=(
        ("Alastair Penn", "Mill manager", "production", "decides", 5, 3, 1, YES, None, "paul.adeyemi:2:2026-01-27"),
        ("Moira Tennant", "Buyer", "purchasing", "buys", 3, 3, 0, YES, None, "paul.adeyemi:3:2026-03-02, amira.haddad:1:2025-12-04"),
        ("Rab Sillars", "Reel store", "logistics", "uses", 2, 4, None, GUESS, None, "zofia.walczyk:1:2025-10-14"),
    ),
    stages=(("ours", "Paul Adeyemi", "cooperative", "Better than last year."), ("customer", "Moira Tennant", "basic", "Steady.")),
    contracts=(("Crates and covers", D(2023, 3, 1), D(2027, 2, 28), 3, 1080000, "GBP", "Crates, covers, weekly delivery.", "96 % on the promised day.", YES),),
    customer_goals=(("Run through August without a stop", "its own plans", "Two weeks of covers in the reel store.", JOINT),),
    objectives=(("retention", "Keep the contract at its margin", 150000, D(2027, 2, 28), "Ask more people before changing anything.", "M-1016-1", "open"),),
    opportunities=(("offering", "Covers kept at the mill", "060", STOCK, 90, 260, None, 4000, 19000, 13000, D(2026, 7, 1), 6000, 35, D(2026, 8, 31), "open", GUESS),),
    measures=(("Early warning, as Fennwick's people rate it", "customer", "points", "higher", 5.7, 7.0, D(2027, 2, 26), False, EARLY),),
    promises=(("Covers by 1 May for the summer run", "order", "Moira Tennant", PAUL, D(2026, 3, 2), D(2026, 5, 1), None, 5000, None, None, "open", None),),
    risks=(("The mill is closed for the dry months", "Water.", "Orders for July missing by May", None, "Agree a summer stock.", "Tom Halloway", PAUL, "order", GUESS),),
    actions=(("Agree the summer stock with Rab Sillars", D(2026, 4, 24), PAUL, PAUL, "risk", "K-1016-1", "service", "Stock was never agreed.", "O-1016-1", None,
              "A figure both sides wrote down", "Alastair Penn, by mail", D(2026, 5, 8), 6, "open", None, None),),
    notes=(("meeting", D(2026, 3, 2), "Paul Adeyemi", "They seem happier. Three people answered; one of them is new.", None, None, "Ask Rab Sillars and the night shift.", "Visit in Kendal"),),
    messages=(("inside", "Louis Ferrand", "Three answers are not a result; please ask four more.", None, PAUL, "mail", D(2026, 4, 30), None),),
    decisions=(("customer", "renewed", D(2023, 2, 9), "Alastair Penn", "Nothing went wrong.", DELIVERY, YES),),
    loss=(15, "Paul Adeyemi", D(2026, 3, 2)),
)  # fmt: skip
