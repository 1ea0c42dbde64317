"""What the plans of all accounts have in common that is wrong, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from kamkit.method.finding import Finding
from kamkit.method.plan.agreement import review_agreement
from kamkit.method.plan.benefit import rank_benefits
from kamkit.method.plan.goals import review_forces
from kamkit.method.plan.health import estimate_health
from kamkit.method.plan.objectives import place_objectives, review_backing
from kamkit.method.plan.quality import estimate_data_quality
from kamkit.method.plan.sources import place_sources
from kamkit.method.planning.scope import scope_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_NAMES = 3
LOW_QUALITY = 25.0  # % of the facts confirmed and fresh, under which a plan may be fiction (default)


def review_all_plans(tables: Tables, as_of: date) -> Iterator[Finding]:
    """The findings on the plans of all accounts that should have one; MethodError as ``estimate_health``."""
    backing = review_backing(tables, "", as_of)
    if backing.empty:
        yield Finding("unknown", "No account should have a plan yet: none is a candidate or a key account.",
                      "Choose candidates in the workbook on what accounts are worth.")  # fmt: skip
        return
    accounts = list(backing["account_id"])
    yield from _health(tables, as_of, accounts)
    yield from _objectives(tables, as_of)
    yield from _customers(tables, as_of, len(accounts))
    stale = place_sources(tables, "", as_of)
    stale = stale[stale["stale"].fillna(False).astype(bool)]
    if len(stale):
        yield Finding("careful", f"{_count(len(stale), 'data source')} out of date: {_names(stale['what'])}.",
                      "Ask the keeper to refresh it before anybody decides on it.")  # fmt: skip


def _health(tables: Tables, as_of: date, accounts: list[str]) -> Iterator[Finding]:
    health = estimate_health(tables, as_of).loc[accounts]
    danger = health[health["health"] == "danger"]
    if len(danger):
        yield Finding("danger", f"{_count(len(danger), 'account')} in danger: {_names(danger['account'])}.",
                      "Look at each of them this week, before any growth.")  # fmt: skip
    grey = health[health["health"] == "unknown"]
    if len(grey):
        says = f"Of {len(grey)} account{'' if len(grey) == 1 else 's'} the health is not known: {_names(grey['account'])}."
        yield Finding("unknown", says, "See which sign is missing, and find it out; grey is not green.")
    quality = estimate_data_quality(tables, as_of).loc[accounts]
    thin = quality[quality["share"] < LOW_QUALITY].sort_values("share", kind="stable")
    if len(thin):
        says = f"At {len(thin)} of {len(accounts)} accounts fewer than a quarter of the plan's facts are confirmed and fresh: "
        yield Finding("careful", f"{says}{_names(thin['account'])}.",
                      "Ask the customer about the facts a decision rests on, oldest first.")  # fmt: skip


def _objectives(tables: Tables, as_of: date) -> Iterator[Finding]:
    backing = review_backing(tables, "", as_of)
    without = backing[backing["complete"] == 0]
    if len(without):
        says = f"{len(without)} of {len(backing)} accounts have no objective in money with a date: {_names(without['account'])}."
        yield Finding("danger", says, "Write one each: growth or retention; or take the account off the list.")
    placed = place_objectives(tables, "", as_of)
    late = placed[placed["overdue"].astype(bool)]
    if len(late):
        yield Finding("danger", f"{_count(len(late), 'objective')} past the day and still open: {_names(late['account'])}.",
                      "Say of each whether it was reached or missed.")  # fmt: skip
    short = backing[(backing["growth"] > 0) & ~(backing["if_all_won"] >= backing["growth"])]
    if len(short):
        says = (
            f"At {len(short)} of {int((backing['growth'] > 0).sum())} accounts with a growth objective the open "
            f"opportunities would not bring it if all were won: {_names(short['account'])}."
        )
        yield Finding("careful", says, "Find opportunities, or lower the objective to what can be explained.")


def _customers(tables: Tables, as_of: date, of: int) -> Iterator[Finding]:
    forces = review_forces(tables, "", as_of)
    unasked = forces[forces["missing"] != ""]
    if len(unasked):
        says = f"At {len(unasked)} of {of} accounts nobody has written what their customers, or their competitors, will force on them."
        yield Finding("careful", says, "Ask at the next visit; it is the question that makes the plan theirs.")
    worth = rank_benefits(tables, "", as_of)
    proposed = set(worth.loc[worth["proposed"].fillna(False).astype(bool), "account_id"])
    groups = scope_of(tables, "", as_of).groups["name"]
    nothing = [str(groups[account]) for account in forces["account_id"] if account not in proposed]
    if nothing:
        yield Finding("careful", f"At {len(nothing)} of {of} accounts no opportunity is worth proposing: {_names(nothing)}.",
                      "Size one in the customer's money, or ask for the figure that is missing.")  # fmt: skip
    agreed = review_agreement(tables, "", as_of)
    customers = agreed[agreed["side"] == "customer"]
    count = int((customers["state"] == "agreed").sum())
    if count < len(customers):
        yield Finding("careful", f"{count} of {len(customers)} customers have agreed to their plan in the last twelve months.",
                      "Show the others their page, and record who agreed and when.")  # fmt: skip


def _count(number: int, what: str) -> str:
    return f"1 {what} is" if number == 1 else f"{number} {what}s are"


def _names(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(str(name) for name in names))
    more = f" and {len(found) - _NAMES} more" if len(found) > _NAMES else ""
    return ", ".join(found[:_NAMES]) + more
