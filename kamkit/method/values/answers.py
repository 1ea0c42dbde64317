"""Whose answers count, and for what: customers' side and ours apart, the latest answer of each respondent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.rows import rows_where
from kamkit.method.worth.own_rows import group_in, groups_in, own_rows

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

US = "us"
ENOUGH_PEOPLE = 5  # of one account, in two departments, before its averages are a picture of it (ours)
About = Literal["expectation", "touch point", "outcome"]
Side = Literal["customer", "ours"]
_QUESTION = ["respondent_id", "item_id", "supplier_id"]


@remembered
def answers_of(tables: Tables, about: About, *, account_id: str = "", side: Side = "customer") -> pd.DataFrame:
    """The latest answer of each respondent to each question about ``about``, for the pool or one account.

    Columns: respondent_id, item_id, supplier_id, importance and performance (1 to 10, recommendation
    0 to 10, NaN: don't know), asked_on, account_id (the group's), department, independent (asked from
    outside the account team; False where nobody has said).
    """
    tables = own_rows(tables, account_id)
    people = _respondents(tables, account_id, side)
    ratings = tables["ratings"]
    asked = ratings[(ratings["about"] == about) & ratings["respondent_id"].isin(people.index)]
    latest = asked[[*_QUESTION, "importance", "performance", "asked_on"]].sort_values([*_QUESTION, "asked_on"])
    if latest.duplicated(_QUESTION).any():
        # The last one known, column by column: asking again about performance keeps the importance.
        latest = latest.groupby(_QUESTION, as_index=False).last()
    return latest.reset_index(drop=True).join(people[["account_id", "department", "independent"]], on="respondent_id")


def _respondents(tables: Tables, account_id: str, side: Side) -> pd.DataFrame:
    people = tables["respondents"]
    people = people[people["side"] == side]
    people = of_group(people, tables, account_id)
    people = people.assign(independent=people["independent"].fillna(False).astype(bool))
    return people.drop_duplicates("respondent_id").set_index("respondent_id")


def of_group(rows: pd.DataFrame, tables: Tables, account_id: str = "") -> pd.DataFrame:
    """The rows with account_id as the group's; with ``account_id`` those of its group only."""
    groups = groups_in(tables)
    rows = rows.assign(account_id=rows["account_id"].map(groups).astype("str").fillna(rows["account_id"]))
    return rows[rows["account_id"] == groups.get(account_id, account_id)] if account_id else rows


@remembered
def expectations_of(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """The expectations asked of every account, refined by the account's own, in their order on the page.

    Columns: expectation_id, name, kind, reason, own (True where the account has a row of its own).
    """
    if account_id:
        rows = own_rows(tables, account_id)["expectations"]
    else:
        rows = rows_where(tables, "expectations", "account_id", ("",))
    standard = rows[rows["account_id"] == ""].drop_duplicates("expectation_id").set_index("expectation_id")
    own = rows[(rows["account_id"] == group_in(tables, account_id)) & (rows["account_id"] != "")]
    own = own.drop_duplicates("expectation_id").set_index("expectation_id")
    refined = own.combine_first(standard) if len(own) else standard
    refined = refined.assign(own=refined.index.isin(own.index), position=refined["position"].astype("Float64"))
    ordered = refined.rename_axis("expectation_id").reset_index()
    ordered = ordered.sort_values(["position", "expectation_id"], kind="stable", na_position="last")
    return ordered[["expectation_id", "name", "kind", "reason", "own"]].reset_index(drop=True)


@remembered
def review_answers(tables: Tables, account_id: str = "") -> pd.DataFrame:
    """Who has been asked so far: one row per account, the most answered first.

    Columns: account_id, name, respondents (people of the customer who answered about expectations),
    independent (those asked by somebody outside the account team), departments (named, joined by
    commas), competitors (rated besides us), last_asked (date), thin (why nothing can be concluded about this
    account, such as "3 answers, all from purchasing"; "" if it can).
    """
    answers = answers_of(tables, "expectation", account_id=account_id)
    accounts = own_rows(tables, account_id)["accounts"]
    answers = answers[answers[["importance", "performance"]].notna().any(axis=1)]
    people = answers.drop_duplicates("respondent_id")
    grouped = people.groupby("account_id")
    reviewed = pd.DataFrame(
        {
            "respondents": grouped["respondent_id"].size(),
            "independent": grouped["independent"].sum(),
            "departments": grouped["department"].agg(lambda named: ", ".join(sorted(set(named.dropna())))),
            "competitors": answers[answers["supplier_id"] != US].groupby("account_id")["supplier_id"].nunique(),
            "last_asked": answers.groupby("account_id")["asked_on"].max(),
        }
    )
    reviewed = reviewed.rename_axis("account_id").reset_index()
    reviewed["competitors"] = reviewed["competitors"].fillna(0).astype(int)
    reviewed.insert(1, "name", reviewed["account_id"].map(names_of(accounts, "account_id")))
    reviewed["thin"] = [_thin(*row) for row in zip(reviewed["respondents"], reviewed["departments"], strict=True)]
    reviewed["thin"] = reviewed["thin"].astype("str")
    return reviewed.sort_values(["respondents", "account_id"], ascending=[False, True]).reset_index(drop=True)


def _thin(people: int, departments: str) -> str:
    answers = "1 answer" if people == 1 else f"{people} answers"
    if departments and ", " not in departments:
        return f"{answers}, all from {departments}" if people > 1 else f"{answers}, from {departments}"
    return answers if people < ENOUGH_PEOPLE else ""


def names_of(frame: pd.DataFrame, key: str) -> pd.Series:
    """The names in ``frame`` by id, one each."""
    return frame.drop_duplicates(key).set_index(key)["name"]
