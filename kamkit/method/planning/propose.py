"""Draft actions proposed from the gaps of an account by stated rules, each naming its evidence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.proposal import frame_of_proposals
from kamkit.method.planning.rules_of_accounts import (
    ask_before_sizing,
    ask_more_people,
    decide_on_extras,
    mend_terms,
    thread_more,
)
from kamkit.method.planning.rules_of_events import answer_complaints, answer_risks, keep_promises, mend_touch_points
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.method.touchline import rank_moments

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

OPEN = ("open", "proposed")

# In the order of urgency, and as the workbook explains them.
RULES = {
    "risk seen": "A risk whose trigger was seen: start its response within a week.",
    "promise overdue": "A promise past its day: keep it, or name a new day within a week.",
    "complaint unanswered": "A complaint open for more than 30 days: visit with the answer within a week.",
    "promise broken": "A promise broken in the last year: tell why and agree what follows, within two weeks.",
    "renewal on a single thread": "Renewal inside twelve months on a single thread: a second pair of people, in 30 days.",
    "moment of truth": "Customers see a shortfall where it matters most: set or repair the behaviour, in 60 days.",
    "terms that lose money": "A negative contribution after cost to serve: mend the terms first, in 60 days.",
    "extras unnoticed": "Extras given without charge and without a decision: decide, in 30 days.",
    "suspected moment of truth": "A shortfall that only we see: ask the customer before acting, in 30 days.",
    "thin answers": "Fewer than five people asked, or all of one department: ask more, in 45 days.",
    "unknown white space": "White-space cells nobody knows: ask before sizing, in 45 days.",
}


@remembered
def propose_actions(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Actions that the account's gaps ask for and no open action answers yet, the most urgent first.

    ``account_id`` "" proposes for every account. One row per proposal:

    - account_id (the group's), rule (one of ``RULES``)
    - what, because, because_id, kind, cause (a hint), due (a working day), measure_text, responsible_id,
      accountable_id (NaN: the account has no owner): as in an action
    - evidence: the sentence the proposal rests on

    A gap that an open or proposed action names (same because and because_id) is left out. MethodError if there is no
    such account, or a rate of exchange is missing. The rules and their days are the kit's own defaults; they see only
    what was entered, and propose where to look, not what is cleverest.
    """
    scope = scope_of(tables, account_id, as_of)
    proposals = frame_of_proposals(
        [
            *answer_risks(scope), *keep_promises(scope), *answer_complaints(scope), *thread_more(scope),
            *mend_touch_points(scope, rank_moments(scope.whole, scope.account_id)), *mend_terms(scope), *decide_on_extras(scope),
            *ask_more_people(scope), *ask_before_sizing(scope),
        ]
    )  # fmt: skip
    proposals = proposals[~_covered(proposals, scope)]
    urgency = proposals["rule"].map(list(RULES).index)
    return proposals.iloc[urgency.argsort(kind="stable")].reset_index(drop=True)


def _covered(proposals: pd.DataFrame, scope: Scope) -> pd.Series:
    actions = scope.rows("actions")
    actions = actions[actions["state"].isin(OPEN)]
    answered = set(zip(actions["group_id"], actions["because"], actions["because_id"], strict=True))
    asked = zip(proposals["account_id"], proposals["because"], proposals["because_id"], strict=True)
    return pd.Series([gap in answered for gap in asked], index=proposals.index, dtype=bool)
