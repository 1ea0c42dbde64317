"""The way to a new experience: who has to do what differently by when, and how far that is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.touchline.behaviour import NO_TIME, check_behaviour, people_in
from kamkit.method.touchline.line import place_touch_points
from kamkit.method.values.answers import names_of, of_group
from kamkit.method.worth.own_rows import group_in, own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

STAGES = ("not started", "prepared", "tried", "rolled out", "normal")
NO_STEP, OVERDUE, SAID_TOO_EARLY = "no step is written down", "overdue", "behind what is said"
ON_ITS_WAY, DONE = "on its way", "normal"
_THERE = STAGES.index("rolled out")  # from here on it is done every time, and no longer due
_FIELDS = ["account_id", "change_step_id", "touch_point_id", "who", "what", "due", "stage", "stage_on", "needs"]


def list_change_steps(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The steps of an account and those for all accounts; with "" every account's too. Overdue first, rolled out last.

    Columns: account_id (the group's, "" for all accounts), account (its name, or "all accounts"), change_step_id,
    touch_point_id, point (its name), who, what, due, stage, stage_on, needs, owner_id, owner, overdue (past its
    day and not rolled out), says (why nobody could see it done; "" if one could).
    """
    rows = own_rows(tables, account_id)["change_steps"]
    steps = of_group(rows[[*_FIELDS, "owner_id"]], tables)
    if account_id:
        steps = steps[steps["account_id"].isin(["", group_in(tables, account_id)])]
    line = place_touch_points(tables, account_id)
    names = names_of(own_rows(tables, account_id)["accounts"], "account_id")
    steps = steps.assign(
        account=steps["account_id"].map(names).astype("str").fillna(steps["account_id"]).replace("", "all accounts"),
        point=_called(steps["touch_point_id"], line.set_index("touch_point_id")["name"]),
        owner=_called(steps["owner_id"], names_of(tables["team_members"], "member_id")),
        overdue=(steps["due"] < pd.Timestamp(as_of)) & (steps["stage"].map(STAGES.index) < _THERE),
    )
    people = people_in(tables, line)
    steps = steps.assign(says=pd.Series([_unseen(row, people) for row in steps.itertuples()], index=steps.index, dtype="str"))
    there = steps["stage"].map(STAGES.index) >= _THERE
    order = steps.assign(there=there, first=~steps["overdue"], mine=steps["account_id"] == "")
    order = order.sort_values(["there", "first", "due", "mine", "account_id", "change_step_id"], na_position="last")
    columns = ["account_id", "account", *_FIELDS[1:3], "point", *_FIELDS[3:], "owner_id", "owner", "overdue", "says"]
    return steps.loc[order.index, columns].reset_index(drop=True)


def _unseen(step: object, people: frozenset[str]) -> str:
    """Why nobody could see the step done; its day may stand in the sentence or beside it."""
    who, what, due = step.who, step.what, step.due  # type: ignore[attr-defined]
    reasons = check_behaviour(f"{who} {what[:1].lower()}{what[1:]}", {*people, who})
    return "; ".join(reason for reason in reasons if pd.isna(due) or not reason.startswith(NO_TIME))


def _called(ids: pd.Series, names: pd.Series) -> pd.Series:
    return ids.map(names[~names.index.duplicated()]).astype("str").fillna(ids)


def place_changes(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """How far each new experience is, one row per redesigned point; what needs somebody first.

    Columns: account_id, account, touch_point_id, name, new_experience, said (the stage the point is said to have
    reached), reached (the earliest stage among its steps; "" without any), steps (count), overdue (of these), next
    (the first step not rolled out, "who: what"), next_due, own (redesigned for this account, not for all), verdict (no
    step is written down; overdue; behind what is said; on its way; normal). With "" the standard's points and those an account redesigned for itself. A new experience
    is as far as its last step: a chain of five that one person does not keep is not kept.
    """
    points = _redesigned(tables, account_id)
    steps = list_change_steps(tables, account_id, as_of)
    rows = []
    for point in points.to_dict("records"):
        whose = {point["account_id"], ""} if account_id else {point["account_id"]}
        own = steps[(steps["touch_point_id"] == point["touch_point_id"]) & steps["account_id"].isin(whose)]
        if point["own"] and (own["account_id"] != "").any():
            own = own[own["account_id"] != ""]  # what it changes for itself stands in place of everybody's
        rows.append(point | _progress(own, "" if pd.isna(point["change_stage"]) else str(point["change_stage"])))
    columns = ["account_id", "account", "touch_point_id", "name", "new_experience", "said", "reached", "steps"]
    columns += ["overdue", "next", "next_due", "own", "verdict"]
    table = pd.DataFrame(rows, columns=columns).astype({"steps": int, "overdue": int, "own": bool})
    table["next_due"] = pd.to_datetime(table["next_due"])
    order = table["verdict"].map({v: n for n, v in enumerate((OVERDUE, SAID_TOO_EARLY, NO_STEP, ON_ITS_WAY, DONE))})
    return table.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def _redesigned(tables: Tables, account_id: str) -> pd.DataFrame:
    line = place_touch_points(tables, account_id)
    line = line[line["new_experience"].notna()]
    name = "all accounts" if not account_id else str(line["account_id"].iloc[0]) if len(line) else ""
    names = names_of(own_rows(tables, account_id)["accounts"], "account_id")
    rows = tables["touch_points"] if not account_id else own_rows(tables, account_id)["touch_points"]
    rows = rows[(rows["account_id"] != "") & rows["new_experience"].notna()]
    found = line.assign(account=names.get(name, name), own=line["touch_point_id"].isin(rows["touch_point_id"]))
    if account_id:
        return found
    own = of_group(rows, tables)
    own = own.assign(account=own["account_id"].map(names).astype("str").fillna(own["account_id"]), own=True)
    columns = ["account_id", "account", "touch_point_id", "name", "new_experience", "change_stage", "own"]
    return pd.concat([found.assign(own=False)[columns], own.sort_values(["account_id", "position"])[columns]], ignore_index=True)


def _progress(steps: pd.DataFrame, said: str) -> dict[str, object]:
    stages = steps["stage"].map(STAGES.index)
    reached = STAGES[int(stages.min())] if len(steps) else ""
    waiting = steps[stages < _THERE]
    verdict = ON_ITS_WAY
    if steps.empty:
        verdict = DONE if said == "normal" else NO_STEP
    elif steps["overdue"].any():
        verdict = OVERDUE
    elif said and STAGES.index(said) > STAGES.index(reached):
        verdict = SAID_TOO_EARLY
    elif waiting.empty:
        verdict = DONE
    first = waiting.iloc[0] if len(waiting) else None
    return {
        "said": said, "reached": reached, "steps": len(steps), "overdue": int(steps["overdue"].sum()),
        "next": "" if first is None else f"{first['who']}: {first['what'][:1].lower()}{first['what'][1:]}",
        "next_due": pd.NaT if first is None else first["due"], "verdict": verdict,
    }  # fmt: skip
