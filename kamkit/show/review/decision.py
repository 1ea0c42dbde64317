"""Is it still a key account: what speaks for keeping it and what for looking again, and the check at the end."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.review import rank_reviews, review_account, review_case
from kamkit.method.review.case import LOOK
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.review.wording import ROWS_AT_MOST
from kamkit.show.words import counted, day

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_case(tables: Tables, account_id: str, as_of: date) -> Shown:
    """The questions about one account with their figures; for the portfolio the decisions of this review."""
    if not account_id:
        return _decided(tables, as_of)
    case = review_case(tables, account_id, as_of)
    columns = [Column("question", "Question"), Column("now", "What is known"), Column("speaks_for", "Speaks for")]
    table = parts.table(case, columns, caption="Still a key account?", mark=case["speaks_for"] == LOOK)
    count = case["speaks_for"].value_counts()
    said = f"{count.get('keeping it', 0)} of {len(case)} speak for keeping it, {count.get(LOOK, 0)} for looking again; on {count.get('nothing known', 0)} nothing is known."
    return parts.stack(table, parts.say(said))


def _decided(tables: Tables, as_of: date) -> Shown:
    reviews = rank_reviews(tables, as_of)
    decided = reviews[reviews["decision"].notna()]
    if decided.empty:
        return parts.nothing_yet(
            "decisions of this review",
            "Each key account manager with the programme's supervisor",
            "in the form of decisions in step 5",
        )
    columns = [
        Column("account", "Account"),
        Column("decision", "Decision"),
        Column("owner", "Manager"),
        Column("reasons", "Reasons"),
    ]
    return parts.stack(
        parts.table(decided, columns, caption="Decided in this review"),
        parts.say(f"{counted(len(reviews) - len(decided), 'account')} not decided yet."),
    )


def show_decisions(tables: Tables, account_id: str) -> Shown:
    """Our decisions about an account, or about all, newest first: what a review starts from and what it ends with."""
    decisions = own_rows(tables, account_id)["decisions"]
    ours = decisions[(decisions["side"] == "ours") & decisions["account_id"].notna()]
    if ours.empty:
        return parts.nothing_yet(
            "a decision of ours about it" if account_id else "decisions of ours about any account",
            "Whoever decides",
            "in the form of decisions in step 5",
        )
    ours = ours.sort_values(["decided_on", "decision_id"], ascending=[False, True], kind="stable")
    people = tables["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
    frame = ours.assign(then=[_then(row, people) for row in ours.itertuples()])
    columns = [
        Column("decided_on", "On", "date"),
        Column("kind", "Decision"),
        Column("decided_by", "By"),
        Column("reasons", "Reasons"),
        Column("then", "Then"),
    ]
    if not account_id:
        names = tables["accounts"].drop_duplicates("account_id").set_index("account_id")["name"]
        frame["account"] = frame["account_id"].map(names).fillna(frame["account_id"])
        columns.insert(1, Column("account", "Account"))
    return parts.table(
        frame, columns, caption="Our decisions, newest first", limit=10 if not account_id else ROWS_AT_MOST
    )


def _then(row: object, people: pd.Series) -> str:
    effective, successor, kept = (getattr(row, name) for name in ("effective_on", "successor_id", "kept_service"))
    told = [f"from {day(effective)}"] if not pd.isna(effective) else []
    told += [f"served by {people.get(successor, successor)}"] if not pd.isna(successor) else []
    told += [f"keeps: {kept}"] if not pd.isna(kept) else []
    return "; ".join(told)


def show_check(tables: Tables, account_id: str, as_of: date) -> Shown:
    """What the review must not overlook, worst first, each with what to do."""
    return parts.show_findings(review_account(tables, account_id, as_of))
