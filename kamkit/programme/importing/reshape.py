"""From the tables of the files to the rows of one record: columns chosen, joined, multiplied, turned from wide to long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

from kamkit.errors import InputError, Rejection
from kamkit.model import RECORDS
from kamkit.programme.importing.mapping import Join, SourceMap, TableMap
from kamkit.programme.importing.numbers import read_figures
from kamkit.programme.importing.options import Options
from kamkit.programme.importing.raw import NoValue, RawTable
from kamkit.programme.importing.recognise import column_named, needed


@dataclass
class Draft:
    """Rows of one record on their way in: cells per field, where each row stands, and what the columns are called."""

    table: str
    file: str
    cells: dict[str, list[Any]]
    numbers: list[int]
    headers: dict[str, str]
    batch: str = ""
    how: dict[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    distinct: bool = False
    rejections: list[Rejection] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    used: dict[str, set[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass
class _Wide:
    """Columns of a source and of what was joined to it."""

    raw: RawTable
    columns: dict[str, list[Any]]
    numbers: list[int]
    origin: dict[str, tuple[str, str]]
    keys: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str | None:
        if name in self.columns:
            return name
        found = column_named(RawTable("", "", list(self.columns), [], []), name)
        return found

    def need(self, name: str, place: str) -> list[Any]:
        found = self.get(name)
        if found is None:
            raise InputError(
                f"{self.raw.name}: no column {name!r}, which the mapping reads for {place}; "
                f"its columns are {', '.join(self.columns)}"
            )
        return self.columns[found]


def reshape(
    table: TableMap, raws: Mapping[str, Sequence[RawTable]], sources: Mapping[str, SourceMap], options: Options
) -> list[Draft]:
    """The drafts of one table of a mapping: one for each file its source was found in, and one for rows written out."""
    drafts = [_draft(table, raw, raws, sources, options) for raw in raws.get(table.source, ())]
    if table.rows:
        names = list(dict.fromkeys(name for row in table.rows for name in row))
        cells: dict[str, list[Any]] = {name: [row.get(name, "") for row in table.rows] for name in names}
        numbers = list(range(1, len(table.rows) + 1))
        drafts.append(Draft(table.table, "the mapping", cells, numbers, {}))
    return drafts


def _draft(
    table: TableMap, raw: RawTable, raws: Mapping[str, Sequence[RawTable]], sources: Mapping[str, SourceMap],
    options: Options,
) -> Draft:  # fmt: skip
    wide = _Wide(
        raw,
        {name: [row[at] for row in raw.rows] for at, name in enumerate(raw.columns)},
        list(raw.numbers),
        {name: (raw.name, name) for name in raw.columns},
    )
    source = sources.get(table.source, SourceMap(""))
    for join in table.joins:
        _join(wide, join, raws.get(join.source, ()), sources[join.source])
    _narrow(wide, table, source.empty)
    draft = Draft(
        table.table, raw.name, {}, [], {}, table.name or raw.name, empty=source.empty, distinct=table.distinct
    )
    draft.words = table.values
    draft.how = dict(table.how)
    if table.unpivot:
        _unpivot(wide, table)
    draft.numbers = wide.numbers
    _fill(draft, wide, table, options)
    for file, column in wide.keys:
        draft.used.setdefault(file, set()).add(column)
    for ours, how in options.how:
        if ours.is_in(table.table):
            draft.how[ours.field] = how
    return draft


def _join(wide: _Wide, join: Join, others: Sequence[RawTable], source: SourceMap) -> None:
    if not others:
        raise InputError(
            f"{wide.raw.name}: the mapping joins {join.source}, which is not among the files; import them together"
        )
    ours = [wide.need(name, f"the join with {join.source}") for name, _ in join.on]
    wide.keys += [wide.origin[wide.get(name) or name] for name, _ in join.on]
    keys = list(zip(*ours, strict=True))
    for other in others:
        if join.most:
            _join_most(wide, join, keys, other)
            continue
        found: dict[tuple[str, ...], list[str]] = {}
        at = [column_named(other, name) for _, name in join.on]
        if None in at:
            raise InputError(f"{other.name}: no column {join.on[at.index(None)][1]!r} to join by")
        places = [other.columns.index(name) for name in at if name is not None]
        wide.keys += [(other.name, other.columns[place]) for place in places]
        for number, row in zip(other.numbers, other.rows, strict=True):
            if any(isinstance(row[place], NoValue) for place in places):
                continue
            key = tuple(row[place].strip() for place in places)
            if key in found:
                raise InputError(
                    f"{other.name}, row {number}: {' '.join(key)} stands twice, so rows cannot be joined by it; "
                    "expected each once"
                )
            found[key] = row
        blank = [""] * len(other.columns)
        rows = [_found(key, found, blank) for key in keys]
        for place, name in enumerate(other.columns):
            joined = join.prefix + name
            if joined not in wide.columns:
                wide.columns[joined] = [row[place] for row in rows]
                wide.origin[joined] = (other.name, name)


def _found(key: Sequence[str], found: Mapping[tuple[str, ...], list[str]], blank: list[str]) -> Sequence[str]:
    lost = _lost(key)
    return [lost] * len(blank) if lost else found.get(tuple(part.strip() for part in key), blank)


def _lost(key: Sequence[str]) -> NoValue | None:
    """The part of a key that has no value, so that nothing can be looked up by it."""
    return next((part for part in key if isinstance(part, NoValue)), None)


def _join_most(wide: _Wide, join: Join, keys: Sequence[tuple[str, ...]], other: RawTable) -> None:
    """One column of the other source: per key the value that most of its rows have, nothing on a tie."""
    names = [name for _, name in join.on] + [join.most]
    at = [column_named(other, name) for name in names]
    if None in at:
        raise InputError(f"{other.name}: no column {names[at.index(None)]!r} to join by")
    *places, wanted = (other.columns.index(name) for name in at if name is not None)
    wide.keys += [(other.name, other.columns[place]) for place in places]
    counted: dict[tuple[str, ...], Counter[str]] = {}
    chosen: dict[tuple[str, ...], str] = {}
    for row in other.rows:
        if isinstance(row[wanted], NoValue):
            chosen[tuple(row[place].strip() for place in places)] = row[wanted]
        elif value := row[wanted].strip():
            counted.setdefault(tuple(row[place].strip() for place in places), Counter())[value] += 1
    for key, counts in counted.items():
        first, *rest = counts.most_common(2)
        chosen.setdefault(key, "" if rest and rest[0][1] == first[1] else first[0])
    joined = join.prefix + join.most
    wide.columns[joined] = [_lost(key) or chosen.get(tuple(part.strip() for part in key), "") for key in keys]
    wide.origin[joined] = (other.name, join.most)


def _narrow(wide: _Wide, table: TableMap, empty: Sequence[str]) -> None:
    keep = [True] * len(wide.numbers)
    if table.where_filled:
        cells = wide.need(table.where_filled, table.table)
        keep = [cell.strip() != "" and cell.strip() not in empty for cell in cells]
    if table.where_differs:
        one, two = (wide.need(name, table.table) for name in table.where_differs)
        keep = [k and a.strip() != b.strip() for k, a, b in zip(keep, one, two, strict=True)]
    if not all(keep):
        wide.numbers = [number for number, kept in zip(wide.numbers, keep, strict=True) if kept]
        for name, cells in wide.columns.items():
            wide.columns[name] = [cell for cell, kept in zip(cells, keep, strict=True) if kept]


def _unpivot(wide: _Wide, table: TableMap) -> None:
    assert table.unpivot is not None
    names = list(table.unpivot.columns)
    wanted = [wide.need(name, table.unpivot.values_to) for name in names]
    rest = [name for name in wide.columns if name not in names]
    wide.columns = {
        **{name: [cell for cell in wide.columns[name] for _ in names] for name in rest},
        table.unpivot.names_to: [name for _ in wide.numbers for name in names],
        table.unpivot.values_to: [cell for row in zip(*wanted, strict=True) for cell in row],
    }
    for name in (table.unpivot.names_to, table.unpivot.values_to):
        wide.origin[name] = (wide.raw.name, ", ".join(names))
    wide.numbers = [number for number in wide.numbers for _ in names]


def _fill(draft: Draft, wide: _Wide, table: TableMap, options: Options) -> None:
    count = len(wide.numbers)
    said = {ours.field: theirs for theirs, ours in options.columns if ours.is_in(table.table) and wide.get(theirs)}
    fields = {**{name: (name,) for name in _long(table)}, **table.columns, **{n: (t,) for n, t in said.items()}}
    for name, theirs in fields.items():
        column = next((found for one in theirs if (found := wide.get(one))), None)
        if column is not None:
            draft.cells[name] = wide.columns[column]
            _use(draft, wide, name, (column,))
    for name, factors in table.products.items():
        if name not in said:
            draft.cells[name] = _product(draft, wide, name, factors)
    for name, parts in table.texts.items():
        columns = [part for part in parts if not part.startswith("=")]
        if name not in said and all(wide.get(part) for part in columns):
            cells = [[p[1:]] * count if p.startswith("=") else wide.need(p, name) for p in parts]
            draft.cells[name] = [_lost(row) or " ".join(c.strip() for c in row if c.strip()) for row in zip(*cells, strict=True)]
            _use(draft, wide, name, [wide.get(part) or part for part in columns])
    constants = {**table.constants, **{o.field: value for o, value in options.constants if o.is_in(table.table)}}
    for name, value in constants.items():
        draft.cells[name] = [value] * count
        draft.headers[name] = name
    if missing := [name for name in needed(table.table) if name not in draft.cells]:
        spec = RECORDS[table.table].spec(missing[0])
        raise InputError(
            f"{wide.raw.name}: no column for {spec.name} ({spec.label}: {spec.help}) of {RECORDS[table.table].title} "
            f"among {', '.join(wide.columns)}; say which one it is: --map 'THEIR COLUMN={spec.name}'"
        )
    for name in [name for name in draft.cells if name not in RECORDS[table.table].model_fields]:
        if name != "parent_name":
            del draft.cells[name]


def _long(table: TableMap) -> tuple[str, ...]:
    return (table.unpivot.names_to, table.unpivot.values_to) if table.unpivot else ()


def _use(draft: Draft, wide: _Wide, name: str, columns: Sequence[str]) -> None:
    draft.headers[name] = " x ".join(wide.origin[column][1] for column in columns)
    for column in columns:
        file, theirs = wide.origin[column]
        draft.used.setdefault(file, set()).update(theirs.split(", "), (theirs,))


def _product(draft: Draft, wide: _Wide, name: str, factors: Sequence[str | float]) -> list[Any]:
    """Products keep full precision: nothing is rounded on the way."""
    parts: list[list[float | None]] = []
    columns = []
    for factor in factors:
        if not isinstance(factor, str):
            parts.append([float(factor)] * len(wide.numbers))
            continue
        complement = factor.startswith("1 - ")
        column = wide.get(factor.removeprefix("1 - "))
        if column is None:
            wide.need(factor.removeprefix("1 - "), name)
            continue
        columns.append(column)
        numbers = _numbers(draft, wide, column)
        parts.append([None if n is None else 1 - n for n in numbers] if complement else numbers)
    _use(draft, wide, name, columns)
    return [None if None in row else prod(row) for row in zip(*parts, strict=True)]


def _numbers(draft: Draft, wide: _Wide, column: str) -> list[float | None]:
    cells = wide.columns[column]
    read = read_figures(cell.strip() for cell in cells if cell.strip())
    values: list[float | None] = []
    for number, cell in zip(wide.numbers, cells, strict=True):
        text = cell.strip()
        value = read.number.get(text)
        if value is not None and text in read.percent:
            value /= 100
        if value is None:
            wrong = cell.expected if isinstance(cell, NoValue) else read.wrong.get(text, "a number, not empty")
            expected = wrong.replace("--map FIELD", f"a mapping with how.{column}")
            draft.rejections.append(Rejection(wide.raw.name, number, wide.origin[column][1], cell, expected))
        values.append(value)
    return values
