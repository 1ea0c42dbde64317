"""Candidates that run steadily: Sandvale Medical, Corvane Instruments, Trelissar Pumps, Thornsey Instruments."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import EARLY, FIT, PERSON, STOCK, TECHNICAL, WASTE
from kamkit.sample.making.stories.shape import (
    CLAIRE, D, GRETA, GUESS, JOINT, LOUIS, NADJA, PAUL, PIET, WARNING, YES, ZOFIA, story,
)  # fmt: skip

SANDVALE = story(
    "1005",
    people=(
        ("Dr Carola Heym", "Operations", "production", "decides", 5, 4, 2, YES, None, "greta.solberg:3:2026-03-26, maren.voss:1:2025-10-30"),
        ("Jens Albrook", "Buyer", "purchasing", "buys", 3, 4, 1, YES, None, "greta.solberg:3:2026-03-09"),
        ("Ria Zoller", "Sterile packing", "quality", "approves", 5, 5, 1, YES, None, "nadja.brandl:3:2026-03-18, piet.hoekman:2:2026-01-14"),
    ),
    stages=(("ours", "Greta Solberg", "interdependent", "Shared forecast, joint audits."), ("customer", "Dr Carola Heym", "interdependent", "I know three of them.")),
    contracts=(("Sterile inserts and cartons", D(2025, 1, 1), D(2027, 12, 31), 12, 3200000, "EUR", "Inserts, cartons, two audits a year.", "No open pack; shortages told ten days ahead.", YES),),
    customer_goals=(("No report to the authority because of a pack", "the law", "Drop tests of every new size in our hall.", YES), ("A plant in Ireland in 2028", "its own plans", "Ask which packs go there.", GUESS)),
    objectives=(("growth", "Cartons for the catheter line", 260000, D(2027, 6, 30), "Tests before price.", "M-1005-1", "open"),),
    opportunities=(("offering", "Cartons for catheters", "020", FIT, 140000, 1.4, None, 25000, 290000, 168000, D(2026, 10, 1), 122000, 60, D(2026, 12, 18), "open", JOINT),),
    measures=(("Packs open on arrival", "customer", "per million", "lower", 14, 5, D(2026, 12, 31), True, FIT),),
    readings=((1, D(2025, 9, 30), 12, "Their quality report"), (1, D(2026, 3, 31), 9, "Their quality report")),
    promises=(("Shortages told ten days ahead", WARNING, "Jens Albrook", ZOFIA, D(2025, 1, 7), D(2027, 12, 31), "in the contract", 9000, None, None, "open", None),),
    risks=(("A size fails its test in the audit", "Eleven sizes share one glue.", "A lab report above the limit", None, "Second glue tested.", "Dr Maren Voss", NADJA, "help on the line", JOINT),),
    actions=(("Test the second glue on the three largest sizes", D(2026, 6, 19), NADJA, NADJA, "risk", "K-1005-1", "performance", "One glue for everything.", "O-1005-1", "M-1005-1",
              "Three passes in the lab", "Ria Zoller, at the audit", D(2026, 7, 3), 30, "open", None, None),),
    notes=(("meeting", D(2026, 3, 26), "Greta Solberg", "The catheter line starts in October; the pack is open.", "Tests by June.", "140,000 cartons.", None, "Visit in Ulm"),),
    queries=(("Test report for size 11?", "question", "help on the line", "Ria Zoller", D(2026, 3, 16), NADJA, D(2026, 3, 23), D(2026, 3, 18), "Sent."),),
    messages=(("outside", "Dr Carola Heym", "Results of the glue tests.", "quarterly review", NADJA, "review", D(2026, 7, 3), None),),
    decisions=(("customer", "renewed", D(2024, 11, 19), "Dr Carola Heym, Ria Zoller", "They rang ten days before the board was short.", EARLY, YES),),
    loss=(5, "Greta Solberg", D(2026, 3, 26)),
)  # fmt: skip

CORVANE = story(
    "1013",
    people=(
        ("Dr Peer Wollin", "Development", "engineering", "decides", 5, 5, 2, YES, None, "greta.solberg:2:2026-02-18, piet.hoekman:3:2026-03-25"),
        ("Edda Kress", "Buyer", "purchasing", "buys", 3, 3, 1, YES, None, "greta.solberg:3:2026-03-16"),
    ),
    stages=(("ours", "Greta Solberg", "interdependent", "Shock loggers read together."), ("customer", "Dr Peer Wollin", "interdependent", "They understand what a g is.")),
    contracts=(("Inserts for instruments", D(2025, 3, 1), D(2028, 2, 28), 6, 1550000, "EUR", "Inserts to drawing, drop tests.", "Answer in a day.", YES),),
    customer_goals=(("No instrument back for calibration", "its customers", "A logger in every hundredth crate.", YES),),
    objectives=(("growth", "Packs for the portable line", 110000, D(2027, 3, 31), "Loggers show the case.", "M-1013-1", "open"),),
    opportunities=(("preference", "A shock logger in every hundredth crate", None, FIT, 400, 190, None, 5000, 38000, 22000, D(2026, 8, 3), 16000, 65, D(2026, 9, 25), "open", JOINT),),
    measures=(("Shocks above 25 g", "customer", "per thousand", "lower", 6, 2, D(2027, 2, 26), True, FIT),),
    readings=((1, D(2025, 10, 31), 6, "Loggers"), (1, D(2026, 3, 31), 4, "Loggers")),
    promises=(("Logger trial with 40 crates", "help on the line", "Dr Peer Wollin", PIET, D(2026, 2, 18), D(2026, 6, 30), None, 4200, None, None, "open", None),),
    risks=(("The portable line is packed by its maker", "It comes ready packed from Asia.", "Cartons with another name", None, "Ask who decides the pack.", "Tom Halloway", GRETA, "offer", GUESS),),
    actions=(("Read the 40 loggers with Dr Peer Wollin", D(2026, 7, 10), PIET, GRETA, "opportunity", "X-1013-1", "service", "Nobody knew where shocks happen.", "O-1013-1", "M-1013-1",
              "A map of shocks by leg", "Edda Kress, by mail", D(2026, 7, 24), 14, "open", None, None),),
    notes=(("meeting", D(2026, 2, 18), "Greta Solberg", "Half of the shocks happen at one hub.", None, "Loggers as a service.", "Trial with 40.", "Meeting in Jena"),),
    messages=(("inside", "Dispatch", "Forty crates with loggers; do not open.", "delivery at the dock", PIET, "mail", D(2026, 4, 22), None),),
    decisions=(("customer", "renewed", D(2025, 2, 4), "Dr Peer Wollin", "Answers the same day.", TECHNICAL, YES),),
    loss=(6, "Greta Solberg", D(2026, 2, 18)),
)  # fmt: skip

TRELISSAR = story(
    "1014",
    people=(
        ("Gaspard Nerval", "Spare parts", "logistics", "decides", 4, 4, 1, YES, None, "claire.fontanel:3:2026-03-10"),
        ("Sylvie Aubertin", "Environment", "quality", "influences", 3, 5, 2, YES, None, "claire.fontanel:2:2026-01-20, louis.ferrand:2:2026-02-24"),
    ),
    stages=(("ours", "Claire Fontanel", "cooperative", "Crates in two of three halls."), ("customer", "Gaspard Nerval", "cooperative", "Good, a little far away.")),
    contracts=(("Pump crates", D(2024, 11, 1), D(2027, 10, 31), 3, 1350000, "EUR", "Crates, repair.", "97 % on the promised day.", YES),),
    customer_goals=(("Report every kilogram of packaging", "the law", "Weights of every crate and box, by the quarter.", YES),),
    objectives=(("retention", "Renew with the third hall", 230000, D(2027, 6, 30), "Weights reported for all three halls.", "M-1014-1", "open"),),
    opportunities=(("offering", "Crates in hall 3", "030", WASTE, 1900, 21, None, 11000, 74000, 48000, D(2026, 9, 15), 26000, 50, D(2026, 11, 13), "open", JOINT),),
    measures=(("Packaging weighed and reported", "customer", "%", "higher", 55, 100, D(2026, 12, 31), True, WASTE),),
    readings=((1, D(2025, 12, 31), 60, "Sylvie Aubertin"), (1, D(2026, 3, 31), 66, "Sylvie Aubertin")),
    promises=(("Weights of all crates, by the quarter", "quarterly review", "Sylvie Aubertin", LOUIS, D(2026, 1, 20), D(2026, 4, 10), "in the contract", 2500, None, None, "open", None),),
    risks=(("Head office buys crates for all plants", "A new group buyer since January.", "A tender for five plants", None, "See the group buyer by summer.", "Tom Halloway", CLAIRE, "renewal talk", JOINT),),
    actions=(("Meet the new group buyer with Gaspard Nerval", D(2026, 6, 26), CLAIRE, CLAIRE, "risk", "K-1014-1", "people", "We know one plant.", "O-1014-1", None,
              "A date and a name", "Tom Halloway, by phone", D(2026, 7, 10), 8, "open", None, None),),
    notes=(("research inside", D(2026, 2, 24), "Louis Ferrand", "The French report asks for weights we already have for Pelluna.", None, "One sheet for both.", None, "Own files"),),
    queries=(("Weight of crate 42?", "question", "crate return", "Sylvie Aubertin", D(2026, 2, 26), LOUIS, D(2026, 3, 5), D(2026, 3, 3), "3.8 kg; sheet sent."),),
    messages=(("outside", "Sylvie Aubertin", "The quarter's weights.", "quarterly review", LOUIS, "mail", D(2026, 4, 10), None),),
    decisions=(("customer", "bought", D(2024, 10, 7), "Gaspard Nerval", "Crates there when a pump fails.", STOCK, YES),),
    loss=(10, "Claire Fontanel", D(2026, 3, 10)),
)  # fmt: skip

THORNSEY = story(
    "1020",
    people=(
        ("Wendy Marchbank", "Packing room", "production", "uses", 2, 5, 2, YES, None, "paul.adeyemi:2:2026-02-09"),
        ("Dr Owain Prosser", "Operations", "management", "decides", 5, 2, 0, GUESS, None, "paul.adeyemi:1:2025-07-16, tom.halloway:1:2025-07-16"),
    ),
    stages=(("ours", "Paul Adeyemi", "cooperative", "Wendy orders from us without asking."), ("customer", "Wendy Marchbank", "cooperative", "They keep our stock.")),
    contracts=(("Packing service and stock", D(2023, 8, 1), D(2026, 7, 31), 3, 740000, "GBP", "One of ours two days a week; stock for two weeks.", "Never without inserts.", YES),),
    customer_goals=(("Move to a smaller building", "its own plans", "Stock at our place, delivered by the day.", JOINT),),
    objectives=(("retention", "Renew in July at a price that covers the two days", 130000, D(2026, 7, 31), "See Dr Prosser before notice.", "M-1020-1", "open"),),
    opportunities=(("offering", "Stock for four weeks in our store", "060", STOCK, 60, 520, None, 3000, 24000, 15000, D(2026, 8, 3), 9000, 50, D(2026, 7, 17), "open", GUESS),),
    measures=(("Hours of ours in their packing room", "process", "hours a month", "lower", 78, 64, D(2026, 7, 31), True, PERSON),),
    readings=((1, D(2025, 12, 31), 76, "Time sheets"), (1, D(2026, 3, 31), 78, "Time sheets")),
    promises=(("Two days a week through the move", "help on the line", "Wendy Marchbank", PIET, D(2026, 2, 9), D(2026, 9, 30), "given without charge", 11000, False, None, "open", None),),
    risks=(("Wendy Marchbank leaves with the move", "The new building is forty miles away.", "Her post is advertised", None, "Know two more people.", "Tom Halloway", PAUL, "help on the line", GUESS),),
    actions=(("See Dr Owain Prosser about the renewal", D(2026, 4, 28), PAUL, PAUL, "account", "renewal", "people", "We know the packing room only.", "O-1020-1", None,
              "A date for the renewal talk", "Tom Halloway, by mail", D(2026, 5, 8), 6, "open", None, None),),
    notes=(("meeting", D(2026, 2, 9), "Paul Adeyemi", "They move in September; nobody planned the packing room.", None, None, "Dr Prosser first.", "Visit in Cambridge"),),
    messages=(("inside", "Piet Hoekman", "Hours at Thornsey are read by the month now.", "help on the line", PAUL, "mail", D(2026, 4, 8), None),),
    decisions=(("customer", "renewed", D(2023, 7, 11), "Dr Owain Prosser", "Wendy wanted it.", PERSON, YES),),
    loss=(20, "Paul Adeyemi", D(2026, 2, 9)),
)  # fmt: skip
