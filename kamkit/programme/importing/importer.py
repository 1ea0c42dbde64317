"""Import: files in, one change of the programme out, or a list of what is wrong and nothing loaded."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.errors import InputError, Rejection
from kamkit.model import RECORDS
from kamkit.programme.importing.batching import by_batch, refuse_lost_marks, refuse_overlap, reject_repeated
from kamkit.programme.importing.currency import Rates
from kamkit.programme.importing.groups import propose_groups
from kamkit.programme.importing.incoming import Incoming, check_row, keep_digits, merge_rows, rows_of, settle_signs
from kamkit.programme.importing.options import Options, read_options
from kamkit.programme.importing.reading import Read, read_files
from kamkit.programme.importing.report import ImportRefused, ImportReport, TableReport, write_rejections
from kamkit.programme.importing.reshape import Draft
from kamkit.programme.importing.resolving import Bundle, drop_rejected, reject_dangling, resolve_links
from kamkit.programme.importing.untouched import leave_untouched
from kamkit.programme.programme import Applied, Import

if TYPE_CHECKING:
    from kamkit.programme.programme import Programme

_SALES = "sales_lines"
_FROM_OPTIONS = "--map"


def import_files(
    programme: Programme,
    paths: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    maps: Sequence[str] = (),
    skip_bad_rows: bool = False,
    replaces: Sequence[str] = (),
    report_to: str | os.PathLike[str] | None = None,
) -> ImportReport:
    """Load CSV and XLSX files into the programme as one change, all or nothing.

    Several files are taken together, in any order. ``maps`` says what headers do not (see
    ``kamkit.programme.importing.options``), ``replaces`` names batches of sales lines whose place
    the new ones take, ``report_to`` is a CSV file for every rejected value. With ``skip_bad_rows``
    the other rows are loaded. An empty cell leaves a known value as it is; ``(empty)`` removes it.

    ImportRefused (a RowErrors) if rows are rejected, with ``report``; InputError if a file or an
    option cannot be used at all. In both cases nothing is loaded.
    """
    names = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    options = read_options(maps)
    read = read_files([os.fspath(name) for name in names], options)
    reporting = _settings_draft(programme, read, options)
    bundle, incoming = _bundle(programme, read, reporting)
    if programme.batches().empty is False or replaces:
        refuse_overlap(programme, _live(bundle), replaces)
    rejections = _rejections(read, incoming)
    report_file = None
    if rejections and report_to is not None:
        report_file = write_rejections(Path(report_to), rejections)
    read.notes += bundle.notes
    if rejections and not skip_bad_rows:
        tables = _counts(bundle, incoming, loaded=False)
        raise ImportRefused(_report(read, tables, rejections, report_file, None, loaded=False))
    drop_rejected(bundle)
    tables = _counts(bundle, incoming, loaded=True)
    wanted = _wanted(bundle, replaces, [Path(os.fspath(name)).name for name in names])
    applied = programme.apply(wanted)
    _after(bundle, applied, read)
    return _report(
        read, _with_batches(tables, applied, bundle), rejections, report_file, applied.change_id,
        loaded=True, groups=propose_groups(_accounts(bundle)),
    )  # fmt: skip


def _report(
    read: Read, tables: Sequence[TableReport], rejections: Sequence[Rejection], report_file: Path | None,
    change_id: int | None, *, loaded: bool, groups: tuple[Any, ...] = (),
) -> ImportReport:  # fmt: skip
    return ImportReport(
        loaded, change_id, tuple(tables), tuple(rejections), tuple(read.ignored), read.unused,
        tuple(dict.fromkeys(read.notes)), groups, report_file,
    )  # fmt: skip


def _settings_draft(programme: Programme, read: Read, options: Options) -> str:
    """The reporting currency: the programme's; else what the import, the user or the mapping says."""
    for draft in read.drafts:
        if draft.table == "settings":
            draft.cells["settings_id"] = ["programme"] * len(draft)
    known = programme.settings.reporting_currency or ""
    said = next((value for ours, value in options.constants if ours.field == "reporting_currency"), "").strip().upper()
    stated = said or next((str(c) for d in read.drafts for c in d.cells.get("reporting_currency", ()) if c), "")
    reporting = (stated or known).strip().upper()
    if known and reporting != known:
        raise InputError(f"reporting currency {reporting}: the programme's is {known}; change it in its settings first")
    if not reporting:
        reporting = next((mapping.reporting_currency for mapping in options.mappings if mapping.reporting_currency), "")
    if reporting and not known:
        read.notes.append(f"Reporting currency of the programme, from now on: {reporting}")
    if reporting and not known and not any(draft.table == "settings" for draft in read.drafts):
        cells: dict[str, list[Any]] = {"settings_id": ["programme"], "reporting_currency": [reporting]}
        read.drafts.append(Draft("settings", _FROM_OPTIONS, cells, [1], {}))
    return reporting


def _bundle(programme: Programme, read: Read, reporting: str) -> tuple[Bundle, dict[int, list[Incoming]]]:
    incoming = {id(draft): rows_of(draft) for draft in read.drafts}
    by_table: dict[str, list[list[Incoming]]] = {}
    for draft in read.drafts:
        settle_signs(incoming[id(draft)], reporting)
        by_table.setdefault(draft.table, []).append(incoming[id(draft)])
    bundle = Bundle({}, {}, [row for rows in by_table.pop(_SALES, []) for row in rows], _Stored(programme))
    for table, drafts in by_table.items():
        bundle.rows[table], bundle.places[table] = merge_rows(RECORDS[table], drafts)
    leave_untouched(bundle, read.moments, programme)
    resolve_links(bundle)
    _check(bundle)
    _check_currency(bundle, programme, reporting)
    reject_repeated(by_batch(bundle.lines))
    reject_dangling(bundle)
    return bundle, incoming


class _Stored(dict[str, Any]):
    """The programme's rows by table and key, each table read when first asked for."""

    def __init__(self, programme: Programme) -> None:
        super().__init__()
        self._programme = programme

    def __missing__(self, table: str) -> dict[Any, Mapping[str, Any]]:
        key = RECORDS[table].key
        self[table] = {tuple(row.values[n] for n in key): row.values for row in self._programme.rows(table)}
        return self[table]

    def get(self, table: str, default: Any = None) -> Any:
        return self[table]


def _check(bundle: Bundle) -> None:
    for table, rows in bundle.rows.items():
        for key, row in rows.items():
            if not row.refused:
                keep_digits(row, bundle.stored[table].get(key))
                check_row(RECORDS[table], row, bundle.stored[table].get(key))
    for row in bundle.lines:
        if not row.refused:
            check_row(RECORDS[_SALES], row, None)
    for lines in by_batch(bundle.lines).values():
        refuse_lost_marks(lines)


def _check_currency(bundle: Bundle, programme: Programme, reporting: str) -> None:
    stated = {str(row.values["currency"]).strip().upper() for row in bundle.lines if row.values.get("currency")}
    if stated and not reporting:
        raise InputError(
            f"{bundle.lines[0].draft.file}: amounts are in {', '.join(sorted(stated))}, and the programme has no reporting "
            f"currency yet; say which one: --map reporting_currency:={sorted(stated)[0]}"
        )
    live = [row.values for row in bundle.rows.get("exchange_rates", {}).values() if not row.refused]
    rates = Rates(reporting, [*bundle.stored["exchange_rates"].values(), *live])
    for row in bundle.lines:
        currency = row.values.get("currency")
        if not currency or row.refused:
            continue
        row.values["currency"] = currency.upper()
        if len(currency) != 3:
            row.refuse("currency", "three letters such as EUR")
        elif not rates.covers(currency.upper(), row.values["date"]):
            row.refuse(
                "currency",
                f"{reporting}, or a rate for {currency.upper()} on {row.values['date']} in the table of exchange rates",
            )


def _live(bundle: Bundle) -> dict[str, list[Incoming]]:
    return by_batch([row for row in bundle.lines if not row.refused])


def _rejections(read: Read, incoming: Mapping[int, Sequence[Incoming]]) -> list[Rejection]:
    found = [*read.rejections, *(one for draft in read.drafts for one in draft.rejections)]
    order = {draft.file: at for at, draft in enumerate(read.drafts)}
    return sorted(dict.fromkeys(found), key=lambda one: (order.get(one.file, 0), one.row))


def _counts(bundle: Bundle, incoming: Mapping[int, Sequence[Incoming]], *, loaded: bool) -> list[TableReport]:
    reports = []
    for rows in incoming.values():
        if not rows or rows[0].draft.file == _FROM_OPTIONS:
            continue
        draft = rows[0].draft
        bad = {one.row for one in draft.rejections if one.file == draft.file}
        rejected = sum(row.row in bad for row in rows)
        if not loaded or draft.table == _SALES:
            reports.append(TableReport(draft.file, draft.table, len(rows), rejected=rejected))
            continue
        states = [_state(bundle, row) for row in _once(rows) if row.row not in bad]
        reports.append(
            TableReport(
                draft.file,
                draft.table,
                len(rows),
                states.count("added"),
                states.count("changed"),
                states.count("unchanged"),
                rejected=rejected,
            )  # fmt: skip
        )
    for table, made in bundle.implied.items() if loaded else ():
        if made:
            reports.append(TableReport("named in the files", table, len(made), added=len(made)))
    return reports


def _once(rows: Sequence[Incoming]) -> list[Incoming]:
    found = RECORDS[rows[0].draft.table]
    seen: dict[Any, Incoming] = {}
    for row in rows:
        seen.setdefault(tuple(row.values.get(name, found.spec(name).default) for name in found.key), row)
    return list(seen.values())


def _state(bundle: Bundle, row: Incoming) -> str:
    found = RECORDS[row.draft.table]
    key = tuple(row.values.get(name, found.spec(name).default) for name in found.key)
    stored = bundle.stored[found.table].get(key)
    merged = bundle.rows[found.table].get(key)
    if stored is None:
        return "unchanged" if merged is None else "added"  # deleted by somebody else, and nobody wants it back
    values = row.values if merged is None else {name: merged.values[name] for name in row.values if name in merged.values}
    return "unchanged" if all(stored[name] == value for name, value in values.items()) else "changed"


def _wanted(bundle: Bundle, replaces: Sequence[str], names: Sequence[str]) -> Import:
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for table in RECORDS:
        made = bundle.implied.get(table, {})
        given: list[Mapping[str, Any]] = [values for key, values in made.items() if key not in bundle.stored[table]]
        given += [row.values for row in bundle.rows.get(table, {}).values()]
        if given:
            rows[table] = given
    batches: dict[str, Any] = {name: [] for name in replaces}
    for name, lines in by_batch(bundle.lines).items():
        batches[name] = [row.values for row in lines]
    return Import(rows=rows, batches=batches, note=f"import of {', '.join(names)}"[:200])


def _with_batches(tables: Sequence[TableReport], applied: Applied, bundle: Bundle) -> list[TableReport]:
    """The counts of sales lines, which only the programme can tell."""
    done: list[TableReport] = []
    batch_of = {row.draft.file: row.draft.batch for row in bundle.lines}
    counted: set[str] = set()
    for one in tables:
        name = batch_of.get(one.file, "")
        found = applied.batches.get(name) if one.table == _SALES else None
        if found is None or name in counted:
            done.append(one)
            continue
        counted.add(name)
        done.append(
            TableReport(
                one.file, one.table, one.read, found.added, 0, found.unchanged, found.removed, one.rejected
            )  # fmt: skip
        )
    return done


def _after(bundle: Bundle, applied: Applied, read: Read) -> None:
    for name, done in applied.batches.items():
        if done.removed and not done.added and not done.unchanged:
            read.notes.append(f"{name}: its {done.removed:,} sales lines no longer count")


def _accounts(bundle: Bundle) -> list[Mapping[str, Any]]:
    if "accounts" not in bundle.rows:
        return []
    merged = {key: dict(values) for key, values in bundle.stored["accounts"].items()}
    for key, values in bundle.implied.get("accounts", {}).items():
        merged.setdefault(key, dict(values))
    for key, row in bundle.rows["accounts"].items():
        merged.setdefault(key, {}).update(row.values)
    return list(merged.values())
