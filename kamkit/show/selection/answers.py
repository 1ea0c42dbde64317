"""The points shared out, and who has scored what."""

from __future__ import annotations

import pandas as pd

from kamkit.method.selection import Selection
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.selection.missing import WORKSHOP, name_of

_POINTS_A_SQUARE = 2


def show_weights(criteria: pd.DataFrame) -> Shown:
    """How 100 points are shared out over the criteria, and between today's business and what may come."""
    if criteria.empty:
        return parts.nothing_yet("criteria to share 100 points over", "The programme supervisor", "the form above")
    written = criteria.sort_values(["position", "criterion_id"], na_position="last", kind="stable").assign(
        points=lambda frame: [_points(weight) for weight in frame["weight"]]
    )
    columns = [
        Column("name", "Criterion"),
        Column("horizon", "About"),
        Column("kind", "How"),
        Column("points", "Points of 100"),
    ]
    sums = criteria.groupby("horizon")["weight"].sum()
    total = float(criteria["weight"].sum())
    said = parts.say(
        f"{total:g} of 100 points are shared out: {sums.get('potential', 0.0):g} to what may come, "
        f"{sums.get('current', 0.0):g} to today's business."
    )
    return parts.stack(parts.table(written, columns), said)


def _points(weight: float) -> str:
    if pd.isna(weight):
        return "not set"
    return f"{'■' * round(weight / _POINTS_A_SQUARE)} {weight:g}"


def show_answers(selection: Selection, account_id: str = "") -> Shown:
    """Who has scored what so far, by criterion; for an account every answer, with its reason."""
    criteria, answers = selection.scores.criteria, selection.scores.answers
    account_id = selection.group(account_id)
    judged = criteria[criteria["kind"] == "judged"]
    if judged.empty:
        return parts.nothing_yet("criteria that people score", "The programme supervisor", "step 1 of this workbook")
    answers = answers[answers["criterion_id"].isin(judged.index)]
    if account_id:
        answers = answers[answers["account_id"] == account_id]
    if answers.empty:
        whom = name_of(selection, account_id) if account_id else "the candidates"
        return parts.nothing_yet(f"scores for {whom}", WORKSHOP, "this form")
    shown = _one(answers, judged) if account_id else _all(selection, answers, judged)
    settled = _settled(selection, judged, account_id)
    return parts.stack(shown, parts.say(settled)) if settled else shown


def _settled(selection: Selection, judged: pd.DataFrame, account_id: str) -> str:
    agreed = selection.scores.agreed.reset_index()
    agreed = agreed[agreed["criterion_id"].isin(judged.index)]
    if not account_id:
        return f"The group has settled on {words.counted(len(agreed), 'score')}; they count in place of the mean." if len(agreed) else ""
    own = agreed[agreed["account_id"] == account_id]
    said = [
        f"{judged['name'][row.criterion_id]} {'not known' if pd.isna(row.score) else f'{row.score:g}'}" for row in own.itertuples()
    ]
    return f"Settled as a group: {'; '.join(said)}. These count in place of the mean." if said else ""


def _all(selection: Selection, answers: pd.DataFrame, judged: pd.DataFrame) -> Shown:
    rows = []
    for criterion_id, row in judged.iterrows():
        own = answers[answers["criterion_id"] == criterion_id]
        rows.append(
            {
                "name": row["name"],
                "anchors": "; ".join(
                    f"{level}: {row[f'anchor_{level}']}" for level in (2, 5, 9) if not pd.isna(row[f"anchor_{level}"])
                ),
                "accounts": f"{own['account_id'].nunique()} of {len(selection.ranking)}",
                "people": own["scorer_id"].nunique(),
                "departments": words.listed(sorted(own["department"].unique())),
                "unknown": int(own["score"].isna().sum()),
            }
        )
    columns = [
        Column("name", "Criterion"),
        Column("anchors", "What a 2, a 5 and a 9 look like"),
        Column("accounts", "Accounts scored"),
        Column("people", "People", "count"),
        Column("departments", "Departments"),
        Column("unknown", "Don't know", "count", help="An answer, and never a number."),
    ]
    return parts.table(pd.DataFrame(rows), columns, caption="Scores given so far (each person's last round)")


def _one(answers: pd.DataFrame, judged: pd.DataFrame) -> Shown:
    """A row for each person: what they said on each criterion, and why."""
    people = answers.drop_duplicates("scorer_id").set_index("scorer_id")[["scorer", "department"]]
    people = people.sort_values(["department", "scorer"], kind="stable")
    columns = [Column("scorer", "Scored by"), Column("department", "Department")]
    reasons = pd.Series("", index=people.index)
    for number, (criterion_id, row) in enumerate(judged.iterrows()):
        own = answers[answers["criterion_id"] == criterion_id].set_index("scorer_id")
        people[f"said {number}"] = own["score"].map("{:g}".format, na_action="ignore").fillna("don't know")
        columns.append(Column(f"said {number}", str(row["name"])))
        given = own["reason"].dropna()
        reasons = reasons.add([_why(row["name"], given.get(one)) for one in people.index])
    written = people.fillna("").assign(reasons=reasons.str.strip())
    return parts.table(written, [*columns, Column("reasons", "Because")], caption="Scores (each person's last round)")


def _why(criterion: str, reason: str | None) -> str:
    return "" if reason is None else f"{criterion}: {reason.rstrip('.')}. "
