"""Hypra Retail: second by revenue, and the orders, rush trips and returns that eat it."""

from __future__ import annotations

ACTIVITIES_A_YEAR = {  # at the controller's rates EUR 1,440,060
    "order": 3120, "line": 7400, "small order": 1240, "rush order": 1180,
    "return": 1320, "visit": 36, "delivery": 4010, "special": 485,
}  # fmt: skip
