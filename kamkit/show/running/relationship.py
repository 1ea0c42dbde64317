"""The pulse of the relationship, meetings, and feedback with its state and answer, to look at."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.running import place_feedback, place_meetings, rank_pulse, review_pulse
from kamkit.show import parts
from kamkit.show.marks import Marks
from kamkit.show.parts import Column, Shown
from kamkit.show.scales import draw_scale, name_rows
from kamkit.show.team.names import account_name
from kamkit.show.words import counted, day, short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 20
MEETINGS_AT_MOST = 10
ACCOUNTS_AT_MOST = 24


def show_pulse(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Trust, satisfaction and commitment as last answered beside the round before, with how many answered."""
    pulse = review_pulse(tables, account_id, as_of)
    if pulse.empty:
        what = f"anybody at {account_name(tables, account_id)}" if account_id else "anybody at a customer"
        return parts.nothing_yet(
            f"{what} asked about trust, satisfaction and commitment", "Somebody outside the account team",
            "as answers about outcomes, brought in with kamkit import",
        )  # fmt: skip
    if account_id:
        rows = pulse.assign(label=pulse["item"].str.capitalize())
        return parts.stack(parts.chart(_picture(rows), _one_message(pulse)), parts.say(*_one_said(pulse)))
    ranked = rank_pulse(pulse)
    rows = ranked.assign(label=ranked["account"]).head(ACCOUNTS_AT_MOST)
    chart = parts.chart(_picture(rows), _all_message(ranked))
    again = ranked.dropna(subset=["change"])
    said = f"{len(again)} of {counted(len(ranked), 'account')} asked {'was' if len(again) == 1 else 'were'} asked twice; without a second round nothing has risen or fallen."
    return parts.stack(chart, parts.say(said))


def _one_message(pulse: pd.DataFrame) -> str:
    name, now = pulse["account"].iloc[0], pulse["now"].mean()
    if pulse["change"].isna().all():
        return f"{name} rates the relationship {now:.1f} of 10; it was asked once, so nobody knows whether it rises or falls"
    change = pulse["change"].mean()
    verb = "rose" if change > 0.05 else "fell" if change < -0.05 else "did not move"
    by = f" by {abs(change):.1f}" if verb != "did not move" else ""
    few = ", by few answers: it may be chance" if pulse["few"].any() else ""
    return f"The relationship as {name} rates it {verb}{by} to {now:.1f} of 10{few}"


def _one_said(pulse: pd.DataFrame) -> list[str]:
    first = pulse.iloc[0]
    said = [f"{counted(int(pulse['now_n'].max()), 'person', 'people')} answered, last on {day(pulse['now_on'].max())}."]
    if pulse["before_n"].max():
        both = int(pulse["both"].max())
        same = f"{both} of them {'was' if both == 1 else 'were'} the same" if both else "none of them the same people"
        said.append(f"Before, {counted(int(pulse['before_n'].max()), 'person', 'people')} did, last on {day(first['before_on'])}; {same}.")
    return said


def _all_message(ranked: pd.DataFrame) -> str:
    again = ranked.dropna(subset=["change"])
    if again.empty:
        lowest = ranked.sort_values("now", kind="stable").iloc[0]
        return f"Lowest relationship: {lowest['account']}, {lowest['now']:.1f} of 10; no account was asked twice"
    fell = again[again["change"] < -0.05]
    lowest = ranked.sort_values("now", kind="stable").iloc[0]
    moved = f"{len(fell)} of {counted(len(again), 'account')} asked twice fell" if len(fell) else f"Of {counted(len(again), 'account')} asked twice none fell"
    return f"{moved}; the lowest is {lowest['account']} with {lowest['now']:.1f} of 10"


def _picture(rows: pd.DataFrame) -> Any:
    from kamkit.show.figures import ALARM, MAIN, PAPER, QUIET, new_figure, plain

    figure, axes = new_figure(height=1.25 + 0.25 * len(rows))
    marks = Marks()
    for place, row in enumerate(rows.itertuples()):
        marks.stroke((1, 10), (place, place), QUIET, 0.8, layer=1)
        if row.before == row.before:
            colour = ALARM if row.now < row.before else MAIN
            marks.stroke((row.before, row.now), (place, place), colour, 2, layer=2)
            marks.point(row.before, place, PAPER, 7, edge=colour, layer=3)
            marks.point(row.now, place, colour, 8, layer=4)
            said = f"{row.before:.1f} to {row.now:.1f} ({row.before_n} and {row.now_n} answers)"
        else:
            marks.point(row.now, place, MAIN, 8, layer=4)
            said = f"{row.now:.1f} ({counted(int(row.now_n), 'answer')})"
        axes.text(10.15, place, said, va="center", fontsize=8)
    marks.draw(axes)
    axes.set_xlim(1, 13.4)
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(1, 10)
    name_rows(axes, [plain(short(label, 26)) for label in rows["label"]], size=9)
    twice = rows["before"].notna().any()
    label = "hollow: the round before; filled: the last one" if twice else "1 to 10, as customers answered"
    draw_scale(axes, "x", [1, 4, 7, 10], ["1", "4", "7", "10"], label=label, label_size=8)
    return figure


def show_meetings(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The meetings noted, the latest first; without an account the last one with each."""
    meetings = place_meetings(tables, account_id, as_of)
    if meetings.empty:
        what = f"a meeting with {account_name(tables, account_id)}" if account_id else "a meeting with any account"
        return parts.nothing_yet(what, "Whoever was there", "in the four fields of step 3, while working live")
    if not account_id:
        meetings = meetings.drop_duplicates("account_id")
    columns = [
        *([] if account_id else [Column("account", "Account")]), Column("noted_on", "On", "date"), Column("noted_by", "By"),
        Column("learned", "Learned"), Column("promised", "Promised"), Column("opportunity", "Opportunity"), Column("next_step", "Next"),
    ]  # fmt: skip
    caption = "Meetings, the latest first" if account_id else "The last meeting with each account"
    return parts.table(meetings, columns, caption=caption, limit=MEETINGS_AT_MOST)


def show_feedback(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What was sent to the programme supervisor, how far it is, and the answer that came back."""
    feedback = place_feedback(tables, account_id, as_of)
    if feedback.empty:
        about = f" about {account_name(tables, account_id)}, or from its manager" if account_id else ""
        return parts.nothing_yet(f"feedback to the programme supervisor{about}", "Anybody who works with the customer", "in the form below")
    waiting = feedback["waits"].notna()
    said = f"{counted(len(feedback), 'piece', 'pieces')} of feedback; {int(waiting.sum())} without an answer yet."
    told = feedback.assign(back=[_back(row) for row in feedback.to_dict("records")])
    columns = [
        *([] if account_id else [Column("account", "About")]), Column("what", "Feedback"), Column("given_by", "From"), Column("given_on", "On", "date"),
        Column("state", "State"), Column("back", "What came back"),
    ]  # fmt: skip
    return parts.stack(parts.say(said), parts.table(told, columns, caption="Feedback to the supervisor, those waiting first", mark=told["quiet"], limit=ROWS_AT_MOST))


def _back(row: dict[str, Any]) -> str:
    if pd.isna(row["answer"]):
        return f"nothing for {counted(int(row['waits']), 'day')}"
    reason = f" Reason: {row['state_reason']}" if row["state"] == "declined" and not pd.isna(row["state_reason"]) else ""
    return f"{row['answer']}{reason}"
