"""Domains of a multinational: each inherits the programme of what it is part of, and says where it differs."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.remembered import remembered
from kamkit.method.rows import rows_where

if TYPE_CHECKING:
    from kamkit.model.frame import Tables
    from kamkit.model.settings import Settings

NOT_HERE = "not here"
WHOLE = "the whole programme"


@dataclass(frozen=True)
class Kind:
    """Where things of one kind are kept: their table, their id, and the field that stands for the whole of one."""

    table: str
    key: str
    main: str


KINDS: dict[str, Kind] = {
    "statement": Kind("ambitions", "ambition_id", "statement"),
    "criterion": Kind("criteria", "criterion_id", "name"),
    "touch point": Kind("touch_points", "touch_point_id", "name"),
    "expectation": Kind("expectations", "expectation_id", "name"),
    "setting": Kind("settings", "", ""),
}
# Which settings, and which parts of a criterion, an account takes from its domain; of the other kinds it takes all.
# Weights, the length of the list and the like compare accounts of all domains and cannot differ between them.
COUNTED = {
    "setting": ("moment_importance", "moment_shortfall", "small_contribution", "growing_from", "room_to_grow"),
    "criterion": ("name", "anchor_2", "anchor_5", "anchor_9"),
}
_FIGURES = ("number", "money", "percent", "count")
COLUMNS = ("about", "item", "part", "name", "whole", "here", "set_by", "reason")


def chain_of(tables: Tables, domain_id: str) -> tuple[str, ...]:
    """The domains whose programme applies, from the top one down to ``domain_id``.

    MethodError if there is no such domain, or if domains are part of each other in a circle. A parent that is not
    there is not followed.
    """
    domains = tables["domains"].drop_duplicates("domain_id").set_index("domain_id")
    if domain_id not in domains.index:
        raise MethodError(
            f"domain {domain_id!r}: not in the programme; expected one of {', '.join(map(repr, domains.index)) or 'none yet'}"
        )
    chain = [domain_id]
    while (parent := domains.at[chain[0], "parent_id"]) in domains.index and parent != chain[0]:
        if parent in chain:
            names = ", ".join(repr(found) for found in sorted(chain[: chain.index(parent) + 1]))
            raise MethodError(f"domains {names}, Part of: each leads to the other in a circle; empty Part of in one of them")
        chain.insert(0, str(parent))
    return tuple(chain)


@remembered
def inherit_programme(tables: Tables, domain_id: str) -> pd.DataFrame:
    """Where the programme of a domain differs from the whole, item by item; everything else holds as for the whole.

    ``domain_id`` "" is the whole programme, which differs nowhere. Columns: about ('statement', 'setting', 'criterion',
    'touch point', 'expectation'), item, part (the field; '' for a setting), name (what the item is called; its id where it is new), whole
    (what holds for the whole, as text; NaN: nothing), here (what holds in the domain; 'not here': nothing), set_by
    (the domain nearest to it that says so), reason (NaN: none). What a domain says replaces what the domains above
    it say. MethodError as ``chain_of``. It compares wording and figures, not what people do.
    """
    said: dict[tuple[str, str, str], Any] = {}
    rows = tables["differences"]
    for domain in chain_of(tables, domain_id) if domain_id else ():
        for row in rows[rows["domain_id"] == domain].itertuples():
            key = (str(row.about), str(row.item), part_of(row.about, row.part))
            said.pop(key, None)
            said[key] = row
    names = tables["domains"].drop_duplicates("domain_id").set_index("domain_id")["name"]
    lines = [
        {
            "about": about, "item": item, "part": part, "name": _name(tables, about, item), "whole": whole_of(tables, about, item, part),
            "here": row.value, "set_by": names[row.domain_id], "reason": row.reason,
        }
        for (about, item, part), row in said.items()
    ]  # fmt: skip
    found = pd.DataFrame(lines, columns=list(COLUMNS)).astype("str")
    return found.sort_values("about", key=lambda about: about.map(list(KINDS).index), kind="stable", ignore_index=True)


def effective_programme(tables: Tables, domain_id: str) -> dict[str, pd.DataFrame]:
    """The tables of the programme as they hold in a domain: ambitions, criteria, touch_points (standard), expectations
    (standard) and settings, each with two columns more: set_by (a domain's name, or 'the whole programme') and differs.

    What is marked 'not here' is left out; an item the whole does not have is added. A value that its field does not
    take is ignored (``check_differences`` names it). Nothing in ``tables`` is changed. MethodError as ``chain_of``.
    """
    differs = inherit_programme(tables, domain_id)
    return {kind.table: _effective(tables, about, kind, differs[differs["about"] == about]) for about, kind in KINDS.items()}


@remembered
def holds_in(tables: Tables, table: str, domain_id: str) -> pd.DataFrame:
    """The programme's own rows of a table as they hold in a domain, with the table's columns; "" is the whole programme.

    Domains that are part of each other in a circle differ nowhere until that is mended (``check_differences``' workbook
    says so).
    """
    about, kind = next((about, kind) for about, kind in KINDS.items() if kind.table == table)
    rows = standard(tables, table)
    if not domain_id or tables["differences"].empty:
        return rows
    try:
        differs = inherit_programme(tables, domain_id)
    except MethodError:
        return rows
    differs = differs[differs["about"] == about]
    return rows if differs.empty else _effective(tables, about, kind, differs)[list(rows.columns)]


@remembered
def settings_in(tables: Tables, domain_id: str) -> Settings:
    """The settings as they hold in a domain; "" is the whole programme."""
    from kamkit.model.frame import settings_of

    return settings_of({"settings": holds_in(tables, "settings", domain_id)})


def _effective(tables: Tables, about: str, kind: Kind, differs: pd.DataFrame) -> pd.DataFrame:
    from kamkit.model.frame import frame_of

    rows = standard(tables, kind.table)
    found: dict[Hashable, dict[str, Any]] = {
        (row[kind.key] if kind.key else ""): {name: value for name, value in row.items() if not is_missing(value)}
        for row in rows.to_dict("records")
    }
    set_by: dict[Hashable, str] = {}
    for row in differs.itertuples():
        item = row.item if kind.key else ""
        part = row.item if about == "setting" else row.part
        if row.here.strip().casefold() == NOT_HERE:
            _leave_out(found, item, part, whole=part in ("", kind.main))
            set_by[item] = row.set_by
            continue
        try:
            value = read_value(kind.table, part, row.here)
        except ValueError:
            continue
        found.setdefault(item, _begun(kind, item))[part] = value
        set_by[item] = row.set_by
    frame = frame_of(kind.table, found.values())
    frame["set_by"] = pd.Series([set_by.get(item, WHOLE) for item in found], index=frame.index, dtype="str")
    frame["differs"] = pd.Series([item in set_by for item in found], index=frame.index, dtype=bool)
    return frame


def _begun(kind: Kind, item: str) -> dict[str, Any]:
    from kamkit.model import record

    of_accounts = {"account_id": ""} if "account_id" in record(kind.table).model_fields else {}
    return {kind.key: item, **of_accounts} if kind.key else {"settings_id": "programme"}


def _leave_out(found: dict[Hashable, dict[str, Any]], item: str, part: str, *, whole: bool) -> None:
    if whole:
        found.pop(item, None)
    elif item in found:
        found[item].pop(part, None)


def standard(tables: Tables, table: str) -> pd.DataFrame:
    """The programme's own rows of a table: without those that belong to single accounts."""
    from kamkit.model import record

    if "account_id" not in record(table).model_fields:
        return tables[table]
    return rows_where(tables, table, "account_id", ("",))


def read_value(table: str, field: str, text: str) -> Any:
    """What a difference says, as the field takes it. ValueError says what was expected, in words."""
    from pydantic import ValidationError

    from kamkit.model import record

    kind = record(table)
    if field not in kind.model_fields or field in kind.key:
        known = ", ".join(name for name in kind.model_fields if name not in kind.key)
        raise ValueError(f"{field!r} is no part of it; expected one of {known}")
    spec = kind.spec(field)
    given = text.strip()
    if spec.kind in _FIGURES:
        given = given.replace(" ", "")
    try:
        # The other fields are left out on purpose: only this one is asked about.
        kind.model_validate({field: given})
    except ValidationError as error:
        if any(fault["loc"] and fault["loc"][0] == field for fault in error.errors()):
            raise ValueError(f'"{text}" does not fit; expected {spec.range or f"a {spec.kind}"}') from None
    return _typed(spec.kind, given)


def _typed(kind: str, given: str) -> Any:
    if kind in _FIGURES:
        return int(given) if kind == "count" else float(given)
    if kind == "date":
        return date.fromisoformat(given)
    return given.casefold() in ("yes", "true", "1") if kind == "flag" else given


def part_of(about: object, part: object) -> str:
    """The field a difference is about; the field that stands for the whole of a thing where none is named."""
    text = "" if is_missing(part) else str(part)
    return "" if about == "setting" else text or KINDS[str(about)].main


def is_missing(value: object) -> bool:
    """Whether a cell holds nothing."""
    return value is None or value is pd.NA or value is pd.NaT or value != value


def row_of(tables: Tables, about: str, item: str) -> pd.Series | None:
    """The programme's own row of a thing; None if it has none."""
    kind = KINDS[about]
    rows = standard(tables, kind.table)
    rows = rows[rows[kind.key] == item] if kind.key else rows
    return None if rows.empty else rows.iloc[0]


def _name(tables: Tables, about: str, item: str) -> str:
    from kamkit.model import record

    if about == "setting":
        fields = record("settings").model_fields
        return record("settings").spec(item).label if item in fields else item
    row = row_of(tables, about, item)
    if row is None:
        return item
    return f"{row['kind']} ({item})" if about == "statement" else str(row["name"])


def whole_of(tables: Tables, about: str, item: str, part: str) -> str | None:
    """What holds for the whole programme, as text; None: nothing."""
    from kamkit.model import record
    from kamkit.model.frame import settings_of

    if about == "setting":
        value = getattr(settings_of(tables), item, None)
    else:
        row = row_of(tables, about, item)
        value = None if row is None or part not in record(KINDS[about].table).model_fields else row[part]
    if is_missing(value):
        return None
    return f"{value:,.10g}" if isinstance(value, float) else str(value)
