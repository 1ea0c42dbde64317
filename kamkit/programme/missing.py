"""Which facts are missing, per account and per account manager, most valuable account first."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamkit.model import RECORDS
from kamkit.programme.importing.recognise import READ_ONLY
from kamkit.programme.importing.report import write_bytes
from kamkit.programme.template import Looks, header_text, note_text, offer_values, open_workbook, sheet_name

if TYPE_CHECKING:
    import pandas as pd

    Tables = Mapping[str, pd.DataFrame]

NOBODY = "Nobody yet"

FACTS = ("owner_id", "country", "sector", "wallet", "potential", "credit_standing", "renewal_on")
"""Fields of an account that every account should have."""

PLANNED = {
    "expectations": "what this account expects, and why",
    "contacts": "who decides and who uses",
    "scores": "scores on the criteria",
    "objectives": "an objective in money with a date",
    "actions": "who does what by when",
}
"""Records that a candidate or key account should have."""

_IN_PLAN = ("candidate", "key account")


def list_missing(tables: Tables, as_of: date) -> pd.DataFrame:
    """What is missing, one row per account and fact, the account with most revenue first.

    Columns: ``account_id``, ``account``, ``manager`` (name; 'Nobody yet' without an owner), ``table``,
    ``field`` (empty: the whole record), ``missing`` (in words), ``revenue`` (of the account's group in the
    twelve months to ``as_of``, reporting currency where a rate is known, else as booked; money a year).
    A customer number of a group is asked for nothing: its group is. Accounts that left are not asked for.
    """
    import pandas as pd

    from kamkit.method.worth import group_of

    accounts = tables["accounts"]
    groups = group_of(accounts)
    revenue = _revenue(tables, groups, as_of)
    people = dict(zip(tables["team_members"]["member_id"], tables["team_members"]["name"], strict=True))
    written = {table: _accounts_with(tables[table], groups) for table in PLANNED}
    rows: list[tuple[Any, ...]] = []
    for account in accounts.itertuples(index=False):
        if groups[account.account_id] != account.account_id or account.status == "former":
            continue
        owner = account.owner_id
        manager = NOBODY if pd.isna(owner) else people.get(owner, owner)
        common = (account.account_id, account.name, manager)
        worth = float(revenue.get(account.account_id, 0.0))
        for name in FACTS:
            if pd.isna(getattr(account, name)):
                rows.append((*common, "accounts", name, RECORDS["accounts"].spec(name).label, worth))
        if account.status in _IN_PLAN:
            for table, words in PLANNED.items():
                if account.account_id not in written[table]:
                    rows.append((*common, table, "", f"{RECORDS[table].title}: {words}", worth))
    names = ["account_id", "account", "manager", "table", "field", "missing", "revenue"]
    found = pd.DataFrame(rows, columns=names).astype(dict.fromkeys(names[:-1], "str") | {"revenue": "float64"})
    order = found.assign(place=range(len(found)))
    return order.sort_values(["revenue", "account_id", "place"], ascending=[False, True, True])[names].reset_index(
        drop=True
    )


def _accounts_with(frame: pd.DataFrame, groups: pd.Series[Any]) -> set[str]:
    ids = frame["account_id"]
    return set(ids[ids != ""].map(groups).dropna())


def _revenue(tables: Tables, groups: pd.Series[Any], as_of: date) -> dict[str, float]:
    import pandas as pd

    lines = tables["sales_lines"]
    end = pd.Timestamp(as_of)
    lines = lines[(lines["date"] <= end) & (lines["date"] > end - pd.DateOffset(years=1))]
    amount = lines["revenue"] * lines["currency"].map(_latest_rates(tables["exchange_rates"], end)).fillna(1.0)
    return amount.groupby(lines["account_id"].map(groups)).sum().to_dict()


def _latest_rates(rates: pd.DataFrame, end: pd.Timestamp) -> dict[str, float]:
    """One rate per currency is enough to put accounts in order."""
    live = rates[rates["starts_on"] <= end].sort_values("starts_on")
    return dict(zip(live["currency"], live["rate"], strict=True))


def write_missing(path: str | os.PathLike[str], tables: Tables, as_of: date) -> Path:
    """Write one sheet per account manager: a row per account, a column per fact, most valuable account first.

    White cells are missing and can be filled in; grey ones are known and stay empty, so that the
    workbook imports back without touching what is known. InputError if the place cannot be written.
    """
    place = Path(path)
    missing = list_missing(tables, as_of)
    buffer = io.BytesIO()
    with open_workbook(buffer) as book:
        looks = Looks(book)
        taken: set[str] = set()
        managers = list(dict.fromkeys(missing["manager"]))
        for manager in sorted(managers, key=lambda name: (name == NOBODY, name.casefold())):
            _sheet(book.add_worksheet(sheet_name(manager, taken)), missing[missing["manager"] == manager], looks)
        if not managers:
            book.add_worksheet("Read me").write_string(0, 0, "No fact is missing.")
    write_bytes(place, buffer.getvalue())
    return place


def _sheet(sheet: Any, missing: pd.DataFrame, looks: Looks) -> None:
    found = RECORDS["accounts"]
    sheet.write_string(0, 0, header_text(found, found.spec("account_id")), looks.needed)
    for column, heading in enumerate(("name", "revenue, twelve months", "records still to write"), 1):
        sheet.write_string(0, column, f"{READ_ONLY.capitalize()}{heading}", looks.known)
    first = 4
    by_account = list(missing.groupby("account_id", sort=False))
    for column, name in enumerate(FACTS, first):
        spec = found.spec(name)
        sheet.set_column(column, column, 18, looks.of(spec))
        sheet.write_string(0, column, header_text(found, spec), looks.optional)
        sheet.write_comment(0, column, note_text(spec), {"x_scale": 2.2, "y_scale": 1.2})
        if not spec.links_to:
            offer_values(sheet, column, spec, len(by_account))
    sheet.set_column(0, 0, 16, looks.text)
    sheet.set_column(1, 1, 32)
    sheet.set_column(2, 2, 16)
    sheet.set_column(3, 3, 48)
    for row, (account_id, facts) in enumerate(by_account, 1):
        sheet.write_string(row, 0, str(account_id), looks.text)
        sheet.write_string(row, 1, str(facts["account"].iloc[0]), looks.known)
        sheet.write_number(row, 2, float(facts["revenue"].iloc[0]), looks.figure)
        records = facts.loc[facts["field"] == "", "missing"]
        sheet.write_string(row, 3, "; ".join(records), looks.known)
        asked = set(facts["field"])
        for column, name in enumerate(FACTS, first):
            if name not in asked:
                sheet.write_blank(row, column, None, looks.known)
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, 32)
