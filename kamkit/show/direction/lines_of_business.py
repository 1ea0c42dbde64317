"""Lines of business and sectors to look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.direction.account import place_in_direction
from kamkit.method.direction.lines_of_business import rank_business_lines, rank_sectors
from kamkit.method.worth.contribution import CONTRIBUTION, GROSS_MARGIN
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.words import counted, listed, money, number, percent, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

SECTORS = 10
LINES = 12
_WHO = "The sales director with the controller"


def show_business_lines(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """What each line of business brought this year and the year before, with its growth, margin and the reason for it.

    With an account its own line stands out.
    """
    lines = rank_business_lines(tables, as_of)
    line_id = ""
    if account_id:
        found = place_in_direction(tables, account_id, as_of)
        line_id = "" if found.line is None else str(found.line["line_id"])
    if lines.empty:
        return parts.nothing_yet("lines of business, or sales of any", _WHO, "in the form above; sales with kamkit import")
    table = _table(lines, line_id)
    if not (lines["revenue"] > 0).any():
        return parts.stack(parts.nothing_yet("sales of any line of business", "Whoever gets the export", "kamkit import PROGRAMME FILE"), table)
    return parts.stack(parts.chart(_picture(lines.head(LINES), line_id), _message(lines, line_id)), table)


def _message(lines: pd.DataFrame, line_id: str) -> str:
    mine = lines[lines["line_id"] == line_id]
    if line_id and len(mine):
        row = mine.iloc[0]
        margin = "" if pd.isna(row["margin"]) else f", gross margin {percent(row['margin'])}"
        return f"{short(row['name'], 40)}: {money(row['revenue'], row['currency'])} in twelve months{_turn(row)}{margin}."
    grown = lines[lines["growth"].notna() & (lines["line_id"] != "")].sort_values("growth", ascending=False)
    if grown.empty:
        top = lines.iloc[0]
        return f"{short(top['name'], 40)} is our largest line with {money(top['revenue'], top['currency'])}; growth is not known yet."
    first, last = grown.iloc[0], grown.iloc[-1]
    said = f"{short(first['name'], 40)} {_grows(first['growth'])} a year"
    others = f"; {short(last['name'], 40)} {_grows(last['growth'])}" if len(grown) > 1 else ""
    return f"{said}{others}."


def _grows(growth: float) -> str:
    return f"{'grows' if growth > 0 else 'shrinks'} by {number(abs(growth), 1)} %"


def _turn(row: pd.Series) -> str:
    return "" if pd.isna(row["growth"]) else f", {_grows(row['growth']).replace('grows', 'up').replace('shrinks', 'down')} a year"


def _table(lines: pd.DataFrame, line_id: str) -> Shown:
    shown = lines.assign(
        reason=lines["reason"].fillna("nobody said why").where(lines["line_id"] != "", "give each offering its line"),
        outlook=lines["outlook"].fillna(""), going=lines["going"].where(lines["going"] != "", "unknown"),
    )  # fmt: skip
    columns = [
        Column("name", "Line of business"),
        Column("outlook", "We want to"),
        Column("revenue", "Revenue", "money", help="Twelve months, net."),
        Column("growth", "Growth a year", "percent", 1, help="Over the years there are."),
        Column("market_growth", "Market", "percent", 1, help="Growth of the market a year, as entered."),
        Column("gross_margin", "Gross margin", "money", help="Revenue less cost of goods."),
        Column("margin", "In %", "percent", 1),
        Column("going", "How it goes"),
        Column("reason", "Why we are in it"),
    ]
    unknown = {column.name for column in columns if column.kind in ("money", "percent") and shown[column.name].isna().all()}
    if line_id:
        shown = shown[shown["line_id"] == line_id]
    years, currency = int(lines["years"].iloc[0]), str(lines["currency"].iloc[0])
    seen = f"sales of {counted(years, 'full year')}" if years else "no sales yet"
    caption = f"Lines of business, {seen}{f', amounts in {currency}' if currency else ''}"
    columns = [column for column in columns if column.name not in unknown]
    return parts.table(shown, columns, caption=caption, mark=shown["going"].str.endswith("earns less"), limit=LINES)


def _picture(lines: pd.DataFrame, line_id: str) -> Any:
    from kamkit.show.figures import INK, MAIN, QUIET, new_figure, plain

    figure, axes = new_figure(height=1.1 + 0.55 * len(lines))
    marks, places = Marks(), list(range(len(lines)))[::-1]
    reach = float(lines[["revenue", "revenue_1"]].max().max())
    for place, row in zip(places, lines.itertuples(), strict=True):
        if not pd.isna(row.revenue_1):
            marks.stroke((0, row.revenue_1), (place - 0.17, place - 0.17), QUIET, 7, layer=1)
        marks.stroke((0, row.revenue), (place + 0.13, place + 0.13), MAIN, 10, layer=2)
        growth = "" if pd.isna(row.growth) else f", {row.growth:+.1f} %"
        margin = "" if pd.isna(row.margin) else f", margin {percent(row.margin)}"
        axes.annotate(
            f"{money(row.revenue)}{growth}{margin}", (max(row.revenue, 0), place + 0.13), (9, 0), textcoords="offset points",
            fontsize=8, va="center", ha="left", color=INK,
        )  # fmt: skip
    if lines["revenue_1"].notna().any():
        axes.annotate(
            "the year before", (0, places[0] - 0.17), (4, 0), textcoords="offset points", fontsize=7, va="center", ha="left", color=INK
        )
    marks.draw(axes)
    axes.set_xlim(min(0.0, float(lines["revenue"].min())), reach * 1.45)
    axes.set_ylim(-0.6, len(lines) - 0.4)
    names = [short(plain(name), 34) for name in lines["name"]][::-1]
    bold = [found == line_id for found in lines["line_id"]][::-1] if line_id else None
    name_rows(axes, names, size=9, bold=bold)
    draw_scale(axes, "x", names=lambda value: money(value), label=f"Revenue, twelve months{_in(lines)}")
    return figure


def _in(lines: pd.DataFrame) -> str:
    return f", {currency}" if (currency := str(lines["currency"].iloc[0])) else ""


def show_sectors(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """Whether our customers' sectors grow and bring us something; with an account only its own."""
    sectors = rank_sectors(tables, as_of)
    sector = ""
    if account_id:
        own = place_in_direction(tables, account_id, as_of)
        if own.sector is None:
            return parts.nothing_yet(f"the sector of {own.name}", "Whoever keeps the accounts", "in the form of step 1")
        sector = str(own.sector["sector"])
    known = sectors[sectors["sector"] != "not said"]
    if known.empty:
        return parts.nothing_yet("the sector of any account", "Whoever keeps the accounts", "in the accounts' rows, column sector")
    shown = known[known["sector"] == sector] if sector else known
    basis = _basis(sectors)
    columns = [
        Column("sector", "Sector"),
        Column("accounts", "Accounts", "count"),
        Column("revenue", "Revenue", "money"),
        Column("growth", "Growth", "percent", 1, help="Against the twelve months before."),
        Column("contribution", basis[0].upper() + basis[1:], "money"),
        Column("share", "Of our revenue", "percent", 1),
    ]
    if basis == "revenue":
        columns.pop(4)
    if shown["growth"].isna().all():
        columns = [column for column in columns if column.name != "growth"]
    caption = f"Its sector, one of {len(known):,} of our customers{_in(sectors)}" if sector else f"{counted(len(known), 'sector')} of our customers{_in(sectors)}"
    table = parts.table(shown, columns, caption=caption, mark=shown["contribution"] < 0, limit=SECTORS)
    return parts.stack(parts.say(*_said(sectors, known, basis)), table) if not sector else table


def _said(sectors: pd.DataFrame, known: pd.DataFrame, basis: str) -> list[str]:
    said = []
    losing = known[known["contribution"] < 0]
    if basis != "revenue" and len(losing):
        said.append(f"We lose money in {counted(len(losing), 'sector')}, most in {listed(list(losing.sort_values('contribution')['sector'].head(3)))}.")
    falling = known[(known["growth"] < 0)]
    if len(falling):
        said.append(f"{counted(len(falling), 'sector')} of {len(known)} {'shrinks' if len(falling) == 1 else 'shrink'}.")
    if (known["accounts"] == 1).mean() > 0.8 and len(known) > SECTORS:
        said.append("Nearly every account is a sector of its own: a dozen wider names would say more.")
    unsaid = sectors[sectors["sector"] == "not said"]
    if len(unsaid):
        said.append(f"{counted(int(unsaid['accounts'].iloc[0]), 'account')} without a sector.")
    return said or ["No sector shrinks or loses money."]


def _basis(sectors: pd.DataFrame) -> str:
    bases = set(sectors.loc[sectors["revenue"] != 0, "contribution_is"])
    if bases == {CONTRIBUTION}:
        return CONTRIBUTION
    return GROSS_MARGIN if bases and "revenue" not in bases else "revenue"
