"""Candidates that may not stay: Rostavik Engines, Morrowby Furniture, Lumivarde Lighting."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import DELIVERY, FIT, PRICE, STOCK
from kamkit.sample.making.stories.shape import ANSELM, CLAIRE, D, GUESS, HENRIK, INES, JOINT, MAREK, PIET, YES, ZOFIA, story

ROSTAVIK = story(
    "1011",
    people=(
        ("Arend Lüttich", "Assembly", "production", "decides", 5, 2, 0, YES, None, "henrik.baalen:2:2026-01-16"),
        ("Kirsten Vollmer", "Buyer", "purchasing", "buys", 3, 3, 0, YES, None, "henrik.baalen:3:2026-02-27"),
    ),
    stages=(("ours", "Henrik Baalen", "cooperative", "Crates in two yards."), ("customer", "Kirsten Vollmer", "basic", "One of three.")),
    contracts=(("Engine crates", D(2023, 11, 1), D(2026, 10, 31), 3, 1700000, "EUR", "Crates, repair, store in Kiel.", "96 % on the promised day.", YES),),
    customer_goals=(("Engines for gas and ammonia", "the law", "A crate that carries both.", GUESS),),
    objectives=(("retention", "Renew in October without a price cut", 210000, D(2026, 10, 31), "Know what they will build.", "M-1011-1", "open"),),
    opportunities=(("offering", "Crates for the new engine", "030", STOCK, 300, 140, None, 20000, 52000, 39000, None, 13000, 25, D(2027, 2, 26), "open", GUESS),),
    measures=(("Crates lying idle in Kiel", "process", "crates", "lower", 190, 80, D(2026, 12, 31), False, STOCK),),
    readings=((1, D(2025, 9, 30), 150, "Store list"), (1, D(2026, 3, 31), 190, "Store list")),
    promises=(("Crates kept in Kiel beyond 60 days", "delivery at the dock", "Kirsten Vollmer", ZOFIA, D(2025, 6, 11), None, "given without charge", 14000, None, None, "open", None),),
    risks=(("Wood returns with the new engine", "The crate is too small.", "Drawings ask for wood", None, "See Arend Lüttich.", "Tom Halloway", HENRIK, "first visit", GUESS),),
    actions=(("Ask Arend Lüttich for the size of the new engine", D(2026, 3, 6), HENRIK, HENRIK, "risk", "K-1011-1", "people", "Purchasing does not know it.", "O-1011-1", None,
              "Three measures on paper", "Piet Hoekman, by mail", D(2026, 4, 10), 4, "open", None, None),),
    notes=(("meeting", D(2026, 2, 27), "Henrik Baalen", "Orders fall until the new engine comes.", None, None, "Who knows its size?", "Visit in Kiel"),),
    queries=(("Rent for idle crates?", "question", "invoice", "Kirsten Vollmer", D(2026, 3, 19), ANSELM, D(2026, 3, 26), None, None),),
    messages=(("inside", "Zofia Walczyk", "No more crates to Kiel before 80 are back.", "crate return", HENRIK, "mail", D(2026, 4, 15), None),),
    decisions=(("customer", "renewed", D(2023, 10, 4), "Kirsten Vollmer", "On time.", DELIVERY, YES),),
    loss=(25, "Henrik Baalen", D(2026, 2, 27)),
)  # fmt: skip

MORROWBY = story(
    "1017",
    people=(("Lech Adamik", "Plant manager", "management", "decides", 5, 2, 0, YES, None, "marek.dudzik:2:2026-01-30"),
            ("Zyta Morawa", "Yard", "logistics", "uses", 2, 4, 1, YES, None, "marek.dudzik:2:2026-01-30, zofia.walczyk:1:2025-12-11")),
    stages=(("ours", "Marek Dudzik", "basic", "Orders by price."), ("customer", "Lech Adamik", "basic", "Who knows who buys us.")),
    contracts=(("Boxes for flat packs", D(2024, 12, 1), D(2026, 11, 30), 3, 4800000, "PLN", "Boxes.", "97 % on the promised day.", YES),),
    customer_goals=(("A buyer for the plant", "its own plans", "None of ours until it is settled.", GUESS),),
    objectives=(("retention", "Be paid, and stay on the list of the new owner", 90000, D(2026, 11, 30), "No new stock on credit.", "M-1017-1", "open"),),
    opportunities=(("offering", "Edge protectors of fibre", "010", FIT, 60000, 0.2, None, 4000, 9000, 8000, D(2026, 9, 1), 1000, 20, D(2026, 10, 30), "open", GUESS),),
    measures=(("Open invoices", "financial", "EUR thousand", "lower", 240, 120, D(2026, 9, 30), False, None),),
    readings=((1, D(2025, 12, 31), 210, "Ledger"), (1, D(2026, 3, 31), 240, "Ledger")),
    promises=(("Prices held until the sale", "contract talks", "Lech Adamik", MAREK, D(2026, 1, 30), D(2026, 11, 30), None, None, None, None, "open", None),),
    risks=(("The new owner makes its own packaging", "The bidder owns two board mills.", "The sale is signed", None, "Ask for a year of notice.", "Tom Halloway", MAREK, "renewal talk", JOINT),),
    actions=(("Write to the bidder's purchasing with two references", D(2026, 5, 29), MAREK, MAREK, "risk", "K-1017-1", "people", "Nobody there knows us.", "O-1017-1", None,
              "An answer", "Ines Carrow, by mail", D(2026, 6, 12), 5, "open", None, None),),
    notes=(("research outside", D(2026, 3, 12), "Marek Dudzik", "One bidder is left; it owns board mills.", None, None, None, "Local paper, Lech Adamik"),),
    messages=(("inside", "Marek Dudzik", "Off the list until the sale is settled, signed by Ines Carrow.", None, INES, "talk", D(2026, 3, 23), D(2026, 3, 23)),),
    decisions=(("customer", "reduced", D(2025, 11, 5), "Lech Adamik", "Cheaper boxes for the spring run.", PRICE, YES),),
    loss=(45, "Marek Dudzik", D(2026, 3, 12)),
)  # fmt: skip

LUMIVARDE = story(
    "1021",
    people=(("Thibaut Lerroux", "Buyer", "purchasing", "decides", 4, 3, -1, YES, None, "claire.fontanel:2:2026-02-03"),
            ("Agathe Sorin", "Tube line", "production", "influences", 3, 4, 1, JOINT, None, "piet.hoekman:2:2025-11-18, claire.fontanel:1:2025-11-18")),
    stages=(("ours", "Claire Fontanel", "basic", "Every order is an offer."), ("customer", "Thibaut Lerroux", "basic", "Second choice.")),
    contracts=(("Inserts for tubes", D(2024, 7, 1), D(2027, 6, 30), 3, 820000, "EUR", "Inserts for four tubes.", "97 % on the promised day.", YES),),
    customer_goals=(("Broken tubes below two in a hundred", "its customers", "Drop tests with Agathe Sorin.", JOINT),),
    objectives=(("growth", "Two more tubes", 50000, D(2027, 3, 31), "Breakage shown in figures.", "M-1021-1", "open"),),
    opportunities=(("preference", "Breakage from five to two in a hundred", None, FIT, 80000, 0.3, None, 7000, 16000, 12000, D(2026, 9, 1), 4000, 40, D(2026, 10, 16), "open", JOINT),),
    measures=(("Tubes broken on arrival", "customer", "%", "lower", 3.1, 2.0, D(2026, 12, 31), True, FIT),),
    readings=((1, D(2025, 12, 31), 3.4, "Their returns"), (1, D(2026, 3, 31), 3.1, "Their returns")),
    promises=(("Drop tests of tube 3", "help on the line", "Agathe Sorin", PIET, D(2025, 11, 18), D(2026, 2, 27), None, 1900, None, None, "open", None),),
    risks=(("Foamara takes the next tender", "Their studio drew the last two inserts.", "A tender without our name", None, "Figures on breakage.", "Tom Halloway", CLAIRE, "offer", JOINT),),
    actions=(("Run the drop tests of tube 3", D(2026, 4, 22), PIET, CLAIRE, "promise", "P-1021-1", "performance", "No free day in the hall.", "O-1021-1", "M-1021-1", "Twenty drops, a page of results",
              "Agathe Sorin, by mail", D(2026, 5, 6), 9, "open", None, None),),
    notes=(("meeting", D(2026, 2, 3), "Claire Fontanel", "Price alone, says Thibaut Lerroux; breakage, says Agathe Sorin.", None, None, "Put both at one table.", "Visit in Nantes"),),
    queries=(("Results of the drop tests?", "request", "help on the line", "Agathe Sorin", D(2026, 3, 9), PIET, D(2026, 3, 16), None, None),),
    messages=(("outside", "Agathe Sorin", "New day for the drop tests: 22 April.", "help on the line", CLAIRE, "telephone", D(2026, 4, 3), D(2026, 3, 31)),),
    decisions=(("customer", "refused", D(2025, 9, 16), "Thibaut Lerroux", "Lowest price won.", PRICE, YES),),
    loss=(20, "Claire Fontanel", D(2026, 2, 3)),
)  # fmt: skip
