"""Ostrevia Pharma: in danger five months before renewal. A price cut tempts; the cause is late warnings."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import EARLY, FIT, PRICE
from kamkit.sample.making.stories.shape import (
    AMIRA, D, GRETA, GUESS, JOINT, NADJA, PIET, TOM, WARNING, YES, ZOFIA, story,
)  # fmt: skip

STORY = story(
    "1001",
    people=(
        ("Dr Selma Brandis", "Head of supply chain", "logistics", "decides", 5, 4, -1, YES, None, "greta.solberg:2:2026-02-26"),
        ("Urs Kellerhorn", "Strategic buyer", "purchasing", "buys", 4, 4, 0, YES, None, "greta.solberg:3:2026-03-11, tom.halloway:1:2025-11-04"),
        ("Beatrix Noll", "Planner, plant 2", "logistics", "uses", 2, 5, -2, YES, None, "amira.haddad:2:2026-03-17"),
        ("Dr Elio Marchetti", "Quality, plant 1", "quality", "approves", 4, 3, 1, JOINT, None, "nadja.brandl:2:2025-12-09, piet.hoekman:1:2025-10-21"),
        ("Corinne Vasseur", "Plant manager, plant 2", "production", "influences", 4, 3, None, GUESS, None, ""),
    ),
    stages=(
        ("ours", "Greta Solberg", "interdependent", "Fourteen years, both plants, shared forecasts."),
        ("ours", "Piet Hoekman", "cooperative", "We are on the line at plant 1; plant 2 calls somebody else."),
        ("customer", "Dr Selma Brandis", "basic", "I learn of shortages from my dock. That is not a partner."),
        ("customer", "Urs Kellerhorn", "cooperative", "Correct in every contract question."),
    ),
    contracts=(
        ("Frame contract trays and inserts, both plants", D(2023, 9, 1), D(2026, 8, 31), 3, 6400000, "CHF",
         "Trays and inserts to drawing; weekly delivery; two validations a year.",
         "97 % of deliveries on the promised day; no word about shortages.", YES),
    ),
    customer_goals=(
        ("No batch destroyed for want of packaging", "the law", "Tell shortages five working days ahead; hold three weeks of trays in Basel.", YES),
        ("Second source for every critical part by 2027", "its own plans", "Show both plants what a shared stock would cost against a second validation.", YES),
        ("Ten per cent less packaging weight", "its customers", "Two trays redesigned with their quality people.", JOINT),
    ),
    objectives=(
        ("retention", "Renew both plants for three years from September 2026", 1240000, D(2026, 8, 31),
         "Early warning with named behaviours at plant 2 first; price only after that.", "M-1001-1", "open"),
        ("growth", "Stock of trays in Basel, paid by the pallet place", 160000, D(2027, 3, 31),
         "Offer it as insurance for plant 2.", None, "open"),
    ),
    opportunities=(
        ("preference", "A call five working days before a shortage, with a plan", None, EARLY, 11, 36000, None, 8000, 90000, 42000,
         D(2026, 6, 1), 48000, 60, D(2026, 6, 30), "open", JOINT),
        ("offering", "Three weeks of trays kept in Basel", "060", EARLY, 640, 420, None, 15000, 148000, 96000, D(2026, 10, 1),
         52000, 45, D(2026, 9, 30), "open", GUESS),
        ("preference", "Four per cent off the price", None, PRICE, None, None, 276000, None, None, 276000, None, -276000, None, None, "open", GUESS),
    ),
    measures=(
        ("Shortages told five working days ahead", "customer", "%", "higher", 20, 90, D(2026, 8, 31), True, EARLY),
        ("Deliveries on the promised day", "process", "%", "higher", 97, 97, D(2026, 8, 31), True, None),
        ("Complaints open for more than 30 days", "customer", "complaints", "lower", 2, 0, D(2026, 5, 29), False, EARLY),
    ),
    readings=(
        (1, D(2025, 9, 30), 25, "Eight shortages, two told"), (1, D(2026, 3, 27), 20, "Five shortages, one told"),
        (2, D(2025, 9, 30), 97, "Dock scans"), (2, D(2026, 3, 27), 97, "Dock scans"), (3, D(2026, 3, 27), 2, "Complaints list"),
    ),
    promises=(
        ("The cause of the November shortage in writing", "complaint", "Dr Selma Brandis", NADJA, D(2025, 12, 9), D(2026, 1, 30),
         None, None, None, None, "open", None),
        ("A named planner for plant 2", WARNING, "Beatrix Noll", ZOFIA, D(2026, 2, 26), D(2026, 4, 30), None, 9000, None, None, "open", None),
    ),
    risks=(
        ("Plant 2 goes to Stavenport at the renewal", "They hear of shortages from us too late, or not at all.",
         "A competitor's trays on trial at plant 2", D(2026, 2, 26),
         "Visit plant 2 with the planner; start the Monday check there; answer both complaints; then talk about the contract.",
         "Tom Halloway within two days, Konrad Varnholt within a week", GRETA, WARNING, YES),
        ("A trial becomes a second source in plant 1", "The same validation file holds for both.", "Quality asks for our drawings", None,
         "Offer a joint validation with our quality manager.", "Dr Maren Voss", NADJA, "help on the line", GUESS),
    ),
    actions=(
        ("Put an offer of three per cent off before Urs Kellerhorn", D(2026, 4, 17), GRETA, TOM, "expectation", PRICE, "performance",
         "Purchasing asks for it.", "O-1001-1", None, "Renewal signed", "Anselm Torvik, by mail", D(2026, 4, 24), 12, "proposed", None, None),
        ("Walk plant 2 with Beatrix Noll and list the last five shortages with their dates", D(2026, 3, 20), GRETA, GRETA, "risk", "K-1001-1",
         "process", "Nobody has asked the planner.", "O-1001-1", "M-1001-1", "The five dates agreed by both sides",
         "Zofia Walczyk, by phone", D(2026, 4, 10), 10, "open", None, None),
        ("Redesign tray 14 with their quality people", D(2026, 1, 30), PIET, PIET, "expectation", FIT, "performance",
         "The tray bent when the line was sped up.", None, None, "No stop of the line because of tray 14", "Dr Elio Marchetti, at the audit",
         D(2026, 3, 6), 40, "done", D(2026, 1, 28), True),
    ),
    notes=(
        ("history", D(2025, 11, 14), "Greta Solberg", "Trays for 36 hours missing at plant 2; one batch destroyed, EUR 210,000 by their count.",
         "An answer on the cause by the end of January.", None, "Find out who knew, and when.", "Telephone, Dr Brandis"),
        ("research outside", D(2026, 2, 26), "Piet Hoekman", "Stavenport's trays stand at plant 2, 40 cartons, marked trial.", None,
         "Their trial needs a validation until June.", "Tell Tom Halloway today.", "Seen on site"),
        ("meeting", D(2026, 3, 11), "Greta Solberg", "Urs Kellerhorn: four per cent would help him. He did not mention plant 2 until asked.",
         None, None, "Do not talk price before the planners have met.", "Meeting in Basel"),
    ),
    queries=(
        ("Why did nobody ring before the November shortage? Our planner got the news from the dock.", "complaint", WARNING, "Dr Selma Brandis",
         D(2026, 1, 22), NADJA, D(2026, 2, 5), None, None),
        ("Again a pallet short on 2 February without a call.", "complaint", WARNING, "Beatrix Noll", D(2026, 2, 4), AMIRA, D(2026, 2, 18), None, None),
        ("Can tray 14 take 80 degrees?", "question", "help on the line", "Dr Elio Marchetti", D(2026, 2, 17), PIET, D(2026, 2, 19), D(2026, 2, 18),
         "Yes, up to 85; test report sent."),
    ),
    messages=(
        ("inside", "Planning and dispatch", "Every open order of plant 2 is checked on Monday; the planner rings the same day.", WARNING, GRETA, "team meeting", D(2026, 4, 13), None),
        ("outside", "Dr Selma Brandis", "Who rings whom, and when, from May.", WARNING, TOM, "visit", D(2026, 4, 24), None),
    ),
    decisions=(
        ("customer", "reduced", D(2025, 12, 15), "Dr Selma Brandis", "Safety stock is bought from somebody who calls.", EARLY, YES),
        ("customer", "renewed", D(2023, 8, 22), "Dr Selma Brandis, Urs Kellerhorn", "Your trays run without stops.", FIT, YES),
    ),
    loss=(35, "Greta Solberg", D(2026, 3, 12)),
    touch_points={
        WARNING: {"importance": 8, "performance": 6, "current_experience": "The planner at plant 2 learns of a shortage when the truck is not there.",
                  "owner_id": ZOFIA, "source": "Walk through plant 2", "known_on": D(2026, 2, 26), "evidence": "joint"},
    },
    known_on=D(2026, 3, 11),
)  # fmt: skip
