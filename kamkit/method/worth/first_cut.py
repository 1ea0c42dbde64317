"""First cut, on data alone: every account into candidate, grow, keep or serve at low cost, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
import pandas as pd

from kamkit.method.inheritance import settings_in
from kamkit.method.remembered import remembered
from kamkit.method.worth.contribution import CONTRIBUTION, rank_accounts
from kamkit.method.worth.currency import Tables, known_rates_for
from kamkit.method.worth.domains import domains_of
from kamkit.method.worth.groups import group_of
from kamkit.method.worth.lines import months_to
from kamkit.method.worth.places import estimate_places
from kamkit.method.worth.wording import amount, ordinal
from kamkit.model.frame import settings_of

Cut = Literal["candidate", "grow", "keep", "serve at low cost"]
CUTS: tuple[Cut, ...] = ("candidate", "grow", "keep", "serve at low cost")
SMALLEST_SHARE = 5.0  # ABC analysis (Dickie 1951): class C brings the last 5 %
COLUMNS = (
    "account_id", "name", "owner_id", "cut", "reason", "by", "added_by", "rank", "currency", "revenue", "growth",
    "contribution", "contribution_is", "potential", "renewal_on", "renewal_value", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """The figures the first cut goes by, from the settings, where a domain does not say otherwise: at most ``limit`` candidates; an account is small
    below ``small`` (money a year); it grows from ``growing`` (%) and has room from ``room`` (times)."""

    limit: int
    small: float
    growing: float
    room: float


@remembered
def place_first_cut(tables: Tables, as_of: date, ranking: pd.DataFrame | None = None) -> pd.DataFrame:
    """Every account with its place in the first cut and the rule that put it there.

    Columns account_id, name, owner_id, cut ('candidate', 'grow', 'keep', 'serve at low cost'), reason, by ('rule' or
    'hand'), added_by, rank, currency, revenue, growth (%), contribution, contribution_is, potential (money over three
    years), renewal_on (the next within twelve months), renewal_value (money a year; the revenue where no contract says
    it, or one that :func:`contracts_without_rate` names), status. Candidates first, each
    cut by rank. ``ranking`` is ``rank_accounts``' table for the same day, worked out here if not given.

    Candidates are taken from four lists in turn, the first of each, then the second of each, until there are
    ``first_cut_rules().limit``: contribution, potential, growth in money, business up for renewal within twelve
    months. Accounts small in both contribution and potential are passed over. Whoever was added by hand stays, on
    top of these. What is small, grows or has room is said by the settings as they hold in the account's domain.
    It knows figures only: fit, strategy and the customer's own view come later, from people.
    """
    ranking = rank_accounts(tables, as_of) if ranking is None else ranking
    rules = first_cut_rules(tables, ranking)
    table = ranking.merge(_facts(tables, as_of), how="left", on="account_id")
    table["renewal_value"] = table["renewal_value"].fillna(table["revenue"].where(table["renewal_on"].notna()))
    table = table.join(_bounds(tables, table["account_id"], rules))
    doors = _doors(table)
    proposed = _proposed(table, doors, rules)
    depth = doors[proposed].min(axis=1).max()
    table["by"] = np.where(table["added"].eq(True) & ~proposed, "hand", "rule")
    placed = [
        _place(row, door, chosen, depth)
        for row, door, chosen in zip(table.itertuples(), doors.to_dict("records"), proposed, strict=True)
    ]
    table["cut"] = pd.Series([cut for cut, _ in placed], index=table.index, dtype="str")
    table["reason"] = pd.Series([reason for _, reason in placed], index=table.index, dtype="str")
    order = table["cut"].map({cut: i for i, cut in enumerate(CUTS)})
    return table.assign(order=order).sort_values(["order", "rank"], ignore_index=True)[list(COLUMNS)]


def first_cut_rules(tables: Tables, ranking: pd.DataFrame) -> Rules:
    """The figures the first cut goes by for these accounts.

    Without a value in the settings an account is small if it is among those that together bring the last 5 % of
    all positive contribution.
    """
    settings = settings_of(tables)
    limit = int(settings.candidates_per_place * estimate_places(tables).count)
    small = settings.small_contribution
    if small is None:
        earning = np.sort(ranking["contribution"].to_numpy())[::-1]
        earning = earning[earning > 0]
        reached = earning.cumsum() >= earning.sum() * (1 - SMALLEST_SHARE / 100) * (1 - 1e-12)
        small = float(earning[np.argmax(reached)]) if len(earning) else 0.0
    return Rules(limit, small, settings.growing_from, settings.room_to_grow)


def _bounds(tables: Tables, accounts: pd.Series, rules: Rules) -> pd.DataFrame:
    """Small, growing and room as they hold for each account: its domain may say otherwise than the whole."""
    domains = accounts.map(domains_of(tables)).fillna("")
    held = {domain: settings_in(tables, domain) for domain in domains.unique()}
    own = {
        domain: (rules.small if found.small_contribution is None else found.small_contribution, found.growing_from, found.room_to_grow)
        for domain, found in held.items()
    }
    return pd.DataFrame([own[domain] for domain in domains], columns=["small", "growing", "room"], index=accounts.index, dtype="float64")


def _facts(tables: Tables, as_of: date) -> pd.DataFrame:
    """What the programme knows of every group beside its sales; index account_id."""
    accounts = tables["accounts"].copy()
    accounts["group"] = group_of(accounts).to_numpy()
    accounts["hand"] = accounts["candidate"].fillna(False).astype(bool)
    own = accounts.set_index("account_id")
    by_group = accounts.groupby("group", sort=False)
    added = accounts[accounts["hand"]].drop_duplicates("group").set_index("group")
    facts = pd.DataFrame({"potential": by_group["potential"].sum(min_count=1), "added": by_group["hand"].any()})
    facts["potential"] = own["potential"].reindex(facts.index).fillna(facts["potential"])
    facts["added_by"] = added["candidate_by"].reindex(facts.index)
    facts["added_reason"] = added["candidate_reason"].reindex(facts.index)
    facts["status"] = own["status"].reindex(facts.index)
    return facts.join(_renewals(tables, accounts, as_of)).rename_axis("account_id").reset_index()


def contracts_without_rate(tables: Tables, as_of: date) -> pd.DataFrame:
    """The contracts that end within twelve months and whose value no rate of exchange covers on the day ``as_of``."""
    contracts = _ending(tables, as_of)
    return contracts[_rates_today(tables, contracts, as_of).isna() & contracts["yearly_value"].notna()]


def _ending(tables: Tables, as_of: date) -> pd.DataFrame:
    contracts = tables["contracts"]
    return contracts[contracts["ends_on"].between(pd.Timestamp(as_of), _in_a_year(as_of))]


def _in_a_year(as_of: date) -> pd.Timestamp:
    return pd.Timestamp(months_to(as_of, 12).last) + pd.DateOffset(years=1)


def _rates_today(tables: Tables, contracts: pd.DataFrame, as_of: date) -> pd.Series:
    return known_rates_for(tables, contracts["currency"], pd.Series(pd.Timestamp(as_of), index=contracts.index))


def _renewals(tables: Tables, accounts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """When each group's next contract ends, and the contracts' value a year; NaN if a rate is missing for one of them."""
    day, year = pd.Timestamp(as_of), _in_a_year(as_of)
    dates = accounts[["group", "renewal_on"]].rename(columns={"renewal_on": "ends_on"}).assign(value=np.nan, lost=False)
    contracts = _ending(tables, as_of)
    found = accounts.set_index("account_id")["group"]
    signed = pd.DataFrame(
        {
            "group": contracts["account_id"].map(found).fillna(contracts["account_id"]),
            "ends_on": contracts["ends_on"],
            "value": contracts["yearly_value"] * _rates_today(tables, contracts, as_of),
            "lost": contracts.index.isin(contracts_without_rate(tables, as_of).index),
        }
    )
    due = pd.concat([dates[dates["ends_on"].between(day, year)], signed]) if len(signed) else dates
    due = due[due["ends_on"].between(day, year)].groupby("group")
    value = due["value"].sum(min_count=1)
    return pd.DataFrame({"renewal_on": due["ends_on"].min(), "renewal_value": value.where(~due["lost"].any().astype(bool))})


def _doors(table: pd.DataFrame) -> pd.DataFrame:
    """Each account's place (1 is first) on the four lists; NaN where it is not on the list."""
    grown = table["revenue"] - table["revenue_before"]
    grows = (table["growth"] >= table["growing"]) | (table["revenue_before"].eq(0) & (table["revenue"] > 0))
    on_list = pd.DataFrame(
        {
            "contribution": table["contribution"],
            "potential": table["potential"],
            "growth": grown.where(grows),
            "renewal": table["renewal_value"],
        }
    )
    return on_list.where(on_list > 0).rank(ascending=False, method="min")


def _proposed(table: pd.DataFrame, doors: pd.DataFrame, rules: Rules) -> pd.Series:
    """The first of every list in turn, then the second of every list, and so on until the limit."""
    a_year = pd.concat([table["contribution"], table["potential"] / 3], axis=1).max(axis=1)
    places = doors.fillna(np.inf).to_numpy()
    best = places.min(axis=1)
    fit = np.isfinite(best) & (a_year >= table["small"]).to_numpy()
    order = np.lexsort((table["rank"], places.argmin(axis=1), best))
    proposed = np.zeros(len(table), dtype=bool)
    proposed[order[fit[order]][: rules.limit]] = True
    return pd.Series(proposed, index=table.index)


def _place(row: Any, doors: dict[str, float], proposed: bool, depth: float) -> tuple[Cut, str]:
    by_hand = _by_hand(row) if row.added is True else ""
    if proposed:
        terms = " It loses money now: mend the terms first." if row.contribution < 0 else ""
        return "candidate", _sentence(f"{_opened(row, doors, depth)}.{terms} {by_hand and 'Also a' + by_hand[1:]}")
    cut, reason = _ordinary(row)
    if by_hand:
        first = reason[:2] if reason[:2].isupper() else reason[:2].lower()  # EUR stays EUR
        return "candidate", f"{by_hand} By the figures: {cut} ({first}{reason[2:].rstrip('.')})."
    return cut, reason


def _opened(row: Any, doors: dict[str, float], depth: float) -> str:
    """The lists an account stands highest on, two at most: more would be read by nobody."""
    said = {
        "contribution": f"by {_short(row)} ({amount(row.contribution, row.currency)})",
        "potential": f"by potential ({amount(row.potential, row.currency)} over three years)",
        "growth": f"by growth in money ({_growth(row)})",
        "renewal": f"by business up for renewal ({amount(row.renewal_value, row.currency)} a year)",
    }
    highest = sorted((door for door in doors if doors[door] <= depth), key=lambda door: doors[door])
    return ", ".join(f"{ordinal(int(doors[door]))} {said[door]}" for door in highest[:2])


def _short(row: Any) -> str:
    return "contribution" if row.contribution_is == CONTRIBUTION else str(row.contribution_is)


def _ordinary(row: Any) -> tuple[Cut, str]:
    money = amount(row.contribution, row.currency)
    room = row.potential / (3 * row.contribution) if row.contribution > 0 else np.nan
    if row.contribution < 0:
        loss = amount(-row.contribution, row.currency)
        return "serve at low cost", f"{row.contribution_is.capitalize()} is {loss} below zero: mend the terms " + (
            "(price, order size, service level) before leaving."
        )
    if row.contribution < row.small and not row.potential / 3 >= row.small:
        if row.revenue == 0:
            return "serve at low cost", "No sales in the twelve months, and no potential entered that would change it."
        return (
            "serve at low cost",
            f"{money} {_short(row)} is below {amount(row.small, row.currency)}: small.",
        )
    if room >= row.room or (row.contribution == 0 and row.potential > 0):
        times = f", {room:.1f} times three years of today's" if room == room else "; hardly any business yet"
        return "grow", f"Potential of {amount(row.potential, row.currency)} over three years{times}."
    if row.growth >= row.growing or (row.revenue_before == 0 and row.revenue > 0):
        return "grow", f"{money} {_short(row)}; {_growth(row)}."
    return "keep", f"{money} {_short(row)}; {_growth(row)}; no sign of room to grow{_renewal(row)}."


def _growth(row: Any) -> str:
    if abs(row.growth) < 0.5:
        return "revenue unchanged"
    if row.growth == row.growth:
        return f"revenue {'up' if row.growth >= 0 else 'down'} {abs(row.growth):,.0f} %"
    return "new in the twelve months" if row.revenue_before == 0 and row.revenue > 0 else "growth unknown"


def _renewal(row: Any) -> str:
    return f"; up for renewal on {row.renewal_on:%Y-%m-%d}" if row.renewal_on is not pd.NaT else ""


def _by_hand(row: Any) -> str:
    who = row.added_by if isinstance(row.added_by, str) else "somebody (no name entered)"
    why = row.added_reason if isinstance(row.added_reason, str) else "no reason entered"
    return f"Added by hand by {who}: {why.rstrip('.')}."


def _sentence(text: str) -> str:
    return " ".join(text.split())


def names_of(cut: pd.DataFrame, wanted: Cut) -> Iterable[str]:
    """The names of the accounts in one of the four cuts, best first."""
    return tuple(cut.loc[cut["cut"] == wanted, "name"])
