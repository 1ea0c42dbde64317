"""What they buy, from whom, and what nobody has asked: share of wallet and the white-space grid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.relationship import estimate_white_space, place_white_space, review_wallet
from kamkit.method.relationship.whitespace import IN_HOUSE, NOT_NEEDED, OURS, RIVAL, UNKNOWN
from kamkit.method.worth import reporting_currency
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship.wording import EACH, manager_of, missing, told_apart
from kamkit.show.values.wording import account_name
from kamkit.show.words import counted, money, percent, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_WHERE = "in the form of white space in step 4"
_UNITS_AT_MOST = 20
_NOTHING = "\u2013"


def show_wallet(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Share of wallet from the sales file and from the grid, beside each other; a share above 100 % is an error."""
    wallets = review_wallet(tables, account_id, as_of)
    if not account_id:
        return _all(tables, wallets, as_of)
    if wallets.empty or not wallets["revenue"].ne(0).any():
        return parts.nothing_yet(f"sales of {account_name(tables, account_id)} in the last twelve months", "Whoever gets the export from the ERP system", "kamkit import PROGRAMME FILE")
    row = wallets.iloc[0]
    if pd.isna(row["wallet"]):
        who = manager_of(tables, account_id)
        return parts.nothing_yet(f"the wallet of {row['name']}: what it spends a year in our categories, with everybody", who, "at the account, by kamkit import")
    revenue, wallet = money(row["revenue"], row["currency"]), money(row["wallet"], row["currency"])
    if row["data_error"]:
        return parts.boxed("Careful", f"Our sales of {revenue} are more than the wallet entered, {wallet}. A share above 100 % is a data error: ask the customer and correct the wallet.")
    return parts.say(f"{row['name']} spends {wallet} a year in our categories, with everybody, and {revenue} of it with us: a share of wallet of {percent(row['share'])}.")


def show_white_space(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The grid of customer numbers and offerings, with what it adds up to as a range; portfolio: a line per account."""
    grid = place_white_space(tables, account_id, as_of)
    if grid.empty:
        return missing(tables, account_id, "the white-space grid: who supplies each offering", _WHERE)
    sums, currency = estimate_white_space(grid), reporting_currency(tables)
    if not account_id:
        return _sums(tables, sums, currency)
    row = sums.iloc[0]
    message = _message(account_name(tables, account_id), row, currency)
    shown = [parts.say(f"{message}.")]
    if (grid["high"] > 0).any():
        from kamkit.show.relationship.grid_chart import draw_offerings

        shown = [parts.chart(draw_offerings(grid, currency), message, _detail(grid))]
    return parts.stack(*shown, parts.say(*_sentences(row, currency)), _table(grid))


def _message(name: str, row: pd.Series, currency: str) -> str:
    unknown = counted(int(row["unknown"]), "cell")
    if row["unknown"] == 0:
        return f"{name} buys {_range(row['open_low'], row['open_high'], currency)} a year elsewhere that we could supply; every cell is known"
    least = money(row["open_low"], currency)
    if row["unknown"] == row["cells"]:
        return f"Nobody has asked what {name} buys elsewhere: all {row['cells']} cells are unknown"
    are = "is" if row["unknown"] == 1 else "are"
    return f"{name} buys at least {least} a year elsewhere that we could supply; {unknown} of {row['cells']} {are} unknown"


def _range(low: float, high: float, currency: str) -> str:
    if pd.isna(high) and low == 0:
        return "unknown"
    if pd.isna(high):
        return f"at least {money(low, currency)}"
    return money(low, currency) if high == low else f"{money(low, currency)} to {money(high)}"


def _sentences(row: pd.Series, currency: str) -> list[str]:
    said = [f"Ours: {_range(row['ours_low'], row['ours_high'], currency)} a year. Open to us: {_range(row['open_low'], row['open_high'], currency)}."]
    if row["unbounded"]:
        cells = counted(int(row["unbounded"]), "cell has", "cells have")
        said.append(f"{cells} no upper end, so neither has the total.")
    if not pd.isna(row["share_high"]):
        if pd.isna(row["share_low"]):
            said.append(f"By the grid our share is at most {percent(row['share_high'])}.")
        elif round(row["share_low"]) == round(row["share_high"]):
            said.append(f"By the grid our share is {percent(row['share_high'])}.")
        else:
            said.append(f"By the grid our share is between {row['share_low']:.0f} and {percent(row['share_high'])}.")
    return said


def _cell(row: Any) -> str:
    if row.state == NOT_NEEDED:
        return _NOTHING
    who = str(row.competitor) if row.state == RIVAL and not pd.isna(row.competitor) else row.state
    if row.state == UNKNOWN and row.low == 0:
        return f"{who}, at most {money(row.high)}" if row.high > 0 else who
    if pd.isna(row.high):
        return f"{who}, value unknown"
    value = money(row.high) if row.low == row.high else f"{money(row.low)} to {money(row.high)}"
    return f"{who}: {value}"


def _briefly(row: Any) -> str:
    """A cell where many stand beside each other: thousands, and one figure for a range's upper end."""
    if row.state == NOT_NEEDED:
        return _NOTHING
    who = short(row.competitor, 14) if row.state == RIVAL and not pd.isna(row.competitor) else row.state
    if pd.isna(row.high) or row.high == 0:
        return who
    return f"{who}{'' if row.low == row.high else ', to'} {row.high / 1000:,.0f} k"


def _table(grid: pd.DataFrame) -> Shown:
    several = grid["unit"].nunique() > 1
    said = grid.assign(cell=[_briefly(row) if several else _cell(row) for row in grid.itertuples()])
    if not several:
        columns = [
            Column("offering", "Offering"), Column("cell", "Who supplies it, a year"),
            Column("evidence", "Evidence"), Column("known_on", "As of", "date"),
        ]  # fmt: skip
        return parts.table(said, columns, caption="The grid; a dash is not needed", mark=said["state"] == UNKNOWN)
    names = said.drop_duplicates("unit").set_index("unit")["unit_name"]
    offerings = said.drop_duplicates("offering_id")[["offering_id", "offering"]]
    wide = said.pivot(index="unit", columns="offering_id", values="cell").reindex(names.index).add_prefix("#")
    wide.insert(0, "unit_name", names)
    wide["unknown"] = (said["state"] == UNKNOWN).groupby(said["unit"]).sum()
    wide = wide.sort_values("unknown", ascending=False, kind="stable")
    columns = [Column("unit_name", "Customer number"), Column("unknown", "Unknown", "count")]
    columns += [Column(f"#{row.offering_id}", str(row.offering)) for row in offerings.itertuples()]
    caption = "The grid, most unknown cells first, in thousands a year; a dash is not needed"
    return parts.table(wide.reset_index(drop=True), told_apart(columns), caption=caption, limit=_UNITS_AT_MOST)


def _detail(grid: pd.DataFrame) -> str:
    told = []
    for offering, cells in grid.groupby("offering", sort=False):
        unknown = int((cells["state"] == UNKNOWN).sum())
        ours = cells.loc[cells["state"] == OURS, "low"].sum()
        rest = cells.loc[cells["state"].isin((RIVAL, IN_HOUSE)), "low"].sum()
        told.append(f"{offering}: ours {money(ours)}, others {money(rest)}, unknown cells {unknown}")
    return f"{'; '.join(told)}."


def _sums(tables: Tables, sums: pd.DataFrame, currency: str) -> Shown:
    names = tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    sums = sums.assign(account=sums["account_id"].map(names), limit=[_range(row.open_low, row.open_high, "") for row in sums.itertuples()])
    sums = sums.sort_values(["unknown_share", "open_low"], ascending=False, kind="stable")
    columns = [
        Column("account", "Account"), Column("cells", "Cells", "count"), Column("unknown", "Unknown", "count"),
        Column("unknown_share", "Unknown share", "percent"), Column("ours_low", "Ours", "money"),
        Column("limit", "Open to us", help="A competitor's, in-house or unknown; without an upper end where an unknown cell has none"),
    ]  # fmt: skip
    unknown, cells = int(sums["unknown"].sum()), int(sums["cells"].sum())
    ended = int(sums["open_high"].notna().sum())
    said = f"{unknown} of {counted(cells, 'cell')} at {counted(len(sums), 'account')} are unknown."
    said += f" Only for {ended} of the accounts does what could be won have an upper end." if ended < len(sums) else ""
    return parts.stack(parts.say(said), parts.table(sums, columns, caption=f"White space, most unknown first{f'; amounts in {currency} a year' if currency else ''}", limit=30))


def _all(tables: Tables, wallets: pd.DataFrame, as_of: date) -> Shown:
    known = wallets[wallets["wallet"].notna() & (wallets["revenue"] > 0)]
    if known.empty:
        return parts.nothing_yet("the wallet of any account: what it spends a year in our categories, with everybody", EACH, "at the account, by kamkit import")
    wrong = known[known["data_error"]]
    right = known[~known["data_error"]].sort_values("left", ascending=False, kind="stable")
    columns = [
        Column("name", "Account"), Column("revenue", "Our sales", "money"), Column("wallet", "Wallet", "money"),
        Column("share", "Share of wallet", "percent"), Column("left", "Bought elsewhere", "money"),
    ]  # fmt: skip
    currency = str(known["currency"].iloc[0])
    shown = [parts.table(right, columns, caption=f"Share of wallet, most bought elsewhere first{f'; amounts in {currency}' if currency else ''}", limit=12)]
    if len(wrong):
        names = ", ".join(str(name) for name in wrong["name"].head(5))
        shown.insert(0, parts.boxed("Careful", f"A share of wallet above 100 % is a data error, not a success: {names}. Correct the wallet."))
    blank = int((wallets["wallet"].isna() & (wallets["revenue"] > 0)).sum())
    if blank:
        shown.append(parts.say(f"Of {counted(blank, 'more customer')} nobody knows the wallet; they are left out and not counted as zero."))
    return parts.stack(*shown)
