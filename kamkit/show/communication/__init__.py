"""Who has to know, to look at: duty, leaders, what we will and will not do, messages, and the customer's page."""

from __future__ import annotations

from kamkit.show.communication.customer import show_agreed_measures, show_your_team
from kamkit.show.communication.duty import show_duty, show_waiting
from kamkit.show.communication.leaders import show_leaders
from kamkit.show.communication.messages import (
    show_communication_check,
    show_limits,
    show_messages,
    show_missing_messages,
)

__all__ = [
    "show_agreed_measures",
    "show_communication_check",
    "show_duty",
    "show_leaders",
    "show_limits",
    "show_messages",
    "show_missing_messages",
    "show_waiting",
    "show_your_team",
]
