"""Orbisan Group: eleven customer numbers, four countries, three currencies; much of it unknown. Ask before sizing."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import FIT, PERSON, WASTE
from kamkit.sample.making.stories.shape import GUESS, JOINT, LOUIS, MAREK, SOFIA, YES, ZOFIA, D, story

STORY = story(
    "ORBISAN",
    people=(
        ("Dr Henrike Voll", "Group purchasing, packaging", "purchasing", "decides", 4, 4, 1, YES, None,
         "sofia.reinholt:3:2026-03-05, tom.halloway:2:2025-12-02"),
        ("Matthias Brugger", "Plant manager Augsburg", "production", "approves", 4, 3, 1, JOINT, None,
         "sofia.reinholt:2:2026-02-11, piet.hoekman:2:2026-01-21"),
        ("Krystian Malec", "Plant manager Tychy", "production", "decides", 4, 4, 2, YES, None,
         "marek.dudzik:3:2026-03-24"),
        ("Lea Zumstein", "Sustainability", "management", "influences", 3, 5, 2, YES, None,
         "louis.ferrand:2:2026-02-25"),
        ("Gernot Pichl", "Logistics Graz", "logistics", "uses", 2, 3, 0, GUESS, None, "sofia.reinholt:1:2025-06-17"),
        ("Ewa Kostrzak", "Buyer Mielec", "purchasing", "buys", 3, 2, None, GUESS, None, ""),
    ),
    stages=(
        ("ours", "Sofia Reinholt", "interdependent", "Crates designed together in Augsburg."),
        ("ours", "Marek Dudzik", "cooperative", "In Poland we are one of two, month by month."),
        ("customer", "Dr Henrike Voll", "cooperative", "Good in Germany; the other plants I cannot see."),
        ("customer", "Krystian Malec", "interdependent", "Marek rings every first Monday."),
    ),
    contracts=(
        ("Group frame contract crates", D(2024, 7, 1), D(2027, 6, 30), 6, 3400000, "EUR",
         "Crates, pool and washing in Germany and Austria.",
         "Crate counts sent the same day; 98 % on the promised day.", YES),
        ("Plant agreement Tychy", D(2025, 10, 1), D(2026, 9, 30), 1, 1900000, "PLN",
         "Crates rented by the month; call on stock every first Monday.",
         "Shortages told three working days ahead.", YES),
    ),
    customer_goals=(
        ("Half the one-way packaging by 2028", "its customers",
         "Crates in every plant where a part comes back; weighed, not estimated.", YES),
        ("One view of packaging in nine plants", "its own plans",
         "A sheet a plant: what runs, who supplies, what is not known.", JOINT),
    ),
    objectives=(
        ("growth", "Crates in two more plants, chosen after asking", 240000, D(2027, 6, 30),
         "Ask the nine plants about the unknown cells first; size afterwards.", "M-ORBISAN-1", "open"),
        ("retention", "Frame contract renewed with all plants that want it", 820000, D(2027, 6, 30),
         "Local terms for Poland stay local.", None, "open"),
    ),
    opportunities=(
        ("offering", "Crates for Graz and Kassel", "030", WASTE, 9400, 19, None, 60000, 96000, 44000, D(2026, 11, 2),
         110000, 40, D(2027, 3, 31), "open", GUESS),
        ("preference", "One sheet a plant, twice a year", None, PERSON, 9, 4000, None, None, 18000, 11000,
         D(2026, 6, 15), 7000, 70, D(2026, 6, 30), "open", JOINT),
    ),
    measures=(
        ("White-space cells nobody has asked about", "process", "cells", "lower", 30, 8, D(2026, 9, 30), False, None),
        ("One-way packaging, Augsburg", "customer", "tonnes a year", "lower", 310, 200, D(2027, 12, 31), True, WASTE),
    ),
    readings=((1, D(2025, 9, 30), 30, "White-space sheet"), (1, D(2026, 3, 31), 21, "White-space sheet"), (2,
               D(2025, 12, 31), 284, "Lea Zumstein")),
    promises=(("Waste figures of Augsburg every quarter", "quarterly review", "Lea Zumstein", LOUIS, D(2025, 9, 16),
               D(2026, 4, 15),
               "in the contract", 4000, None, None, "open", None),),
    risks=(("Rundbox offers one pool for all nine plants", "They have five countries, we have four.",
            "Dr Voll asks for a price for nine plants", None,
            "Show what a Polish plant would lose under one pool.", "Tom Halloway", SOFIA, "contract talks", JOINT),),
    actions=(
        ("Ask Ewa Kostrzak in Mielec and the buyers of Opole and Wels who supplies what", D(2026, 5, 15), MAREK,
         SOFIA, "account", "white space", "people",
         "Nobody has been there since 2024.", "O-ORBISAN-1", "M-ORBISAN-1", "At most eight cells unknown",
             "Dr Henrike Voll, by mail", D(2026, 5, 29), 24,
         "open", None, None),
        ("Weigh one week of packaging in Graz with Gernot Pichl", D(2026, 6, 12), SOFIA, SOFIA, "opportunity",
         "X-ORBISAN-1", "service",
         "The figures are estimates of ours.", "O-ORBISAN-1", "M-ORBISAN-2", "One week weighed, signed by both",
             "Lea Zumstein, by mail", D(2026, 6, 26), 20,
         "open", None, None),
    ),
    notes=(
        ("meeting", D(2026, 3, 5), "Sofia Reinholt", "Dr Voll knows four plants well. For the others she asked us.",
         "A list of what is not known, by the end of May.",
         None, "Ask the plants, not the head office.", "Meeting in Augsburg"),
        ("research inside", D(2026, 1, 28), "Marek Dudzik",
         "Polish plants change suppliers by the month; a yearly review there would be theatre.", None,
         "The monthly call won Opole last autumn.", "Keep the local programme; write down why.",
             "Three plant managers"),
    ),
    queries=(("Crate count Kassel differs by 212 crates.", "complaint", "crate return", "Dr Henrike Voll",
              D(2026, 3, 16), ZOFIA, D(2026, 3, 30), None, None),),
    messages=(
        ("inside", "Planners Germany and Austria", "Counts go out the same day, also on Fridays.", "crate return",
         SOFIA, "mail", D(2026, 4, 10), D(2026, 3, 30)),
        ("outside", "Plant managers in Poland", "The monthly call stays; nothing changes without you.",
         "quarterly review", MAREK, "telephone", D(2026, 4, 6), None),
    ),
    decisions=(
        ("customer", "bought", D(2025, 10, 1), "Krystian Malec", "You ring before I run out.",
         "tells us early when something goes wrong", YES),
        ("customer", "refused", D(2025, 5, 20), "Plant Wels", "Nobody of yours has seen our line.", FIT, YES),
    ),
    loss=(10, "Sofia Reinholt", D(2026, 3, 5)),
)  # fmt: skip
