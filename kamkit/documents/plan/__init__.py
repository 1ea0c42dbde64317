"""The account plan as one document: what is said in it, whatever the format."""

from __future__ import annotations

from kamkit.documents.plan.compose import compose_plan
from kamkit.documents.plan.parts import (
    Block,
    Chart,
    Edition,
    Findings,
    Missing,
    PlanDocument,
    Say,
    Section,
    Series,
    Table,
)

__all__ = ["Block", "Chart", "Edition", "Findings", "Missing", "PlanDocument", "Say", "Section", "Series", "Table", "compose_plan"]
