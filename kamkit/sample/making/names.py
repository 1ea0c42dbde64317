"""Stories name customers; tables want their numbers."""

from __future__ import annotations

from kamkit.sample.making.rows import Rows


def with_ids(tables: Rows) -> Rows:
    """The same rows with an account's number where a story gave its name."""
    number_of = {row["name"]: row["account_id"] for row in tables["accounts"]}
    for table, rows in tables.items():
        if table in ("accounts", "sales_lines"):
            continue
        for row in rows:
            for field in ("account_id", "pushes_out_id"):
                if row.get(field) in number_of:
                    row[field] = number_of[row[field]]
    return tables
