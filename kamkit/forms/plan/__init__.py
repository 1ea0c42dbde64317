"""Forms for the account plan: goals, objectives, opportunities, proposition, agreement and data sources."""

from __future__ import annotations

from kamkit.forms.plan.editing import edit_agreements, edit_goals, edit_objectives, edit_opportunities, edit_sources
from kamkit.forms.plan.proposition import edit_proposition

__all__ = [
    "edit_agreements",
    "edit_goals",
    "edit_objectives",
    "edit_opportunities",
    "edit_proposition",
    "edit_sources",
]
