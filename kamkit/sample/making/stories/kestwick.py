"""Kestwick Foods: EUR 3.1 m and six names, all known to Paul Adeyemi alone; the buyer retires in October."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import EARLY, STOCK
from kamkit.sample.making.stories.shape import GUESS, JOINT, PAUL, TOM, WARNING, YES, ZOFIA, D, story

STORY = story(
    "1007",
    people=(
        ("Gordon Pascombe", "Buyer, packaging", "purchasing", "decides", 5, 5, 2, YES, D(2026, 10, 30),
         "paul.adeyemi:3:2026-03-23"),
        ("Maureen Tillgate", "Cold store manager", "logistics", "uses", 3, 5, 2, YES, None,
         "paul.adeyemi:3:2026-03-09"),
        ("Adrian Fosse", "Production director", "production", "approves", 5, 3, 1, JOINT, None,
         "paul.adeyemi:2:2026-01-19"),
        ("Priya Raman", "Quality", "quality", "influences", 3, 3, 1, JOINT, None, "paul.adeyemi:2:2025-11-25"),
        ("Colin Weekes", "Finance director", "finance", "approves", 4, 2, None, GUESS, None,
         "paul.adeyemi:1:2025-06-12"),
        ("Joss Hartley", "Pallet yard", "logistics", "uses", 1, 4, 2, YES, None, "paul.adeyemi:2:2026-02-16"),
    ),
    stages=(
        ("ours", "Paul Adeyemi", "integrated", "They ring me at home."),
        ("ours", "Zofia Walczyk", "cooperative", "I have never spoken to anybody there."),
        ("customer", "Gordon Pascombe", "interdependent", "Paul sorts it."),
        ("customer", "Adrian Fosse", "basic", "I know the name Varnholt from invoices."),
    ),
    contracts=(
        ("Crates and pool, three sites", D(2024, 1, 1), D(2026, 12, 31), 6, 2650000, "GBP",
         "Fish crates, pool and washing, stock of 4,000 crates in Grimsby.",
         "No stop for want of crates; counts weekly.", YES),
    ),
    customer_goals=(
        ("A new chilled hall in 2027", "its own plans",
         "Crates that stack in the new racks; tell them before the racks are ordered.", YES),
        ("Crates traced by retailer", "its customers", "Chips in the crates of two retailers first.", JOINT),
    ),
    objectives=(
        ("retention", "Renew for three years with two of ours known to two of theirs in each function", 520000,
         D(2026, 9, 30),
         "Second pair of people before notice is due at the end of June.", "M-1007-1", "open"),
        ("growth", "Crates for the chilled hall", 180000, D(2027, 3, 31),
         "Be at the table when the racks are chosen.", None, "open"),
    ),
    opportunities=(
        ("offering", "Crates for the chilled hall", "030", STOCK, 6000, 64, None, 30000, 240000, 132000,
         D(2027, 2, 1), 108000, 45, D(2026, 11, 30), "open", JOINT),
        ("preference", "Crates traced by retailer", None, EARLY, 26000, 1.2, None, 12000, 22000, 19000,
         D(2026, 12, 1), 3000, 30, D(2027, 1, 29), "open", GUESS),
    ),
    measures=(
        ("Their people known by two of ours", "learning", "people", "higher", 0, 4, D(2026, 9, 30), False, None),
        ("Days with fewer than 500 crates in Grimsby", "process", "days a month", "lower", 2, 0, D(2026, 12, 31),
         True, STOCK),
    ),
    readings=((1, D(2026, 3, 31), 0, "Contacts list"), (2, D(2025, 12, 31), 2, "Stock list"),
              (2, D(2026, 3, 31), 1, "Stock list")),
    promises=(("4,000 crates in Grimsby at any time", "crate return", "Maureen Tillgate", ZOFIA, D(2024, 1, 8),
               D(2026, 12, 31), "in the contract", 31000, None, None, "open", None),),
    risks=(
        ("The account leaves with Gordon Pascombe, or with Paul",
         "Everything runs through two people who like each other.",
         "The successor asks for offers", None,
             "Name a second manager; bring Zofia Walczyk to Maureen Tillgate; ask Pascombe to introduce his successor.",
         "Tom Halloway, by the end of April", TOM, "renewal talk", JOINT),
    ),
    actions=(
        ("Bring the racks' drawing of the chilled hall to Piet Hoekman", D(2026, 5, 22), PAUL, PAUL, "opportunity",
         "X-1007-1", "service",
         "We heard of the hall from the yard.", "O-1007-2", None, "A crate drawing that fits the racks",
             "Adrian Fosse, at a visit", D(2026, 6, 5), 14, "open", None, None),
    ),
    notes=(
        ("meeting", D(2026, 3, 23), "Paul Adeyemi",
         "Gordon retires at the end of October. Nobody is named to follow.", "He will tell me first.", None,
         "Ask him who should know us.", "Lunch in Grimsby"),
        ("history", D(2015, 2, 3), "Paul Adeyemi",
         "In the strike of 2015 we drove crates at night. They have not forgotten.", None, None, None,
         "Paul's own memory"),
    ),
    queries=(("Can the new crate go to minus 30?", "question", "help on the line", "Priya Raman", D(2026, 3, 2),
              PAUL, D(2026, 3, 9), D(2026, 3, 6), "To minus 28; certificate sent."),),
    messages=(("inside", "Zofia Walczyk and Piet Hoekman",
               "You two are the second and third face of Kestwick from May.", WARNING, TOM, "talk", D(2026, 4, 30),
               None),),
    decisions=(("customer", "renewed", D(2023, 12, 12), "Gordon Pascombe", "They never let us run out.", STOCK, YES),
               ("customer", "agreed to plan", D(2025, 3, 4), "Gordon Pascombe", "Paul's plan.", None, YES)),
    loss=(30, "Paul Adeyemi", D(2026, 3, 23)),
)  # fmt: skip
