"""The debrief: the score, other ways to play the same seed, why customers were lost, and what mattered most."""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from kamkit.course.simulation.choices import SAYS
from kamkit.course.simulation.market.causes import Change, Loss, changes, losses
from kamkit.course.simulation.market.effects import EFFECTS
from kamkit.course.simulation.market.luck import draw_luck
from kamkit.course.simulation.market.opening import start_with
from kamkit.course.simulation.market.policies import (
    Policy,
    at_random,
    follow_loudest,
    follow_revenue,
    play,
    spread_evenly,
)
from kamkit.course.simulation.market.portfolio import NAMES, QUARTERS, TOUCH_POINTS
from kamkit.course.simulation.market.scoring import BROKEN, FORESEEABLE, KEPT, score
from kamkit.course.simulation.market.search import plan_of, search_with_foresight
from kamkit.course.simulation.market.state import GONE, State
from kamkit.course.simulation.market.thinking import think
from kamkit.course.simulation.reports import CURRENCY
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted, listed, money

THINKING = "A thinking player"
POLICIES: dict[str, Policy] = {
    "Spread evenly": spread_evenly, "Follow revenue": follow_revenue, "Follow the loudest": follow_loudest, THINKING: think,
}  # fmt: skip
DICE, FORESIGHT, YOU = "Dice, median of 25", "Search with foresight", "You"
_THROWS, _COPIES, _ROUNDS, _TRIES = 25, 24, 4, 25
MATTERED = 3


@lru_cache(maxsize=8)  # a class plays one seed
def _others(seed: int) -> dict[str, float]:
    """What others make of a seed, EUR: each policy, dice, and the search that goes on from the thinking player."""
    luck = draw_luck([seed])
    games = start_with(luck)
    found = {name: float(score(play(games, policy)).total[0]) for name, policy in POLICIES.items()}
    many = start_with(luck.take(np.zeros(_THROWS, dtype=np.int64)))
    found[DICE] = float(np.median(score(play(many, at_random(seed))).total))
    return found | {FORESIGHT: max(_search_from(play(games, think)), *found.values())}


def _search_from(best: State) -> float:
    copies = start_with(best.luck.take(np.zeros(_COPIES, dtype=np.int64)))
    plan = {name: np.repeat(values, _COPIES, axis=0) for name, values in plan_of(best).items()}
    reached = -np.inf
    for round in range(_ROUNDS):  # all go on from the best of the round before
        totals, plans = search_with_foresight(copies, plan, _TRIES, seed=round)
        reached, first = float(totals.max()), int(totals.argmax())
        plan = {name: np.repeat(values[[first]], _COPIES, axis=0) for name, values in plans.items()}
    return reached


class Debrief:
    """One game that is over, looked back on; each part is worked out when it is asked for."""

    def __init__(self, state: State, seed: int) -> None:
        self.state, self.seed = state, seed

    @cached_property
    def totals(self) -> dict[str, float]:
        """The score of this game and of other ways to play the same seed, EUR."""
        others = _others(self.seed)
        own = float(score(self.state).total[0])
        # Whoever beat the thinking player shows the search a better place to begin at.
        ahead = [_search_from(self.state)] if own > others[THINKING] else []
        found = {YOU: own} | {name: total for name, total in others.items() if name != FORESIGHT}
        return found | {FORESIGHT: max(own, others[FORESIGHT], *ahead)}

    @cached_property
    def losses(self) -> tuple[Loss, ...]:
        """Customers lost or halved, with their causes."""
        return losses(self.state)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every decision changed by itself, best first."""
        return changes(self.state)


def show_score(state: State) -> Shown:
    """What the score is made of."""
    got = score(state)
    rows = [
        ("Contribution of the quarters played", got.contribution[0]),
        ("Value of what is left: two years, times the chance that it stays", got.value_left[0]),
        (f"Promises: {got.kept[0]:.0f} kept, {got.broken[0]:.0f} broken", KEPT * got.kept[0] + BROKEN * got.broken[0]),
        (f"Losses that could have been seen: {got.foreseeable[0]:.0f} of {got.losses[0]:.0f}", FORESEEABLE * got.foreseeable[0]),
        ("Score", got.total[0]),
    ]
    frame = pd.DataFrame(rows, columns=["what", "amount"])
    columns = [Column("what", "What"), Column("amount", f"Amount, {CURRENCY}", "money")]
    return parts.table(frame, columns, caption="The score", mark=frame["what"] == "Score")


def show_comparison(debrief: Debrief) -> Shown:
    """The score beside other ways to play the same seed."""
    from kamkit.show import figures as look
    from kamkit.show.scales import draw_scale, name_rows

    totals = sorted(debrief.totals.items(), key=lambda pair: -pair[1])
    values = [value / 1e6 for _, value in totals]
    figure, axes = look.new_figure(7.6, 2.9)
    colours = [look.MAIN if name == YOU else look.SECOND if name == FORESIGHT else look.QUIET for name, _ in totals]
    axes.barh(range(len(values)), values, color=colours, height=0.62)
    for place, value in enumerate(values):
        axes.text(max(value, 0) + max(values) * 0.01, place, f"{value:.1f}", va="center", fontsize=8, color=look.INK)
    axes.set(xlim=(min(0, min(values)), max(values) * 1.1), ylim=(len(values) - 0.4, -0.6))
    name_rows(axes, [name for name, _ in totals], bold=[name == YOU for name, _ in totals])
    draw_scale(axes, "x", label="score, million EUR")
    beaten = [name for name, value in totals if name != YOU and value < debrief.totals[YOU]]
    message = f"On this seed you reached {money(debrief.totals[YOU], CURRENCY)}" + (
        f", more than {listed([name[0].lower() + name[1:] for name in beaten])}" if beaten else ", less than every other way to play"
    )
    note = parts.say(
        "The thinking player sees what you saw. The search knows the luck of the seed and tries changes until few help: "
        "nobody should expect to reach it, and a still better plan may exist."
    )
    return parts.stack(parts.chart(figure, message), note)


def show_losses(debrief: Debrief) -> Shown:
    """Why each customer was lost or halved: the causes that took most, as they were booked."""
    if not debrief.losses:
        return parts.say("No customer was lost or halved at a renewal.")
    rows = []
    for loss in debrief.losses:
        for rank, cause in enumerate(loss.causes):
            rows.append({
                "customer": NAMES[loss.place] if rank == 0 else "",
                "when": f"quarter {loss.quarter}, {'lost' if loss.outcome == GONE else 'halved'}" if rank == 0 else "",
                "weakest": TOUCH_POINTS[loss.weakest].short if rank == 0 else "", "cause": cause.says, "took": -cause.took, "quarters": _quarters(cause.quarters),
            })  # fmt: skip
    columns = [
        Column("customer", "Customer"), Column("when", "When"), Column("weakest", "Weakest point", help="Where most was missing that day, as the customer weighs it"), Column("cause", "Because"),
        Column("took", "Health", "number", 1, help="What the cause took, of 1 to 2 points that make a renewal safe"), Column("quarters", "Came in"),
    ]  # fmt: skip
    return parts.stack(*_losses_said(debrief), parts.table(pd.DataFrame(rows), columns, caption="The three causes that took most"))


def _losses_said(debrief: Debrief) -> list[Shown]:
    lost = [loss for loss in debrief.losses if loss.outcome == GONE]
    seen = [loss for loss in lost if loss.seen]
    said = f"{counted(len(lost), 'customer was', 'customers were')} lost and {len(debrief.losses) - len(lost)} halved."
    if lost:
        said += f" Of those lost, {len(seen)} could have been seen: a report had a sign of danger with a whole quarter left to act."
    return [parts.say(said, "The causes are taken from the books the game kept: all entries of a customer add up to its health.")]


def _quarters(quarters: tuple[int, ...]) -> str:
    if quarters == (0,):
        return "as found"
    named = ["as found" if quarter == 0 else str(quarter) for quarter in quarters]
    return f"quarter {named[0]}" if len(named) == 1 else f"quarters {listed(named)}"


def show_changes(debrief: Debrief) -> Shown:
    """One decision changed, same luck: what would have helped most, and which decisions were worth most."""
    helped = _first(change for change in debrief.changes if change.adds > 0)
    worth = _first(change for change in reversed(debrief.changes) if change.adds < 0 and _was_decided(debrief, change))
    columns = [
        Column("quarter", "Quarter", "count"), Column("customer", "Customer"), Column("what", "Decision"), Column("adds", f"Score, {CURRENCY}", "money"),
    ]  # fmt: skip
    tables = []
    if helped:
        tables.append(parts.table(_rows(helped), columns, caption="Would have helped most"))
    if worth:
        tables.append(parts.table(_rows(worth), columns, caption="Taken back, would have cost most: your best decisions"))
    return parts.stack(
        parts.say(
            "The same seed, played again with one decision changed and everything else as you decided it.",
            "This is hindsight: a change that helps here may have helped by the luck of this seed.",
        ),
        *tables,
    )


def _first(found: object) -> list[Change]:
    kept: list[Change] = []
    for change in found:  # type: ignore[attr-defined]
        if all((change.place, change.field) != (one.place, one.field) for one in kept):
            kept.append(change)
        if len(kept) == MATTERED:
            break
    return kept


def _was_decided(debrief: Debrief, change: Change) -> bool:
    """Whether the player did something there: a lack that was kept is no decision."""
    if change.field == "hours":
        return change.was > change.would
    return change.field == "manager" or (change.was != 0 and change.would == 0)


def _rows(found: list[Change]) -> pd.DataFrame:
    rows = [{"quarter": one.quarter, "customer": NAMES[one.place], "what": said(one), "adds": one.adds} for one in found]
    return pd.DataFrame(rows)


_NAMES = {
    "manager": "manager", "hours": "hours", "visit": "a visit to a second person", "improve": "improve", "promise": "promise", "concession": "concession",
    "extra": "an extra", "terms": "the terms mended", "step_down": "step down",
}  # fmt: skip


def said(change: Change) -> str:
    """A change in words: what was decided, and what instead."""
    name = _NAMES[change.field]
    if change.field in {"visit", "extra", "terms"}:
        return f"{name}: {'yes' if change.was else 'no'}; instead {'yes' if change.would else 'no'}"
    was, would = (_value(change.field, value) for value in (change.was, change.would))
    return f"{name}: {was}; instead {would}"


def _value(field: str, value: int) -> str:
    from kamkit.course.simulation.market.portfolio import MANAGERS

    match field:
        case "manager":
            return MANAGERS[value].name
        case "hours":
            return f"{value}"
        case "concession":
            return f"{value} %"
        case "improve" | "promise":
            return TOUCH_POINTS[value - 1].short.lower() if value else "nothing"
    return str(SAYS[field][value]) or "no"


def show_effects() -> Shown:
    """Every effect of the model, what its direction rests on, and whether that is evidence, practice or invented."""
    frame = pd.DataFrame([{"name": one.name, "text": one.text, "standing": one.standing, "rests": one.rests_on} for one in EFFECTS])
    columns = [Column("name", "Effect"), Column("text", "What it does here"), Column("standing", "Standing"), Column("rests", "Its direction rests on")]
    return parts.table(frame, columns, caption="The rules of the game; every size is invented for teaching")


def show_over_time(states: list[State]) -> Shown:
    """Contribution quarter by quarter, with what was won and lost."""
    from kamkit.show import figures as look
    from kamkit.show.scales import draw_scale

    past = states[-1].past
    earned = [float(one.contribution[0].sum()) / 1000 for one in past]
    figure, axes = look.new_figure(7.6, 2.6)
    axes.bar(range(len(earned)), earned, color=[look.QUIET, *[look.MAIN] * (len(earned) - 1)], width=0.62)
    for place, value in enumerate(earned):
        axes.text(place, max(value, 0) + max(earned) * 0.02, f"{value:,.0f}", ha="center", fontsize=8, color=look.INK)
    axes.set(xlim=(-0.6, QUARTERS + 0.6), ylim=(min(0, min(earned)), max(earned) * 1.15))
    draw_scale(axes, "y", label="thousand EUR")
    draw_scale(axes, "x", range(len(earned)), ["before", *[f"Q{quarter}" for quarter in range(1, len(earned))]], marks=False)
    change = 100 * (earned[-1] / earned[0] - 1) if earned[0] > 0 else 0.0
    message = f"A quarter's contribution went from {earned[0]:,.0f} to {earned[-1]:,.0f} thousand EUR, {change:+.0f} %"
    return parts.chart(figure, message, "Improvements are paid in the quarter they are decided.")
