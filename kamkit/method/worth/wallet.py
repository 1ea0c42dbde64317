"""Share of wallet: how much of what the customer spends in our categories it spends with us."""

from __future__ import annotations

import pandas as pd

from kamkit.method.finding import Finding
from kamkit.method.worth.currency import Tables
from kamkit.method.worth.groups import group_of
from kamkit.method.worth.wording import amount


def estimate_wallet_share(tables: Tables, ranking: pd.DataFrame) -> pd.DataFrame:
    """Our revenue of twelve months over the customer's yearly spend in our categories, per account.

    Columns account_id, name, currency, revenue, wallet (money a year; NaN: unknown), share (%), left (money
    bought elsewhere), data_error (a share above 100 %, or revenue with a wallet of 0: the wallet is wrong or
    out of date). The group's wallet is its own figure, else the sum of its units' if every unit has one:
    unknown is never zero.
    """
    wallet = ranking["account_id"].map(group_wallets(tables["accounts"])).astype("float64")
    revenue = ranking["revenue"]
    out = ranking[["account_id", "name", "currency", "revenue"]].copy()
    out["wallet"] = wallet
    out["share"] = revenue / wallet.where(wallet > 0) * 100
    out["left"] = wallet - revenue
    out["data_error"] = (revenue > wallet * (1 + 1e-9)).astype(bool)
    return out


def group_wallets(accounts: pd.DataFrame) -> pd.Series:
    """The wallet of every group, index account_id; NaN where it is not known in full."""
    own = accounts.set_index("account_id")["wallet"]
    group = group_of(accounts)
    units = own[group.index != group].groupby(group[group.index != group])
    below = units.sum().where(units.count() == units.size())
    tops = pd.Index(group.unique())
    return own.reindex(tops).fillna(below.reindex(tops))


def check_wallets(shares: pd.DataFrame) -> tuple[Finding, ...]:
    """A finding for every wallet of ``estimate_wallet_share`` that is smaller than our own sales."""
    return tuple(
        Finding(
            "careful",
            f"{row.name}: our sales of {amount(row.revenue, row.currency)} are more than the wallet entered, "
            f"{amount(row.wallet, row.currency)}; a share of wallet above 100 % is a data error.",
            "Ask the customer what it spends in our categories, with everybody, and correct the wallet.",
        )
        for row in shares[shares["data_error"]].itertuples()
    )
