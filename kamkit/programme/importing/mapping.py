"""Mapping files: which file is which record, and where each field comes from. TOML, declarative, no code in it.

::

    title = "Our ERP"                       # said in reports
    reporting_currency = "EUR"              # set only if the programme has none yet
    ignore = ["regions*"]                   # files that are known and not needed

    [sources.orders]                        # a file or sheet that tables below read from
    file = "orders*"                        # its name, * and ? allowed, case does not matter; or
    has = ["Order ID", "Customer"]          # columns that give it away (both may be given: both must fit)
    without = ["Last Name"]                 # columns that it does not have
    sheet = "Data"                          # only this sheet
    columns = ["Order ID", "Customer"]      # names of the columns where the file has no header row
    delimiter = "|"                         # where the rows do not tell
    encoding = "cp1252"                     # where the bytes do not tell
    empty = ["NULL"]                        # words for an empty cell, ids included

    [[tables]]                              # one per record to fill; a source may fill several
    table = "sales_lines"
    from = "orders"
    name = "orders 2025"                    # the batch of the lines; otherwise the file's name
    distinct = true                         # keep one row per key (a list of owners read off the accounts)
    where_filled = "Owner"                  # only rows where this column is filled
    where_differs = ["Payer", "Customer"]   # only rows where these two columns differ

    [[tables.join]]                         # columns of another source, looked up by a key unique there
    source = "customers"
    on = { "Customer" = "No" }              # our column = theirs; same name: on = "Customer"
    prefix = "customer "                    # put before the names of the columns that come in
    most = "Rep"                            # only this column: its commonest value per key, empty on a tie

    [tables.columns]                        # our field = their column, or several names: the first that is there
    order_id = "Order ID"
    account_id = ["Customer", "Kunde"]

    [tables.constants]                      # our field = one value for all rows
    currency = "EUR"

    [tables.products]                       # our field = product of columns and numbers; "1 - column" allowed
    revenue = ["Price", "Quantity", "1 - Discount"]

    [tables.texts]                          # our field = columns joined by a blank; "=word" is a word itself
    name = ["First", "Last"]

    [tables.values.returned]                # words of theirs = ours
    "RE" = "yes"

    [tables.how]                            # how a column is written: point, comma, dmy, mdy, ymd, excel
    date = "dmy"

    [tables.unpivot]                        # wide to long: one row per row and column named here
    columns = ["Fresh", "Milk"]
    names_to = "offering_id"                # the column's name goes to this field
    values_to = "revenue"                   # the cell goes to this field

    [[tables.rows]]                         # rows written out here, for what no file holds
    offering_id = "Fresh"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kamkit.errors import InputError
from kamkit.model import RECORDS, record

FOLDER = Path(__file__).resolve().parents[2] / "mappings"
HOW = ("point", "comma", "dmy", "mdy", "ymd", "excel")
PSEUDO = {"accounts": {"parent_name": "name of the group"}}
"""Columns that are understood although no field holds them."""


@dataclass(frozen=True)
class SourceMap:
    """How a source is found and read."""

    name: str
    file: str = ""
    has: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    sheet: str = ""
    columns: tuple[str, ...] = ()
    delimiter: str = ""
    encoding: str = ""
    empty: tuple[str, ...] = ()

    def fits_name(self, file: str, sheet: str) -> bool:
        """Whether file and sheet names fit, as far as they are given."""
        if self.sheet and sheet and self.sheet.casefold() != sheet.casefold():
            return False
        return not self.file or _fits(file, self.file) or bool(sheet and _fits(sheet, self.file))


@dataclass(frozen=True)
class Join:
    """Columns of another source, looked up by key."""

    source: str
    on: tuple[tuple[str, str], ...]
    prefix: str = ""
    most: str = ""


@dataclass(frozen=True)
class Unpivot:
    """Columns that become rows."""

    columns: tuple[str, ...]
    names_to: str
    values_to: str


@dataclass(frozen=True)
class TableMap:
    """Where every field of one table comes from."""

    table: str
    source: str = ""
    name: str = ""
    distinct: bool = False
    where_filled: str = ""
    where_differs: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, tuple[str | float, ...]] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    how: Mapping[str, str] = field(default_factory=dict)
    unpivot: Unpivot | None = None
    rows: tuple[Mapping[str, str], ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        """Every field that this map fills."""
        wide = {self.unpivot.names_to, self.unpivot.values_to} if self.unpivot else set()
        in_rows = {name for row in self.rows for name in row}
        return frozenset({*self.columns, *self.constants, *self.products, *self.texts, *wide, *in_rows})


@dataclass(frozen=True)
class SavedMapping:
    """A mapping file, checked."""

    title: str
    sources: tuple[SourceMap, ...] = ()
    tables: tuple[TableMap, ...] = ()
    ignore: tuple[str, ...] = ()
    reporting_currency: str = ""

    def ignores(self, file: str) -> bool:
        """Whether the mapping knows the file and does not need it."""
        return any(_fits(file, pattern) for pattern in self.ignore)

    def source(self, name: str) -> SourceMap:
        """The source of that name."""
        return next(source for source in self.sources if source.name == name)


def shipped() -> tuple[str, ...]:
    """The names of the mappings that come with the kit."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def load_mapping(name_or_path: str) -> SavedMapping:
    """A mapping that comes with the kit, by name, or a file; InputError says what in it cannot be used."""
    path = Path(name_or_path)
    if name_or_path in shipped():
        path = FOLDER / f"{name_or_path}.toml"
    elif not path.is_file():
        raise InputError(
            f"mapping {name_or_path!r}: neither a file nor a mapping of the kit ({', '.join(shipped())}); "
            "a single column is mapped as 'their column=our_field'"
        )
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"mapping {name_or_path}: cannot be read ({error}); expected a TOML file") from None
    return _Reader(name_or_path).mapping(found)


def _fits(name: str, pattern: str) -> bool:
    name, pattern = name.casefold(), pattern.casefold()
    stem = name.rpartition(".")[0] or name
    return fnmatchcase(name, pattern) or fnmatchcase(stem, pattern)


class _Reader:
    """Checks a mapping while reading it, so that a slip is named with its place."""

    def __init__(self, name: str) -> None:
        self.name = name

    def refuse(self, place: str, found: object, expected: str) -> InputError:
        return InputError(f"mapping {self.name}, {place}: found {found!r}; expected {expected}")

    def keys(self, place: str, found: object, allowed: str) -> dict[str, Any]:
        if not isinstance(found, dict):
            raise self.refuse(place, found, "a section")
        if strange := set(found) - set(allowed.split()):
            raise self.refuse(place, sorted(strange)[0], f"one of {', '.join(allowed.split())}")
        return found

    def text(self, place: str, found: object) -> str:
        if not isinstance(found, str):
            raise self.refuse(place, found, "text in quotation marks")
        return found

    def texts(self, place: str, found: object) -> tuple[str, ...]:
        many = [found] if isinstance(found, str) else found
        if not isinstance(many, list) or not all(isinstance(one, str) for one in many):
            raise self.refuse(place, found, "text, or a list of texts")
        return tuple(many)

    def mapping(self, found: dict[str, Any]) -> SavedMapping:
        self.keys("top", found, "title about reporting_currency ignore sources tables")
        sources = tuple(self.source(name, part) for name, part in found.get("sources", {}).items())
        names = {source.name for source in sources}
        tables = tuple(self.table(f"table {at}", part, names) for at, part in enumerate(found.get("tables", []), 1))
        return SavedMapping(
            self.text("title", found.get("title", self.name)),
            sources,
            tables,
            self.texts("ignore", found.get("ignore", [])),
            self.text("reporting_currency", found.get("reporting_currency", "")),
        )

    def source(self, name: str, found: object) -> SourceMap:
        place = f"source {name}"
        part = self.keys(place, found, "file has without sheet columns delimiter encoding empty")
        if not part.get("file") and not part.get("has") and not part.get("sheet"):
            raise self.refuse(place, part, "file, has or sheet, to know it by")
        single = {
            key: self.text(f"{place}, {key}", part.get(key, "")) for key in ("file", "sheet", "delimiter", "encoding")
        }
        many = {key: self.texts(f"{place}, {key}", part.get(key, [])) for key in ("has", "without", "columns", "empty")}
        return SourceMap(name, **single, **many)  # type: ignore[arg-type]

    def table(self, place: str, found: object, sources: set[str]) -> TableMap:
        part = self.keys(
            place, found,
            "table from name distinct where_filled where_differs join columns constants products texts values how"
            " unpivot rows",
        )  # fmt: skip
        table = self.text(f"{place}, table", part.get("table"))
        if table not in RECORDS:
            raise self.refuse(f"{place}, table", table, f"one of {', '.join(RECORDS)}")
        source = self.text(f"{place}, from", part.get("from", ""))
        if source not in sources and not part.get("rows"):
            raise self.refuse(f"{place}, from", source, f"one of the sources {', '.join(sorted(sources))}")
        made = TableMap(
            table,
            source,
            self.text(f"{place}, name", part.get("name", "")),
            part.get("distinct") is True,
            self.text(f"{place}, where_filled", part.get("where_filled", "")),
            self.texts(f"{place}, where_differs", part.get("where_differs", [])),
            tuple(self.join(f"{place}, join", one, sources) for one in part.get("join", [])),
            self.section(f"{place}, columns", part, "columns", self.texts),
            self.section(f"{place}, constants", part, "constants", self.text),
            self.section(f"{place}, products", part, "products", self.factors),
            self.section(f"{place}, texts", part, "texts", self.texts),
            self.section(f"{place}, values", part, "values", self.words),
            self.section(f"{place}, how", part, "how", self.how),
            self.unpivot(f"{place}, unpivot", part["unpivot"]) if "unpivot" in part else None,
            tuple(part.get("rows", ())),
        )
        self.fields(place, made)
        return made

    def section(self, place: str, part: dict[str, Any], key: str, read: Any) -> dict[str, Any]:
        found = part.get(key, {})
        if not isinstance(found, dict):
            raise self.refuse(place, found, "a section of our_field = ...")
        return {name: read(f"{place}, {name}", value) for name, value in found.items()}

    def fields(self, place: str, made: TableMap) -> None:
        allowed = {*record(made.table).model_fields, *PSEUDO.get(made.table, {})}
        if strange := (made.fields | set(made.values) | set(made.how)) - allowed:
            raise self.refuse(place, sorted(strange)[0], f"a field of {made.table}: {', '.join(sorted(allowed))}")

    def factors(self, place: str, found: object) -> tuple[str | float, ...]:
        if not isinstance(found, list) or not all(isinstance(one, str | int | float) for one in found) or not found:
            raise self.refuse(place, found, "a list of columns and numbers")
        return tuple(found)

    def words(self, place: str, found: object) -> dict[str, str]:
        if not isinstance(found, dict):
            raise self.refuse(place, found, "their word = our word")
        return {theirs: self.text(f"{place}, {theirs}", ours) for theirs, ours in found.items()}

    def how(self, place: str, found: object) -> str:
        if found not in HOW:
            raise self.refuse(place, found, f"one of {', '.join(HOW)}")
        return str(found)

    def join(self, place: str, found: object, sources: set[str]) -> Join:
        part = self.keys(place, found, "source on prefix most")
        source = self.text(f"{place}, source", part.get("source"))
        if source not in sources:
            raise self.refuse(f"{place}, source", source, f"one of {', '.join(sorted(sources))}")
        on = part.get("on")
        pairs = {on: on} if isinstance(on, str) else on
        if not isinstance(pairs, dict) or not pairs:
            raise self.refuse(f"{place}, on", on, "a column, or { our = their } columns")
        keys = tuple((ours, self.text(f"{place}, on", theirs)) for ours, theirs in pairs.items())
        most = self.text(f"{place}, most", part.get("most", ""))
        return Join(source, keys, self.text(f"{place}, prefix", part.get("prefix", "")), most)

    def unpivot(self, place: str, found: object) -> Unpivot:
        part = self.keys(place, found, "columns names_to values_to")
        return Unpivot(
            self.texts(f"{place}, columns", part.get("columns")),
            self.text(f"{place}, names_to", part.get("names_to")),
            self.text(f"{place}, values_to", part.get("values_to")),
        )
