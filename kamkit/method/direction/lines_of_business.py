"""Lines of business and sectors: whether they grow, and whether we earn by it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.direction.by_hand import is_by_hand
from kamkit.method.remembered import remembered
from kamkit.method.worth import rank_accounts, reporting_currency
from kamkit.method.worth.lines import lines_in, months_to
from kamkit.method.worth.own_rows import groups_in
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

NOT_SAID = "not assigned"
YEARS = 3
_SLACK = pd.Timedelta(days=31)
COLUMNS = (
    "line_id", "name", "reason", "outlook", "revenue", "revenue_1", "revenue_2", "growth", "years", "market_growth",
    "gross_margin", "gross_margin_1", "margin", "going", "accounts", "currency",
)  # fmt: skip


@remembered
def rank_business_lines(tables: Tables, as_of: date) -> pd.DataFrame:
    """Each line of business with what it brought in the twelve months to ``as_of``, the largest first.

    Columns: line_id ('' for sales of no line), name, reason, outlook (NaN: nobody said), revenue, revenue_1 and revenue_2
    (the twelve months before, and before those; NaN: the sales file does not cover them), growth (% a year over
    the years there are), years (how many full years of sales, 0 to 3), market_growth (%), gross_margin and
    gross_margin_1 (NaN: too few lines carry a cost), margin (% of revenue), going (see ``how_it_goes``), accounts (groups that
    bought in the year), currency. A sale belongs to its offering's line, else to the main line of its account.

    Lines somebody named but sold nothing of are there with 0. MethodError where a rate of exchange is missing. It cannot
    see what serving a line's customers costs: that is known by account.
    """
    known = tables["business_lines"].drop_duplicates("business_line_id").set_index("business_line_id")
    years = [_year(tables, as_of, back) for back in range(YEARS)]
    found = _joined([_by_line(tables, lines) for lines in years], known.index, tables, as_of)
    found["name"] = known["name"].reindex(found.index).astype("str").fillna(found.index.to_series())
    found.loc[found.index == "", "name"] = NOT_SAID
    for name in ("reason", "outlook", "market_growth"):
        found[name] = known[name].reindex(found.index)
    found["market_growth"] = found["market_growth"].astype("float64")
    found["going"] = [how_it_goes(row) for _, row in found.iterrows()]
    found = found.rename_axis("line_id").reset_index()
    order = found.assign(last=found["line_id"] == "")
    order = order.sort_values(["last", "revenue", "line_id"], ascending=[True, False, True], kind="stable")
    return found.loc[order.index, list(COLUMNS)].reset_index(drop=True)


def how_it_goes(row: pd.Series) -> str:
    """Whether a line grows and earns by it, in words; "" where the year before is not known.

    'grows and earns more', 'grows and earns less', 'grows, margin unknown', 'shrinks and earns more', 'shrinks and
    earns less', 'shrinks, margin unknown', 'nothing sold'. Standing still counts as shrinking: it is no growth.
    """
    if pd.isna(row["growth"]):
        return "nothing sold" if row["revenue"] == 0 and not pd.isna(row["revenue_1"]) else ""
    turn = "grows" if row["growth"] > 0 else "shrinks"
    if pd.isna(row["gross_margin"]) or pd.isna(row["gross_margin_1"]):
        return f"{turn}, margin unknown"
    return f"{turn} and earns {'more' if row['gross_margin'] > row['gross_margin_1'] else 'less'}"


def _year(tables: Tables, as_of: date, back: int) -> pd.DataFrame | None:
    """The lines of the twelve months that end ``back`` years before ``as_of``; None if the file does not cover them."""
    day = pd.Timedelta(days=1)
    period = months_to((pd.Timestamp(as_of) + day - pd.DateOffset(years=back) - day).date())
    assert period.first is not None
    days = _days_covered(tables)
    if days.empty or (back and _begins_late(days, period.first, period.last)):
        return None
    return lines_in(tables, period)


def _begins_late(days: pd.Series, start: date, end: date) -> bool:
    """Whether sales that came in every month began too late for the period; where months are empty, after its end."""
    months = days.dt.year * 12 + days.dt.month
    every_month = int(months.nunique()) == int(months.max() - months.min() + 1)
    return bool(days.min() > (pd.Timestamp(start) + _SLACK if every_month else pd.Timestamp(end)))


def _days_covered(tables: Tables) -> pd.Series:
    """The days of the sales files; what was entered by hand for single accounts covers nothing for the others."""
    lines = tables["sales_lines"]
    exported = lines.loc[~is_by_hand(lines), "date"]
    return exported if len(exported) else lines["date"]


def _by_line(tables: Tables, lines: pd.DataFrame | None) -> pd.DataFrame | None:
    if lines is None:
        return None
    offering = tables["offerings"].drop_duplicates("offering_id").set_index("offering_id")["business_line_id"]
    account = tables["accounts"].drop_duplicates("account_id").set_index("account_id")["business_line_id"]
    line = _text(lines["offering_id"].map(offering))
    line = line.fillna(_text(lines["account_id"].map(account))).fillna(_text(lines["group_id"].map(account)))
    return lines.assign(line=line.fillna(""))


def _text(found: pd.Series) -> pd.Series:
    return found.astype("str")  # a map of nothing gives figures


def _sums(lines: pd.DataFrame | None, by: str, index: pd.Index, coverage: float) -> pd.DataFrame:
    if lines is None:
        return pd.DataFrame(np.nan, index=index, columns=["revenue", "gross_margin", "accounts"])
    known = lines["cost"].notna()
    parts = pd.DataFrame(
        {
            "key": lines[by], "revenue": lines["revenue"], "cost": lines["cost"],
            "priced": lines["revenue"].where(known, 0.0), "weight": lines["revenue"].abs(),
            "priced_weight": lines["revenue"].abs().where(known, 0.0),
        }
    )  # fmt: skip
    sums = parts.groupby("key").sum().reindex(index).fillna(0.0)
    covered = sums["priced_weight"] >= sums["weight"] * coverage / 100
    # What carries no cost is taken at the ratio of the rest.
    ratio = (sums["cost"] / sums["priced"].where(sums["priced"] != 0)).where(covered)
    margin = sums["revenue"] * (1 - ratio)
    sums["gross_margin"] = margin.where(sums["weight"] > 0, 0.0 if bool(known.any()) else np.nan)
    sums["accounts"] = lines.groupby(by)["group_id"].nunique().reindex(index).fillna(0)
    return sums[["revenue", "gross_margin", "accounts"]]


def _joined(years: list[pd.DataFrame | None], named: pd.Index, tables: Tables, as_of: date) -> pd.DataFrame:
    index = pd.Index(named.astype("str"), name="line_id")
    for lines in years:
        if lines is not None:
            index = index.union(pd.Index(lines["line"].unique(), dtype=index.dtype), sort=False)
    coverage = settings_of(tables).cost_coverage
    sums = [_sums(lines, "line", index, coverage) for lines in years]
    full = next((at for at, lines in enumerate(years) if lines is None), YEARS)
    found = pd.DataFrame(
        {
            "revenue": sums[0]["revenue"], "revenue_1": sums[1]["revenue"], "revenue_2": sums[2]["revenue"],
            "gross_margin": sums[0]["gross_margin"], "gross_margin_1": sums[1]["gross_margin"],
            "accounts": sums[0]["accounts"].fillna(0).astype("int64"),
        },
        index=index,
    )  # fmt: skip
    found["growth"] = _growth(found)
    found["years"] = full
    found["margin"] = found["gross_margin"] / found["revenue"].where(found["revenue"] > 0) * 100
    found["currency"] = reporting_currency(tables)
    return found


def _growth(found: pd.DataFrame) -> pd.Series:
    """Growth a year: over two years where three are known and the first had sales, else over one."""
    one = (found["revenue"] / found["revenue_1"].where(found["revenue_1"] > 0) - 1) * 100
    ratio = (found["revenue"] / found["revenue_2"].where(found["revenue_2"] > 0)).clip(lower=0)
    two = (ratio**0.5 - 1) * 100
    return two.fillna(one)


SECTOR_COLUMNS = ("sector", "accounts", "revenue", "revenue_before", "growth", "contribution", "contribution_is", "margin", "share", "currency")


@remembered
def rank_sectors(tables: Tables, as_of: date) -> pd.DataFrame:
    """Each sector of our customers with what its accounts brought in the twelve months to ``as_of``, the largest first.

    Columns: sector ('not said' where an account has none), accounts (groups), revenue, revenue_before (NaN: not covered), growth
    (%), contribution (sum of the accounts'), contribution_is ('contribution after cost to serve', 'gross margin' or
    'revenue': the least that is known of any account with sales there), margin (contribution in % of revenue), share (% of all revenue),
    currency. A group counts in its own sector, else in its first customer number's. MethodError where a rate is missing.
    """
    ranked = rank_accounts(tables, as_of)
    accounts = tables["accounts"]
    own = accounts.drop_duplicates("account_id").set_index("account_id")["sector"]
    units = own.groupby(groups_in(tables).reindex(own.index).to_numpy()).first()
    sector = _text(ranked["account_id"].map(own)).fillna(_text(ranked["account_id"].map(units))).fillna("not said")
    by = ranked.assign(sector=sector).groupby("sector")
    found = by.agg(accounts=("account_id", "size"), revenue=("revenue", "sum"), contribution=("contribution", "sum"))
    found["revenue_before"] = by["revenue_before"].sum(min_count=1)
    found["growth"] = (found["revenue"] / found["revenue_before"].where(found["revenue_before"] > 0) - 1) * 100
    found["contribution_is"] = ranked[ranked["revenue"] != 0].assign(sector=sector).groupby("sector")["contribution_is"].agg(_least_known)
    found["contribution_is"] = found["contribution_is"].astype("str").fillna("revenue")
    found["margin"] = found["contribution"] / found["revenue"].where(found["revenue"] > 0) * 100
    total = found["revenue"].sum()
    found["share"] = found["revenue"] / total * 100 if total > 0 else np.nan
    found["currency"] = reporting_currency(tables)
    found = found.reset_index().sort_values(["revenue", "sector"], ascending=[False, True], kind="stable", ignore_index=True)
    return found[list(SECTOR_COLUMNS)]


def _least_known(bases: pd.Series) -> str:
    # Without any sales pandas asks once with nothing known.
    known = (basis for basis in ("revenue", "gross margin", "contribution after cost to serve") if (bases == basis).any())
    return next(known, "revenue")
