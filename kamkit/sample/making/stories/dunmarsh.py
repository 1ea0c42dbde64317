"""0042 Dunmarsh Dairy: a status account, 640 hours, and EUR 70,000 a year of extras that no contract names."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import PERSON
from kamkit.sample.making.stories.shape import AMIRA, D, GUESS, JOINT, PAUL, TOM, YES, ZOFIA, story

_FREE = "given without charge"
STORY = story(
    "0042",
    people=(
        ("Harriet Lowe", "Owner", "management", "decides", 5, 3, 2, YES, None, "paul.adeyemi:3:2026-03-13, tom.halloway:2:2025-07-02"),
        ("Stan Bickley", "Dispatch", "logistics", "uses", 2, 5, 2, YES, None, "paul.adeyemi:3:2026-03-26, amira.haddad:3:2026-03-30, zofia.walczyk:2:2026-03-20"),
        ("Una Carrick", "Purchasing", "purchasing", "buys", 3, 3, 1, YES, None, "paul.adeyemi:2:2026-02-06"),
    ),
    stages=(
        ("ours", "Paul Adeyemi", "interdependent", "Twenty-two years; a desk in their dispatch office."),
        ("customer", "Harriet Lowe", "interdependent", "They do half our dispatch."),
    ),
    contracts=(
        ("Crates and washing", D(2021, 2, 1), D(2027, 1, 31), 3, 1800000, "GBP", "Milk crates, washing twice a week, repair.",
         "Crates washed within 48 hours, Monday to Friday.", YES),
    ),
    customer_goals=(("Keep two dispatchers, not three", "its own plans", "A portal for pallet papers they can fill in themselves.", JOINT),
                    ("Glass bottles again for doorstep rounds", "its customers", "A crate for one litre glass, from our standard range.", GUESS)),
    objectives=(("retention", "Keep the contract at half the hours", 300000, D(2027, 1, 31),
                 "Two visits a year, the extras priced or stopped one by one, with notice.", "M-0042-1", "open"),),
    opportunities=(("preference", "Pallet papers as a paid service", None, PERSON, 250, 110, None, 2000, 24000, 15000, D(2026, 7, 1), 9000, 40, D(2026, 7, 31), "open", GUESS),),
    measures=(("Hours of key account managers a year", "process", "hours", "lower", 640, 300, D(2027, 3, 31), False, None),
              ("Extras given without charge", "financial", "EUR thousand a year", "lower", 70, 20, D(2027, 3, 31), False, None)),
    readings=((1, D(2025, 3, 31), 590, "Time sheets"), (1, D(2026, 3, 31), 640, "Time sheets"), (2, D(2026, 3, 31), 70, "Anselm Torvik")),
    promises=(
        ("We fill in their pallet papers", "order", "Stan Bickley", AMIRA, D(2019, 4, 1), None, _FREE, 24000, None, None, "open", None),
        ("Crates fetched on Saturdays", "crate return", "Stan Bickley", ZOFIA, D(2021, 9, 4), None, _FREE, 19000, None, None, "open", None),
        ("A third wash in summer", "crate return", "Stan Bickley", ZOFIA, D(2022, 6, 1), None, _FREE, 15000, None, None, "open", None),
        ("Their seasonal labels kept in our store", "delivery at the dock", "Una Carrick", ZOFIA, D(2023, 3, 15), None, _FREE, 12000, None, None, "open", None),
    ),
    risks=(("They feel dropped when the hours go down", "Twenty-two years of yes.", "Harriet Lowe rings Konrad Varnholt", None,
            "Tell her first, in person, with what stays.", "Tom Halloway", PAUL, "quarterly review", GUESS),),
    actions=(("Show Stan Bickley the portal for pallet papers on his own desk", D(2026, 3, 13), AMIRA, PAUL, "promise", "P-0042-1", "process",
              "It was quicker to do it for them than to show them.", "O-0042-1", "M-0042-1", "Half of the papers filled in by Dunmarsh", "Harriet Lowe, by phone",
              D(2026, 4, 24), 8, "open", None, None),),
    notes=(("history", D(2019, 4, 1), "Paul Adeyemi", "Stan was ill for a month; we did his papers. Then we went on.", "Nothing was agreed.", None, None, "Own memory"),
           ("research inside", D(2026, 3, 6), "Anselm Torvik", "640 hours and 70,000 of extras against a potential of 350,000 in three years.", None, None,
            "Decide which extras stay on purpose.", "Time sheets and cost centres")),
    queries=(("Could you also print the Saturday papers?", "request", "order", "Stan Bickley", D(2026, 3, 24), AMIRA, D(2026, 4, 7), None, None),),
    messages=(("inside", "Customer service", "No new extra for Dunmarsh without Paul's word.", "order", PAUL, "mail", D(2026, 4, 17), None),
              ("outside", "Harriet Lowe", "What stays, what will have a price, and from when.", "quarterly review", TOM, "visit", D(2026, 6, 19), None)),
    decisions=(("customer", "renewed", D(2024, 1, 18), "Harriet Lowe", "Stan would resign without you.", PERSON, YES),),
    loss=(5, "Paul Adeyemi", D(2026, 3, 13)),
)  # fmt: skip
