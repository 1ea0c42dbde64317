"""How a group settles: what it may agree on without talk, and where its scores go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.errors import MethodError
from kamkit.method.relationship.scale import STAGES
from kamkit.method.scoring.items import IMPORTANCE, called, place_items, scoring_row
from kamkit.method.scoring.spread import ballots_in, rounds_of
from kamkit.method.touchline import place_touch_points
from kamkit.method.worth.own_rows import group_in

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

CLOSE = 1.0  # points within which a group need not talk (default)
TOGETHER = "agreed together"
Rows = dict[str, list[dict[str, Any]]]


def propose_finals(tables: Tables, scoring_id: str) -> dict[str, float | None]:
    """For each item the score to offer as the group's, None where there is something to talk about.

    Offered only where all who know are within a point of each other: the score that most gave. A tie between two
    scores is for the group to settle. Never a mean: a mean that nobody holds is no opinion.
    """
    ballots = ballots_in(tables, scoring_id)
    return {item.item_id: _offered(ballots[ballots["item_id"] == item.item_id]) for item in place_items(tables, scoring_id)}


def _offered(given: pd.DataFrame) -> float | None:
    scores = given["score"].dropna()
    if scores.empty or scores.max() - scores.min() > CLOSE:
        return None
    modes = scores.mode()
    return float(modes.iloc[0]) if len(modes) == 1 else None


def list_finals(tables: Tables, scoring_id: str) -> pd.DataFrame:
    """What the group settled on, in the card's order.

    Columns: item_id, name, final (NaN: not settled, or the group does not know), unknown, reason, dissent
    ("Name: why", joined).
    """
    stored = tables["scoring_items"]
    stored = stored[stored["scoring_id"] == scoring_id].set_index("item_id")
    # Who dissented after an earlier round still does, until that is taken back.
    against = tables["ballots"][(tables["ballots"]["scoring_id"] == scoring_id) & tables["ballots"]["dissent"].notna()]
    against = against.sort_values("round", kind="stable").drop_duplicates(["scorer", "item_id"], keep="last")
    rows = []
    for item in place_items(tables, scoring_id):
        own, row = against[against["item_id"] == item.item_id], stored.loc[item.item_id]
        dissent = "; ".join(f"{name}: {why}" for name, why in zip(own["scorer"], own["dissent"], strict=True))
        unknown = not pd.isna(row["final_unknown"]) and bool(row["final_unknown"])
        rows.append((item.item_id, item.name, row["final"], unknown, row["final_reason"], dissent))
    found = pd.DataFrame(rows, columns=["item_id", "name", "final", "unknown", "reason", "dissent"])
    return found.astype({"final": "float64", "unknown": bool, "reason": "str", "dissent": "str"})


def rows_of_agreement(tables: Tables, scoring_id: str, by: str, on: date) -> Rows:
    """Where an agreed scoring goes: rows by table, so that the workbooks show it without retyping.

    Criteria: each ballot and the group's score in ``scores``. Touch points: our people's answers in ``ratings``, the
    group's in ``touch_points`` as our view. Relationship stage: ``stage_ratings``, our side. A plan review stays in
    its own tables. What the group settled on as *not known* is known to nobody: no member's number stands in for it
    there (in ``scores`` the group's *don't know* says so). A person who is not one of our people yet is added by name,
    where a table needs a person of ours. ``by`` writes it down. MethodError before the first reveal.
    """
    scoring = scoring_row(tables, scoring_id)
    if not rounds_of(tables, scoring_id):
        raise MethodError(f"{called(tables, scoring_id)}: nothing is revealed yet; reveal first")
    make = {"criteria": _scores, "touch points": _touch_points, "relationship stage": _stages}.get(str(scoring["about"]))
    rows = make(tables, scoring_id, by, on) if make else {}
    return {table: found for table, found in rows.items() if found}


def _text(value: Any) -> str | None:
    return None if pd.isna(value) or not str(value).strip() else str(value)


def _scores(tables: Tables, scoring_id: str, by: str, on: date) -> Rows:
    items = {item.item_id: item for item in place_items(tables, scoring_id)}
    people = _People(tables, sorted(set(tables["ballots"].loc[tables["ballots"]["scoring_id"] == scoring_id, "scorer"])))
    before = tables["scores"].groupby(["account_id", "criterion_id"])["round"].max().to_dict()
    start = {key: int(last) for key, last in before.items() if not pd.isna(last)}
    opened = scoring_row(tables, scoring_id)["opened_on"].date()
    rounds, rows = rounds_of(tables, scoring_id), []
    for round_ in rounds:
        for one in ballots_in(tables, scoring_id, round_).itertuples():
            item = items[str(one.item_id)]
            if pd.isna(one.score) and not one.dont_know:
                continue
            key: dict[str, Any] = {"account_id": item.subject_id, "criterion_id": item.aspect, "scorer_id": people.id_of(str(one.scorer))}
            rows.append({
                **key, "round": start.get((item.subject_id, item.aspect), 0) + round_, "score": _number(one.score),
                "dont_know": bool(one.dont_know), "reason": _text(one.reason), "scored_on": opened, "agreed": False,
            })  # fmt: skip
    for final in list_finals(tables, scoring_id).itertuples():
        if pd.isna(final.final) and not final.unknown:
            continue
        item = items[str(final.item_id)]
        reason = "; ".join(filter(None, (_text(final.reason), f"dissent: {final.dissent}" if final.dissent else None)))
        rows.append({
            "account_id": item.subject_id, "criterion_id": item.aspect, "scorer_id": people.id_of(by),
            "round": start.get((item.subject_id, item.aspect), 0) + rounds[-1] + 1, "score": _number(final.final),
            "dont_know": bool(final.unknown), "reason": reason or None, "scored_on": on, "agreed": True,
        })  # fmt: skip
    return {"team_members": people.new, "scores": rows}


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


class _People:
    """Our people by name; whoever is not there yet is added, as an import does."""

    def __init__(self, tables: Tables, scorers: Sequence[str]) -> None:
        members = tables["team_members"]
        pairs = list(zip(members["member_id"].astype(str), members["name"].astype(str), strict=True))
        self._names = {name.casefold(): one for one, name in reversed(pairs)}
        self._ids = {one.casefold(): one for one, _ in pairs}
        self.new: list[dict[str, Any]] = []
        # Somebody who gave a member's short name is that member, unless the member scored too.
        whole = {self._names[name] for one in scorers if (name := one.casefold()) in self._names}
        for one in scorers:
            if one.casefold() not in self._names and self._ids.get(one.casefold()) in whole:
                self._add(one)

    def id_of(self, name: str) -> str:
        name = name.strip() or "facilitator"
        found = self._names.get(name.casefold()) or self._ids.get(name.casefold())
        return found or self._add(name)

    def _add(self, name: str) -> str:
        member_id, number = name, 1
        while member_id.casefold() in self._ids:
            number += 1
            member_id = f"{name[:56]} ({number})"
        self._names[name.casefold()] = self._ids[member_id.casefold()] = member_id
        self.new.append({"member_id": member_id, "name": name})
        return member_id


def _touch_points(tables: Tables, scoring_id: str, by: str, on: date) -> Rows:
    scoring = scoring_row(tables, scoring_id)
    account_id = "" if pd.isna(scoring["account_id"]) else str(scoring["account_id"])
    group = group_in(tables, account_id) if account_id else ""
    items = {item.item_id: item for item in place_items(tables, scoring_id)}
    answered = ballots_in(tables, scoring_id)
    source = f"Scored together by {answered['scorer'].nunique()} of ours"
    finals: dict[str, dict[str, Any]] = {}
    unknown = set()
    for final in list_finals(tables, scoring_id).itertuples():
        item = items[str(final.item_id)]
        if final.unknown:
            unknown.add(item.item_id)
        if final.unknown or not pd.isna(final.final):
            finals.setdefault(item.subject_id, {})[item.aspect] = _number(final.final)
    rows: Rows = {"touch_points": _our_view(tables, group, finals, source, on)}
    if group:
        known = answered[~answered["item_id"].isin(unknown)]
        rows |= _our_answers(scoring_id, group, scoring["opened_on"].date(), items, known)
    return rows


def _our_view(
    tables: Tables, group: str, finals: Mapping[str, Mapping[str, Any]], source: str, on: date
) -> list[dict[str, Any]]:
    stored = tables["touch_points"]
    own = {str(one): row for one, row in stored[stored["account_id"].fillna("") == group].set_index("touch_point_id").iterrows()}
    names = place_touch_points(tables, group).set_index("touch_point_id")["name"]
    rows = []
    for touch_point_id, marks in finals.items():
        if touch_point_id not in own and all(mark is None for mark in marks.values()):
            continue  # there is nothing that would have to go
        row: dict[str, Any] = {"account_id": group, "touch_point_id": touch_point_id, **marks}
        if touch_point_id not in own:
            row["name"] = str(names.get(touch_point_id, touch_point_id))
        # What the row says besides may come from elsewhere: its source is left alone.
        said = any(mark is not None for mark in marks.values())
        if said and (touch_point_id not in own or _text(own[touch_point_id]["source"]) is None):
            row |= {"source": source, "known_on": on, "evidence": "assumed"}
        rows.append(row)
    return rows


def _our_answers(scoring_id: str, group: str, on: date, items: Mapping[str, Any], answered: pd.DataFrame) -> Rows:
    respondents, ratings = [], []
    for number, (scorer, own) in enumerate(answered.groupby("scorer", sort=True), start=1):
        marks: dict[str, dict[str, Any]] = {}
        for one in own[own["score"].notna()].itertuples():
            item = items[str(one.item_id)]
            mark = marks.setdefault(item.subject_id, {})
            mark["importance" if item.aspect == IMPORTANCE else "performance"] = float(one.score)
            if reason := _text(one.reason):
                mark["comment"] = "; ".join(filter(None, (mark.get("comment"), reason)))
        if not marks:
            continue
        respondent_id = f"{scoring_id}-{number}"
        respondents.append(
            {"respondent_id": respondent_id, "account_id": group, "side": "ours", "name": str(scorer), "independent": False}
        )
        ratings += [
            {"respondent_id": respondent_id, "about": "touch point", "item_id": touch_point_id, "supplier_id": "us", "asked_on": on, **mark}
            for touch_point_id, mark in marks.items()
        ]
    return {"respondents": respondents, "ratings": ratings}


def _stages(tables: Tables, scoring_id: str, by: str, on: date) -> Rows:
    scoring = scoring_row(tables, scoring_id)
    same: dict[str, Any] = {"account_id": str(scoring["account_id"]), "side": "ours"}
    opened = scoring["opened_on"].date()
    finals = list_finals(tables, scoring_id)
    if finals["unknown"].all():
        return {"stage_ratings": []}
    rows = [
        {**same, "rater": str(one.scorer), "rated_on": opened, "stage": STAGES[int(one.score) - 1],
         "evidence_note": _text(one.reason), "agreed": False}
        for one in ballots_in(tables, scoring_id).itertuples() if not pd.isna(one.score)
    ]  # fmt: skip
    for final in finals.itertuples():
        if pd.isna(final.final):
            continue
        note = "; ".join(filter(None, (_text(final.reason), f"dissent: {final.dissent}" if final.dissent else None)))
        rows.append({
            **same, "rater": TOGETHER, "rated_on": on, "stage": STAGES[round(float(final.final)) - 1],
            "evidence_note": note or None, "agreed": True,
        })  # fmt: skip
    return {"stage_ratings": rows}
