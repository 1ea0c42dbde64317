"""The quarterly report: what happened, what customers bring, how they stand, what is due, and what they said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kamkit.course.simulation.events_said import happened
from kamkit.course.simulation.market import Seen
from kamkit.course.simulation.market.portfolio import (
    CAPACITY,
    COUNT,
    CUSTOMERS,
    IMPROVEMENT,
    MANAGERS,
    NAMES,
    NEED,
    POINTS,
    QUARTERS,
    RENEWAL,
    TENDER,
    TOUCH_POINTS,
    months_of,
    next_decision,
)  # fmt: skip
from kamkit.course.simulation.market.state import DROPPED, KEY, LOST, LOW_COST
from kamkit.course.simulation.market.warnings import WARNINGS
from kamkit.method.finding import Finding
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted, listed, money, percent

CURRENCY = "EUR"
SERVED_AS = {KEY: "", LOW_COST: "stepped down", DROPPED: "dropped", LOST: "lost"}
WHAT_TO_DO = (
    "Visit, so that somebody else there knows us before that day.",
    "Serve it, or give notice: in the third quarter it shows.",
    "Do what was promised, and promise nothing more before the next decision.",
    "Improve that touch point; it takes two quarters.",
    "Leave the account where it is until it has decided.",
    "Ask: 20 hours.",
)
assert len(WHAT_TO_DO) == len(WARNINGS)


def show_report(seen: Seen) -> Shown:
    """The whole report of one game before the decisions of a quarter."""
    told = parts.stack(*filter(None, (_headline(seen), show_happened(seen), show_brings(seen))))
    return parts.stack(told, show_standing(seen), show_answers(seen), show_coming(seen), show_warnings(seen))


def _headline(seen: Seen) -> Shown:
    earned = float(seen.contribution[0, -1].sum())
    if seen.quarter > QUARTERS:
        return parts.say(f"All {QUARTERS} quarters are played. The last brought a contribution of {money(earned, CURRENCY)}.")
    when = f"Quarter {seen.quarter} of {QUARTERS}, {months_of(seen.quarter)}."
    so_far = "The quarter before you took over" if seen.quarter == 1 else f"Quarter {seen.quarter - 1}"
    return parts.say(
        when,
        f"{so_far} brought a contribution of {money(earned, CURRENCY)}.",
        f"For improvements there are {money(float(seen.money[0]), CURRENCY)}, {money(IMPROVEMENT, CURRENCY)} each;",
        f"{listed([manager.name for manager in MANAGERS])} have {CAPACITY} hours each.",
    )


def show_happened(seen: Seen) -> Shown | None:
    """What happened in the quarter before; nothing before the first."""
    if seen.quarter == 1:
        return None
    return parts.stack(
        parts.say(f"What happened in quarter {seen.quarter - 1}:"), parts.show_findings(happened(seen), nothing="Nothing that anybody reported.")
    )


def figures(seen: Seen) -> pd.DataFrame:
    """What each customer brought last quarter, EUR; one row per customer, best first."""
    before = seen.year_before[0] if seen.quarter == 1 else seen.revenue[0, -2]
    revenue = seen.revenue[0, -1]
    frame = pd.DataFrame({
        "customer": NAMES, "place": range(COUNT), "served": [SERVED_AS[mode] for mode in seen.mode[0].tolist()], "revenue": revenue,
        "change": 100 * (revenue / np.where(before > 0, before, np.nan) - 1), "cost": seen.cost[0, -1],
        "avoidable": seen.avoidable[0, -1], "contribution": seen.contribution[0, -1] + seen.spent[0, -1],
        "below_list": 100 * seen.price[0], "hours": seen.hours[0, -1], "need": NEED,
    })  # fmt: skip
    return frame.sort_values("contribution", ascending=False, kind="stable", ignore_index=True)


def show_brings(seen: Seen) -> Shown:
    """What each customer brings, as a picture and a table."""
    frame = figures(seen)
    ours = frame[frame["served"] != "lost"]
    if ours.empty:
        return parts.say("No customer is left.")
    since = "against a year before" if seen.quarter == 1 else "against the quarter before"
    columns = [
        Column("customer", "Customer"), Column("revenue", "Revenue", "money"), Column("change", "Change", "percent", help=since),
        Column("cost", "Cost to serve", "money"), Column("avoidable", "of it avoidable", "money", help="Rush orders, returns, extras no contract names"),
        Column("contribution", "Contribution", "money", help="After cost to serve, before improvements"),
        Column("below_list", "Below list price", "percent"),
    ]  # fmt: skip
    caption = f"Last quarter in {CURRENCY}, change of revenue {since}"
    return parts.stack(_bars(ours), parts.table(ours, columns, caption=caption, mark=ours["contribution"] < 0))


def _bars(frame: pd.DataFrame) -> Shown:
    from kamkit.show import figures as look
    from kamkit.show.scales import draw_scale, name_rows

    figure, axes = look.new_figure(7.6, 0.55 + 0.3 * len(frame))
    values = frame["contribution"] / 1000
    colours = [look.ALARM if value < 0 else look.MAIN if place < 3 else look.QUIET for place, value in enumerate(values)]
    axes.barh(range(len(frame)), values, color=colours, height=0.62)
    for place, (value, hours) in enumerate(zip(values, frame["hours"], strict=True)):
        text = f"{value:,.0f}" + (f"   {hours:.0f} h" if hours else "   no hours")
        axes.text(max(value, 0) + values.max() * 0.015, place, text, va="center", fontsize=8, color=look.INK)
    axes.set(xlim=(min(0, values.min() * 1.1), max(values.max(), 1) * 1.22), ylim=(len(frame) - 0.4, -0.6))
    axes.axvline(0, color=look.INK, linewidth=0.8)
    name_rows(axes, [look.plain(name) for name in frame["customer"]])
    draw_scale(axes, "x", label="contribution last quarter, thousand EUR, and hours given")
    return parts.chart(figure, _message(frame))


def _message(frame: pd.DataFrame) -> str:
    first, losing = frame.head(3), frame[frame["contribution"] < 0]
    total = frame["contribution"].sum()
    hours = frame["hours"].sum()
    said = f"{listed(list(first['customer']))} bring the most"
    if total > 0 and losing.empty:
        said = f"{listed(list(first['customer']))} bring {percent(100 * first['contribution'].sum() / total)} of the contribution"
    if hours:
        said += f" and get {percent(100 * first['hours'].sum() / hours)} of the hours"
    if losing.empty:
        return said
    return f"{said}; {listed(list(losing['customer']))} {'cost more than they bring' if len(losing) > 1 else 'costs more than it brings'}"


def show_standing(seen: Seen) -> Shown:
    """Who serves whom, how loud they are, what our people think, and who knows us there."""
    rows = [_standing(seen, place) for place in range(COUNT) if seen.mode[0, place] != LOST]
    if not rows:
        return parts.say("Nobody has to be served.")
    columns = [
        Column("customer", "Customer"), Column("manager", "Manager"), Column("hours", "Hours"), Column("calls", "Calls", "count", help="Calls and complaints last quarter"),
        Column("view", "Our view", help="What its manager thinks, 0 to 10: nobody asked the customer"),
        Column("people", "Who knows us", help="How many of their people know ours"), Column("open", "Open promise"), Column("next", "Decides next"),
    ]  # fmt: skip
    caption = "How we stand: hours given of those it needs; our view is ours, not the customer's"
    return parts.table(pd.DataFrame(rows), columns, caption=caption)


def _standing(seen: Seen, place: int) -> dict[str, Any]:
    customer, mode = CUSTOMERS[place], int(seen.mode[0, place])
    if mode != KEY:
        row = {"manager": SERVED_AS[mode], "hours": "", "calls": seen.calls[0, -1, place], "view": "", "people": "", "open": ""}
        return {"customer": customer.name, **row, "next": _decides(seen, place)}
    people = int(seen.people[0, place])
    knows = "one person" if people == 1 else f"{people} people"
    if seen.leaver[0, place]:
        knows += f"; the main contact leaves in quarter {seen.leaver[0, place]}"
    due = int(seen.promise_due[0, place])
    new = " (new)" if seen.settling[0, place] else ""
    return {
        "customer": customer.name, "manager": MANAGERS[seen.manager[0, place]].name + new,
        "hours": f"{seen.hours[0, -1, place]:.0f} of {customer.need}", "calls": seen.calls[0, -1, place], "view": f"{seen.view[0, -1, place]:.1f}",
        "people": knows, "open": f"{TOUCH_POINTS[seen.promise_point[0, place] - 1].short}, due in quarter {due}" if due else "",
        "next": _decides(seen, place),
    }  # fmt: skip


def _decides(seen: Seen, place: int) -> str:
    at = int(next_decision(seen.quarter)[place]) if seen.quarter <= QUARTERS else 0
    if not at:
        return "not before the end"
    kinds = ["renewal"] * bool(RENEWAL[at, place]) + ["tender"] * bool(TENDER[at, place] and seen.mode[0, place] == KEY)
    return f"quarter {at}: {listed(kinds)}" if kinds else "not before the end"


def show_answers(seen: Seen) -> Shown:
    """What customers said when they were asked last."""
    asked = [place for place in range(COUNT) if seen.answered[0, place] >= 0 and seen.mode[0, place] == KEY]
    if not asked:
        return parts.say("No customer has been asked what it thinks.")
    columns = [Column("customer", "Customer"), Column("when", "Asked"), Column("trust", "Trust", "number", 1)]
    columns += [Column(point.id, point.short) for point in TOUCH_POINTS]
    frame = pd.DataFrame([_answers(seen, place) for place in asked])
    caption = "What they said: we perform / they expect / best rival, of 10, and what it weighs"
    silent = [NAMES[place] for place in range(COUNT) if seen.answered[0, place] < 0 and seen.mode[0, place] == KEY]
    said = "Each figure comes from a handful of people: it can be off by one in either direction."
    if silent:
        said += f" Nobody has asked {listed(silent)}."
    return parts.stack(parts.table(frame, columns, caption=caption), parts.say(said))


def _answers(seen: Seen, place: int) -> dict[str, Any]:
    said, when = seen.answers[0, place], int(seen.answered[0, place])
    row: dict[str, Any] = {"customer": NAMES[place], "when": "before" if when == 0 else f"quarter {when}", "trust": said[0]}
    for at, point in enumerate(TOUCH_POINTS):
        weight, ours, wanted, rival = (said[1 + k * POINTS + at] for k in range(4))
        row[point.id] = f"{ours:.1f} / {wanted:.1f} / {rival:.1f}, {percent(100 * weight)}"
    return row


def show_coming(seen: Seen) -> Shown:
    """What is decided or falls due in this quarter and the three after it: as far as hours spent now reach."""
    if seen.quarter > QUARTERS:
        return parts.say("Nothing more is decided.")
    ahead = range(seen.quarter, min(seen.quarter + 3, QUARTERS) + 1)
    frame = pd.DataFrame([{"when": f"{at}, {months_of(at)}", **_due(seen, at)} for at in ahead])
    columns = [Column("when", "End of quarter"), Column("renewal", "Renewals"), Column("tender", "Tenders"), Column("else", "Also")]
    return parts.table(frame, columns, caption="What is decided or falls due")


def _due(seen: Seen, at: int) -> dict[str, str]:
    served = seen.mode[0] == KEY
    renewals = [name for place, name in enumerate(NAMES) if RENEWAL[at, place] and seen.mode[0, place] != LOST]
    tenders = [f"{name} ({percent(100 * TENDER[at, place])} more)" for place, name in enumerate(NAMES) if TENDER[at, place] and served[place]]
    also = [f"promise to {name}" for place, name in enumerate(NAMES) if served[place] and seen.promise_due[0, place] == at]
    also += [f"the main contact at {name} leaves" for place, name in enumerate(NAMES) if served[place] and seen.leaver[0, place] == at]
    return {name: listed(found) if found else "" for name, found in (("renewal", renewals), ("tender", tenders), ("else", also))}


def warnings(seen: Seen) -> list[Finding]:
    """The warnings of this report, one finding each."""
    found = []
    for place, kind in np.argwhere(seen.warned[0]):
        severity = "unknown" if kind == len(WARNINGS) - 1 else "careful" if kind == 4 else "danger"
        found.append(Finding(severity, f"{NAMES[place]}: {WARNINGS[kind]}.", WHAT_TO_DO[kind]))  # type: ignore[arg-type]
    return found


def show_warnings(seen: Seen) -> Shown:
    """The signs of danger that the report shows; a loss that one of them announced could have been seen."""
    found = warnings(seen)
    if not found:
        return parts.say("This report shows no sign of danger.")
    return parts.stack(parts.say(f"This report shows {counted(len(found), 'sign')} of danger:"), parts.show_findings(found))

