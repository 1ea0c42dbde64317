"""Which record a file is, and which of its columns is which field: names, labels and synonyms, English and German."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kamkit.errors import InputError
from kamkit.model import RECORDS, Record
from kamkit.programme.importing.header import header_key
from kamkit.programme.importing.mapping import TableMap
from kamkit.programme.importing.options import Options
from kamkit.programme.importing.raw import RawTable, squash

_UNIT = re.compile(r"\s*\[[^\]]*\]$")

READ_ONLY = "for reading: "
"""A header that begins so is the kit's own and never imported."""


@cache
def headers_of(found: type[Record]) -> dict[str, str]:
    """The header of each field in a template: its label, made different where two fields share one."""
    labels = [spec.label for spec in found.specs()]
    return {
        spec.name: f"{spec.label} id" if labels.count(spec.label) > 1 and spec.kind in ("id", "link") else spec.label
        for spec in found.specs()
    }


@dataclass(frozen=True)
class Vocabulary:
    """For one table: the header keys of each field, strongest first, and the words of file names."""

    headers: Mapping[str, tuple[str, ...]]
    files: frozenset[str]


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """The vocabulary of every table."""
    text = Path(__file__).with_name("synonyms.toml").read_text(encoding="utf-8")
    synonyms: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    found = {}
    for table, one in RECORDS.items():
        words, labels = synonyms.get(table, {}), headers_of(one)
        pseudo = [name for name in words if name and name not in labels]
        headers = {
            name: tuple(dict.fromkeys(header_key(w) for w in (name, labels.get(name, name), *words.get(name, ()))))
            for name in (*labels, *pseudo)
        }
        files = {squash(word) for word in (table, one.title, *words.get("", ()))}
        found[table] = Vocabulary(headers, frozenset(files))
    return found


@cache
def known_headers() -> frozenset[str]:
    """Every header key that means something in some table."""
    return frozenset(
        key for vocabulary in vocabularies().values() for keys in vocabulary.headers.values() for key in keys
    )


def recognise(raw: RawTable, options: Options) -> TableMap | None:
    """The map for a table that no mapping file covers; None if nothing in it is known.

    InputError where two records fit equally well, where the key has no column, or where a column
    needed stands twice with different cells: each says the ``--map`` that settles it.
    """
    named = options.table_of(raw.file, raw.sheet, raw.title)
    if named:
        return _mapped(raw, named, options)
    scores = sorted(((_score(raw, table, options), table) for table in RECORDS), key=lambda pair: pair[0], reverse=True)
    (best, table), (second, other) = scores[0], scores[1]
    if best[1] < min(2, len(raw.columns)) and not best[0]:
        return None
    if best == second:
        raise InputError(
            f"{raw.name}: can be {RECORDS[table].title} or {RECORDS[other].title}; "
            f"say which: --map {raw.sheet or raw.file}={table}"
        )
    return _mapped(raw, table, options)


def _score(raw: RawTable, table: str, options: Options) -> tuple[bool, int, bool]:
    columns = _columns(raw, table, options)
    complete = not _without_column(table, columns, options)
    words = vocabularies()[table].files
    stem = raw.file.rpartition(".")[0] or raw.file
    sheet = raw.sheet or raw.title
    named = squash(sheet) in words or (not raw.sheet and squash(stem) in words)
    parts = [squash(part) for part in re.split(r"[\W\d_]+", f"{stem} {sheet}") if part]
    hinted = any(part in words or one + part in words for one, part in zip(["", *parts], parts, strict=False))
    told = sum(3 for _, ours in options.columns if ours.table == table)
    return complete and bool(columns), len(columns) + told + (4 if named else 2 if hinted else 0), named


def needed(table: str) -> tuple[str, ...]:
    """The fields without which no row of the table can be told from another."""
    found = RECORDS[table]
    if table == "settings":
        return ()  # one row, whose key everybody knows
    names = [s.name for s in found.specs() if s.required] if found.appended else list(found.key)
    return tuple(name for name in names if found.spec(name).required)


def _without_column(table: str, columns: Mapping[str, str], options: Options) -> list[str]:
    given = {ours.field for ours, _ in options.constants if ours.is_in(table)}
    return [name for name in needed(table) if name not in columns and name not in given]


def _columns(raw: RawTable, table: str, options: Options) -> dict[str, str]:
    """Field to column: what the user said first, then the strongest header for each field; no column twice by itself."""
    left_out = {squash(name) for name in options.left_out}
    by_key: dict[str, str] = {}
    for column in raw.columns:
        if squash(column) not in left_out and not column.casefold().startswith(READ_ONLY):
            by_key.setdefault(header_key(column), column)
    found: dict[str, str] = {}
    for theirs, ours in options.columns:
        if ours.is_in(table) and (meant := column_named(raw, theirs)):
            found[ours.field] = meant
    _take_exact(table, by_key.values(), found)
    taken = set(found.values())
    headers = vocabularies()[table].headers
    longest = max(len(keys) for keys in headers.values())
    for strength in range(longest):
        for name, keys in headers.items():
            if name in found or strength >= len(keys):
                continue
            likely = by_key.get(keys[strength])
            if likely is not None and likely not in taken:
                found[name] = likely
                taken.add(likely)
    return found


def _take_exact(table: str, columns: Iterable[str], found: dict[str, str]) -> None:
    """Our own field names and labels, to the letter: one field's name can be another's label."""
    fields = {label: name for name, label in headers_of(RECORDS[table]).items()}
    for column in columns:
        plain = column if column in RECORDS[table].model_fields else fields.get(_UNIT.sub("", column).rstrip(" *"), "")
        if plain and plain not in found and column not in found.values():
            found[plain] = column


def column_named(raw: RawTable, name: str) -> str | None:
    """The column of that name: to the letter, else without case and punctuation."""
    if name in raw.columns:
        return name
    return next((column for column in raw.columns if squash(column) == squash(name)), None)


def _mapped(raw: RawTable, table: str, options: Options) -> TableMap:
    columns = _columns(raw, table, options)
    if missing := _without_column(table, columns, options):
        spec = RECORDS[table].spec(missing[0])
        raise InputError(
            f"{raw.name}: read as {RECORDS[table].title}, but no column for {spec.name} ({spec.label}: {spec.help}) "
            f"among {', '.join(repr(column) for column in raw.columns[:12])}; "
            f"say which one it is: --map 'THEIR COLUMN={spec.name}'"
        )
    refuse_repeated(raw, columns.values(), options)
    return TableMap(table, columns={name: (column,) for name, column in columns.items()})


def refuse_repeated(raw: RawTable, used: object, options: Options) -> None:
    """InputError if a column that is used stands twice in the header with different cells, and nobody said which."""
    said = {squash(theirs) for theirs, _ in options.columns}
    for base, all_of_it in raw.repeated.items():
        if base in set(used) and squash(base) not in said and not any(squash(one) in said for one in all_of_it):  # type: ignore[call-overload]
            places = " and ".join(str(raw.columns.index(one) + 1) for one in all_of_it)
            raise InputError(
                f"{raw.name}: the header {base!r} stands in columns {places} with different values; rename one, "
                f"or say which to take: --map '{all_of_it[-1]}=our_field', or --map '{base}=our_field' for the first"
            )
