"""One measure for each of the four points of the method itself: values, experience, equipping people, sustaining."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from kamkit.method.values.answers import ENOUGH_PEOPLE, US
from kamkit.method.worth.own_rows import group_in, groups_in, own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

IN_THE_PROGRAMME = ("candidate", "key account", "stepping down")
COLUMNS = ("point", "question", "measure", "value", "reached", "of", "before", "blind_to", "do")


def review_points(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """How far the programme itself is, or what one account adds to it, one measure per point in the order of the method.

    Columns point ('values', 'experience', 'people', 'sustaining'), question, measure (what is counted), value (% of all;
    NaN: nothing to count yet), reached and of (counts), before (the value a year before ``as_of``; NaN: cannot be told), blind_to,
    do (the next step). 0 % is none, 100 % all. The choice of measures is the kit's own; each can be outdone by asking better.
    """
    group = group_in(tables, account_id) if account_id else ""
    tables = own_rows(tables, account_id)
    day = pd.Timestamp(as_of)
    ago = day - pd.DateOffset(years=1)
    rows = [
        (
            "values", "Do we know what our key accounts value?",
            f"accounts in the programme where {ENOUGH_PEOPLE} or more customers answered in the last twelve months",
            *_asked(tables, group, day), _share(*_asked(tables, group, ago)), "whether the right people were asked", "Ask where fewer than five answered.",
        ),
        (
            "experience", "Is the experience designed, point by point?",
            "touch points with a promise and a behaviour owed",
            *_designed(tables, group), np.nan, "whether anybody behaves so", "Write the behaviour at the next moment of truth.",
        ),
        (
            "people", "Do those on duty know what was promised?",
            "messages to our people that fell due and that they confirmed",
            *_told(tables, day), _share(*_told(tables, ago)), "whether they act on it", "Ask the audience, not the sender, for the confirmation.",
        ),
        (
            "sustaining", "Does feedback come back to those who gave it?",
            "feedback of the last twelve months that was answered",
            *_answered(tables, day), _share(*_answered(tables, ago)), "feedback nobody gave", "Answer the oldest first, adopted or declined.",
        ),
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "value"])
    found["value"] = [_share(reached, of) for reached, of in zip(found["reached"], found["of"], strict=True)]
    return found[list(COLUMNS)]


def _share(reached: int, of: int) -> float:
    return reached / of * 100 if of else np.nan


def _asked(tables: Tables, group: str, day: pd.Timestamp) -> tuple[int, int]:
    accounts, groups = tables["accounts"], groups_in(tables)
    members = (
        {group} if group else set(accounts.loc[accounts["status"].isin(IN_THE_PROGRAMME), "account_id"].map(groups))
    )
    people = tables["respondents"]
    people = (
        people[people["side"] == "customer"]
        .drop_duplicates("respondent_id")
        .set_index("respondent_id")["account_id"]
        .map(groups)
    )
    asked = tables["ratings"]
    asked = asked[(asked["about"] == "expectation") & (asked["supplier_id"] == US)]
    asked = asked[(asked["asked_on"] <= day) & (asked["asked_on"] > day - pd.DateOffset(years=1))]
    answered = people[people.index.isin(asked["respondent_id"])].value_counts()
    return int((answered.reindex(sorted(members)).fillna(0) >= ENOUGH_PEOPLE).sum()), len(members)


def _designed(tables: Tables, group: str) -> tuple[int, int]:
    # With an account the standard's rows and its own: either may hold the promise, either the behaviour.
    line = tables["touch_points"]
    line = line if group else line[line["account_id"] == ""]
    written = line.groupby("touch_point_id")[["promise", "behaviour"]].count() > 0
    return int(written.all(axis=1).sum()), len(written)


def _told(tables: Tables, day: pd.Timestamp) -> tuple[int, int]:
    messages = tables["messages"]
    due = messages[(messages["side"] == "inside") & (messages["due"] <= day)]
    return int((due["confirmed_on"] <= day).sum()), len(due)


def _answered(tables: Tables, day: pd.Timestamp) -> tuple[int, int]:
    feedback = tables["feedbacks"]
    year = feedback[(feedback["given_on"] <= day) & (feedback["given_on"] > day - pd.DateOffset(years=1))]
    return int((year["answered_on"] <= day).sum()), len(year)
