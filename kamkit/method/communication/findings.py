"""Who does not know yet what they have to know, and whether the customer's page may go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.communication.agreed import YES, place_agreed_measures
from kamkit.method.communication.customer_page import place_your_team
from kamkit.method.communication.duty import LATE, NOBODY, SURE, UNTOLD, place_duty
from kamkit.method.communication.leaders import LATE as PAST_ITS_DAY
from kamkit.method.communication.leaders import NOTHING, UNSIGNED, rank_leaders
from kamkit.method.communication.limits import SLIPPED, place_limits
from kamkit.method.communication.messages import OVERDUE, place_messages
from kamkit.method.finding import Finding, worst_first
from kamkit.method.planning.scope import days, quoted
from kamkit.method.touchline import place_touch_points

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_NAMED = 3
_LIVE = ("rolled out", "normal")


def review_communication(tables: Tables, account_id: str, as_of: date) -> tuple[Finding, ...]:
    """What has to be said to whom before the plan can be carried out, worst first; for one account, or "" for all.

    MethodError if there is no such account.
    """
    duty = place_duty(tables, account_id, as_of)
    found = [*_duty(duty), *_late(place_messages(tables, account_id, as_of, with_all=not account_id))]
    found += _leaders(rank_leaders(tables, account_id, as_of))
    found += _limits(place_limits(tables, account_id, as_of))
    if account_id:
        found += _page(tables, account_id, as_of, duty)
    found += _measures(place_agreed_measures(tables, account_id, as_of), account_id)
    if not found:
        found = [Finding("fine", "Everybody on duty has confirmed, nothing is overdue, and the page can go out.")]
    return worst_first(found)


def _duty(duty: pd.DataFrame) -> Iterator[Finding]:
    if duty.empty:
        yield Finding("unknown", "There is no touchline, so nobody can say who is on duty where.",
                      "Write down the touch points in 04_map_touch_points, each with an owner.")  # fmt: skip
        return
    unmanned = duty[duty["account_state"] == NOBODY]
    if len(unmanned):
        yield Finding("danger", f"Nobody is on duty at {_named(unmanned['name'])}.", "Name an owner in 04_map_touch_points.")
    late = duty[(duty["account_state"] == LATE) | (duty["promise_state"] == LATE)]
    if len(late):
        yield Finding(
            "careful", f"{_named(late['person'])} should have confirmed by now, for {_points(len(late))}.",
            "Ask in person; a mail that nobody answered was not read.",
        )  # fmt: skip
    untold = duty[(duty["account_state"] == UNTOLD) | (duty["promise_state"] == UNTOLD)]
    if len(untold):
        yield Finding(
            "careful",
            f"Nobody has told {_named(untold['person'])} all they have to know, at {_points(len(untold))}.",
            "Take the drafts of step 1 into the plan, and tell them.",
        )


def _points(count: int) -> str:
    return "1 touch point" if count == 1 else f"{count} touch points"


def _late(messages: pd.DataFrame) -> Iterator[Finding]:
    late = messages[messages["state"] == OVERDUE]
    if len(late):
        first = late.sort_values("days_late", ascending=False).iloc[0]
        many = "1 message is" if len(late) == 1 else f"{len(late)} messages are"
        sender = first["sender"] or "nobody named"
        yield Finding(
            "careful",
            f"{many} past the day and not confirmed, the oldest {quoted(first['what'], 60)} ({sender}, {days(int(first['days_late']))}).",
            "Send it, or ask the one who was told whether it arrived, and note the day.",
        )


def _leaders(leaders: pd.DataFrame) -> Iterator[Finding]:
    if leaders.empty:
        yield Finding("unknown", "No leader is known: nobody is anybody's line manager.", "Enter the line managers.")
        return
    late = leaders[leaders["state"] == PAST_ITS_DAY]
    if len(late):
        first = late.iloc[0]
        yield Finding(
            "careful",
            f"{_named(late['person'])} {'has' if late['person'].nunique() == 1 else 'have'} undertaken something that is past its day: {quoted(first['what'], 60)}.",
            "Ask for a new day; whoever leads is watched by those who are told.",
        )
    unsigned = leaders[leaders["state"] == UNSIGNED]
    if len(unsigned):
        yield Finding(
            "careful", f"Promised to the programme and not signed: {quoted(unsigned['what'].iloc[0], 70)} ({unsigned['person'].iloc[0]}).",
            "Have it signed before others rest on it.",
        )  # fmt: skip
    idle = leaders[leaders["comes_from"] == NOTHING]
    if len(idle):
        yield Finding(
            "careful", f"{_named(idle['person'])} lead{'s' if idle['person'].nunique() == 1 else ''} and {'has' if idle['person'].nunique() == 1 else 'have'} undertaken nothing that is written down.",
            "Ask each for one thing they will do for this, with a day.",
        )  # fmt: skip


def _limits(limits: pd.DataFrame) -> Iterator[Finding]:
    slipped = limits[limits["kind"] == SLIPPED]
    if len(slipped):
        many = "1 promise is" if len(slipped) == 1 else f"{len(slipped)} promises are"
        yield Finding(
            "careful", f"{many} given without charge, and nobody decided to: {quoted(slipped['what'].iloc[0], 60)}.",
            "Decide: charge, stop, or keep with a reason. Then tell those who deliver it.",
        )  # fmt: skip


def _page(tables: Tables, account_id: str, as_of: date, duty: pd.DataFrame) -> Iterator[Finding]:
    promised = duty[(duty["promise"] != "") & ~duty["promise_state"].isin(SURE)]
    if len(promised):
        yield Finding(
            "danger",
            f"The customer's page would promise {_named(promised['name'])} while those on duty have not confirmed it.",
            "Have it confirmed before the page goes out, or leave the promise out of the touchline.",
        )
    line = place_touch_points(tables, account_id)
    early = line[line["new_experience"].notna() & line["promise"].notna() & ~line["change_stage"].isin(_LIVE)]
    if len(early):
        yield Finding(
            "careful", f"What the page promises at {_named(early['name'])} is not rolled out yet.",
            "Say from when it holds, or wait with the page.",
        )  # fmt: skip
    team = place_your_team(tables, account_id, as_of).team
    unreachable = team[team["email"] == ""]
    if len(unreachable):
        yield Finding("careful", f"{_named(unreachable['name'])} {'is' if len(unreachable) == 1 else 'are'} on the page without an address.",
                      "Enter the e-mail among our people.")  # fmt: skip


def _measures(measures: pd.DataFrame, account_id: str) -> Iterator[Finding]:
    if measures.empty:
        yield Finding("unknown", "No measure is written down, so nothing can be agreed with the customer.",
                      "Choose one with the customer that both sides read already.")  # fmt: skip
        return
    agreed = measures[measures["agreed"] == YES]
    without = measures.loc[~measures["account_id"].isin(agreed["account_id"]), "account"].unique()
    if len(without):
        whose = "No measure is" if account_id else f"At {_named(pd.Series(without))} no measure is"
        yield Finding("careful", f"{whose} agreed with the customer: each side looks at its own.",
                      "Propose one of ours, and ask for one of theirs.")  # fmt: skip


def _named(names: pd.Series) -> str:
    found = [str(name) for name in pd.unique(names)]
    rest = len(found) - _NAMED
    if rest > 0:
        return f"{', '.join(found[:_NAMED])} and {rest} more"
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
