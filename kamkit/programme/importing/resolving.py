"""Links of incoming rows: to rows in the programme or in the same import, in whatever order the files come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kamkit.model import RECORDS
from kamkit.programme.importing.incoming import Incoming

Key = tuple[Any, ...]
Stored = Mapping[str, Mapping[Key, Mapping[str, Any]]]

IMPLIED = ("team_members", "offerings", "business_lines", "domains")
"""Rows that an id in another table is enough to make: their name is the id until somebody gives them a better one."""


@dataclass
class Bundle:
    """Everything that comes in: rows by table and key, sales lines in order, and what the programme has already."""

    rows: dict[str, dict[Key, Incoming]]
    places: dict[str, dict[Key, list[Incoming]]]
    lines: list[Incoming]
    stored: Stored
    notes: list[str] = field(default_factory=list)
    implied: dict[str, dict[Key, dict[str, Any]]] = field(default_factory=dict)

    def all_rows(self) -> Iterable[Incoming]:
        """Every row that may still be loaded."""
        for rows in self.rows.values():
            yield from rows.values()
        yield from self.lines


def resolve_links(bundle: Bundle) -> None:
    """Bring names to ids, make the rows that a name implies, join groups, and reject what leads nowhere."""
    _parents(bundle)
    _names_to_ids(bundle)
    for target in IMPLIED:
        _imply(bundle, target)
    reject_dangling(bundle)
    _reject_circles(bundle)


def reject_dangling(bundle: Bundle) -> None:
    """Reject rows whose links lead nowhere, and those that need a rejected row, until nothing changes."""
    while _reject_dangling(bundle):
        pass


def _ids(bundle: Bundle, table: str) -> set[str]:
    known = {str(key[-1]) for key in bundle.stored.get(table, {})}
    known |= {str(key[-1]) for key, row in bundle.rows.get(table, {}).items() if not row.refused}
    return known | {str(key[-1]) for key in bundle.implied.get(table, {})}


def _by_name(bundle: Bundle, table: str) -> dict[str, str]:
    """Name to id, for names that only one row has."""
    if "name" not in RECORDS[table].model_fields:
        return {}
    names: dict[str, set[str]] = {}
    rows = [(key, values) for key, values in bundle.stored.get(table, {}).items()]
    rows += [(key, row.values) for key, row in bundle.rows.get(table, {}).items() if not row.refused]
    for key, values in rows:
        if name := str(values.get("name") or "").casefold():
            names.setdefault(name, set()).add(str(key[-1]))
    return {name: next(iter(ids)) for name, ids in names.items() if len(ids) == 1}


def _parents(bundle: Bundle) -> None:
    """The group of an account: an id, a name, or a group that is not there yet and is made."""
    rows = bundle.rows.get("accounts", {})
    known, names = _ids(bundle, "accounts"), _by_name(bundle, "accounts")
    made: Counter[str] = Counter()
    for row in rows.values():
        parent = row.values.get("parent_id")
        if not parent:
            continue
        if parent == row.values.get("account_id"):
            row.values["parent_id"] = None  # a roll-up file lists the head of a group under itself
            continue
        if parent not in known:
            parent = names.get(parent.casefold(), parent)
            row.values["parent_id"] = parent
        if parent not in known:
            name = row.text("parent_name").strip() or parent
            bundle.implied.setdefault("accounts", {}).setdefault((parent,), {"account_id": parent, "name": name})
            made[parent] += 1
    if made:
        shown = ", ".join(f"{name} ({count})" for name, count in made.most_common(8))
        bundle.notes.append(f"Accounts: {len(made)} groups made, because customer numbers name them: {shown}")


def _names_to_ids(bundle: Bundle) -> None:
    tables = {table: list(rows.values()) for table, rows in bundle.rows.items()} | {"sales_lines": bundle.lines}
    for table, rows in tables.items():
        for spec in RECORDS[table].specs():
            if not spec.links_to or spec.name == "parent_id" or spec.links_to not in ("accounts", *IMPLIED):
                continue
            known, names, found = _ids(bundle, spec.links_to), _by_name(bundle, spec.links_to), 0
            for row in rows:
                value = row.values.get(spec.name)
                if value and value not in known and spec.name not in RECORDS[table].key:
                    by_name = names.get(value.casefold())
                    if by_name:
                        row.values[spec.name] = by_name
                        found += 1
            if found:
                bundle.notes.append(f"{RECORDS[table].title}, {spec.name}: {found:,} given by name, taken as the id")


def _imply(bundle: Bundle, target: str) -> None:
    known, named, by = _ids(bundle, target), Counter[str](), set()
    key = RECORDS[target].key[0]
    for row in bundle.all_rows():
        if row.refused:
            continue
        for spec in _links(row.draft.table, target):
            value = row.values.get(spec)
            if value and value not in known:
                named[value] += 1
                by.add(row.draft.table)
                bundle.implied.setdefault(target, {}).setdefault((value,), {key: value, "name": value})
    if named:
        shown = ", ".join(name for name, _ in named.most_common(6)) + (", ..." if len(named) > 6 else "")
        bundle.notes.append(
            f"{RECORDS[target].title}: {len(named)} added, because {' and '.join(sorted(RECORDS[t].title for t in by))} "
            f"name them: {shown}"
        )


@cache
def _links(table: str, target: str) -> tuple[str, ...]:
    return tuple(spec.name for spec in RECORDS[table].specs() if spec.links_to == target)


def _reject_dangling(bundle: Bundle) -> bool:
    rejected = False
    known: dict[str, set[str]] = {}
    links = {
        table: [(spec.name, spec.links_to) for spec in RECORDS[table].specs() if spec.links_to]
        for table in {*bundle.rows, "sales_lines"}
    }
    for row in bundle.all_rows():
        if row.refused:
            continue
        for name, target in links[row.draft.table]:
            value = row.values.get(name)
            if not value:
                continue
            if target not in known:
                known[target] = _ids(bundle, target)
            if value not in known[target]:
                row.refuse(name, f"an id from {RECORDS[target].title}, in the programme or in this import")
                rejected = True
                break
    return rejected


def _reject_circles(bundle: Bundle) -> None:
    parents = {key[0]: values.get("parent_id") for key, values in bundle.stored.get("accounts", {}).items()}
    rows = bundle.rows.get("accounts", {})
    parents |= {key[0]: row.values["parent_id"] for key, row in rows.items() if "parent_id" in row.values}
    for key, row in rows.items():
        seen, at = {key[0]}, parents.get(key[0])
        while at and at not in seen:
            seen.add(at)
            at = parents.get(at)
        if at == key[0]:
            row.refuse("parent_id", "a group above the account, not one below it")


def drop_rejected(bundle: Bundle) -> None:
    """Take the rejected rows out, and the implied rows that nobody names any more."""
    for table, rows in bundle.rows.items():
        bundle.rows[table] = {key: row for key, row in rows.items() if not row.refused}
    bundle.lines = [row for row in bundle.lines if not row.refused]
    for target, made in bundle.implied.items():
        named = {row.values.get(name) for row in bundle.all_rows() for name in _links(row.draft.table, target)}
        bundle.implied[target] = {key: values for key, values in made.items() if key[0] in named}
