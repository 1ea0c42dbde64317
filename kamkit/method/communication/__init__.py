"""Who has to know, and do they agree: duty at the touch points, leaders, limits, messages, the customer's page."""

from __future__ import annotations

from kamkit.method.communication.agreed import place_agreed_measures, rank_agreement
from kamkit.method.communication.customer_page import YourTeam, place_your_team
from kamkit.method.communication.duty import place_duty, rank_coverage, rank_waiting
from kamkit.method.communication.findings import review_communication
from kamkit.method.communication.for_customer import tables_for_customer
from kamkit.method.communication.leaders import rank_leaders
from kamkit.method.communication.limits import place_limits, rank_limits
from kamkit.method.communication.messages import messages_to_all, place_messages, rank_senders
from kamkit.method.communication.propose import propose_messages
from kamkit.method.communication.shareable import Shareable, shareable_fields

__all__ = [
    "Shareable",
    "YourTeam",
    "messages_to_all",
    "place_agreed_measures",
    "place_duty",
    "place_limits",
    "place_messages",
    "place_your_team",
    "propose_messages",
    "rank_agreement",
    "rank_coverage",
    "rank_leaders",
    "rank_limits",
    "rank_senders",
    "rank_waiting",
    "review_communication",
    "shareable_fields",
    "tables_for_customer",
]
