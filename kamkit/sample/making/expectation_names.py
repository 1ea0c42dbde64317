"""The ids of the eight expectations and of the twelve standard touch points."""

from __future__ import annotations

PRICE = "lowest unit price"
DELIVERY = "delivery on the promised day"
EARLY = "tells us early when something goes wrong"
FIT = "packaging that fits our line without rework"
STOCK = "stock at our site that never runs out"
TECHNICAL = "technical answers within a day"
WASTE = "less packaging waste to get rid of"
PERSON = "one person who knows our business"
EXPECTATIONS = (PRICE, DELIVERY, FIT, STOCK, TECHNICAL, EARLY, WASTE, PERSON)

TOUCH_POINTS = (
    "first visit", "offer", "contract talks", "order", "delivery at the dock", "early warning of shortages",
    "help on the line", "crate return", "invoice", "complaint", "quarterly review", "renewal talk",
)  # fmt: skip
