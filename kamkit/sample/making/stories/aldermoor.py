"""Aldermoor Motors: the managing director's first customer. Out, or a signed override that names whom it pushes out."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import DELIVERY, PRICE
from kamkit.sample.making.stories.shape import AMIRA, ANSELM, D, GUESS, INES, JOINT, NADJA, PAUL, YES, story

STORY = story(
    "0113",
    people=(
        ("Clive Harbrough", "Purchasing director", "purchasing", "decides", 5, 2, 0, YES, None, "paul.adeyemi:2:2026-02-04, tom.halloway:2:2025-10-15"),
        ("Sir Godfrey Allandale", "Chairman", "management", "approves", 4, 1, 2, GUESS, None, "konrad.varnholt:3:2025-12-18"),
        ("Denise Orme", "Accounts payable", "finance", "keeps the gate", 2, 2, -1, YES, None, "anselm.torvik:2:2026-03-12"),
    ),
    stages=(("ours", "Paul Adeyemi", "cooperative", "Thirty-two years."), ("ours", "Anselm Torvik", "basic", "Pays a month late."),
            ("customer", "Clive Harbrough", "basic", "A supplier.")),
    contracts=(("Boxes, line 4", D(2022, 10, 1), D(2027, 9, 30), 3, 1600000, "GBP", "Boxes to drawing.", "Delivery in ten working days.", YES),),
    customer_goals=(("Keep the Derby plant open", "its own plans", "A box that costs less to pack, if they show us the line.", GUESS),),
    objectives=(("retention", "Keep the revenue at a price that pays for the delivery", 70000, D(2027, 3, 31), "Serve by telephone and portal.", None, "open"),),
    opportunities=(("preference", "Boxes delivered in sets", None, DELIVERY, 1500, 9, None, 3000, 8000, 9500, D(2026, 9, 1), -1500, 20, D(2026, 10, 30), "open", GUESS),),
    measures=(("Days paid after the due date", "financial", "days", "lower", 31, 10, D(2026, 12, 31), False, None),),
    readings=((1, D(2025, 3, 31), 24, "Ledger"), (1, D(2026, 3, 31), 31, "Ledger")),
    promises=(("Price held until September", "contract talks", "Clive Harbrough", PAUL, D(2025, 9, 22), D(2026, 9, 30), "given without charge", 26000, True,
               "To keep line 4 until the review of the plant is over.", "open", None),),
    risks=(("The Derby plant is closed", "The group builds in another country.", "No orders for line 4 beyond September", None, "Shorten payment; no stock made to their drawing.",
            "Anselm Torvik", ANSELM, "order", JOINT),),
    actions=(("Agree monthly payment with Denise Orme", D(2026, 2, 27), ANSELM, PAUL, "risk", "K-0113-1", "process", "Nobody asked; everybody complained.", None, "M-0113-1",
              "Paid ten days after the due date at most", "Clive Harbrough, by mail", D(2026, 4, 30), 4, "open", None, None),),
    notes=(("history", D(1994, 5, 2), "Konrad Varnholt", "Our first invoice, 400 boxes. Sir Godfrey signed it himself.", None, None, None, "The framed invoice in the hall"),
           ("meeting", D(2026, 3, 10), "Ines Carrow", "Konrad asks for it to be on the list. Dr Voss asks who goes off for it.", "An answer after the scores.", None,
            "Decide in the open: out, or signed, with the name of the account that loses its place.", "Selection talk")),
    queries=(("Edges of 300 boxes open, lot 2611.", "complaint", "complaint", "Clive Harbrough", D(2026, 2, 18), NADJA, D(2026, 3, 4), None, None),),
    messages=(("inside", "Konrad Varnholt", "Where Aldermoor stands in the weightings, before the list is read out.", None, INES, "talk", D(2026, 4, 14), None),
              ("inside", "Customer service", "Aldermoor orders go through the portal.", "order", AMIRA, "mail", D(2026, 5, 15), None)),
    decisions=(("customer", "reduced", D(2025, 6, 27), "Clive Harbrough", "Two of three boxes now from Cartovale, price.", PRICE, YES),),
    loss=(40, "Paul Adeyemi", D(2026, 2, 4)),
)  # fmt: skip
