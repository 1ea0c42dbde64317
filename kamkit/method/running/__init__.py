"""The daily work of an account: what is due, what customers wait for, the way to a renewal, the pulse, and feedback."""

from __future__ import annotations

from kamkit.method.running.checks import review_week
from kamkit.method.running.due import place_due, rank_owners
from kamkit.method.running.feedback import place_feedback, place_meetings
from kamkit.method.running.pulse import rank_pulse, review_pulse
from kamkit.method.running.queries import count_settled, place_promises, place_queries, review_query_points
from kamkit.method.running.renewals import MILESTONES, place_milestones, place_renewals

__all__ = [
    "MILESTONES",
    "count_settled",
    "place_due",
    "place_feedback",
    "place_meetings",
    "place_milestones",
    "place_promises",
    "place_queries",
    "place_renewals",
    "rank_owners",
    "rank_pulse",
    "review_pulse",
    "review_query_points",
    "review_week",
]
