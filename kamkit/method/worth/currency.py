"""One reporting currency per programme, a table of rates by period; no rate, no sum."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.remembered import remembered
from kamkit.model.frame import settings_of

Tables = Mapping[str, pd.DataFrame]


@remembered
def reporting_currency(tables: Tables) -> str:
    """The currency every sum is in: the programme's own, else the only one its sales lines name, else ``""``.

    MethodError if the programme has none and its sales lines name several.
    """
    if chosen := (settings_of(tables).reporting_currency or "").strip().upper():
        return chosen
    named = sorted(_clean(tables["sales_lines"]["currency"].dropna().drop_duplicates()).unique())
    if len(named) > 1:
        raise MethodError(
            f"settings, Reporting currency: empty, but sales lines are in {', '.join(named)}; "
            "expected the one currency every sum shall be in; enter it in the settings"
        )
    return named[0] if named else ""


def rates_for(tables: Tables, currency: pd.Series, dates: pd.Series) -> pd.Series:
    """Reporting currency for one unit of each row's ``currency`` on its day; 1 where the currency is empty.

    Where periods overlap, the one that starts last holds. MethodError names currency, date and remedy
    where no period covers a row.
    """
    rates = known_rates_for(tables, currency, dates)
    if (missing := rates.isna()).any():
        _refuse(pd.DataFrame({"currency": currency, "date": dates})[missing].drop_duplicates(), reporting_currency(tables))
    return rates


def known_rates_for(tables: Tables, currency: pd.Series, dates: pd.Series) -> pd.Series:
    """The same, with NaN where no period covers a row: for amounts that may be missing without a sum being wrong."""
    home = reporting_currency(tables)
    pairs = pd.DataFrame({"currency": currency, "date": dates})
    pairs["currency"] = pairs["currency"].where(pairs["currency"].notna(), home)
    if pairs["currency"].eq(home).all():
        return pd.Series(1.0, index=currency.index)
    days = pairs.drop_duplicates()
    rates = _day_rates(_clean(days["currency"]), days["date"], home, tables["exchange_rates"])
    return pairs.merge(days.assign(rate=rates), how="left", on=["currency", "date"])["rate"].set_axis(currency.index)


def _clean(currency: pd.Series) -> pd.Series:
    return currency.astype("str").str.strip().str.upper()


def _day_rates(currency: pd.Series, dates: pd.Series, home: str, periods: pd.DataFrame) -> pd.Series:
    rates = pd.Series(np.where(currency == home, 1.0, np.nan), index=currency.index)
    foreign = _clean(periods["currency"])
    for code in currency[currency != home].unique():
        mine = currency == code
        for period in periods[foreign == code].sort_values("starts_on").itertuples():
            rates[mine & dates.between(period.starts_on, period.ends_on)] = period.rate
    return rates


def _refuse(days: pd.DataFrame, home: str) -> None:
    first = days.sort_values("date", kind="stable").iloc[0]
    others = len(days) - 1
    more = f" (nor on {others:,} more days)" if others else ""
    raise MethodError(
        f"exchange rates: no rate for {first['currency']} on {first['date']:%Y-%m-%d}{more}; "
        f"expected {home} for one {first['currency']}; add a row to the exchange rates that covers the day"
    )
