"""Who steps down, and whether it is a plan: notice, successor, kept service."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.selection import check_step_downs, review_step_downs, select_accounts
from kamkit.method.worth import place_first_cut
from kamkit.method.worth.own_rows import group_in, own_rows
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.selection.missing import listed

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

ROWS_AT_MOST = 25


def show_step_downs(tables: Tables, as_of: date, account_id: str = "") -> Shown:
    """Accounts that are key today and do not stay, each with its plan or without; for one account its own.

    Who stays: the list, once there are scores; before that the candidates of the first cut.
    """
    staying, which = _staying(tables, as_of)
    account_id = group_in(tables, account_id) if account_id else ""
    found = review_step_downs(own_rows(tables, account_id), as_of, staying)
    if account_id:
        found = found[found["account_id"] == account_id]
        if found.empty:
            stays = account_id in staying
            return parts.say(f"Nothing to step down: it {'stays' if stays else 'is no key account today'}.")
        return _one(found.iloc[0], found)
    if found.empty:
        return parts.say(f"Nobody steps down: no account that is key today falls outside {which}.")
    planned = found["decided_on"].notna()
    plans = [_table(found[planned])] if planned.any() else []
    return parts.stack(parts.say(_in_words(found, which)), *plans, *_without(found[~planned]))


def steps_in_words(tables: Tables, as_of: date, *, named: bool = False) -> str:
    """How many accounts leave, and how many of them with a complete plan, in a sentence; ``named``: and who has none."""
    staying, which = _staying(tables, as_of)
    found = review_step_downs(tables, as_of, staying)
    bare = [shown.text for shown in _without(found[found["decided_on"].isna()])] if named else []
    return " ".join([_in_words(found, which), *bare])


def _in_words(found: pd.DataFrame, which: str) -> str:
    leaving = ~found["stays"].astype(bool)
    count = int(leaving.sum())
    if not count:
        return f"No account that is key today falls outside {which}."
    complete = int((leaving & found["decided_on"].notna() & (found["lacks"] == "")).sum())
    verbs = ("is", "falls") if count == 1 else ("are", "fall")
    return (
        f"{words.counted(count, 'account')} that {verbs[0]} key today {verbs[1]} outside {which}; "
        f"{words.counted(complete, 'complete plan')} for stepping down."
    )


def _staying(tables: Tables, as_of: date) -> tuple[frozenset[str], str]:
    selection = select_accounts(tables, as_of)
    if selection.scored:
        ranking = selection.ranking
        # Who is not scored yet has not left.
        stay = ranking.loc[listed(ranking) | ~ranking["scored"], "account_id"]
        return frozenset(stay), "the list"
    cut = place_first_cut(tables, as_of)
    return frozenset(cut.loc[cut["cut"] == "candidate", "account_id"]), "the first cut's candidates"


def _table(planned: pd.DataFrame) -> Shown:
    written = planned.assign(
        effective=[_effective(row) for row in planned.itertuples()],
        lacks=planned["lacks"].where(planned["lacks"] != "", "nothing"),
    )
    columns = [
        Column("name", "Account"),
        Column("decided_on", "Decided", "date"),
        Column("decided_by", "By"),
        Column("reasons", "Because"),
        Column("effective", "Takes effect (notice)"),
        Column("successor", "Served then by"),
        Column("kept_service", "Keeps"),
        Column("lacks", "Still lacks"),
    ]
    return parts.table(written, columns, caption="Plans for stepping down")


def _effective(row: object) -> str:
    day, notice = getattr(row, "effective_on", None), float(getattr(row, "notice", float("nan")))
    if pd.isna(day):
        return "not set"
    return f"{words.day(day)} ({words.counted(int(notice), 'day')})"


def _without(bare: pd.DataFrame) -> list[Shown]:
    if bare.empty:
        return []
    named = [str(name) for name in bare["name"].head(ROWS_AT_MOST)]
    years = sorted({str(day.year) for day in bare["since"].dropna()})
    since = f" (chosen {words.listed(years)})" if years else ""
    more = [f"{len(bare) - ROWS_AT_MOST} more"] if len(bare) > ROWS_AT_MOST else []
    return [parts.say(f"Without a plan{since}: {words.listed([*named, *more])}.")]


def _one(row: pd.Series, found: pd.DataFrame) -> Shown:
    findings = parts.show_findings(check_step_downs(found), nothing="The plan says who, from when and what is kept.")
    return parts.stack(_table(found), findings) if pd.notna(row["decided_on"]) else findings
