"""Who has been asked, and where an account differs from all others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values import review_against_pool, review_answers
from kamkit.method.values.answers import US, About, answers_of, expectations_of, names_of
from kamkit.method.values.pool import ALIKE_POOL, TOO_FEW, Mark
from kamkit.method.worth import rank_accounts
from kamkit.method.worth.own_rows import own_rows
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values.wording import account_name, no_answers, quoted
from kamkit.show.words import counted, listed, money

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

_ROWS = 15


def show_answers(tables: Tables, account_id: str, as_of: date) -> Shown:
    """Who has answered, what each account brings, and which accounts are too thin to conclude anything from."""
    asked = review_answers(tables, account_id)
    if asked.empty:
        return no_answers(tables, account_id, "on what they expect of us")
    worth = rank_accounts(tables, as_of).set_index("account_id")
    asked = asked.join(worth[["contribution", "contribution_is"]], on="account_id")
    if account_id:
        return parts.say(*_one(asked.iloc[0], worth["currency"].iloc[0] if len(worth) else ""))
    asked = asked.assign(departments=[len(list(filter(None, named.split(", ")))) for named in asked["departments"]])
    asked = asked.sort_values("contribution", ascending=False, na_position="last", kind="stable")
    columns = [
        Column("name", "Account"),
        Column("contribution", _called(asked), "money", help="Twelve months to the day looked at"),
        Column("respondents", "Answers", "count"),
        Column("independent", "Independent", "count", help="Asked by somebody outside the account team"),
        Column("departments", "Departments", "count"),
        Column("last_asked", "Last asked", "date"),
        Column("thin", "Too thin to conclude"),
    ]
    currency = str(worth["currency"].iloc[0]) if len(worth) else ""
    table = parts.table(
        asked,
        columns,
        caption="Who answered, most profitable first",
        currency=currency,
        mark=asked["thin"] != "",
        limit=_ROWS,
    )
    return parts.stack(parts.say(*_all(asked)), table)


def _called(asked: pd.DataFrame) -> str:
    kinds = asked["contribution_is"].dropna().unique()
    return str(kinds[0]).capitalize() if len(kinds) == 1 else "Worth"


def _all(asked: pd.DataFrame) -> list[str]:
    people, outside = int(asked["respondents"].sum()), int(asked["independent"].sum())
    said = [
        f"{counted(people, 'person', 'people')} of {counted(len(asked), 'customer')} answered; "
        f"{outside} of them were asked by somebody outside the account team, and only those are independent."
    ]
    thin = asked[asked["thin"] != ""]
    if len(thin):
        names = [f"{row.name} ({row.thin})" for row in thin.head(4).itertuples(index=False)]
        rest = f" and {len(thin) - 4} more" if len(thin) > 4 else ""
        said.append(f"Too thin to conclude anything about the account itself: {listed(names)}{rest}.")
    return said


def _one(row: pd.Series, currency: str) -> list[str]:
    people = counted(int(row["respondents"]), "person", "people")
    where = f" ({row['departments']})" if row["departments"] else ""
    outside = int(row["independent"])
    by = "all" if outside == row["respondents"] else "none" if not outside else str(outside)
    brings = ""
    if not pd.isna(row["contribution"]):
        brings = f" The account brings {money(row['contribution'], currency)} of {row['contribution_is']} a year."
    said = [
        f"{people} of {row['name']} answered{where}; {by} of them asked by somebody outside the account team.{brings}"
    ]
    if row["thin"]:
        said.append(f"That is too thin to conclude what {row['name']} values ({row['thin']}).")
    return said


def show_marks(tables: Tables, account_id: str) -> Shown:
    """An account's marks for us, per expectation: how important, how we do, and how far its people are apart."""
    answers = answers_of(tables, "expectation", account_id=account_id)
    answers = answers[answers["supplier_id"] == US]
    if answers[["importance", "performance"]].isna().all(axis=None):
        return no_answers(tables, account_id, "on each expectation")
    grouped = answers.groupby("item_id")
    listing = expectations_of(tables, account_id)[["expectation_id", "name"]].set_index("expectation_id")
    listing = listing[listing.index.isin(answers["item_id"])]
    for column in ("importance", "performance"):
        ends = grouped[column].agg(["mean", "min", "max"]).reindex(listing.index)
        listing[column] = ends["mean"]
        listing[f"{column}_range"] = [
            "" if pd.isna(low) else f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"
            for low, high in zip(ends["min"], ends["max"], strict=True)
        ]
    listing["answers"] = grouped["respondent_id"].nunique().reindex(listing.index)
    columns = [
        Column("name", "Expectation"), Column("importance", "Importance", "number", 1),
        Column("importance_range", "lowest to highest"), Column("performance", "Our performance", "number", 1),
        Column("performance_range", "from lowest to highest"), Column("answers", "Answers", "count"),
    ]  # fmt: skip
    people = counted(int(answers["respondent_id"].nunique()), "person", "people")
    return parts.table(listing, columns, caption=f"Marks of {account_name(tables, account_id)}: {people}")


def show_differences(tables: Tables, account_id: str = "", about: str = "expectation") -> Shown:
    """Where an account's marks differ from everybody else's; without an account, where accounts differ most."""
    topic: About = "touch point" if about == "touch point" else "expectation"
    column: Mark = "performance" if topic == "touch point" else "importance"
    names = _item_names(own_rows(tables, account_id), topic)
    if account_id:
        table = review_against_pool(tables, account_id, topic, column)
        if table.empty:
            return no_answers(tables, account_id, f"on {topic}s")
        table["name"] = table["item_id"].map(names).fillna(table["item_id"])
        return parts.stack(
            _sentence(tables, account_id, table, column), _table(table, account_name(tables, account_id), column)
        )
    found = _of_all(tables, topic, column)
    if found.empty:
        return no_answers(tables, "", f"on {topic}s")
    compared = int((found["verdict"] != TOO_FEW).sum())
    apart = found[~found["verdict"].isin([TOO_FEW, ALIKE_POOL])]
    if apart.empty:
        return parts.say(f"No account differs visibly from the others in {compared} comparisons of {column}.")
    apart = apart.assign(name=apart["item_id"].map(names).fillna(apart["item_id"]))
    apart = apart.loc[apart["difference"].abs().sort_values(ascending=False, kind="stable").index]
    said = parts.say(
        f"{len(apart)} of {compared} comparisons differ visibly; about {max(1, round(compared * 0.05))} would by chance alone. "
        "Take the widest as questions to ask."
    )
    columns = [
        Column("account", "Account"), Column("name", topic.capitalize()),
        Column("here", "Here", "number", 1), Column("elsewhere", "Elsewhere", "number", 1),
        Column("difference", "Difference", "number", 1), Column("answers", "Answers here", "count"),
    ]  # fmt: skip
    caption = f"Where an account's {column} differs most from the others"
    return parts.stack(said, parts.table(apart, columns, caption=caption, limit=6))


def _of_all(tables: Tables, topic: About, column: Mark) -> pd.DataFrame:
    asked = review_answers(tables)
    every = [
        review_against_pool(tables, account, topic, column).assign(account=name)
        for account, name in zip(asked["account_id"], asked["name"].fillna(asked["account_id"]), strict=True)
    ]
    every = [table for table in every if len(table)]
    return pd.concat(every, ignore_index=True) if every else pd.DataFrame()


def _item_names(tables: Tables, topic: str) -> pd.Series:
    key = "touch_point_id" if topic == "touch point" else "expectation_id"
    rows = tables["touch_points" if topic == "touch point" else "expectations"]
    return names_of(rows, key)


def _sentence(tables: Tables, account_id: str, table: pd.DataFrame, column: str) -> Shown:
    name = account_name(tables, account_id)
    if (table["verdict"] == TOO_FEW).all():
        return parts.say(f"Too few answers from {name} to tell whether it differs from the others.")
    apart = table[~table["verdict"].isin([TOO_FEW, ALIKE_POOL])]
    if apart.empty:
        return parts.say(f"{name} does not differ visibly from the others: what holds for all customers holds here.")
    told = [f"{quoted(row.name)} ({row.verdict})" for row in apart.itertuples(index=False)]
    return parts.say(f"{name} differs from the others in the {column} of {listed(told)}.")


def _table(table: pd.DataFrame, name: str, column: str) -> Shown:
    columns = [
        Column("name", "What was asked"), Column("here", name, "number", 1), Column("elsewhere", "Others", "number", 1),
        Column("difference", "Difference", "number", 1), Column("answers", "Answers here", "count"),
        Column("verdict", "Reading"),
    ]  # fmt: skip
    marked = ~table["verdict"].isin([TOO_FEW, ALIKE_POOL])
    return parts.table(table, columns, caption=f"{column.capitalize()}, 1 to 10, beside all others", mark=marked)
