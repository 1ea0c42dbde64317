"""NA: a customer that is really called NA, scores high and must not vanish."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import EARLY, FIT, PERSON
from kamkit.sample.making.stories.shape import D, HENRIK, JOINT, PIET, WARNING, YES, ZOFIA, story

STORY = story(
    "NA",
    people=(
        ("Noor Verbruggen", "Director operations", "production", "decides", 5, 4, 2, YES, None, "henrik.baalen:3:2026-03-25, tom.halloway:1:2025-11-20"),
        ("Sander Kleij", "Packing engineer", "engineering", "influences", 3, 5, 2, YES, None, "piet.hoekman:3:2026-03-18, henrik.baalen:2:2026-03-25"),
        ("Mieke Rozenburg", "Supply planner", "logistics", "uses", 2, 5, 2, YES, None, "zofia.walczyk:3:2026-03-30"),
        ("Dr Ruben Hesse", "Quality", "quality", "approves", 4, 3, 1, JOINT, None, "nadja.brandl:2:2026-01-22"),
    ),
    stages=(("ours", "Henrik Baalen", "integrated", "Their order system writes into ours."), ("ours", "Zofia Walczyk", "interdependent", "They send the forecast before we ask."),
            ("customer", "Noor Verbruggen", "interdependent", "It would hurt to leave.")),
    contracts=(("Packing line service, Delft", D(2025, 4, 1), D(2028, 3, 31), 12, 3100000, "EUR", "Two of ours on the line, inserts, stock for three weeks.", "Shortages told five working days ahead; line help in four hours.", YES),),
    customer_goals=(("Second packing line in 2027", "its customers", "Plan it with the people who run the first.", YES), ("Instruments that arrive calibrated", "its customers", "A crate with a shock logger.", JOINT)),
    objectives=(("growth", "The second line", 280000, D(2027, 6, 30), "Engineers first, price a year later.", "M-NA-1", "open"),),
    opportunities=(("offering", "Service on the second line", "050", PERSON, 3600, 31, None, 40000, 420000, 268000, D(2027, 1, 4), 152000, 70, D(2026, 12, 18), "open", YES),),
    measures=(("Line help within four hours", "process", "%", "higher", 91, 95, D(2026, 12, 31), True, FIT),),
    readings=((1, D(2025, 12, 31), 92, "Service log"), (1, D(2026, 3, 31), 94, "Service log")),
    promises=(("Shortages told five working days ahead", WARNING, "Mieke Rozenburg", ZOFIA, D(2025, 4, 1), D(2028, 3, 31), "in the contract", 12000, None, None, "open", None),),
    risks=(("Rising hours eat the service price", "Hours are counted once a year.", "More than 3,900 hours in a year", None, "Count by the month.", "Anselm Torvik", HENRIK, "help on the line", JOINT),),
    actions=(("Count service hours by the month and show them at the review", D(2026, 4, 10), PIET, HENRIK, "risk", "K-NA-1", "process", "Hours were read once a year.", None, "M-NA-1",
              "A figure every month", "Noor Verbruggen, at the review", D(2026, 6, 26), 8, "open", None, None),),
    notes=(("meeting", D(2026, 3, 25), "Henrik Baalen", "Noor Verbruggen will decide on the second line before Christmas.", None, "Service and crates.", "Piet with Sander Kleij on the layout.", "Review in Delft"),
           ("history", D(2017, 4, 3), "Henrik Baalen", "Our system dropped their first order: it took the name NA for no answer.", None, None, None, "Order log")),
    queries=(("Layout of the second line, who draws?", "question", "first visit", "Sander Kleij", D(2026, 3, 18), PIET, D(2026, 3, 25), D(2026, 3, 20), "Piet Hoekman, first sheet on 15 April."),),
    messages=(("inside", "Data entry", "NA is a customer. It is not a missing value.", "order", HENRIK, "mail", D(2026, 1, 15), D(2026, 1, 15)),
              ("outside", "Noor Verbruggen", "What we measured and what follows.", "quarterly review", HENRIK, "review", D(2026, 6, 26), None)),
    decisions=(("customer", "renewed", D(2025, 2, 12), "Noor Verbruggen", "You say it before it happens.", EARLY, YES),),
    loss=(4, "Henrik Baalen", D(2026, 3, 25)),
)  # fmt: skip
