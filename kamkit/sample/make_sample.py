"""Write the sample case as CSV files beside this script: ``python -m kamkit.sample.make_sample [FOLDER]``.

Seeded: the same script writes the same bytes. Everything in it is invented.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import Any

from kamkit.model import RECORDS
from kamkit.sample.making.accounts import accounts, efforts
from kamkit.sample.making.catalogue import catalogue
from kamkit.sample.making.expectations import expectations, touch_points
from kamkit.sample.making.names import with_ids
from kamkit.sample.making.people import people
from kamkit.sample.making.programme import programme
from kamkit.sample.making.rows import Rows, joined
from kamkit.sample.making.sales import sales
from kamkit.sample.making.selection import selection
from kamkit.sample.making.stories import account_stories
from kamkit.sample.making.survey import survey
from kamkit.sample.making.whitespace import white_space


def all_rows() -> Rows:
    """Every row of every table, in the model's order of tables."""
    stories = [{name: rows for name, rows in story.items() if name != "touch_points"} for story in account_stories()]
    sold = sales()
    found = with_ids(
        joined([programme(), catalogue(), people(), accounts(), efforts(), sold, expectations(), survey(),
                touch_points(), selection(), white_space(sold["sales_lines"]), *stories])
    )  # fmt: skip
    return {table: found.get(table, []) for table in RECORDS}


def save_tables(folder: Path, tables: Rows) -> None:
    """One CSV per table: UTF-8, a header of field names, ISO dates, yes and no, nothing where nothing is known."""
    for table, rows in tables.items():
        fields = [spec.name for spec in RECORDS[table].specs()]
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(fields)
            for row in rows:
                RECORDS[table].model_validate(row)
                writer.writerow([_written(row.get(name)) for name in fields])


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(int(value)) if value == int(value) else repr(float(value))
    return str(value)


if __name__ == "__main__":
    save_tables(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent, all_rows())
