"""Nine questions about a selection: what the record answers, and what people have to answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamkit.method.remembered import is_known, remembered
from kamkit.method.selection.selected import Selection, select_accounts
from kamkit.method.selection.step_down import review_step_downs
from kamkit.method.selection.why import share_in_words
from kamkit.method.worth import group_of
from kamkit.model.frame import settings_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables
    from kamkit.model.settings import Settings

AnsweredBy = Literal["the record", "customers", "the team"]
Looks = Literal["yes", "partly", "no", "not known"]
Evidence = tuple[Looks, str]

QUESTIONS: tuple[tuple[str, AnsweredBy], ...] = (
    ("Do they know our strategy, and does it fit theirs?", "customers"),
    ("Are they leaders in their field?", "customers"),
    ("Did we give the choice time and a process?", "the record"),
    ("Was it decided on evidence, or was somebody's favourite let in?", "the record"),
    ("Were all departments asked, and are they at one?", "the record"),
    ("Did we look at potential, position and strategy, not only at today's profit?", "the record"),
    ("Were the criteria clear, and do they cover needs, outcomes, attributes and risks?", "the record"),
    ("Is status reviewed, and are resources taken back with tact?", "the record"),
    ("Are the measures we use reliable?", "the record"),
)


@dataclass(frozen=True)
class NineQuestions:
    """The nine questions and their answers.

    ``answers``: one row per question: number, question, answered_by, looks ('yes', 'partly', 'no', 'not known'),
    evidence (a sentence), team (the team's own mean, 1 to 5; NaN: not asked), team_low and team_high (the lowest and
    highest answer), people (how many answered), note (who said what, and why). ``without_evidence``: numbers of the questions nothing is known about. ``total``: how many of nine
    look like a yes, None unless there is evidence on every one.
    """

    answers: pd.DataFrame
    without_evidence: tuple[int, ...]
    total: int | None


def review_nine_questions(tables: Tables, selection: Selection) -> NineQuestions:
    """What the record says on each of the nine questions, beside the team's own answer.

    Questions 1 and 2 are the customers' to answer: only their answers or outside research (notes) count as evidence.
    The team's answers are assessments of the area *nine questions*, item 1 to 9. The record can show that a process
    was kept, not that it was wise.
    """
    if is_known(tables, select_accounts, selection.as_of) and select_accounts(tables, selection.as_of) is selection:
        return nine_questions_of(tables, selection.as_of)
    return _review(tables, selection)


@remembered
def nine_questions_of(tables: Tables, as_of: date) -> NineQuestions:
    """The nine questions about the selection of the day."""
    return _review(tables, select_accounts(tables, as_of))


def _review(tables: Tables, selection: Selection) -> NineQuestions:
    found = [check(tables, selection) for check in _CHECKS]
    team = _team(tables)
    answers = pd.DataFrame(
        {
            "number": range(1, 10),
            "question": questions_of(settings_of(tables)),
            "answered_by": [by for _, by in QUESTIONS],
            "looks": [looks for looks, _ in found],
            "evidence": [evidence for _, evidence in found],
        }
    ).join(team, on="number")
    answers["people"] = answers["people"].fillna(0).astype("int64")
    unknown = tuple(int(number) for number in answers.loc[answers["looks"] == "not known", "number"])
    total = None if unknown else int((answers["looks"] == "yes").sum())
    return NineQuestions(answers, unknown, total)


def questions_of(settings: Settings) -> list[str]:
    """The nine questions in the programme's own words; the kit's where it has none."""
    return [getattr(settings, f"question_{number}") or kits for number, (kits, _) in enumerate(QUESTIONS, start=1)]


def _team(tables: Tables) -> pd.DataFrame:
    asked = tables["assessments"]
    asked = asked[(asked["area"] == "nine questions") & asked["rating"].notna()]
    asked = asked.sort_values("assessed_on", kind="stable").drop_duplicates(["item", "assessor"], keep="last")
    asked = asked.assign(number=pd.to_numeric(asked["item"], errors="coerce")).sort_values(["number", "rating"])
    asked["said"] = [_said(row) for row in asked.itertuples()]
    return asked.groupby("number").agg(
        team=("rating", "mean"), team_low=("rating", "min"), team_high=("rating", "max"), people=("rating", "size"),
        note=("said", "; ".join),
    )  # fmt: skip


def _said(row: object) -> str:
    """``Tom Halloway 5 (It was objective)``."""
    note = getattr(row, "evidence_note", None)
    said = f"{getattr(row, 'assessor', '')} {getattr(row, 'rating', 0.0):g}"
    return said if pd.isna(note) else f"{said} ({str(note).rstrip('.')})"


def _know_our_strategy(tables: Tables, selection: Selection) -> Evidence:
    agreed = tables["decisions"]
    agreed = agreed[(agreed["side"] == "customer") & (agreed["kind"] == "agreed to plan")]
    return _of_listed(tables, agreed, selection, "agreed to a plan with us", "No customer on the list has agreed to a plan yet")


def _leaders(tables: Tables, selection: Selection) -> Evidence:
    notes = tables["notes"]
    outside = notes[notes["kind"] == "research outside"]
    return _of_listed(tables, outside, selection, "have research from outside on record", "Nobody outside was asked yet")


def _of_listed(tables: Tables, found: pd.DataFrame, selection: Selection, have: str, otherwise: str) -> Evidence:
    listed = _listed(selection)["account_id"]
    count = int(listed.isin(found["account_id"].map(group_of(tables["accounts"]))).sum())
    if not count:
        return "not known", f"{otherwise}; our own view is no evidence."
    return ("yes" if count >= 0.8 * len(listed) else "partly"), f"{count} of {len(listed)} accounts on the list {have}."


def _process(tables: Tables, selection: Selection) -> Evidence:
    answers = selection.scores.answers
    if answers.empty:
        return "not known", "Nobody has scored yet."
    first, last = answers["scored_on"].min(), answers["scored_on"].max()
    rounds, people = int(answers["round"].max()), answers["scorer_id"].nunique()
    days = "on dates nobody noted" if pd.isna(first) else f"over {_counted((last - first).days + 1, 'day')}"
    accounts = answers["account_id"].nunique()
    said = f"{_counted(people, 'person', 'people')} scored {accounts} accounts in {_counted(rounds, 'round')} {days}."
    long_enough = not pd.isna(first) and (last - first).days >= 1
    if rounds >= 2 and long_enough and people >= 3:
        return "yes", said
    return ("partly" if rounds >= 2 or long_enough else "no"), said


def _evidence_or_favourite(tables: Tables, selection: Selection) -> Evidence:
    if not selection.scored:
        return "not known", "Without scores there is nothing to follow or override."
    overrides = selection.overrides
    put_on = overrides[overrides["direction"] == "in"]
    shaky = put_on[put_on["acceptability"].astype(float) < 0.5]
    listed = len(_listed(selection))
    if overrides.empty:
        return "yes", f"All {listed} accounts on the list are there by score and hours; nothing was overridden."
    said = f"{_counted(len(overrides), 'override')}, signed and explained"
    if shaky.empty:
        return "yes", f"{said}; {listed} accounts on the list."
    worst = shaky.sort_values("acceptability").iloc[0]
    share = share_in_words(float(worst["acceptability"]))
    unnamed = " Whom it pushes out is not named." if pd.isna(worst["named"]) and worst["pushes_out"] else ""
    return "partly", f"{said}; {worst['name']} is among the first {selection.places} in {share} of weightings.{unnamed}"


def _departments(tables: Tables, selection: Selection) -> Evidence:
    agreement = selection.agreement
    names = sorted(set(agreement.departments["department"]) - {"not named"})
    if not names:
        return "not known", "No department has scored, or nobody's department is known."
    wide = agreement.differences[agreement.differences["difference"] >= 3]
    said = f"{_counted(len(names), 'department')} scored ({', '.join(names)})"
    if len(wide):
        top = wide.iloc[0]
        said += (
            f"; 3 points or more apart in {_counted(len(wide), 'case')}, widest on {top['account']} ({top['criterion']})"
        )
    if agreement.overall is not None:
        said += f"; Kendall's W {agreement.overall.w:.2f}"
    if len(names) < 2:
        return "no", f"{said}."
    return ("partly" if len(wide) else "yes"), f"{said}."


def _outlook(tables: Tables, selection: Selection) -> Evidence:
    criteria = selection.scores.criteria
    if criteria.empty:
        return "not known", "There are no criteria."
    ahead = criteria.loc[criteria["horizon"] == "potential", "weight"].sum()
    soft = criteria.loc[criteria["group"] == "interrelationships", "weight"].sum()
    said = f"Potential weighs {ahead:.0f} of 100 points, fit and relationships {soft:.0f}."
    if ahead >= 50 and soft > 0:
        return "yes", said
    return ("partly" if ahead > 0 or soft > 0 else "no"), said


def _criteria(tables: Tables, selection: Selection) -> Evidence:
    criteria = selection.scores.criteria
    if criteria.empty:
        return "not known", "There are no criteria."
    judged = criteria["kind"] == "judged"
    words = criteria[["anchor_2", "anchor_5", "anchor_9"]].notna().all(axis=1)
    figures = criteria[["level_2", "level_5", "level_9"]].notna().all(axis=1)
    clear = (judged & words) | (~judged & (figures | (criteria["measure"] == "financial security")))
    risk = bool((criteria["measure"] == "financial security").any())
    said = f"{int(clear.sum())} of {len(criteria)} criteria say what a 2, a 5 and a 9 are; "
    said += "risk is among them as financial security." if risk else "none of them measures risk."
    if clear.all() and risk:
        return "yes", said
    return ("partly" if clear.any() else "no"), said


def _reviewed(tables: Tables, selection: Selection) -> Evidence:
    ours = tables["decisions"]
    ours = ours[ours["side"] == "ours"]
    after = pd.Timestamp(selection.as_of - timedelta(days=366))
    recent = ours[(ours["decided_on"] > after) & (ours["decided_on"] <= pd.Timestamp(selection.as_of))]
    reviewed = recent[recent["kind"].isin(["kept", "upgraded", "stepped down", "deselected"])]
    dropped = _without_plan(tables, selection)
    leave = f" {_counted(dropped, 'account')} that {'is' if dropped == 1 else 'are'} key today would go without a plan."
    if reviewed.empty:
        said = "No decision to keep, upgrade, step down or deselect in the last twelve months."
        return "no", said + leave * bool(dropped)
    down = reviewed[reviewed["kind"].isin(["stepped down", "deselected"])]
    planned = int((down["successor_id"].notna() & down["kept_service"].notna()).sum())
    said = f"{_counted(len(reviewed), 'review decision')} in the last twelve months"
    if down.empty:
        return "partly", f"{said}; none took anything back.{leave * bool(dropped)}"
    said += f"; {len(down)} took resources back, {planned} with successor and kept service named.{leave * bool(dropped)}"
    return ("yes" if planned == len(down) and not dropped else "partly"), said


def _without_plan(tables: Tables, selection: Selection) -> int:
    """How many accounts that are key today are off the list without a plan for stepping down."""
    ranking = selection.ranking
    if not selection.scored:
        return 0
    stay = ranking["in_list"].fillna(False).astype(bool) | ~ranking["scored"].astype(bool)
    found = review_step_downs(tables, selection.as_of, frozenset(ranking.loc[stay, "account_id"]))
    return int(found["decided_on"].isna().sum())


def _measures(tables: Tables, selection: Selection) -> Evidence:
    criteria, ranking = selection.scores.criteria, selection.ranking
    if criteria.empty or not selection.scored:
        return "not known", "Nothing is measured or scored yet."
    measured = criteria.loc[criteria["kind"] == "measured", "weight"].sum()
    scored = ranking[ranking["scored"]]
    covered, rated = scored["covered"].mean(), int(scored["relative_strength"].notna().sum())
    said = (
        f"{measured:.0f} of 100 points are read off data; {covered:.0f} % of the weight is scored on average; "
        f"{rated} of {len(scored)} accounts were asked how we compare."
    )
    if measured >= 30 and covered >= 90 and rated == len(scored):
        return "yes", said
    return "partly", said


_CHECKS: tuple[Callable[[Tables, Selection], Evidence], ...] = (
    _know_our_strategy,
    _leaders,
    _process,
    _evidence_or_favourite,
    _departments,
    _outlook,
    _criteria,
    _reviewed,
    _measures,
)


def _listed(selection: Selection) -> pd.DataFrame:
    return selection.ranking[selection.ranking["in_list"].fillna(False).astype(bool)]


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
