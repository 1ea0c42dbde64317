"""Best practice: what was done at accounts whose measure improved, and how sure that is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.review import relationship_change, review_reappraisal, review_scorecard
from kamkit.method.review.change import RISEN
from kamkit.method.review.scorecard import ON_THE_WAY, REACHED, readings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

CLEAR, SEVERAL, HINT = "several answers, clear of noise", "seen at several accounts", "a hint: seen once"
PRACTICES = (
    "account_id", "account", "measure", "before", "after", "target", "unit", "reached", "action", "done_on", "kind", "lesson",
    "tested_in", "relationship", "sure",
)  # fmt: skip
LESSONS = (
    "lesson_id",
    "statement",
    "evidence_note",
    "domain",
    "account_id",
    "account",
    "tested_in",
    "learnt_on",
    "missing",
)


def rank_practices(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """Actions that were done before a measure improved, with the lesson drawn there; those reached first.

    An improvement is a measure whose last reading is nearer its target than its baseline. A row is an action done by then that
    names the measure, or says that it worked: account_id, account, measure, before (the baseline), after (the last reading), target, unit,
    reached, action, done_on, kind, lesson (of this account; NaN: none), tested_in, relationship (change in points; NaN: not
    asked twice), sure ('several answers, clear of noise': the customer's own marks rose beyond their interval; 'seen at several
    accounts': actions of the same kind answering the same thing went before improvements elsewhere too; 'a hint: seen once').
    One account, or "" for all. What went before is not what caused it. MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    card = review_scorecard(tables, account_id, as_of)
    better = card[card["state"].isin([REACHED, ON_THE_WAY]) & (card["account_id"] != "") & (card["progress"] > 0)]
    better = better[better["value"] != better["baseline"]]
    actions = scope.rows("actions")
    actions = actions[(actions["state"] == "done") & (actions["done_on"] <= scope.day)]
    asked = review_reappraisal(tables, account_id, as_of)
    lessons = (
        scope.rows("lessons").sort_values("learnt_on").drop_duplicates("group_id", keep="last").set_index("group_id")
    )
    read = readings_of(scope, better["measure_id"])
    rows = []
    for measure in better.itertuples():
        last = read[str(measure.measure_id)][-1][0]
        for action in actions[
            (actions["measure_id"] == measure.measure_id) & (actions["done_on"] <= last)
        ].itertuples():
            rows.append(_row(scope, measure, action, lessons, asked))
    found = pd.DataFrame(rows, columns=[*PRACTICES, "because"])
    found["sure"] = _sure(found)
    found = found.sort_values(
        ["reached", "sure", "account_id", "done_on"], ascending=[False, True, True, True], kind="stable"
    )
    return found[list(PRACTICES)].reset_index(drop=True)


def _row(scope: Scope, measure: Any, action: Any, lessons: pd.DataFrame, asked: pd.DataFrame) -> dict[str, Any]:
    group = str(measure.account_id)
    lesson = lessons.loc[group] if group in lessons.index else None
    change = relationship_change(asked, group)
    return {
        "account_id": group, "account": scope.groups["name"].get(group, group), "measure": measure.name,
        "before": measure.baseline, "after": measure.value, "target": measure.target, "unit": measure.unit,
        "reached": measure.state == REACHED, "action": action.what, "done_on": action.done_on, "kind": action.kind,
        "lesson": None if lesson is None else lesson["statement"], "tested_in": None if lesson is None else lesson["tested_in"],
        "relationship": float("nan") if change is None else change["change"],
        "sure": CLEAR if change is not None and change["verdict"] == RISEN else HINT,
        "because": f"{action.because} {action.because_id} {action.kind}",
    }  # fmt: skip


def _sure(found: pd.DataFrame) -> pd.Series:
    several = found.groupby("because")["account_id"].transform("nunique") > 1
    return found["sure"].mask(several & (found["sure"] == HINT), SEVERAL)


def review_lessons(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """The lessons, newest first: what each rests on, where it was learnt, where it was tested, and what it lacks.

    Columns lesson_id, statement, evidence_note, domain (name), account_id (the group's; NaN: none), account, tested_in, learnt_on,
    missing (what it lacks, such as 'evidence, a test elsewhere'; '' if nothing). One account, or "" for all.
    MethodError if there is no such account.
    """
    scope = scope_of(tables, account_id, as_of)
    found = scope.tables["lessons"]
    found = found[~(found["learnt_on"] > scope.day)].copy()
    domains = tables["domains"].drop_duplicates("domain_id").set_index("domain_id")["name"]
    found["domain"] = found["domain_id"].map(domains).astype("object").fillna(found["domain_id"].astype("object"))
    found["account"] = found["account_id"].map(
        scope.tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    )
    found["missing"] = [_missing(row) for row in found.itertuples()]
    found = found.sort_values(["learnt_on", "lesson_id"], ascending=[False, True], na_position="last", kind="stable")
    return found[list(LESSONS)].reset_index(drop=True)


def _missing(lesson: Any) -> str:
    wanted = (("evidence_note", "evidence"), ("domain_id", "the domain"), ("tested_in", "a test elsewhere"))
    return ", ".join(called for field, called in wanted if pd.isna(getattr(lesson, field)))
