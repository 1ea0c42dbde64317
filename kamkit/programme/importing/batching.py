"""Sales lines by batch: named by their file, refused where another batch holds the same lines already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from kamkit.errors import InputError
from kamkit.programme.importing.incoming import Incoming

if TYPE_CHECKING:
    import pandas as pd

    from kamkit.programme.programme import Programme

_TOO_DEAR = 3


def by_batch(lines: Sequence[Incoming]) -> dict[str, list[Incoming]]:
    """The lines by the name of their batch."""
    found: dict[str, list[Incoming]] = {}
    for row in lines:
        found.setdefault(row.draft.batch, []).append(row)
    return found


def reject_repeated(batches: Mapping[str, Sequence[Incoming]]) -> None:
    """Reject a line whose order and line number stand already in this import."""
    seen: dict[tuple[str, str], Incoming] = {}
    for rows in batches.values():
        for row in rows:
            order, line = row.values.get("order_id"), row.values.get("line_id")
            if row.refused or not order or not line:
                continue
            first = seen.setdefault((order, line), row)
            if first is not row:
                row.refuse(
                    "line_id",
                    f"each line of an order once; order {order}, line {line} stands in {first.draft.file}, row {first.row}",
                )


def refuse_lost_marks(rows: Sequence[Incoming]) -> None:
    """InputError if costs are several times the revenue throughout: decimal marks that were lost on the way look so.

    Whoever says how both columns are written has looked, and is believed.
    """
    both = [(row.values["cost"], row.values["revenue"]) for row in rows if not row.refused and row.values.get("cost")]
    ratios = [abs(cost / revenue) for cost, revenue in both if revenue]
    if len(ratios) < 3 or (middle := median(ratios)) <= _TOO_DEAR or {"revenue", "cost"} <= set(rows[0].draft.how):
        return
    first = next(row for row in rows if row.values.get("cost"))
    raise InputError(
        f"{first.draft.file}: costs are {middle:.1f} times the revenue in the middle line (row {first.row}: "
        f"{first.text('cost')} for {first.text('revenue')}); decimal marks were probably lost: export the file again, or say "
        "how both are written, such as --map revenue:point --map cost:point"
    )


def refuse_overlap(programme: Programme, batches: Mapping[str, Sequence[Incoming]], replaces: Sequence[str]) -> None:
    """InputError if lines would count twice, or if a batch would be replaced by lines of another period."""
    stored = programme.batches()
    known = list(stored["name"])
    if strange := [name for name in replaces if name not in known]:
        raise InputError(
            f"--replaces {strange[0]}: no such batch of sales lines; there are {', '.join(known) or 'none'}"
        )
    for batch in stored.itertuples():
        if batch.name in batches and batch.name not in replaces and batch.lines:
            _same_period(batch, batches[batch.name])
    others = [name for name in known if name not in batches and name not in replaces]
    if not others or not batches:
        return
    frame = programme.table("sales_lines")
    start = 0
    for batch in stored.itertuples():
        if batch.name in others:
            part = frame.iloc[start : start + batch.lines]
            for name, rows in batches.items():
                _no_overlap(name, rows, batch.name, part)
        start += batch.lines


def _same_period(batch: Any, rows: Sequence[Incoming]) -> None:
    days = [row.values["date"] for row in rows if "date" in row.values]
    if days and (min(days) > batch.last_day.date() or max(days) < batch.first_day.date()):
        raise InputError(
            f"{batch.name}: the sales lines loaded under this name are of {batch.first_day:%Y-%m-%d} to "
            f"{batch.last_day:%Y-%m-%d}, these of {min(days)} to {max(days)}; rename the file to keep both, "
            f"or say --replaces {batch.name}"
        )


def _no_overlap(name: str, rows: Sequence[Incoming], other: str, part: pd.DataFrame) -> None:
    way_out = f"load it in the place of the other with --replaces {other!r}, or leave the lines out"
    have = part.dropna(subset=["order_id", "line_id"])
    keys = set(zip(have["order_id"], have["line_id"], strict=True))
    for row in rows:
        key = (row.values.get("order_id"), row.values.get("line_id"))
        if key in keys:
            raise InputError(
                f"{name}, row {row.row}: order {key[0]}, line {key[1]} is loaded already from {other}; {way_out}"
            )
    new = Counter(_plain_line(row.values) for row in rows)
    shown = part[list(_PLAIN)].astype(object).where(part[list(_PLAIN)].notna(), None)
    days = part["date"].dt.date
    old = Counter(
        (account, day, *rest)
        for (account, *rest), day in zip(shown.itertuples(index=False, name=None), days, strict=True)
    )
    same = (new & old).total()
    if same > 0.5 * new.total() or same > 0.5 * old.total() > 0:
        raise InputError(f"{name}: {same:,} of its {new.total():,} lines are loaded already from {other}; {way_out}")


_PLAIN = ("account_id", "order_id", "offering_id", "quantity", "revenue")


def _plain_line(values: Mapping[str, Any]) -> tuple[Any, ...]:
    account, *rest = (values.get(name) for name in _PLAIN)
    return (account, values.get("date"), *rest)
