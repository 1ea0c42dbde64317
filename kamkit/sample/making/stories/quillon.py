"""007 Quillon Glass: three answers, all from purchasing. Too thin to conclude from."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import FIT, PRICE
from kamkit.sample.making.stories.shape import GUESS, LOUIS, MAREK, PIET, YES, D, story

STORY = story(
    "007",
    people=(
        ("Bogna Rzepka", "Head of purchasing", "purchasing", "decides", 4, 3, 1, YES, None,
         "marek.dudzik:3:2026-02-27"),
        ("Filip Osiak", "Buyer", "purchasing", "buys", 2, 3, 1, YES, None,
         "marek.dudzik:2:2026-03-10, amira.haddad:1:2026-01-15"),
        ("Name not known", "Furnace hall", "production", "uses", None, None, None, GUESS, None, ""),
    ),
    stages=(("ours", "Marek Dudzik", "cooperative", "Regular orders, good talks with purchasing."),
            ("customer", "Bogna Rzepka", "cooperative", "One of two.")),
    contracts=(("Inserts and boxes", D(2024, 9, 1), D(2027, 8, 31), 3, 4400000, "PLN", "Inserts to drawing.",
                "97 % on the promised day.", YES),),
    customer_goals=(("Fewer broken lamps at the dealers", "its customers",
                     "A drop test in the furnace hall, if we get in.", GUESS),),
    objectives=(("growth", "Inserts for the second furnace", 60000, D(2027, 3, 31),
                 "First hear the people who pack.", "M-007-1", "open"),),
    opportunities=(("preference", "Breakage halved by a new insert", None, FIT, 30000, 4, None, 10000, None, 21000,
                    None, None, None, None, "open", GUESS),),
    measures=(("People who answered, outside purchasing", "customer", "people", "higher", 0, 4, D(2026, 6, 30),
               False, None),),
    readings=((1, D(2026, 2, 27), 0, "Survey"),),
    promises=(("A sample of the new insert", "offer", "Filip Osiak", PIET, D(2026, 3, 10), D(2026, 4, 17), None,
               1500, None, None, "open", None),),
    risks=(("Somebody in the furnace hall prefers another insert", "We know nobody there.",
            "Samples on a packing table", None, "Get in.", "Tom Halloway", MAREK, "first visit", GUESS),),
    notes=(("meeting", D(2026, 3, 10), "Marek Dudzik",
            "Price first, says purchasing. What the packers say we do not know.", None,
            "Breakage of three in a hundred, somebody said.",
            "Ask for a walk through the hall.", "Visit in Krosno"),),
    queries=(("A list price for 500?", "question", "offer", "Filip Osiak", D(2026, 3, 20), MAREK, D(2026, 3, 27),
              D(2026, 3, 24), "Sent."),),
    messages=(("inside", "Louis Ferrand", "Four more interviews at Quillon, none in purchasing.", None, MAREK,
               "mail", D(2026, 4, 30), None),
              ("outside", "Bogna Rzepka", "Why we would like to see the furnace hall.", "first visit", MAREK,
               "visit", D(2026, 5, 12), None)),
    actions=(("Have the agency ask four people in furnace hall and quality", D(2026, 6, 12), LOUIS, MAREK, "account",
              "answers", "people", "Only purchasing was asked.", "O-007-1", "M-007-1",
              "Four answers from outside purchasing", "Bogna Rzepka, by mail", D(2026, 6, 30), 6, "proposed", None,
                  None),),
    decisions=(("customer", "bought", D(2024, 8, 20), "Bogna Rzepka", "Best offer of two.", PRICE, YES),),
    loss=(20, "Marek Dudzik", D(2026, 2, 27)),
)  # fmt: skip
