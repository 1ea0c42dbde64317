"""The touchline as tables: where each account loses most, what is owed at each point, and what to check."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.touchline import (
    MOMENT,
    check_behaviours,
    check_redesigns,
    place_touch_points,
    rank_moments,
    rank_worst_moments,
    review_touchline,
)
from kamkit.method.touchline.moments import FEW
from kamkit.method.values.answers import names_of, review_answers
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.touchline.picture import IN_THE_FORM, WRITER, no_touchline
from kamkit.show.values.answers import show_differences
from kamkit.show.values.wording import account_name, begun, quoted

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 30


def show_worst_moments(tables: Tables, account_id: str = "") -> Shown:
    """The biggest gap of every account; for one account its touch points beside everybody else's."""
    if account_id:
        return show_differences(tables, account_id, "touch point")
    worst = rank_worst_moments(tables)
    if worst.empty:
        return parts.nothing_yet("an account whose touch points anybody has rated", WRITER, IN_THE_FORM)
    worst = worst.reset_index()
    names = names_of(tables["accounts"], "account_id")
    worst.insert(1, "name", worst["account_id"].map(names).astype("str").fillna(worst["account_id"]))
    asked = review_answers(tables)
    too_few = worst["gap_answers"] < FEW
    thin = (worst["gap_answers"] > 0) & (
        too_few | worst["account_id"].isin(asked.loc[asked["thin"] != "", "account_id"])
    )
    worst["kind"] = worst["gap_moment"].where(worst["gap_moment"] != "", "shortfall") + thin.map(
        {True: ", by too few to be sure", False: ""}
    )
    worst = worst.sort_values(["gap_shortfall", "account_id"], ascending=[False, True])
    columns = [
        Column("name", "Account"),
        Column("gap", "Biggest gap"),
        Column("gap_importance", "Matters", "number", 1),
        Column("gap_performance", "We get", "number", 1),
        Column("gap_shortfall", "Shortfall", "number", 1),
        Column("gap_answers", "Answers", "count", help="0: our view alone"),
        Column("kind", "What it is"),
    ]
    table = parts.table(
        worst,
        columns,
        caption="The biggest gap of every account, the widest first",
        mark=worst["kind"] == MOMENT,
        limit=_ROWS,
    )
    return parts.stack(parts.say(*_shared(worst)), table)


def _shared(worst: pd.DataFrame) -> list[str]:
    moments = worst[worst["kind"] == MOMENT]
    said = [
        f"{words.counted(len(moments), 'account')} of {len(worst)} {'has' if len(moments) == 1 else 'have'} a moment of truth where we fall short."
    ]
    common = worst["gap"].value_counts()
    if len(common) and common.iloc[0] > 1:
        said.append(
            f"At {common.iloc[0]} of {len(worst)} the biggest gap is the same point, {quoted(common.index[0])}: "
            "one promise for all of them is worth more than many for one."
        )
    return said


def show_behaviours(tables: Tables, account_id: str = "") -> Shown:
    """How many behaviours owed could be observed, and what is wrong with the others."""
    line = place_touch_points(tables, account_id)
    if line.empty:
        return no_touchline(tables, account_id)
    faults = check_behaviours(tables, account_id, line)
    owed = int(line["behaviour"].notna().sum())
    if not owed and faults.empty:
        whose = f" at {account_name(tables, account_id)}" if account_id else ""
        return parts.nothing_yet(f"promises and behaviours owed{whose}", WRITER, "in the form above")
    good = owed - int((faults["behaviour"] != "").sum())
    of_all = f"{words.counted(owed, 'behaviour')} for {words.counted(len(line), 'touch point')}"
    seen = "all" if good == owed else "none" if not good else str(good)
    said = parts.say(f"{of_all}; {seen} of them could be observed by somebody standing there.")
    if faults.empty:
        return said
    faults = faults.assign(says=[begun(f"{reason}.") for reason in faults["says"]])
    columns = [
        Column("name", "Touch point"), Column("behaviour", "Behaviour owed"), Column("says", "Why nobody could see it"),
    ]  # fmt: skip
    return parts.stack(said, parts.table(faults, columns, mark=faults["moment"] == MOMENT))


def show_redesign(tables: Tables, account_id: str = "") -> Shown:
    """The points with a new experience, and which of the three questions they leave open."""
    line = place_touch_points(tables, account_id)
    changed = line[line["new_experience"].notna()]
    if changed.empty:
        return parts.say("There is no new experience to ask the three questions about.")
    rows = check_redesigns(tables, account_id, line)
    names = words.listed([quoted(name, 40) for name in changed["name"].head(5)])
    more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
    said = f"{words.counted(len(changed), 'point has', 'points have')} a new experience: {names}{more}."
    if rows.empty:
        return parts.say(
            said, "Each says where else the same is promised, whom it beats, and which expectation it serves."
        )
    rows = rows.assign(says=[begun(f"{reason}.") for reason in rows["says"]])
    return parts.stack(
        parts.say(said), parts.table(rows, [Column("name", "Touch point"), Column("says", "Question left open")])
    )


def show_points(tables: Tables, account_id: str = "") -> Shown:
    """The touch points in their order, with our own view of each: the standard as the account's rows refine it."""
    columns = [
        Column("name", "Touch point"), Column("customer_role", "Customer's role"),
        Column("current_experience", "What they go through today"),
        Column("our_importance", "Importance, our view", "number", 0),
        Column("our_performance", "Performance, our view", "number", 0), Column("whose", "Row"),
    ]  # fmt: skip
    return _line_table(tables, account_id, columns, "Touch points")


def show_promises(tables: Tables, account_id: str = "") -> Shown:
    """What is promised and owed at each point: the standard as the account's rows refine it."""
    columns = [
        Column("name", "Touch point"), Column("our_role", "On duty"), Column("promise", "The customer can count on"),
        Column("behaviour", "Who does what by when"), Column("owner", "Answers for it"),
    ]  # fmt: skip
    return _line_table(tables, account_id, columns, "Promise and behaviour")


def show_new_experiences(tables: Tables, account_id: str = "") -> Shown:
    """The points with a new experience, and what each says about the three questions."""
    line = place_touch_points(tables, account_id)
    line = line[line["new_experience"].notna()]
    if line.empty:
        whose = f" for {account_name(tables, account_id)}" if account_id else ""
        return parts.nothing_yet(f"a new experience at any touch point{whose}", WRITER, "in this form")
    rivals = names_of(tables["competitors"], "competitor_id")
    better = line["better_than_id"].map(rivals).astype("str").fillna(line["better_than_id"])
    columns = [
        Column("name", "Touch point"), Column("new_experience", "New experience"),
        Column("consistent_with", "Same promise elsewhere"), Column("better", "Better than"),
        Column("expectation", "Expectation"),
    ]  # fmt: skip
    return parts.table(line.assign(better=better), columns, caption="New experiences")


def _line_table(tables: Tables, account_id: str, columns: list[Column], what: str) -> Shown:
    line = place_touch_points(tables, account_id)
    if line.empty:
        return no_touchline(tables, account_id)
    line = line.assign(whose=line["own"].map({True: "its own", False: "the standard's"}) if account_id else "")
    kept = [column for column in columns if account_id or column.name != "whose"]
    whose = account_name(tables, account_id) if account_id else "the standard touchline"
    return parts.table(line, kept, caption=f"{what}: {whose}")


def show_moments(tables: Tables, account_id: str = "") -> Shown:
    """The moments of truth, of an account or of all, confirmed before suspected."""
    moments = rank_moments(tables, account_id)
    if moments.empty:
        return parts.say("No moment of truth: nothing that matters most falls short, as far as anybody was asked.")
    names = names_of(tables["accounts"], "account_id")
    moments = moments.assign(
        account=moments["account_id"].map(names).astype("str").fillna(moments["account_id"]),
        kind=moments["suspected"].map({True: "suspected, our view", False: "customers' answers"}),
    )
    columns = [
        Column("name", "Touch point"), Column("importance", "Matters", "number", 1),
        Column("performance", "We get", "number", 1), Column("shortfall", "Shortfall", "number", 1),
        Column("answers", "Answers", "count"), Column("kind", "By"),
    ]  # fmt: skip
    if not account_id:
        columns.insert(0, Column("account", "Account"))
    return parts.table(moments, columns, caption="Moments of truth", mark=~moments["suspected"], limit=_ROWS)


def show_touchline_check(tables: Tables, account_id: str = "", as_of: date | None = None) -> Shown:
    """What the touchline asks for, worst first, each with what to do about it."""
    return parts.show_findings(review_touchline(tables, account_id, as_of))
