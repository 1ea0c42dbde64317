"""Hypra Retail: second by revenue, and the orders, rush trips and returns that eat it. Mend the terms first."""

from __future__ import annotations

from kamkit.sample.making.expectation_names import PRICE, STOCK
from kamkit.sample.making.stories.shape import AMIRA, ANSELM, GUESS, HENRIK, JOINT, TOM, YES, D, story

ACTIVITIES_A_YEAR = {  # at the controller's rates EUR 1,440,060
    "order": 3120, "line": 7400, "small order": 1240, "rush order": 1180,
    "return": 1320, "visit": 36, "delivery": 4010, "special": 485,
}  # fmt: skip

STORY = story(
    "1002",
    people=(
        ("Dagmar Eilers", "Category buyer, packaging", "purchasing", "decides", 5, 3, 0, YES, None,
         "henrik.baalen:3:2026-03-18, tom.halloway:2:2026-01-15"),
        ("Rolf Tessmer", "Head of logistics", "logistics", "influences", 4, 3, 1, JOINT, None,
         "henrik.baalen:1:2025-09-24"),
        ("Janine Ostwald", "Store planning", "management", "uses", 3, 2, None, GUESS, None,
         "amira.haddad:2:2026-03-27"),
        ("Milan Kubin", "Accounts payable", "finance", "keeps the gate", 2, 2, -1, YES, None,
         "anselm.torvik:2:2026-02-12"),
    ),
    stages=(
        ("ours", "Henrik Baalen", "cooperative", "Six million and a call every day."),
        ("ours", "Anselm Torvik", "basic", "Every credit note is a fight."),
        ("customer", "Dagmar Eilers", "basic", "One of three for boxes."),
    ),
    contracts=(
        ("Yearly price agreement boxes and inserts", D(2026, 1, 1), D(2026, 12, 31), 3, 6100000, "EUR",
         "Prices a box; delivery to 214 stores and four warehouses. No minimum order, no rush fee, returns free.",
         "Standard delivery in five working days.", YES),
    ),
    customer_goals=(
        ("Promotions in the stores eight days after they are decided", "its competitors",
         "Two fixed promotion runs a week instead of single rush orders.", JOINT),
        ("Fewer empty kilometres", "its own plans", "Whole pallets to four warehouses, not split pallets to stores.",
         GUESS),
    ),
    objectives=(
        ("retention", "Contribution of Hypra above zero by the end of 2026", 300000, D(2026, 12, 31),
         "Minimum order, rush fee and a charge for returns in the agreement for 2027; trial from September.",
             "M-1002-1", "open"),
    ),
    opportunities=(
        ("preference", "Two promotion runs a week on fixed days", None, STOCK, 900, 85, None, 10000, 40000, 18000,
         D(2026, 7, 1), 190000, 50,
         D(2026, 9, 30), "open", JOINT),
        ("offering", "Crates for the four warehouses", "030", None, 5200, 4, None, 90000, 60000, 41000, None, 19000,
         15, D(2027, 3, 31), "open", GUESS),
    ),
    measures=(
        ("Contribution after cost to serve, twelve months", "financial", "EUR thousand", "higher", -138, 150,
         D(2026, 12, 31), False, None),
        ("Rush orders a month", "process", "orders", "lower", 98, 40, D(2026, 12, 31), True, STOCK),
    ),
    readings=((1, D(2025, 3, 31), 6, "Controlling"), (1, D(2026, 3, 31), -138, "Controlling"),
              (2, D(2025, 12, 31), 96, "Dispatch"),
              (2, D(2026, 3, 31), 98, "Dispatch")),
    promises=(
        ("Single stores supplied within 48 hours at Easter", "order", "Janine Ostwald", AMIRA, D(2026, 2, 27),
         D(2026, 4, 2),
         "given without charge", 38000, None, None, "open", None),
    ),
    risks=(
        ("They take the boxes to Cartovale when we ask for a rush fee", "Cartovale is four per cent cheaper a box.",
         "Dagmar Eilers asks for our price without delivery", None,
             "Show the cost of a rush order; offer the two runs first.",
         "Tom Halloway", HENRIK, "contract talks", GUESS),
    ),
    actions=(
        ("Work out with Rolf Tessmer what 30 rush orders of March cost both sides", D(2026, 4, 30), HENRIK, HENRIK,
         "account", "terms", "process",
         "Each side sees only its half of the cost.", "O-1002-1", "M-1002-2", "One page with figures both agree on",
             "Anselm Torvik, by mail",
         D(2026, 5, 8), 16, "open", None, None),
    ),
    notes=(
        ("research inside", D(2026, 2, 24), "Anselm Torvik",
         "Gross margin 1.30 million, cost to serve 1.44. Rush orders alone 460,000.", None,
         "Half the rush orders come on two weekdays.", "Show it to Tom Halloway before the bonus round.",
             "Activity records of twelve months"),
        ("meeting", D(2026, 3, 18), "Henrik Baalen",
         "Dagmar Eilers is paid on unit price; nobody there counts rush trips.", None,
         "Their logistics would pay for fixed runs.", "Meet Rolf Tessmer without purchasing.", "Visit in Duisburg"),
    ),
    queries=(
        ("Store 114: twelve cartons crushed, third time this year.", "complaint", "complaint", "Janine Ostwald",
         D(2026, 3, 9), AMIRA, D(2026, 3, 23), None, None),
        ("Credit note for the January returns?", "question", "invoice", "Milan Kubin", D(2026, 2, 2), ANSELM,
         D(2026, 2, 9), D(2026, 2, 12), "Sent on 12 February."),
    ),
    messages=(("inside", "Customer service and dispatch", "From September no rush order without a price.", "order",
               TOM, "team meeting", D(2026, 6, 15), None),),
    decisions=(("customer", "renewed", D(2025, 11, 28), "Dagmar Eilers",
                "Price, and nobody else delivers to single stores.", PRICE, YES),),
    loss=(25, "Henrik Baalen", D(2026, 3, 18)),
)  # fmt: skip
