"""What the programme has set for itself, and what still is the kit's default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.model import record
from kamkit.model.field import FieldSpec
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_settings(tables: Tables, names: Sequence[str], caption: str, currency: str = "") -> Shown:
    """The settings called ``names``: what holds now, and whether the programme or the kit says so."""
    stored = tables["settings"]
    rows = []
    for spec in (record("settings").spec(name) for name in names):
        own = stored[spec.name].iloc[0] if len(stored) else None
        set_here = own is not None and not pd.isna(own) and own != spec.default
        rows.append(
            {
                "label": spec.label,
                "value": _written(spec, own if set_here else spec.default, currency),
                "whose": "the programme" if set_here else "the kit",
                "help": spec.help,
            }
        )
    columns = [Column("label", "Setting"), Column("value", "Now"), Column("whose", "Set by"), Column("help", "What it does")]
    return parts.table(pd.DataFrame(rows), columns, caption=caption)


def _written(spec: FieldSpec, value: object, currency: str) -> str:
    if value is None or pd.isna(value):
        return "not set"
    if spec.kind == "money":
        return words.amount(value, currency)
    if spec.kind == "percent":
        return f"{value:g} %"
    return f"{value:g}" if spec.kind in ("number", "count") else str(value)
