"""The database's tables: one per record of the model, and the kit's own beside them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa

from kamkit.errors import InputError
from kamkit.model import RECORDS, Record, record
from kamkit.model.field import Kind, count, text

SALES = "sales_lines"


class SalesBatch(Record, table="sales_batches", key=("name",), title="Sales batches"):
    """Sales lines come in batches; this says which content counts under a name."""

    name: str = text("Batch", "Usually the name of the file it came from.", required=True)
    content_id: int = count("Content", "The lines that count now.", required=True)
    lines: int = count("Lines", "How many there are.", required=True)


STORED: dict[str, type[Record]] = {
    **{name: found for name, found in RECORDS.items() if not found.appended},
    SalesBatch.table: SalesBatch,
}
"""What is stored row by row, with versions and history."""

# On every database text stands in the order of its bytes, and a whole number has 64 bits.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
WHOLE = sa.Integer().with_variant(sa.BigInteger(), "postgresql")

_TYPES: dict[Kind, sa.types.TypeEngine[Any]] = {
    "id": TEXT,
    "link": TEXT,
    "text": TEXT,
    "choice": TEXT,
    "number": sa.Double(),
    "money": sa.Double(),
    "percent": sa.Double(),
    "count": WHOLE,
    "date": sa.Date(),
    "flag": sa.Boolean(),
}

METADATA = sa.MetaData()


def _columns(found: type[Record]) -> list[sa.Column[Any]]:
    # Only keys are NOT NULL: rows are checked by the record, and a new field can be added to a full table.
    return [
        sa.Column(spec.name, _TYPES[spec.kind], nullable=spec.name not in found.key, autoincrement=False)
        for spec in found.specs()
    ]


def _row_table(found: type[Record]) -> sa.Table:
    version = sa.Column("row_version", WHOLE, nullable=False)
    key = sa.PrimaryKeyConstraint(*found.key)
    return sa.Table(found.table, METADATA, *_columns(found), version, key, sqlite_with_rowid=False)


def _line_table(found: type[Record]) -> sa.Table:
    place = (sa.Column("content_id", WHOLE), sa.Column("line_no", WHOLE))
    key = sa.PrimaryKeyConstraint("content_id", "line_no")
    return sa.Table(found.table, METADATA, *place, *_columns(found), key, sqlite_with_rowid=False)


TABLES: dict[str, sa.Table] = {name: _row_table(found) for name, found in STORED.items()}
LINES = _line_table(RECORDS[SALES])

CONTENTS = sa.Table(
    "sales_contents",
    METADATA,
    sa.Column("content_id", WHOLE, primary_key=True, autoincrement=False),
    sa.Column("hash", TEXT, nullable=False, unique=True),
    sa.Column("lines", WHOLE, nullable=False),
)
CHANGES = sa.Table(
    "changes",
    METADATA,
    sa.Column("change_id", WHOLE, primary_key=True, autoincrement=False),
    sa.Column("who", TEXT, nullable=False),
    sa.Column("at", TEXT, nullable=False),  # UTC, fixed width: text order is time order
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("note", TEXT, nullable=False),
    sa.Column("undoes", WHOLE, sa.ForeignKey("changes.change_id")),
    sqlite_autoincrement=True,
)
CHANGE_FIELDS = sa.Table(
    "change_fields",
    METADATA,
    sa.Column("change_id", WHOLE, sa.ForeignKey("changes.change_id")),
    sa.Column("number", WHOLE),
    sa.Column("table_name", TEXT, nullable=False),
    sa.Column("row_key", TEXT, nullable=False),  # JSON list
    sa.Column("account_id", TEXT),
    sa.Column("field", TEXT, nullable=False),  # "" stands for the whole row, made or deleted
    sa.Column("before", TEXT),  # JSON
    sa.Column("after", TEXT),  # JSON
    sa.Column("version_before", WHOLE),
    sa.Column("version_after", WHOLE),
    sa.PrimaryKeyConstraint("change_id", "number"),
    sa.Index("change_fields_by_row", "table_name", "row_key"),
    sa.Index("change_fields_by_account", "account_id"),
    sqlite_with_rowid=False,
)
# Ballots nobody may see yet. No record and no history: nothing that shows tables can show them, and a tap on a phone
# does not make every open form read again. The item "" is the envelope: who scores, from which device, handed in or not.
BALLOT_BOX = sa.Table(
    "ballot_box",
    METADATA,
    sa.Column("scoring_id", TEXT, primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("scorer", TEXT, primary_key=True),
    sa.Column("item_id", TEXT, primary_key=True),
    sa.Column("score", sa.Double),
    sa.Column("dont_know", sa.Boolean),
    sa.Column("reason", TEXT),
    sa.Column("handed_in", sa.Boolean),
    sa.Column("holder", TEXT),
    sqlite_with_rowid=False,
)
META = sa.Table("meta", METADATA, sa.Column("name", TEXT, primary_key=True), sa.Column("value", TEXT))
PLACES = sa.Table(
    "places",
    METADATA,
    sa.Column("kind", TEXT),
    sa.Column("path", TEXT),
    sa.Column("machine", TEXT),
    sa.Column("who", TEXT, nullable=False),
    sa.Column("at", TEXT, nullable=False),
    sa.PrimaryKeyConstraint("kind", "path", "machine"),
)
"""Where files were made from the programme, so that they can be found again."""


def by_account() -> dict[str, str]:
    """The tables whose rows belong to accounts, but do not stand in their order; and the column that says whose."""
    keys = {TABLES[name]: found.key for name, found in STORED.items()} | {LINES: ()}
    return {
        table.name: "account_id"
        for table, key in keys.items()
        if "account_id" in table.c and key[:1] != ("account_id",)
    }


def stored_record(table: str) -> type[Record]:
    """The record whose rows are stored one by one; InputError names the tables there are."""
    if table == SALES:
        raise InputError(f"{SALES}: lines come in batches; use replace_batch, or import a file")
    return STORED.get(table) or record(table)


def fingerprint() -> str:
    """A short text that changes whenever a table, a key, a field or a field's kind does."""
    shape = [
        (found.table, found.key, [(spec.name, spec.kind) for spec in found.specs()])
        for found in (*STORED.values(), RECORDS[SALES])
    ]
    own = [(table.name, table.c.keys()) for table in METADATA.sorted_tables if table.name not in RECORDS]
    return hashlib.sha256(json.dumps([shape, own]).encode()).hexdigest()[:16]
