"""What the most profitable customers call important, and where one account differs from them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.values import most_profitable, review_against_best, review_against_pool
from kamkit.method.values.answers import names_of
from kamkit.method.values.pool import ALIKE_POOL, TOO_FEW
from kamkit.method.worth.own_rows import group_in, own_rows
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.values.answers import show_differences
from kamkit.show.values.wording import account_name, no_answers, quoted
from kamkit.show.words import counted, listed

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def show_against_best(tables: Tables, account_id: str, as_of: date) -> Shown:
    """An account's importance beside the most profitable customers' and all others'; with "" theirs beside the rest's."""
    table = review_against_best(tables, account_id, as_of)
    if table.empty:
        return no_answers(tables, account_id, "on what matters to them")
    names = names_of(own_rows(tables, account_id)["expectations"], "expectation_id")
    table = table.assign(name=table["item_id"].map(names).astype("str").fillna(table["item_id"]))
    best = most_profitable(tables, as_of)
    if account_id:
        return parts.stack(_who(tables, account_id, best, table), _of_one(tables, account_id, table))
    known = best["contribution_is"].iloc[0] if len(best) else "contribution"
    said = [f"The most profitable third of those asked, by {known}: {_named(best)}."]
    apart = table[~table["verdict"].isin([TOO_FEW, ALIKE_POOL])]
    if len(apart):
        said.append(f"They differ from the rest in {listed([f'{quoted(row.name)} ({row.verdict})' for row in apart.itertuples(index=False)])}.")
    else:
        said.append("They call the same things important as the rest, as far as these answers tell.")
    columns = [
        Column("name", "Expectation"), Column("here", "The most profitable", "number", 1),
        Column("elsewhere", "The rest", "number", 1), Column("difference", "Difference", "number", 1),
        Column("verdict", "Reading"),
    ]  # fmt: skip
    marked = ~table["verdict"].isin([TOO_FEW, ALIKE_POOL])
    shown = parts.table(table, columns, caption="Importance, 1 to 10, to our most profitable customers", mark=marked)
    return parts.stack(parts.say(*said), shown, show_differences(tables))


def _named(best: pd.DataFrame) -> str:
    shown = best["name"].head(8).tolist()
    return listed(shown) if len(best) <= 8 else f"{', '.join(shown)} and {len(best) - 8} more"


def _who(tables: Tables, account_id: str, best: pd.DataFrame, table: pd.DataFrame) -> Shown:
    name = account_name(tables, account_id)
    among = group_in(tables, account_id) in set(best["account_id"])
    count = counted(len(best), "most profitable customer")
    said = [f"{name} is {'one' if among else 'not one'} of the {count} who were asked."]
    if (table["verdict"] == TOO_FEW).all():
        return parts.say(*said, "Too few answers to tell whether it wants what they want.")
    apart = table[~table["verdict"].isin([TOO_FEW, ALIKE_POOL])]
    if apart.empty:
        said.append(f"It calls the same things important as {'the others of them' if among else 'they do'}.")
    for row in apart.head(2).itertuples(index=False):
        said.append(f"{quoted(row.name)} matters {'more' if row.difference > 0 else 'less'} here than to them.")
    return parts.say(*said)


def _of_one(tables: Tables, account_id: str, table: pd.DataFrame) -> Shown:
    name = account_name(tables, account_id)
    others = review_against_pool(tables, account_id, "expectation", "importance").set_index("item_id")
    table = table.assign(others=table["item_id"].map(others["elsewhere"]))
    columns = [
        Column("name", "Expectation"), Column("here", name, "number", 1),
        Column("elsewhere", "The most profitable", "number", 1), Column("others", "All others", "number", 1),
        Column("difference", "From the most profitable", "number", 1), Column("answers", "Answers here", "count"),
        Column("verdict", "Reading"),
    ]  # fmt: skip
    marked = ~table["verdict"].isin([TOO_FEW, ALIKE_POOL])
    return parts.table(table, columns, caption="Importance, 1 to 10, beside the most profitable", mark=marked)
