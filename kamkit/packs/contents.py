"""What goes into whose pack, and what is missing where nothing goes in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from kamkit.method.worth import group_of
from kamkit.model import record
from kamkit.packs.library import Workbook


@dataclass(frozen=True)
class Contents:
    """Which workbooks run for which account (``""`` is the portfolio), and which have nothing to say yet."""

    runs: tuple[tuple[str, Workbook], ...]
    not_started: Mapping[str, tuple[Workbook, ...]]


def plan_contents(
    tables: Mapping[str, pd.DataFrame], accounts: Sequence[str], workbooks: Sequence[Workbook], *, named: bool
) -> Contents:
    """Programme-level workbooks once; the others for every account that has a record of its own.

    ``named``: the workbooks were asked for by name, so each is run for every account, records or not.
    """
    runs: list[tuple[str, Workbook]] = []
    not_started: dict[str, list[Workbook]] = {account: [] for account in accounts}
    for workbook in workbooks:
        if workbook.level != "account":
            runs.append(("", workbook))
        if workbook.level == "programme" and not named:
            continue
        have = set(accounts) if named else accounts_with_records(tables, workbook.records)
        for account in accounts:
            if account in have:
                runs.append((account, workbook))
            else:
                not_started[account].append(workbook)
    return Contents(tuple(runs), {account: tuple(missing) for account, missing in not_started.items()})


def accounts_with_records(tables: Mapping[str, pd.DataFrame], records: Sequence[str]) -> set[str]:
    """The groups that have at least one row of their own in one of the tables ``records``."""
    group = group_of(tables["accounts"])
    found: set[str] = set()
    for table in records:
        ids = tables[table]["account_id"].dropna()
        found |= set(group.reindex(ids[ids != ""].unique()).dropna())
    return found


def missing_words(workbook: Workbook) -> str:
    """What an account lacks for a workbook: the titles of the tables it needs a row of."""
    titles = [record(table).title.lower() for table in workbook.records]
    return f"no {' or '.join(titles)} yet" if titles else "nothing recorded yet"
