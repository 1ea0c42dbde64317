"""Who stands where: the accounts in the order of what they bring, and what that order rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.worth import estimate_concentration, estimate_wallet_share, rank_accounts
from kamkit.method.worth.contribution import CONTRIBUTION, GROSS_MARGIN, REVENUE
from kamkit.method.worth.cost_to_serve import COUNTED, MEASURED
from kamkit.method.worth.one_account import group_id_of
from kamkit.method.worth.own_rows import own_rows
from kamkit.method.worth.whale import estimate_whale_curve
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted, day, listed, money, number, percent
from kamkit.show.worth.wording import all_unknown, capital, no_sales, row_of

if TYPE_CHECKING:
    from kamkit.method.worth.currency import Tables

FIRST = 15
LAST = 5
NEIGHBOURS = 2


def show_basis(tables: Tables, as_of: date) -> Shown:
    """What the order of the accounts rests on: how far costs are known, and which rung cost to serve stands on."""
    ranking = rank_accounts(tables, as_of)
    curve = estimate_whale_curve(ranking)
    if not curve.contribution_is:
        return no_sales("the order of the accounts")
    first = (
        f"In the twelve months to {day(as_of)}, {counted(len(ranking), 'account stands', 'accounts stand')} in order of"
    )
    rungs = ranking.loc[ranking["contribution_is"] == CONTRIBUTION, "rung"].value_counts()
    if curve.contribution_is == CONTRIBUTION:
        measured, counted_up = int(rungs.get(MEASURED, 0)), int(rungs.get(COUNTED, 0))
        known = [f"measured for {measured:,} of them"] * bool(measured)
        known += [f"counted from the sales file, at the controller's rates, for {counted_up:,}"] * bool(counted_up)
        return parts.say(
            f"{first} contribution after cost to serve: revenue less cost of goods less activities times rates.",
            f"Cost to serve is {listed(known)}.",
        )
    if curve.contribution_is == GROSS_MARGIN:
        return parts.say(
            f"{first} gross margin: revenue less cost of goods.",
            "What serving them costs is unknown until the rates are in; a customer that loses money can look good here.",
        )
    return parts.say(
        f"{first} revenue: no cost of goods is known.",
        "Revenue says who is large and not who earns us money; import the cost of each line, or enter expected margins.",
    )


def show_ranking(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """The first accounts and the last by what they bring; with an account, its place and its neighbours."""
    ranking = rank_accounts(tables, as_of)
    group = group_id_of(tables, account_id) if account_id else ""
    if estimate_whale_curve(ranking).points.empty:
        return no_sales("the ranking of the accounts")
    if group:
        shown = _around(ranking, group)
        return parts.stack(parts.say(*_about(tables, ranking, group)), _table(shown, ranking, group))
    return parts.stack(_table(_ends(ranking), ranking, ""), parts.say(*concentration(ranking)))


def concentration(ranking: pd.DataFrame) -> list[str]:
    """How far the revenue hangs on few accounts, in a sentence."""
    found = estimate_concentration(ranking)
    if not found.accounts:
        return []
    first = ranking["revenue"].clip(lower=0).sort_values(ascending=False)
    ten = "" if found.accounts <= 10 else f"; the ten largest have {percent(first.head(10).sum() / first.sum() * 100)}"
    return [f"{found.largest} is the largest customer with {percent(found.largest_share)} of revenue{ten}."]


def _ends(ranking: pd.DataFrame) -> pd.DataFrame:
    if len(ranking) <= FIRST + LAST:
        return ranking
    return pd.concat([ranking.head(FIRST), ranking.tail(LAST)])


def _around(ranking: pd.DataFrame, group: str) -> pd.DataFrame:
    at = int(row_of(ranking, group)["rank"]) - 1
    near = range(max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1)
    return ranking[ranking.index.isin([0, 1, 2, *near])]


def _table(shown: pd.DataFrame, ranking: pd.DataFrame, group: str) -> Shown:
    basis = estimate_whale_curve(ranking).contribution_is
    mixed = ranking["contribution_is"].nunique() > 1
    columns = [
        Column("rank", "Rank", "count"),
        Column("name", "Account"),
        Column("revenue", "Revenue", "money", help="Twelve months, net."),
        Column("growth", "Growth", "percent", help="Against the twelve months before."),
        Column("gross_margin", "Gross margin", "money", help="Revenue less cost of goods."),
        Column("cost_to_serve", "Cost to serve", "money", help="Activities times rates."),
        Column("contribution", capital(basis), "money", help="What the order goes by."),
        Column("contribution_is", "which is"),
    ]
    unknown = all_unknown(ranking, ["growth", "gross_margin", "cost_to_serve"])
    hidden = unknown | ({"contribution_is"} if not mixed else set())
    if basis != CONTRIBUTION:
        hidden.add(basis.replace(" ", "_"))  # the column that the order goes by already
    currency = str(ranking["currency"].iloc[0])
    of_all = f"{len(shown):,} of {counted(len(ranking), 'account')}" if len(shown) < len(ranking) else ""
    caption = ", ".join(filter(None, [of_all, f"amounts in {currency}" if currency else ""]))
    mark = shown["account_id"] == group if group else shown["contribution"] < 0
    columns = [column for column in columns if column.name not in hidden]
    return parts.table(shown, columns, caption=capital(caption), mark=mark)


def _about(tables: Tables, ranking: pd.DataFrame, group: str) -> list[str]:
    row = row_of(ranking, group)
    currency = row["currency"]
    by_revenue = int((ranking["revenue"] > row["revenue"]).sum()) + 1
    place = f"{row['name']} stands at {row['rank']:,} of {len(ranking):,} by {row['contribution_is']}"
    revenue = f", and at {by_revenue:,} by revenue ({money(row['revenue'], currency)})"
    worth = f" ({money(row['contribution'], currency)})"
    sentences = [f"{place}{worth}{revenue if row['contribution_is'] != REVENUE else ''}."]
    if pd.notna(row["growth"]):
        turn = "grew" if row["growth"] >= 0 else "fell"
        sentences.append(f"Revenue {turn} by {number(abs(row['growth']), 0)} % against the twelve months before.")
    wallet = estimate_wallet_share(own_rows(tables, group), ranking[ranking["account_id"] == group]).iloc[0]
    if pd.notna(wallet["share"]) and not wallet["data_error"]:
        sentences.append(
            f"That is {percent(wallet['share'])} of what it spends in our categories; "
            f"{money(wallet['left'], currency)} a year goes elsewhere."
        )
    return sentences
