"""What is remembered and what was found out: length, old wounds, research from inside and outside, and its quality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.relationship import rank_notes, review_history
from kamkit.method.relationship.memory import HISTORY, INSIDE, OUTSIDE
from kamkit.method.values import estimate_relationship_quality
from kamkit.method.values.answers import answers_of
from kamkit.method.values.recommendation import RELATIONSHIP
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.relationship.wording import missing
from kamkit.show.values.wording import account_name, no_answers
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_WHERE = "in the form of notes in step 5"
_ROWS = 12


def show_quality(tables: Tables, account_id: str) -> Shown:
    """Trust, satisfaction and commitment as customers answered, with the interval and who asked."""
    own = own_rows(tables, account_id)
    found = estimate_relationship_quality(own, account_id)
    if not found["answers"].any():
        return no_answers(tables, account_id, "on trust, satisfaction and commitment")
    answers = answers_of(own, "outcome", account_id=account_id)
    answers = answers[answers["item_id"].isin(RELATIONSHIP) & answers["performance"].notna() & (answers["supplier_id"] == "us")]
    outside = answers[answers["independent"]]
    found["independent"] = outside.groupby("item_id").size().reindex(found["item"]).fillna(0).astype(int).to_numpy()
    found["outside"] = outside.groupby("item_id")["performance"].mean().reindex(found["item"]).to_numpy()
    found["last"] = answers.groupby("item_id")["asked_on"].max().reindex(found["item"]).to_numpy()
    found["likely"] = [_interval(row.low, row.high) for row in found.itertuples()]
    columns = [
        Column("item", "Asked"), Column("mean", "Mean, 1 to 10", "number", 1),
        Column("likely", "95 % interval", help="Where the mean would lie if everybody like them had been asked"),
        Column("answers", "Answers", "count"), Column("independent", "asked by somebody independent", "count"),
        Column("outside", "their mean", "number", 1), Column("last", "Last asked", "date"),
    ]  # fmt: skip
    name = account_name(tables, account_id)
    return parts.table(found, columns, caption=f"Trust, satisfaction and commitment: {name}")


def _interval(low: float, high: float) -> str:
    return "too few answers" if pd.isna(low) else f"{low:.1f} to {high:.1f}"


def show_history(tables: Tables, account_id: str, as_of: date) -> Shown:
    """How long it lasts and what has to be remembered, old wounds first; without an account, all of them."""
    found, notes = review_history(tables, account_id, as_of), rank_notes(tables, account_id, as_of)
    wounds = notes[notes["kind"] == HISTORY]
    said = [] if not account_id else [parts.say(_length(found.iloc[0]))]
    if wounds.empty:
        said.append(missing(tables, account_id, "what has to be remembered: old wounds, old favours", _WHERE))
        return parts.stack(*said)
    columns = [
        Column("noted_on", "On", "date"), Column("learned", "What happened"), Column("promised", "Promised then"),
        Column("source", "Source"), Column("noted_by", "Remembered by"),
    ]  # fmt: skip
    wounds = _with_account(tables, account_id, wounds, columns)
    said.append(parts.table(wounds, columns, caption="What has to be remembered, the latest first", limit=_ROWS))
    return parts.stack(*said)


def _length(row: pd.Series) -> str:
    if pd.isna(row["since"]):
        return f"Nobody has entered since when {row['name']} is a customer."
    contracts = counted(int(row["contracts"]), "contract")
    return f"{row['name']} is a customer since {day(row['since'])}, {counted(int(row['years']), 'full year')}; {contracts} on record."


def _with_account(tables: Tables, account_id: str, rows: pd.DataFrame, columns: list[Column]) -> pd.DataFrame:
    if account_id:
        return rows
    names = tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
    columns.insert(0, Column("account", "Account"))
    return rows.assign(account=rows["account_id"].map(names).fillna(rows["account_id"]))


def show_research(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What was found out, inside and from independent sources outside, the latest first."""
    notes = rank_notes(tables, account_id, as_of)
    research = notes[notes["kind"].isin((INSIDE, OUTSIDE))]
    if research.empty:
        return missing(tables, account_id, "research into opportunities, from inside or outside", _WHERE)
    said = parts.say(_sources(research, account_id))
    research = research.assign(where=research["kind"].map({INSIDE: "inside", OUTSIDE: "outside"}))
    columns = [
        Column("where", "From"), Column("noted_on", "On", "date"), Column("learned", "What we know now"),
        Column("opportunity", "What it may open"), Column("source", "Source"),
    ]  # fmt: skip
    research = _with_account(tables, account_id, research, columns)
    return parts.stack(said, parts.table(research, columns, caption="Research, the latest first", limit=_ROWS))


def _sources(research: pd.DataFrame, account_id: str) -> str:
    counts = [int((research["kind"] == kind).sum()) for kind in (INSIDE, OUTSIDE)]
    old = int(research["old"].sum())
    said = f"{counted(counts[0], 'note').capitalize()} from inside, {counts[1] or 'none'} from outside."
    if old:
        said += f" {old} of them {'is' if old == 1 else 'are'} older than twelve months."
    if account_id and not counts[1]:
        said += " What only we have found out, only we believe: ask somebody outside."
    if not account_id and len(research["account_id"].unique()) > 1:
        with_outside = research.loc[research["kind"] == OUTSIDE, "account_id"].nunique()
        said += f" {counted(with_outside, 'account has', 'accounts have')} any from outside."
    return said


