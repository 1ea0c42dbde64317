"""The sample is complete, keyed and linked, and the script writes exactly what is in git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kamkit.sample
from kamkit.model import RECORDS
from kamkit.programme import open_programme
from kamkit.sample.make_sample import all_rows, save_tables

FOLDER = Path(kamkit.sample.__file__).parent
Rows = dict[str, list[dict[str, Any]]]
ACCOUNT_LEVEL = (
    "accounts", "contracts", "efforts", "expectations", "respondents", "touch_points", "scores", "contacts",
        "stage_ratings",
    "white_space_cells", "notes", "risks", "forecasts", "customer_goals", "objectives", "opportunities", "actions",
        "promises",
    "measures", "messages", "decisions", "sales_lines", "activities",
)  # fmt: skip


def test_every_record_type_has_rows(sample_rows: Rows) -> None:
    assert len(sample_rows) == len(RECORDS) >= 45
    assert [table for table, rows in sample_rows.items() if not rows] == []


def test_no_file_without_a_record() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(RECORDS)


@pytest.mark.parametrize("table", [table for table, record in RECORDS.items() if record.key])
def test_keys_are_unique(table: str, sample_rows: Rows) -> None:
    keys = [tuple(row[field] for field in RECORDS[table].key) for row in sample_rows[table]]
    assert len(keys) == len(set(keys))


def test_every_link_resolves(sample_rows: Rows) -> None:
    followed = 0
    for table, record in RECORDS.items():
        for spec in record.specs():
            if spec.kind != "link":
                continue
            target = RECORDS[spec.links_to]
            own = "account_id" if spec.links_to in ("expectations", "touch_points") else ""
            field = next(name for name in target.key if name != own)
            there = {row[field] for row in sample_rows[spec.links_to]}
            found = {row[spec.name] for row in sample_rows[table] if row[spec.name] not in (None, "")}
            assert found <= there, f"{table}.{spec.name}: {sorted(found - there)}"
            followed += len(found)
    assert followed > 1000


def test_links_without_a_table_resolve_too(sample_rows: Rows) -> None:
    places = {"expectation": ("expectations", "expectation_id"), "touch point": ("touch_points", "touch_point_id"),
              "risk": ("risks", "risk_id"), "opportunity": ("opportunities", "opportunity_id"),
              "promise": ("promises", "promise_id")}  # fmt: skip
    for action in sample_rows["actions"]:
        if action["because"] in places:
            table, field = places[action["because"]]
            assert action["because_id"] in {row[field] for row in sample_rows[table]}, action["what"]
    suppliers = {"us"} | {row["competitor_id"] for row in sample_rows["competitors"]}
    assert {row["supplier_id"] for row in sample_rows["ratings"]} == suppliers
    items = {row["expectation_id"] for row in sample_rows["expectations"]}
    items |= {row["touch_point_id"] for row in sample_rows["touch_points"]}
    items |= {"renewal", "recommendation", "trust", "satisfaction", "commitment"}
    assert {row["item_id"] for row in sample_rows["ratings"]} == items


def test_each_candidate_has_a_row_in_every_table_about_accounts(sample_rows: Rows) -> None:
    candidates = [row["account_id"] for row in sample_rows["accounts"] if row["status"] == "candidate"]
    parents = {row["account_id"]: row["parent_id"] or row["account_id"] for row in sample_rows["accounts"]}
    assert len(candidates) == 24
    for table in ACCOUNT_LEVEL:
        there = {parents[row["account_id"]] for row in sample_rows[table] if row["account_id"] in parents}
        assert set(candidates) <= there, f"{table}: {sorted(set(candidates) - there)}"


def test_ids_are_kept_to_the_letter(sample_rows: Rows) -> None:
    ids = {row["account_id"] for row in sample_rows["accounts"]}
    assert {"007", "0042", "NA"} <= ids
    assert {row["account_id"] for row in sample_rows["sales_lines"]} >= {"007", "0042", "NA"}
    assert next(row for row in sample_rows["accounts"] if row["account_id"] == "NA")["name"] == "NA"


def test_files_are_plain(sample_rows: Rows) -> None:
    files = [FOLDER / f"{table}.csv" for table in RECORDS]
    assert sum(file.stat().st_size for file in files) < 2_000_000
    for file in files:
        data = file.read_bytes()
        assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\n")
        header = data.decode("utf-8").split("\n", 1)[0]
        assert header.split(",") == [spec.name for spec in RECORDS[file.stem].specs()], file.name


def test_the_script_writes_what_is_in_git(tmp_path: Path) -> None:
    save_tables(tmp_path, all_rows())
    for table in RECORDS:
        assert (tmp_path / f"{table}.csv").read_bytes() == (FOLDER / f"{table}.csv").read_bytes(), table


def test_the_script_runs_from_the_command_line_in_a_fresh_process(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(FOLDER.parents[1])}
    subprocess.run(
        [sys.executable, "-m", "kamkit.sample.make_sample", str(tmp_path)], check=True, env=environment, cwd=tmp_path
    )
    assert (tmp_path / "sales_lines.csv").read_bytes() == (FOLDER / "sales_lines.csv").read_bytes()
    assert (tmp_path / "ratings.csv").read_bytes() == (FOLDER / "ratings.csv").read_bytes()


def test_a_sample_programme_holds_the_same(
    sample_folder: Path, tmp_path: Path, tables: dict[str, pd.DataFrame]
) -> None:
    with open_programme(shutil.copytree(sample_folder, tmp_path / "sample")) as programme:
        stored = programme.tables()
        for table, record in RECORDS.items():
            by = list(record.key) or ["date", "order_id", "line_id"]
            found = stored[table].sort_values(by).reset_index(drop=True)
            expected = tables[table].sort_values(by).reset_index(drop=True)
            pd.testing.assert_frame_equal(found[list(expected.columns)], expected)


def test_it_says_that_all_is_invented() -> None:
    assert "Everything here is invented" in (FOLDER / "README.md").read_text(encoding="utf-8")
