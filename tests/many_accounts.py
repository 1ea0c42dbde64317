"""A programme of any number of accounts, each made from one of the sample's and with records of its own.

For measuring at scale: ``python tests/many_accounts.py FOLDER COUNT`` makes one on the command line.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kamkit.model import RECORDS
from kamkit.programme import Import, create_programme
from kamkit.programme.opening import rows_of_csv

SALES_LINES = 20
# What an account gets of its own, besides sales; what hangs on these rows by their ids comes with them.
OWN = ("expectations", "respondents", "touch_points", "contacts", "objectives", "measures", "risks", "actions")
HANGING = {
    "ratings": ("respondent_id", "respondents"),
    "coverages": ("contact_id", "contacts"),
    "readings": ("measure_id", "measures"),
}
# The sample's scoring together is of one account's plan.
_LEFT_OUT = {"accounts", "sales_lines", "learners", "answers", "scoring_items", "ballots"}
_STARTS = ("Alm", "Bren", "Cald", "Dorn", "Elst", "Fal", "Grev", "Holm", "Ister", "Jur", "Kel", "Lund", "Marn", "Nord")
_ENDS = ("aria", "berg", "dale", "eck", "fors", "gate", "hagen", "mere", "oven", "quist", "stad", "wick")
_TRADES = ("Pharma", "Motors", "Foods", "Machines", "Retail", "Optics", "Chemie", "Papier", "Möbel", "Medical")

Row = dict[str, Any]


def many_accounts(folder: Path, count: int, seed: int = 1) -> str:
    """Make a programme with ``count`` accounts in a new folder and return its address.

    Every account has 20 sales lines and rows of its own for workbooks 03, 04 and 08: expectations, two
    respondents with their ratings, touch points, contacts, objectives, risks and actions. As many accounts
    as the sample has scored ones are scored. The same count and seed make the same rows; the first accounts
    of a larger programme are those of a smaller one.
    """
    sample = {table: list(rows_of_csv(table)) for table in RECORDS}
    donors = _Donors(sample)
    rows: dict[str, list[Row]] = {table: _of_all(table, found) for table, found in sample.items()}
    rows["accounts"] = []
    lines: list[Row] = []
    for at in range(count):
        account = f"{at + 1:06}"
        chance = np.random.default_rng((seed, at))
        rows["accounts"].append({**donors.account(at), "account_id": account, "name": account_name(at)})
        for table, some in donors.records(at, account):
            rows[table].extend(some)
        lines.extend(donors.sales(at, account, float(chance.lognormal(0, 0.6))))
    rows.pop("sales_lines")
    with create_programme(folder, who="many accounts") as programme:
        programme.apply(Import(rows=rows, batches={"many accounts": lines}, note=f"{count} accounts"))
        return programme.address


def account_name(at: int) -> str:
    """The name of account number ``at`` (from 0): invented, and different for every number."""
    word, trade = divmod(at, len(_TRADES))
    end, start = word % len(_ENDS), word // len(_ENDS) % len(_STARTS)
    again = word // (len(_ENDS) * len(_STARTS))
    return " ".join(filter(None, (_STARTS[start] + _ENDS[end], _TRADES[trade], again and str(again + 1) or "")))


def _of_all(table: str, found: Sequence[Row]) -> list[Row]:
    """The rows of the sample that belong to no account."""
    if table in _LEFT_OUT or table in HANGING:
        return []
    # A version of the programme may name a measure of one account, which is not here.
    without = {"measure_id": ""} if table == "versions" else {}
    return [row | without for row in found if not row.get("account_id")]


class _Donors:
    """The sample's accounts, by number: the scored ones give records, all of them give sales."""

    def __init__(self, sample: Mapping[str, Sequence[Row]]) -> None:
        self._accounts = {row["account_id"]: row for row in sample["accounts"]}
        self._scored = list(dict.fromkeys(row["account_id"] for row in sample["scores"]))
        self._rows = {table: _grouped(sample[table], "account_id") for table in (*OWN, "activities", "scores")}
        self._hanging = {table: _grouped(sample[table], link) for table, (link, _) in HANGING.items()}
        self._sales = _grouped(sample["sales_lines"], "account_id")
        self._sellers = list(self._sales)

    def account(self, at: int) -> Row:
        """The account that number ``at`` is made from; groups of several customer numbers become one."""
        return self._accounts[self._donor(at)] | {"parent_id": ""}

    def _donor(self, at: int) -> str:
        return self._scored[at % len(self._scored)]

    def records(self, at: int, account: str) -> Iterator[tuple[str, list[Row]]]:
        """The rows of number ``at``, under ids of its own."""
        donor = self._donor(at)
        own = {table: self._rows[table].get(donor, []) for table in OWN}
        own["respondents"] = _one_a_side(own["respondents"])
        new = {row[key]: f"{row[key]}/{account}" for table in OWN for key in _own_ids(table) for row in own[table]}
        for table, found in own.items():
            yield table, [_renamed(row, new) | {"account_id": account} for row in found]
        for table, (link, holder) in HANGING.items():
            keys = [row[link] for row in own[holder]]
            yield table, [_renamed(row, new) for key in keys for row in self._hanging[table].get(key, [])]
        last = max((row["month"] for row in self._rows["activities"].get(donor, [])), default="")
        yield "activities", [
            row | {"account_id": account} for row in self._rows["activities"].get(donor, []) if row["month"] == last
        ]
        if at < len(self._scored):
            yield "scores", [row | {"account_id": account} for row in self._rows["scores"][donor]]

    def sales(self, at: int, account: str, factor: float) -> Iterator[Row]:
        """Sales lines of number ``at``: twenty of a donor's, evenly over its two years, larger or smaller."""
        found = self._sales[self._sellers[at % len(self._sellers)]]
        for number in range(SALES_LINES):
            line = found[number * len(found) // SALES_LINES]
            scaled = {name: f"{float(line[name]) * factor:.2f}" for name in ("quantity", "revenue", "cost") if line[name]}
            yield line | scaled | {"account_id": account, "order_id": f"{account}-{number + 1}", "line_id": "1"}


def _grouped(rows: Sequence[Row], by: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[by], []).append(row)
    return groups


def _one_a_side(respondents: Sequence[Row]) -> list[Row]:
    return list({row["side"]: row for row in reversed(respondents)}.values())


def _own_ids(table: str) -> tuple[str, ...]:
    """The key of a table whose rows are known by an id alone; with the account in the key nothing clashes."""
    key = RECORDS[table].key
    return () if "account_id" in key else tuple(key)


def _renamed(row: Row, new: Mapping[str, str]) -> Row:
    return {name: new.get(value, value) if name.endswith("_id") else value for name, value in row.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(many_accounts(asked.folder, asked.count, asked.seed))
