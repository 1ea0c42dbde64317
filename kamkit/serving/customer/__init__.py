"""The customer's edition in a browser: one account, shareable fields alone, and no kernel behind it.

The customer's people read the plan, comment, rate, confirm facts and agree; what they leave becomes rows of the programme.
"""

from __future__ import annotations

from typing import Any

from kamkit.serving.customer.agreeing import Agree
from kamkit.serving.customer.plan import Comment, Confirm, PlanPage
from kamkit.serving.customer.rating import Rate

START = PlanPage


def routes_for_customer() -> list[tuple[Any, ...]]:
    """All pages besides the start page, which is the plan."""
    return [(r"/comment", Comment), (r"/confirm", Confirm), (r"/rate", Rate), (r"/agree", Agree)]
