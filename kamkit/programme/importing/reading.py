"""From paths to drafts: read each file, find its tables, and let a mapping or the headers say what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kamkit.errors import InputError, Rejection
from kamkit.model import RECORDS
from kamkit.programme.importing.answer_sheet import read_answers
from kamkit.programme.importing.dialect import split_text
from kamkit.programme.importing.encoding import decode
from kamkit.programme.importing.header import find_table, header_key
from kamkit.programme.importing.mapping import SavedMapping, SourceMap
from kamkit.programme.importing.options import Options
from kamkit.programme.importing.raw import Ignored, RawTable, Sheet, squash
from kamkit.programme.importing.recognise import READ_ONLY, column_named, known_headers, recognise, refuse_repeated
from kamkit.programme.importing.reshape import Draft, reshape
from kamkit.programme.importing.sheet import read_sheets
from kamkit.programme.importing.source import Source, read_source

IDS_SHEET = "What the ids mean"
"""The sheet of an exported workbook that only explains the others."""

_OURS = ("readme", "liesmich", squash(IDS_SHEET))


@dataclass
class Read:
    """What the files hold: drafts of records, rows that are no data, columns that nobody takes, and remarks.

    ``moments``: by file, of which state of the programme an exported workbook is.
    """

    drafts: list[Draft] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    unused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    moments: dict[str, str] = field(default_factory=dict)


def read_files(paths: Sequence[str | Path], options: Options) -> Read:
    """Read all files; InputError for what cannot be a table, or cannot be told from another."""
    if not paths:
        raise InputError("import: no file named; expected CSV or XLSX files")
    sources = [read_source(path) for path in paths]
    _names_differ([source.name for source in sources])
    read = Read()
    found: dict[str, list[RawTable]] = {}
    alone: list[RawTable] = []
    for source in sources:
        if _ignored(source, options):
            read.notes.append(f"{source.name}: known to the mapping and not needed")
            continue
        alone += _tables(source, options, found, read)
    _all_used(options, found, [*alone, *(raw for raws in found.values() for raw in raws)])
    for mapping in options.mappings:
        by_name = {part.name: part for part in mapping.sources}
        for table in mapping.tables:
            if table.rows and not any(found.get(other.source) for other in mapping.tables if other.source):
                continue
            read.drafts += reshape(table, found, by_name, options)
    for raws in found.values():
        for raw in raws:
            _account_for(raw, read)
    for raw in alone:
        _by_headers(raw, options, read)
    if not read.drafts and not read.rejections:
        raise InputError(_nothing(sources))
    return read


def _names_differ(names: Sequence[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise InputError(f"{twice}: named twice in one import; import the files one after the other, or rename one")


def _all_used(options: Options, found: dict[str, list[RawTable]], raws: Sequence[RawTable]) -> None:
    """InputError for a mapping or a ``--map`` that fits none of the files: a slip would otherwise pass unseen."""
    for mapping in options.mappings:
        if not any(part.name in found for part in mapping.sources):
            names = ", ".join(raw.name for raw in raws)
            raise InputError(
                f"mapping {mapping.title}: none of its sources is among {names}; see its file for the columns"
            )
    for theirs in [*(theirs for theirs, _ in options.columns), *options.left_out]:
        if not any(column_named(raw, theirs) for raw in raws):
            columns = ", ".join(column for raw in raws for column in raw.columns[:20])
            raise InputError(f"--map {theirs}=...: no file has a column {theirs!r}; the columns are {columns}")
    for theirs, table in options.tables:
        if not any(options.table_of(raw.file, raw.sheet, raw.title) for raw in raws):
            raise InputError(f"--map {theirs}={table}: no file or sheet of that name; there is {raws[0].name}")


def _ignored(source: Source, options: Options) -> bool:
    return any(mapping.ignores(source.name) for mapping in options.mappings)


def _tables(source: Source, options: Options, found: dict[str, list[RawTable]], read: Read) -> list[RawTable]:
    """The tables of a file: those that a mapping's source takes go to ``found``, the others are returned."""
    named = [(part, mapping) for mapping in options.mappings for part in mapping.sources]
    fitting = [(part, mapping) for part, mapping in named if part.fits_name(source.name, "")]
    sure = next((part for part, _ in fitting if part.file), None)
    sheets = read_sheets(source) if source.kind == "workbook" else [_text_sheet(source, options, sure)]
    if sheets[0].moment:
        read.moments[source.name] = sheets[0].moment
    if (answers := read_answers(sheets)) is not None:
        read.drafts += answers.drafts
        read.notes += answers.notes
        read.rejections += answers.rejections
        return []
    rest: list[RawTable] = []
    for sheet in sheets:
        known = known_headers() | _mapping_headers(options)
        part = next((p for p, _ in named if p.columns and p.file and p.fits_name(sheet.file, sheet.sheet)), None)
        try:
            raw = find_table(sheet, known, part.columns if part else ())
        except InputError as error:
            if len(sheets) > 1:
                read.notes.append(f"{error}; sheet not used")
                continue
            raise
        taken = [p for p, _ in named if p.fits_name(sheet.file, sheet.sheet) and _has(raw, p)]
        if not taken:
            rest.append(raw)
        for p in taken:
            refuse_repeated(raw, _wanted(p, options.mappings, raw), options)
            found.setdefault(p.name, []).append(raw)
    if len(sheets) == 1 or len(rest) < 2:
        return rest
    return _worth_reading(rest, options, read)


def _worth_reading(raws: list[RawTable], options: Options, read: Read) -> list[RawTable]:
    """Of a workbook with several sheets, those that are one of our records."""
    kept = []
    for raw in raws:
        if squash(raw.sheet) in _OURS:
            continue
        if recognise(raw, options) is None:
            read.notes.append(f"{raw.name}: none of the kit's records, sheet not used")
            continue
        kept.append(raw)
    return kept


def _text_sheet(source: Source, options: Options, part: SourceMap | None) -> Sheet:
    text, encoding = decode(source.data, source.name, options.encoding or (part.encoding if part else ""))
    return split_text(text, source.name, encoding, options.delimiter or (part.delimiter if part else ""))


def _mapping_headers(options: Options) -> frozenset[str]:
    names: set[str] = {theirs for theirs, _ in options.columns}
    for mapping in options.mappings:
        for table in mapping.tables:
            for theirs in table.columns.values():
                names.update(theirs)
            names.update(part for parts in table.texts.values() for part in parts)
            names.update(table.unpivot.columns if table.unpivot else ())
        for part in mapping.sources:
            names.update(part.has)
    return frozenset(header_key(name) for name in names)


def _has(raw: RawTable, part: SourceMap) -> bool:
    return all(column_named(raw, name) for name in part.has) and not any(column_named(raw, n) for n in part.without)


def _wanted(part: SourceMap, mappings: Sequence[SavedMapping], raw: RawTable) -> set[str]:
    names = {
        name
        for mapping in mappings
        for table in mapping.tables
        if table.source == part.name
        for theirs in table.columns.values()
        for name in theirs
    }
    return {column for name in names if (column := column_named(raw, name))}


def _by_headers(raw: RawTable, options: Options, read: Read) -> None:
    table = recognise(raw, options)
    if table is None:
        raise InputError(
            f"{raw.name}: none of the kit's records has columns such as {', '.join(map(repr, raw.columns[:8]))}; "
            f"say what it is: --map {raw.sheet or raw.file}=accounts (or another table) and --map 'THEIR COLUMN=our_field'"
        )
    if raw.about and raw.about not in ("Excel", "utf-8, comma"):
        read.notes.append(f"{raw.file}: read as {raw.about}")
    drafts = reshape(
        type(table)(table.table, "here", columns=table.columns), {"here": [raw]}, {"here": SourceMap("here")}, options
    )
    read.drafts += drafts
    _account_for(raw, read)


def _account_for(raw: RawTable, read: Read) -> None:
    read.ignored += [one for one in raw.ignored if one not in read.ignored]
    read.rejections += [
        Rejection(
            raw.name,
            number,
            "row",
            f"{found} cells",
            f"{len(raw.columns)} cells, as in the header; is a separator not quoted?",
        )
        for number, found in raw.wrong_width
    ]
    used = set().union(*(draft.used.get(raw.name, set()) for draft in read.drafts))
    left = tuple(column for column in raw.columns if column not in used and not column.casefold().startswith(READ_ONLY))
    if left:
        read.unused[raw.name] = left


def _nothing(sources: Sequence[Source]) -> str:
    titles = ", ".join(found.title for found in list(RECORDS.values())[1:6])
    return f"{sources[0].name}: nothing in it is one of the kit's records ({titles}, ...)"
