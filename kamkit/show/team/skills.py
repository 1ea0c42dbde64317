"""Skills to look at: the gap of an account's team, never the level of one person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.team import review_skill_gaps, review_training
from kamkit.method.team.skills import MET, NOBODY, NOT_RATED, REFRESH, SHORT
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.team.names import account_name
from kamkit.show.words import counted, day, listed, number

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 30
_NAMED = 4


def show_skill_gaps(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What the team lacks of what the account needs; without an account, per skill at how many accounts."""
    gaps = review_skill_gaps(tables, account_id, as_of)
    if gaps.empty:
        what = f"the skills that {account_name(tables, account_id)} needs" if account_id else "skills that key accounts need"
        return parts.nothing_yet(what, "The sales director", "in the form of this step, with the level and why")
    return _one(gaps) if account_id else _all(gaps)


def _one(gaps: pd.DataFrame) -> Shown:
    told = gaps.assign(
        gap=[_gap(row) for row in gaps.to_dict("records")],
        where=["this account" if own else "every key account" for own in gaps["own"]],
        training=[_training(row) for row in gaps.to_dict("records")],
    )
    columns = [
        Column("skill", "Skill"), Column("needed", "Level needed", "number"), Column("gap", "Gap of the team"),
        Column("training", "Training or coaching"), Column("next_refresh", "Next practised", "date"),
        Column("where", "Asked by"), Column("reason", "What for"),
    ]  # fmt: skip
    return parts.stack(parts.say(_one_said(gaps)), parts.table(told, columns, caption=_TEAM, mark=told["state"] != MET))


_TEAM = "The best of the account's team against the level needed, 0 to 4"


def _gap(row: dict[str, object]) -> str:
    if row["state"] == SHORT and row["rated"] != 1:  # of one person the size of the gap would be the level
        return f"short by {number(row['missing'], 1).removesuffix('.0')}"
    return str(row["state"])


def _training(row: dict[str, object]) -> str:
    if row["state"] in (MET, NOT_RATED, NOBODY):
        return ""
    return "agreed" if row["training"] else "none agreed" if row["state"] == SHORT else "practise it"


def _one_said(gaps: pd.DataFrame) -> str:
    lacking = gaps[gaps["state"] != MET]
    if lacking.empty:
        return f"The team has all {counted(len(gaps), 'skill')} needed."
    verb = "is" if len(lacking) == 1 else "are"
    return f"{len(lacking)} of {counted(len(gaps), 'skill')} needed {verb} not there: {listed(lacking['skill'].tolist())}."


def _all(gaps: pd.DataFrame) -> Shown:
    rows = []
    for skill, found in gaps.groupby("skill", sort=False):
        state = found["state"]
        lacking = found.loc[state.isin([SHORT, REFRESH]), "account"].tolist()
        more = f" and {len(lacking) - _NAMED} more" if len(lacking) > _NAMED else ""
        rows.append(
            {
                "skill": skill, "accounts": len(found), "short": int((state == SHORT).sum()),
                "untrained": int(((state == SHORT) & ~found["training"]).sum()), "refresh": int((state == REFRESH).sum()),
                "unknown": int(state.isin([NOT_RATED, NOBODY]).sum()), "where": ", ".join(lacking[:_NAMED]) + more,
            }
        )  # fmt: skip
    table = pd.DataFrame(rows).sort_values(["short", "refresh", "unknown"], ascending=False, kind="stable")
    columns = [
        Column("skill", "Skill"), Column("accounts", "Accounts that need it", "count"), Column("short", "Short", "count"),
        Column("untrained", "of them without training", "count"), Column("refresh", "To be refreshed", "count"),
        Column("unknown", "Not rated", "count"), Column("where", "Where"),
    ]  # fmt: skip
    bad = gaps.loc[gaps["state"].isin([SHORT, REFRESH]), "account_id"].nunique()
    said = f"At {bad} of {counted(gaps['account_id'].nunique(), 'account')} the team lacks a skill that the account needs."
    mark = (table["short"] > 0) | (table["refresh"] > 0)
    return parts.stack(parts.say(said), parts.table(table, columns, caption="Skills needed, in accounts", mark=mark))


def show_training(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What training and coaching is agreed and when it is practised again, per skill in counts of people, without names."""
    training = review_training(tables, as_of)
    if account_id:
        needed = review_skill_gaps(tables, account_id, as_of)["skill"]
        training = training[training["skill"].isin(needed)]
    if training.empty:
        return parts.nothing_yet(
            "skills of our people", "Each person, with the line manager",
            "in this step while working live, once they have given their name",
        )  # fmt: skip
    columns = [
        Column("skill", "Skill"), Column("rated", "People rated", "count"), Column("agreed", "Training agreed", "count"),
        Column("due", "To be practised now", "count"), Column("next_refresh", "Next practised", "date"),
    ]  # fmt: skip
    return parts.stack(
        parts.say(*_training_said(training)),
        parts.table(training, columns, caption="Over all our people; names and levels are for each person and the line manager", mark=training["due"] > 0),
    )  # fmt: skip


def _training_said(training: pd.DataFrame) -> list[str]:
    due, ahead = int(training["due"].sum()), training["next_refresh"].min()
    said = [f"{counted(due, 'recall date has', 'recall dates have')} come without the skill having been practised." if due else "No recall date has passed."]
    if not pd.isna(ahead):
        said.append(f"The next one is {day(ahead)}.")
    return said
