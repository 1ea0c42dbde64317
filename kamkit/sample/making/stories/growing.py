"""Candidates that grow: Vantorre Electronics, Pelluna Cosmetics, Grauwald Optics, Eskdorn Bikes, Castevane Dental."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import EARLY, FIT, PERSON, TECHNICAL, WASTE
from kamkit.sample.making.stories.shape import (
    CLAIRE, D, GRETA, GUESS, HENRIK, JOINT, MAREN, NADJA, PIET, SOFIA, YES, ZOFIA, story,
)  # fmt: skip

VANTORRE = story(
    "1009",
    people=(
        ("Joris Maasbrink", "Head of logistics", "logistics", "decides", 4, 4, 0, YES, None, "henrik.baalen:3:2026-03-04"),
        ("Femke Dorrestein", "Board design", "engineering", "influences", 3, 5, 1, YES, None, "piet.hoekman:3:2026-03-16, henrik.baalen:1:2025-11-12"),
        ("Bram Scholl", "Quality", "quality", "approves", 4, 4, -1, YES, None, "nadja.brandl:2:2026-02-19"),
    ),
    stages=(("ours", "Henrik Baalen", "cooperative", "Design talks every month."), ("customer", "Bram Scholl", "basic", "Complaints take three weeks.")),
    contracts=(("Foam and boxes, Helmond", D(2025, 6, 1), D(2027, 5, 31), 3, 2100000, "EUR", "Foam to drawing, boxes.", "97 % on the promised day.", YES),),
    customer_goals=(("A new board every nine months", "its competitors", "A packaging engineer in the design review.", YES),),
    objectives=(("growth", "Foam for the charger line", 190000, D(2027, 3, 31), "Win the complaint handling first.", "M-1009-1", "open"),),
    opportunities=(("preference", "Foam drawn in the design week", None, TECHNICAL, 8, 7000, None, 2000, 36000, 24000, D(2026, 5, 18), 12000, 65, D(2026, 6, 30), "open", YES),
                   ("offering", "Foam for the charger line", "010", FIT, 90000, 0.6, None, 15000, 160000, 92000, D(2026, 12, 1), 68000, 45, D(2027, 1, 29), "open", GUESS)),
    measures=(("Days until a complaint has a cause", "customer", "days", "lower", 22, 10, D(2026, 10, 30), True, EARLY),),
    readings=((1, D(2025, 9, 30), 24, "Complaints list"), (1, D(2026, 3, 31), 21, "Complaints list")),
    promises=(("Samples for board 9", "offer", "Femke Dorrestein", PIET, D(2026, 3, 16), D(2026, 4, 24), None, 2500, None, None, "open", None),),
    risks=(("Foamara draws for the next board", "Their studio answers in a day.", "Drawings with their name in the review", None, "Piet Hoekman in the review.", "Tom Halloway", HENRIK, "help on the line", JOINT),),
    actions=(("Name one of ours within a day for every complaint from Helmond", D(2026, 4, 20), NADJA, MAREN, "touch point", "complaint", "process", "Complaints lie until the cause is known.",
              "O-1009-1", "M-1009-1", "A cause within ten days", "Bram Scholl, by mail", D(2026, 6, 26), 15, "open", None, None),),
    notes=(("meeting", D(2026, 3, 4), "Henrik Baalen", "Joris Maasbrink: you are dearer and better, until something breaks.", None, "Charger line.", "Bring Nadja Brandl to Bram Scholl.", "Visit"),),
    queries=(("Foam of lot 88 two millimetres too thick.", "complaint", "complaint", "Bram Scholl", D(2026, 2, 23), NADJA, D(2026, 3, 9), D(2026, 3, 17), "Lot replaced; knife changed."),),
    messages=(("inside", "Quality", "Helmond gets a name within a day from 20 April.", "complaint", MAREN, "team meeting", D(2026, 4, 17), None),),
    decisions=(("customer", "bought", D(2025, 5, 9), "Joris Maasbrink", "The engineer came the next day.", TECHNICAL, YES),),
    loss=(15, "Henrik Baalen", D(2026, 3, 4)),
)  # fmt: skip

PELLUNA = story(
    "1015",
    people=(
        ("Mathilde Roquelin", "Packaging development", "engineering", "decides", 5, 5, 1, YES, None, "claire.fontanel:3:2026-03-20, louis.ferrand:1:2026-01-28"),
        ("Bastien Corvol", "Buyer", "purchasing", "buys", 3, 3, 0, YES, None, "claire.fontanel:2:2026-02-17"),
        ("Odile Garnet", "Filling plant", "production", "uses", 3, 3, None, GUESS, None, ""),
    ),
    stages=(("ours", "Claire Fontanel", "cooperative", "Twelve launches together."), ("customer", "Mathilde Roquelin", "cooperative", "Quick, when Claire is there.")),
    contracts=(("Launch packs", D(2024, 8, 1), D(2027, 7, 31), 3, 1250000, "EUR", "Cartons and inserts for up to twelve launches a year.", "Offer in seven days.", YES),),
    customer_goals=(("Launches in eight weeks, not twelve", "its competitors", "Offers in five days, with a sample.", YES), ("No plastic inside by 2028", "its customers", "Inserts of pressed fibre.", JOINT)),
    objectives=(("growth", "All twelve launches of 2027", 210000, D(2027, 3, 31), "Offer with sample in five days.", "M-1015-1", "open"),),
    opportunities=(("offering", "Fibre inserts", "010", WASTE, 220000, 0.35, None, 20000, 118000, 71000, D(2026, 10, 15), 47000, 55, D(2026, 12, 11), "open", JOINT),),
    measures=(("Days from request to offer", "process", "days", "lower", 11, 5, D(2026, 9, 30), True, TECHNICAL),),
    readings=((1, D(2025, 12, 31), 12, "Offer list"), (1, D(2026, 3, 31), 11, "Offer list")),
    promises=(("An offer for the winter launch", "offer", "Mathilde Roquelin", CLAIRE, D(2026, 3, 20), D(2026, 3, 27), None, None, None, None, "open", None),),
    risks=(("Foamara opens a studio in Orleans", "They want the launches.", "Their van at the gate", None, "Sample with every offer.", "Tom Halloway", CLAIRE, "offer", GUESS),),
    actions=(("Keep a cutting table free on Tuesdays for launch samples", D(2026, 6, 2), PIET, MAREN, "touch point", "offer", "process", "Samples wait behind series.", "O-1015-1", "M-1015-1",
              "An offer with sample in five working days", "Mathilde Roquelin, by mail", D(2026, 7, 3), 12, "open", None, None),),
    notes=(("meeting", D(2026, 3, 20), "Claire Fontanel", "The winter launch moved forward by three weeks.", "An offer by the 27th.", None, "Not sent yet.", "Telephone"),),
    messages=(("inside", "Cutting", "Tuesdays belong to samples.", "offer", MAREN, "shift talk", D(2026, 5, 29), None),),
    decisions=(("customer", "bought", D(2025, 9, 3), "Mathilde Roquelin", "No scratched jar in two years.", FIT, YES),),
    loss=(15, "Claire Fontanel", D(2026, 3, 20)),
)  # fmt: skip

GRAUWALD = story(
    "1019",
    people=(
        ("Dr Jutta Lehnhoff", "Production", "production", "decides", 5, 4, 2, YES, None, "greta.solberg:2:2026-02-25, piet.hoekman:2:2026-03-03"),
        ("Ansgar Fitz", "Buyer", "purchasing", "buys", 3, 3, 1, YES, None, "greta.solberg:3:2026-03-24"),
    ),
    stages=(("ours", "Greta Solberg", "cooperative", "Prototypes every month."), ("customer", "Dr Jutta Lehnhoff", "interdependent", "Nobody else packs without dust.")),
    contracts=(("Dust-free inserts", D(2025, 2, 1), D(2028, 1, 31), 6, 950000, "EUR", "Inserts cut and packed in the clean room.", "No fibre above 50 micrometres.", YES),),
    customer_goals=(("Double the lens output by 2028", "its customers", "Clean-room cutting at twice the rate.", YES),),
    objectives=(("growth", "Inserts for the large lenses", 150000, D(2027, 3, 31), "Second clean table, if they commit to volume.", "M-1019-1", "open"),),
    opportunities=(("offering", "Inserts for large lenses", "010", FIT, 26000, 5, None, 9000, 128000, 70000, D(2026, 11, 2), 58000, 60, D(2026, 12, 4), "open", JOINT),),
    measures=(("Lenses returned for dust", "customer", "per thousand", "lower", 1.8, 0.8, D(2027, 1, 29), True, FIT),),
    readings=((1, D(2025, 9, 30), 1.6, "Their quality report"), (1, D(2026, 3, 31), 1.1, "Their quality report")),
    promises=(("Plan of a second clean table", "quarterly review", "Dr Jutta Lehnhoff", PIET, D(2026, 2, 25), D(2026, 5, 29), None, 3000, None, None, "open", None),),
    risks=(("We cannot cut enough", "One clean table, two shifts.", "Delivery beyond ten days", None, "Third shift for six weeks.", "Dr Maren Voss", PIET, "delivery at the dock", JOINT),),
    actions=(("Price a second clean table with Anselm Torvik", D(2026, 5, 15), PIET, MAREN, "opportunity", "X-1019-1", "process", "Nobody knows what it costs.", "O-1019-1", None,
              "A figure per insert", "Dr Jutta Lehnhoff, at the review", D(2026, 6, 5), 16, "open", None, None),),
    notes=(("research outside", D(2026, 1, 30), "Greta Solberg", "Two camera makers ordered lenses for three years.", None, "Large lenses.", "Ask for volumes.", "Trade paper, and Ansgar Fitz"),),
    queries=(("Certificate for the clean room?", "question", "help on the line", "Ansgar Fitz", D(2026, 3, 12), NADJA, D(2026, 3, 19), D(2026, 3, 13), "Sent."),),
    messages=(("outside", "Dr Jutta Lehnhoff", "What a second table would cost and bring.", "quarterly review", GRETA, "review", D(2026, 6, 5), None),),
    decisions=(("customer", "renewed", D(2025, 1, 14), "Dr Jutta Lehnhoff", "No dust.", FIT, YES),),
    loss=(6, "Greta Solberg", D(2026, 2, 25)),
)  # fmt: skip

ESKDORN = story(
    "1022",
    people=(
        ("Pim van Looven", "Founder", "management", "decides", 5, 5, 1, YES, None, "henrik.baalen:2:2026-02-12"),
        ("Hanneke Buis", "Dealer service", "logistics", "uses", 3, 5, 0, JOINT, None, "henrik.baalen:1:2025-12-03, zofia.walczyk:2:2026-03-27"),
    ),
    stages=(("ours", "Henrik Baalen", "cooperative", "They rethink with us."), ("customer", "Pim van Looven", "basic", "March was bad.")),
    contracts=(("Bike crates", D(2025, 2, 1), D(2027, 1, 31), 3, 780000, "EUR", "Crates to dealers and back.", "Crates back within three weeks.", YES),),
    customer_goals=(("No boxes at the dealers by 2027", "its customers", "Crates that fold, counted by phone.", YES),),
    objectives=(("growth", "Crates for all Dutch and German dealers", 120000, D(2027, 2, 26), "Solve the March peak first.", "M-1022-1", "open"),),
    opportunities=(("offering", "Folding crates for German dealers", "030", WASTE, 5200, 17, None, 22000, 132000, 86000, D(2026, 12, 1), 46000, 45, D(2026, 11, 27), "open", JOINT),),
    measures=(("Crates back within three weeks", "process", "%", "higher", 71, 90, D(2027, 1, 29), True, WASTE),),
    readings=((1, D(2025, 9, 30), 74, "Pool"), (1, D(2026, 3, 31), 71, "Pool")),
    promises=(("600 crates in Arnhem by 1 March", "order", "Pim van Looven", ZOFIA, D(2025, 12, 3), D(2026, 3, 1), "in the contract", 7000, None, None, "open", None),),
    risks=(("A second bad March", "Everything is shipped in one week.", "Fewer than 600 crates by mid February", None, "Rent from Rundbox for four weeks.", "Dr Maren Voss", ZOFIA, "crate return", JOINT),),
    actions=(("Plan the March peak with Hanneke Buis, week by week", D(2026, 9, 25), ZOFIA, HENRIK, "risk", "K-1022-1", "process", "The peak was never planned.", "O-1022-1", "M-1022-1",
              "A week plan both signed", "Pim van Looven, by phone", D(2026, 10, 9), 18, "open", None, None),),
    notes=(("meeting", D(2026, 3, 27), "Zofia Walczyk", "410 of 600 crates in the first week of March. Dealers got boxes.", "A plan for next March.", None, None, "Telephone, Hanneke Buis"),),
    queries=(("190 crates missing in the first week of March.", "complaint", "crate return", "Hanneke Buis", D(2026, 3, 6), ZOFIA, D(2026, 3, 20), None, None),),
    messages=(("inside", "Dr Maren Voss", "Eskdorn needs crates in one week; can the pool hold 600?", "crate return", HENRIK, "talk", D(2026, 9, 11), None),),
    decisions=(("customer", "bought", D(2025, 1, 22), "Pim van Looven", "Nobody else folds.", WASTE, YES),),
    loss=(20, "Henrik Baalen", D(2026, 3, 27)),
)  # fmt: skip

CASTEVANE = story(
    "1023",
    people=(
        ("Regula Ammann", "Supply chain", "logistics", "decides", 4, 4, 1, YES, None, "sofia.reinholt:3:2026-03-12"),
        ("Dr Nils Oberholt", "Regulatory affairs", "quality", "approves", 4, 5, 1, YES, None, "sofia.reinholt:1:2025-11-26, nadja.brandl:2:2026-02-10"),
    ),
    stages=(("ours", "Sofia Reinholt", "cooperative", "Trays for nine products."), ("customer", "Regula Ammann", "cooperative", "Reliable.")),
    contracts=(("Trays", D(2025, 4, 1), D(2028, 3, 31), 6, 690000, "CHF", "Trays to drawing, labelled.", "98 % on the promised day.", YES),),
    customer_goals=(("Sell in ten more countries", "its own plans", "Trays that pass the rules there, with papers.", JOINT),),
    objectives=(("growth", "Trays for the surgical line", 100000, D(2027, 3, 31), "Papers first.", "M-1023-1", "open"),),
    opportunities=(("preference", "Papers for each country with the tray", None, PERSON, 10, 3800, None, None, 21000, 12000, D(2026, 7, 1), 9000, 60, D(2026, 8, 28), "open", JOINT),),
    measures=(("Trays with complete papers", "process", "%", "higher", 64, 95, D(2026, 12, 18), True, PERSON),),
    readings=((1, D(2026, 3, 31), 68, "Nadja Brandl"),),
    promises=(("Papers for Brazil", "help on the line", "Dr Nils Oberholt", NADJA, D(2026, 2, 10), D(2026, 4, 30), None, 1800, None, None, "open", None),),
    risks=(("A tray without papers stops an export", "Rules change by the month.", "A question from an authority", None, "Papers with every lot.", "Dr Maren Voss", NADJA, "delivery at the dock", GUESS),),
    actions=(("List the papers of nine trays with Dr Nils Oberholt", D(2026, 2, 20), NADJA, SOFIA, "expectation", PERSON, "service", "Each paper was asked for singly.", "O-1023-1", "M-1023-1",
              "One list for nine trays", "Regula Ammann, by mail", D(2026, 4, 17), 9, "done", D(2026, 2, 18), True),),
    notes=(("meeting", D(2026, 3, 12), "Sofia Reinholt", "The surgical line is decided in autumn.", None, "Four new trays.", "See Dr Oberholt before summer.", "Visit in Winterthur"),),
    messages=(("inside", "Labelling", "No tray without its paper.", "delivery at the dock", NADJA, "notice", D(2026, 4, 13), None),),
    decisions=(("customer", "renewed", D(2025, 3, 3), "Regula Ammann", "Every set has its place.", FIT, YES),),
    loss=(6, "Sofia Reinholt", D(2026, 3, 12)),
)  # fmt: skip
