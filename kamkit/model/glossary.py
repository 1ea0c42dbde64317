"""The glossary: every field of every record, for people and for programs."""

from __future__ import annotations

from kamkit.model import RECORDS


def glossary() -> list[dict[str, object]]:
    """One entry per field: table, field, label, unit, range, help, shareable."""
    return [
        {
            "table": record.table,
            "field": spec.name,
            "label": spec.label,
            "unit": spec.unit,
            "range": spec.range,
            "help": spec.help,
            "shareable": spec.shareable,
        }
        for record in RECORDS.values()
        for spec in record.specs()
    ]
