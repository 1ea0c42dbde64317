"""Who is meant by a name: the names, addresses and ids under which the programme knows the person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kamkit.errors import InputError
from kamkit.model import RECORDS, Record
from kamkit.programme.person.names import Names, core, without_title
from kamkit.programme.person.raw import RawTable
from kamkit.programme.schema import CHANGE_FIELDS


def _is_person(found: type[Record]) -> bool:
    return len(found.key) == 1 and "name" in found.model_fields and found.spec("name").person


PEOPLE: dict[str, type[Record]] = {table: found for table, found in RECORDS.items() if _is_person(found)}
"""The records that are a person: whose own name is marked as a person's."""


@dataclass(frozen=True)
class Subject:
    """A person: the name asked for, all names and addresses, and the ids by table.

    ``people``: the full names found; more than one if the name asked for means several people.
    """

    asked: str
    names: Names
    ids: Mapping[str, frozenset[str]]
    people: tuple[str, ...]


@dataclass(frozen=True)
class _Entry:
    """One person in the programme, now or earlier: the record's table and id, and every name and address it had."""

    table: str
    id: str
    names: frozenset[str]


def find_subject(connection: sa.Connection, tables: Iterable[RawTable], asked: str) -> Subject:
    """Whom ``asked`` means: a name, a part of it, an address or an id; InputError if it is too short to mean anybody."""
    surname, comma, first = asked.partition(",")
    name = " ".join(f"{first} {surname}".split() if comma else asked.split())
    if sum(letter.isalnum() for letter in name) < 2 or core(name)[0] == "removed":
        raise InputError(f"NAME: found {asked!r}; expected a person's name of at least two letters")
    looked_for = Names([name, without_title(name)])
    entries = [one for one in _entries(connection, list(tables)) if _means(looked_for, name, one)]
    full = {core(called) for one in entries for called in one.names}
    # A part of a name that means one person stands for the whole name; alone, in a text, it may be anybody's.
    spelled = {name, without_title(name)} if not full or core(name) in full else set()
    for one in entries:
        spelled |= one.names | {without_title(called) for called in one.names}
    ids: dict[str, set[str]] = {}
    for one in entries:
        ids.setdefault(one.table, set()).add(one.id)
    spelled |= {one.id for one in entries if _speaks(one)}
    return Subject(name, Names(spelled), {table: frozenset(found) for table, found in ids.items()}, _people(entries))


def _people(entries: list[_Entry]) -> tuple[str, ...]:
    """One full name for each person: records that ever had a name in common are one."""
    people: list[set[str]] = []
    for one in entries:
        called = {name for name in one.names if "@" not in name} or {one.id}
        cores = {core(name) for name in called}
        same = [group for group in people if cores & {core(name) for name in group}]
        people = [group for group in people if group not in same] + [called.union(*same)]
    return tuple(sorted(min(group, key=lambda name: (-len(name), name)) for group in people))


def _means(looked_for: Names, asked: str, one: _Entry) -> bool:
    return one.id.casefold() == asked.casefold() or any(looked_for.are_in(name) for name in one.names)


def _speaks(one: _Entry) -> bool:
    """Whether an id is made from the name, such as ines.carrow, so that it names the person in a text too."""
    words = [word for name in one.names for word in core(name) if len(word) > 2]
    return any(word in re.split(r"[\W_]+", one.id.casefold()) for word in words)


def _entries(connection: sa.Connection, tables: list[RawTable]) -> Iterator[_Entry]:
    known: dict[tuple[str, str], set[str]] = {}
    for table in tables:
        if table.name in PEOPLE:
            for row in table.rows(connection):
                _add(known, table.name, row)
        elif table.name == CHANGE_FIELDS.name:
            for row in table.rows(connection, table_name=PEOPLE):
                _add_earlier(known, row)
    return (_Entry(table, key, frozenset(names)) for (table, key), names in known.items())


def _add(known: dict[tuple[str, str], set[str]], table: str, row: Mapping[str, Any]) -> None:
    found = PEOPLE[table]
    names = {str(row[spec.name]) for spec in found.specs() if spec.person and row.get(spec.name)}
    if row.get(found.key[0]) is not None:
        known.setdefault((table, str(row[found.key[0]])), set()).update(names)


def _add_earlier(known: dict[tuple[str, str], set[str]], step: Mapping[str, Any]) -> None:
    found, (key,) = PEOPLE[step["table_name"]], json.loads(step["row_key"])
    for text in (step["before"], step["after"]):
        value = None if text is None else json.loads(text)
        row = value if isinstance(value, dict) else {step["field"]: value}
        _add(known, found.table, {**row, found.key[0]: key})
