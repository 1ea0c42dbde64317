"""The feedback loop drawn with counts and ages, what it is about, and every feedback with what became of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.refinement import Loop, rank_themes, review_feedback, review_loop
from kamkit.method.refinement.loop import ROLES
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values.wording import account_name
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
_LINES = {
    "customer": "Customers",
    "employee": "Employees",
    "account manager": "Account managers",
    "supervisor": "Supervisor",
}
_WHO = "Whoever hears a customer, an employee or an account manager"


def show_loop(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who gave feedback, how far it is and how old, and what it became: lessons and versions."""
    loop = review_loop(tables, account_id, as_of)
    if loop.empty or (account_id and not (loop.given or loop.lessons)):
        what = (
            f"feedback and lessons about {account_name(tables, account_id)}"
            if account_id
            else "feedback, lessons and versions"
        )
        return parts.nothing_yet(what, _WHO, "in the form of feedback in step 1")
    return parts.chart(_picture(loop, pd.Timestamp(as_of)), _message(loop), _detail(loop))


def _message(loop: Loop) -> str:
    voices = loop.voices
    waiting = int(voices[["new", "read"]].sum().sum())
    if not loop.given:
        return f"No feedback is written down; {counted(loop.lessons, 'lesson')} and {counted(loop.versions, 'version')} rest on our own view"
    oldest = voices["oldest"].max()
    said = f"{loop.given - waiting} of {counted(loop.given, 'voice')} {'is' if loop.given - waiting == 1 else 'are'} decided"
    return (
        said
        if pd.isna(oldest)
        else f"{said}; {waiting} {'waits' if waiting == 1 else 'wait'}, the oldest for {counted(int(oldest), 'day')}"
    )


def _detail(loop: Loop) -> str:
    told = [
        f"{_LINES[role]}: {row['given']} given, {row['adopted']} adopted, {row['declined']} declined"
        for role, row in loop.voices.to_dict("index").items()
    ]
    return "; ".join(told) + f"; {counted(loop.lessons, 'lesson')}, {counted(loop.versions, 'version')}."


def _age(day_of: Any, today: pd.Timestamp) -> str:
    return "never" if pd.isna(day_of) else f"newest {(today - day_of).days} days ago"


def _picture(loop: Loop, today: pd.Timestamp) -> Any:
    from kamkit.show.figures import ALARM, INK, MAIN, QUIET, new_figure

    figure, axes = new_figure(height=4.3)
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 60)
    axes.set_axis_off()
    for place, role in enumerate(ROLES):
        row = loop.voices.loc[role]
        oldest = row["oldest"]
        waits = "" if pd.isna(oldest) else f"\noldest waits {oldest} days"
        said = f"{row['given']} given, {_age(row['last_on'], today)}{waits}" if row["given"] else "nothing yet"
        _box(axes, 1, 46 - 14 * place, 28, 12, f"{_LINES[role]}\n{said}", MAIN if row["given"] else QUIET)
        _arrow(axes, (29, 52 - 14 * place), (37, 31))
    states = loop.voices[["new", "read", "adopted", "declined"]].sum()
    told = "\n".join(f"{states[state]} {state}" for state in states.index)
    _box(axes, 37, 20, 17, 22, f"Repository\n{told}", MAIN)
    _box(
        axes,
        62,
        33,
        17,
        14,
        f"Lessons\n{loop.lessons} written\n{loop.tested} tested elsewhere",
        MAIN if loop.lessons else QUIET,
    )
    _box(
        axes,
        62,
        13,
        17,
        14,
        f"Versions\n{loop.versions} written\n{loop.judged} judged, {loop.on_trial} on trial",
        MAIN if loop.versions else QUIET,
    )
    _box(axes, 84, 20, 15, 22, "All accounts\nwhat changes\nfor everybody", INK)
    _arrow(axes, (54, 34), (62, 40))
    _arrow(axes, (70, 33), (70, 27))
    _arrow(axes, (79, 20), (84, 28))
    answered = int(loop.voices["answered"].sum())
    _arrow(axes, (91, 20), (30, 3), bend=-0.22, colour=ALARM if answered < loop.given else MAIN)
    axes.text(46, 9.5, f"{answered} of {loop.given} answered to whoever gave it", fontsize=8, ha="center", va="top")
    return figure


def _box(axes: Any, x: float, y: float, wide: float, high: float, text: str, colour: str) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((x, y), wide, high, fill=False, edgecolor=colour, linewidth=1.6))
    first, _, rest = text.partition("\n")
    axes.text(x + wide / 2, y + high - 1.6, first, fontsize=8.5, fontweight="bold", ha="center", va="top")
    axes.text(x + wide / 2, y + high - 5.2, rest, fontsize=7.5, ha="center", va="top", linespacing=1.35)


def _arrow(
    axes: Any, start: tuple[float, float], end: tuple[float, float], *, bend: float = 0.0, colour: str = "#7d8894"
) -> None:
    style = {
        "arrowstyle": "-|>",
        "color": colour,
        "linewidth": 1.2,
        "connectionstyle": f"arc3,rad={bend}",
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axes.annotate("", xy=end, xytext=start, arrowprops=style)


def show_feedback(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Every feedback with its age, its state and the answer that went back; those that wait first."""
    found = review_feedback(tables, account_id, as_of)
    if found.empty:
        what = f"feedback about {account_name(tables, account_id)}" if account_id else "feedback"
        return parts.nothing_yet(what, _WHO, "in the form of feedback in step 1")
    frame = found.assign(came=[_came(row) for row in found.itertuples()], theme=found["theme"].fillna(""))
    columns = [
        Column("what", "Feedback"),
        Column("given_by", "From"),
        Column("role", "Role"),
        Column("theme", "Theme"),
        Column("age", "Days old", "count"),
        Column("state", "State"),
        Column("came", "What the giver was told"),
    ]
    if not account_id:
        columns.insert(1, Column("account", "About"))
    return parts.table(
        frame, columns, caption="Feedback; those that wait are marked", mark=found["waits"], limit=ROWS_AT_MOST
    )


def _came(row: Any) -> str:
    if not pd.isna(row.answer):
        return f"{row.answer}{'' if pd.isna(row.answered_on) else f' ({day(row.answered_on)})'}"
    return "" if row.waits else "nothing yet"


def show_themes(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What the feedback is about and which sides speak of it; the theme most sides share comes first."""
    themes = rank_themes(tables, account_id, as_of)
    if themes.empty:
        what = f"themes at {account_name(tables, account_id)}" if account_id else "themes"
        return parts.nothing_yet(
            f"{what}: no feedback or complaint has one", _WHO, "in the form of feedback in step 1, in the field theme"
        )
    columns = [
        Column("theme", "Theme"),
        Column("kind", "Belongs to"),
        Column("sides", "Sides", "count"),
        *(Column(role, _LINES[role], "count") for role in ROLES),
        Column("waiting", "Waiting", "count"),
        Column("last_on", "Newest", "date"),
        Column("latest", "Newest words"),
    ]
    first = themes.iloc[0]
    who = [_LINES[role].lower() for role in ROLES if first[role]]
    said = f"Most shared: {first['theme']}, by {counted(int(first['sides']), 'side')} ({', '.join(who)})."
    if themes["queries"].sum():
        said += f" {int(themes['queries'].sum())} of the customers' voices are complaints and requests from the list of queries."
    table = parts.table(themes, columns, caption="Themes, the ones most sides share first", limit=20)
    return parts.stack(parts.say(said), table)
