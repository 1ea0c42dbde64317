"""The modules of the development programme: which come first, when, and what is planned instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.direction.standing import rank_standing

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

IN_PLACE = 4.0  # rated this or more, a basic is done well and is left alone (default)
A_PHASE = 3  # modules at most (default)
WEEKS = 13  # how long a phase takes (default)

# The basics first, then improving and adding value, and asking again last.
FOUNDATION = ("choose customers", "appraise performance", "plan accounts")
REFINEMENT = ("improve performance", "improve process", "improve skills", "add value")
LAST = "re-appraise"
RESULTS = {
    "choose customers": "A list that the hours can serve, signed by every department that scored; none without a reason",
    "appraise performance": "Ten answers or more per expectation, all asked by somebody outside the account teams",
    "plan accounts": "Every key account with a plan: at most three objectives in money, every action with one name and one day",
    "improve performance": "Performance at the worst touch point up by one point or more, asked of the same people",
    "improve process": "One process changed at its cause; its measure at the target in three months out of three",
    "improve skills": "No gap of two levels or more left between what key accounts need and what the team can do",
    "add value": "One service or more that key accounts pay for, its benefit to them confirmed by them",
    "re-appraise": "The same questions to the same people; the difference with its interval, for every key account",
}
HOW: dict[str, tuple[str, ...]] = {
    "choose customers": ("02_know_what_accounts_are_worth", "05_select_key_accounts"),
    "appraise performance": ("03_define_account_values",),
    "plan accounts": ("07_write_the_account_plan", "08_draft_the_action_plan"),
    "improve performance": ("04_map_touch_points", "08_draft_the_action_plan"),
    "improve process": ("04_map_touch_points", "10_communicate_the_plan"),
    "improve skills": ("09_equip_the_team",),
    "add value": ("03_define_account_values", "07_write_the_account_plan"),
    "re-appraise": ("12_review_the_account",),
}
COLUMNS = ("phase", "module", "rating", "starts_on", "ends_on", "result", "why")


def propose_phases(tables: Tables, as_of: date) -> pd.DataFrame:
    """The modules this programme needs, in phases, the first to begin with first.

    Columns: phase (1, 2, ...), module, rating (of the basic, 1 to 5; NaN: nobody rated it), starts_on, ends_on, result (a
    wording to begin with), why (a sentence). Choosing, appraising and planning come first, then improving and
    adding value, and the re-appraisal last; within these the lowest rated first, a basic nobody rated before all
    (it is taken as not in place). At most three modules a phase; a basic rated 4 or more, and a module whose result
    was reached, is left out. Phases follow each other from the first Monday after ``as_of``, thirteen weeks each.
    The order, 4, three and thirteen weeks are the kit's defaults; it cannot see what is most urgent for one customer.
    """
    ratings = rank_standing(tables, "basics").set_index("item")["rating"]
    done = set(tables["phases"].loc[tables["phases"]["reached"].fillna(False).astype(bool), "module"])
    wanted = [module for module in (*FOUNDATION, *REFINEMENT) if module not in done and not ratings[module] >= IN_PLACE]
    groups = [*_split(wanted, FOUNDATION, ratings), *_split(wanted, REFINEMENT, ratings)]
    if groups and LAST not in done:
        groups = [*groups[:-1], [*groups[-1], LAST]] if len(groups[-1]) < A_PHASE else [*groups, [LAST]]
    rows = []
    for number, group in enumerate(groups, start=1):
        first, last = _days(as_of, number)
        rows += [
            {
                "phase": number, "module": module, "rating": ratings[module], "starts_on": first, "ends_on": last,
                "result": RESULTS[module], "why": _why(module, float(ratings[module])),
            }
            for module in group
        ]  # fmt: skip
    found = pd.DataFrame(rows, columns=list(COLUMNS))
    kinds = {"phase": "int64", "module": "str", "rating": "float64", "result": "str", "why": "str"}
    return found.astype({**kinds, "starts_on": "datetime64[us]", "ends_on": "datetime64[us]"})


def _split(wanted: Sequence[str], tier: Sequence[str], ratings: pd.Series) -> list[list[str]]:
    mine = sorted((module for module in wanted if module in tier), key=lambda module: _urgency(ratings[module]))
    return [mine[at : at + A_PHASE] for at in range(0, len(mine), A_PHASE)]


def _urgency(rating: float) -> float:
    return rating if rating == rating else 0.0


def _days(as_of: date, phase: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    start = pd.Timestamp(as_of + timedelta(days=7 - as_of.weekday()))
    first = start + pd.Timedelta(weeks=WEEKS * (phase - 1))
    return first, first + pd.Timedelta(weeks=WEEKS) - pd.Timedelta(days=3)


def _why(module: str, rating: float) -> str:
    if module == LAST:
        return "Last: whether anything changed can be asked only after it was changed."
    stands = f"rated {rating:g} of 5" if rating == rating else "nobody rated it, so it is taken as not in place"
    if module in FOUNDATION:
        return f"A basic, {stands}: it comes before any refinement."
    return f"After the basics: {stands}."


PLAN_COLUMNS = (
    "phase", "module", "rating", "starts_on", "ends_on", "result", "owner_id", "reached", "state", "proposed_phase", "note",
)  # fmt: skip


def review_phases(tables: Tables, as_of: date) -> pd.DataFrame:
    """The plan as it stands beside what is proposed, in its order, with what is proposed but not planned last.

    Columns: phase, module, rating, starts_on, ends_on, result, owner_id, reached (missing: nobody said), state ('done', 'not
    reached', 'ended, not measured', 'running', 'ahead', 'without days', 'not planned'), proposed_phase (missing: not proposed),
    note (an exchange with its reason, or why it is proposed; "" if neither).
    """
    proposed = propose_phases(tables, as_of).set_index("module")
    ratings = rank_standing(tables, "basics").set_index("item")["rating"]
    planned = tables["phases"].sort_values(["phase", "starts_on", "module"], na_position="last", kind="stable")
    rows = [
        {
            **{name: row[name] for name in ("phase", "module", "starts_on", "ends_on", "result", "owner_id", "reached")},
            "rating": ratings[row["module"]], "state": _state(row, pd.Timestamp(as_of)),
            "proposed_phase": proposed["phase"].get(row["module"]), "note": _exchange(row),
        }
        for _, row in planned.iterrows()
    ]  # fmt: skip
    given_up = set(planned["exchanged_for"].dropna().str.strip().str.casefold())
    rows += [
        {
            "phase": row.phase, "module": row.Index, "rating": row.rating, "result": row.result, "state": "not planned",
            "proposed_phase": row.phase, "note": row.why,
        }
        for row in proposed.itertuples()
        if row.Index not in set(planned["module"]) | given_up
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=list(PLAN_COLUMNS))
    kinds = {name: "str" for name in ("module", "result", "owner_id", "state", "note")}
    days = {"starts_on": "datetime64[us]", "ends_on": "datetime64[us]"}
    return found.astype(
        {**kinds, **days, "phase": "Int64", "proposed_phase": "Int64", "reached": "boolean", "rating": "float64"}
    )


def _state(row: pd.Series, day: pd.Timestamp) -> str:
    if not pd.isna(row["reached"]):
        return "done" if row["reached"] else "not reached"
    if pd.isna(row["starts_on"]) or pd.isna(row["ends_on"]):
        return "without days"
    if row["ends_on"] < day:
        return "ended, not measured"
    return "running" if row["starts_on"] <= day else "ahead"


def _exchange(row: pd.Series) -> str:
    if pd.isna(row["exchanged_for"]):
        return ""
    reason = "no reason given" if pd.isna(row["exchange_reason"]) else str(row["exchange_reason"])
    return f"Instead of {row['exchanged_for']}: {reason}"


def crowded_phases(tables: Tables) -> dict[int, int]:
    """The phases with more than three modules, and how many each has."""
    counts = tables["phases"]["phase"].value_counts()
    return {int(phase): int(count) for phase, count in counts.sort_index().items() if count > A_PHASE}
