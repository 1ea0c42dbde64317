"""The feedback loop between customers, employees, account managers and the supervisor, with counts and ages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.worth.own_rows import own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROLES = ("customer", "employee", "account manager", "supervisor")
STATES = ("new", "read", "adopted", "declined")
WAITING = ("new", "read")


@dataclass(frozen=True)
class Loop:
    """One turn of the loop, for the programme or one account.

    ``voices``: one row per role, index 'customer', 'employee', 'account manager', 'supervisor'; columns given, new, read,
    adopted, declined (counts), answered (given back to the giver), oldest (days the oldest waiting one is old; missing:
    none waits), last_on (NaT: never). ``lessons``: how many, of which ``tested`` elsewhere. ``versions``: how many, of which
    ``on_trial`` (tried, not yet for all) and ``judged`` (somebody said whether it worked). ``newest``: the days
    of the newest lesson and version (NaT: none).
    """

    voices: pd.DataFrame
    lessons: int
    tested: int
    versions: int
    on_trial: int
    judged: int
    newest_lesson: pd.Timestamp
    newest_version: pd.Timestamp

    @property
    def given(self) -> int:
        """All feedback there is."""
        return int(self.voices["given"].sum())

    @property
    def empty(self) -> bool:
        """Whether nothing of the loop is there."""
        return not (self.given or self.lessons or self.versions)


def review_loop(tables: Tables, account_id: str, as_of: date) -> Loop:
    """Where feedback comes from, how far it is and how old; what was learnt of it, and into which versions it went.

    For one account (feedback and lessons that name it; versions are the programme's), or "" for the programme. It counts
    what was written down; silence of customers is not contentment.
    """
    own = own_rows(tables, account_id)
    day = pd.Timestamp(as_of)
    feedback = own["feedbacks"][own["feedbacks"]["given_on"] <= day]
    lessons = own["lessons"][~(own["lessons"]["learnt_on"] > day)]
    versions = tables["versions"]
    began = versions["tried_from"].fillna(versions["starts_on"])
    began = began[began <= day]
    trial = (versions["tried_from"] <= day) & ~(versions["starts_on"] <= day) & versions["worked"].isna()
    return Loop(
        voices=_voices(feedback, day),
        lessons=len(lessons),
        tested=int(lessons["tested_in"].notna().sum()),
        versions=len(versions),
        on_trial=int(trial.sum()),
        judged=int(versions["worked"].notna().sum()),
        newest_lesson=lessons["learnt_on"].max() if len(lessons) else pd.NaT,
        newest_version=began.max() if len(began) else pd.NaT,
    )


def _voices(feedback: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    by_role = feedback.groupby("role")
    waiting = feedback[feedback["state"].isin(WAITING)].groupby("role")["given_on"].min()
    answered = feedback["answered_on"].notna() | feedback["answer"].notna()
    found = pd.DataFrame(index=pd.Index(ROLES, name="role"))
    found["given"] = by_role.size()
    for state in STATES:
        found[state] = feedback[feedback["state"] == state].groupby("role").size()
    found["answered"] = feedback[answered].groupby("role").size()
    found = found.fillna(0).astype("int64")
    found["oldest"] = (day - waiting).dt.days.astype("Int64").reindex(found.index)
    found["last_on"] = by_role["given_on"].max().reindex(found.index)
    return found


def review_feedback(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Every feedback with its age and what became of it, those that wait first, the oldest first.

    Columns feedback_id, given_by, role, account_id, account (name; NaN: about none), given_on, age (days), what, theme, state,
    state_reason, answer, answered_on, waits. For one account, or "" for all.
    """
    own = own_rows(tables, account_id)
    day = pd.Timestamp(as_of)
    found = own["feedbacks"][own["feedbacks"]["given_on"] <= day].copy()
    names = own["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    found["account"] = found["account_id"].map(names)
    found["age"] = (day - found["given_on"]).dt.days
    found["waits"] = found["state"].isin(WAITING)
    found = found.sort_values(["waits", "given_on", "feedback_id"], ascending=[False, True, True], kind="stable")
    columns = ["feedback_id", "given_by", "role", "account_id", "account", "given_on", "age", "what", "theme", "state",
               "state_reason", "answer", "answered_on", "waits"]  # fmt: skip
    return found[columns].reset_index(drop=True)
