"""What is missing, for whom to fill in, most valuable account first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl

from kamkit.model.frame import tables_of
from kamkit.programme import create_programme
from kamkit.programme.importing import import_files
from kamkit.programme.missing import NOBODY, list_missing, write_missing

AS_OF = date(2026, 3, 31)
ROWS = {
    "team_members": [{"member_id": "IC", "name": "Ines: Carrow/Key [A]"}, {"member_id": "PA", "name": "Paul"}],
    "accounts": [
        {"account_id": "1", "name": "Small", "owner_id": "IC"},
        {
            "account_id": "007",
            "name": "=Big",
            "owner_id": "IC",
            "status": "candidate",
            "country": "DE",
            "sector": "Glass",
        },
        {"account_id": "8", "name": "Unit of Big", "parent_id": "007", "owner_id": "PA"},
        {"account_id": "9", "name": "Gone", "status": "former"},
        {"account_id": "NA", "name": "NA"},
    ],
    "sales_lines": [
        {"account_id": "1", "date": date(2026, 1, 5), "revenue": 10.0},
        {"account_id": "8", "date": date(2026, 1, 5), "revenue": 50.0},
        {"account_id": "1", "date": date(2024, 1, 5), "revenue": 900.0},
    ],
    "exchange_rates": [],
    "contacts": [{"contact_id": "c", "account_id": "8", "name": "Buyer"}],
}


def test_most_valuable_first_for_the_group_and_only_what_is_missing() -> None:
    found = list_missing(tables_of(ROWS), AS_OF)
    assert list(dict.fromkeys(found["account_id"])) == ["007", "1", "NA"]
    big = found[found["account_id"] == "007"]
    assert set(big.loc[big["table"] == "accounts", "field"]) == {"wallet", "potential", "credit_standing", "renewal_on"}
    assert set(big.loc[big["field"] == "", "table"]) == {"expectations", "scores", "objectives", "actions"}
    assert big["revenue"].unique().tolist() == [50.0]
    assert found.loc[found["account_id"] == "NA", "manager"].unique().tolist() == [NOBODY]


def test_amounts_are_brought_to_one_currency_to_be_put_in_order() -> None:
    rows = {
        **ROWS,
        "exchange_rates": [{"currency": "GBP", "starts_on": date(2026, 1, 1), "ends_on": AS_OF, "rate": 10.0}],
    }
    rows["sales_lines"] = [
        *ROWS["sales_lines"],
        {"account_id": "1", "date": date(2026, 2, 1), "revenue": 7.0, "currency": "GBP"},
    ]
    found = list_missing(tables_of(rows), AS_OF)
    assert found.iloc[0][["account_id", "revenue"]].tolist() == ["1", 80.0]


def test_the_workbook_has_a_sheet_per_manager_and_imports_back(tmp_path: Path) -> None:
    programme = create_programme(tmp_path / "programme")
    for table in ("team_members", "accounts", "contacts"):
        programme.save_rows(table, ROWS[table])
    programme.replace_batch("sales", ROWS["sales_lines"])
    path = write_missing(tmp_path / "missing.xlsx", programme.tables(), AS_OF)
    assert import_files(programme, path).changed_nothing
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Ines  Carrow Key  A", NOBODY]
    sheet = book.worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["007", "1"]
    assert sheet["B2"].data_type == "s"
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("Wallet [money a year]") + 1, 1_000_000)
    sheet.cell(3, headers.index("Sector") + 1, "Paper")
    book.save(path)
    counter = programme.change_counter
    report = import_files(programme, path)
    assert (report.tables[0].changed, report.rejections) == (2, ())
    assert programme.rows("accounts", account_id="007")[0].values["wallet"] == 1_000_000
    history = programme.history("accounts")
    assert set(history.loc[history["change_id"] > counter, "field"]) == {"wallet", "sector"}


def test_nothing_missing_is_said(tmp_path: Path) -> None:
    path = write_missing(tmp_path / "missing.xlsx", tables_of({}), AS_OF)
    assert openpyxl.load_workbook(path).worksheets[0]["A1"].value == "No fact is missing."


def test_accounts_that_left_are_not_asked_for() -> None:
    assert list_missing(tables_of({"accounts": [{"account_id": "9", "name": "Gone", "status": "former"}]}), AS_OF).empty
