"""What accounts are worth: contribution after cost to serve, whale curve, first cut, lifetime value, concentration."""

from __future__ import annotations

from kamkit.method.worth.groups import group_of, units_of

__all__ = ["group_of", "units_of"]
