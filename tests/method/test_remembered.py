"""Work is done once per snapshot, and nobody can change what the next one gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from kamkit.method.remembered import remembered
from kamkit.method.worth import rank_accounts
from kamkit.programme import Programme


class Frozen(Mapping[str, pd.DataFrame]):
    """Tables that do not change and offer a memo."""

    def __init__(self) -> None:
        self.memo: dict[object, object] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        return pd.DataFrame({name: [1]})

    def __iter__(self) -> Iterator[str]:
        return iter(["a"])

    def __len__(self) -> int:
        return 1


def counted() -> tuple[list[object], object]:
    calls: list[object] = []

    @remembered
    def read(tables: Mapping[str, pd.DataFrame], name: str, *, twice: bool = False) -> pd.DataFrame:
        calls.append(name)
        return tables[name] * (2 if twice else 1)

    return calls, read


def test_it_is_worked_out_once_for_the_same_question() -> None:
    calls, read = counted()
    tables = Frozen()
    for _ in range(3):
        assert read(tables, "a")["a"][0] == 1  # type: ignore[operator]
    assert read(tables, "a", twice=True)["a"][0] == 2  # type: ignore[operator]
    assert calls == ["a", "a"]
    read(Frozen(), "a")  # type: ignore[operator]
    assert len(calls) == 3, "another snapshot is another question"


def test_nobody_changes_what_the_next_one_gets() -> None:
    _, read = counted()
    tables = Frozen()
    changed = read(tables, "a")  # type: ignore[operator]
    changed["a"] = 99
    assert read(tables, "a")["a"][0] == 1  # type: ignore[operator]


def test_of_a_plain_mapping_nothing_is_remembered() -> None:
    calls, read = counted()
    tables = {"a": pd.DataFrame({"a": [1]})}
    read(tables, "a")  # type: ignore[operator]
    tables["a"] = pd.DataFrame({"a": [5]})
    assert read(tables, "a")["a"][0] == 5 and len(calls) == 2  # type: ignore[operator]


def test_a_changed_programme_gives_new_figures(tmp_path_factory, second_company: Programme) -> None:  # type: ignore[no-untyped-def]
    day = date(2025, 12, 31)
    with second_company.snapshot(tmp_path_factory.mktemp("changed") / "copy") as programme:
        before = rank_accounts(programme.tables(), day)
        assert rank_accounts(programme.tables(), day).equals(before)
        programme.save("accounts", {"account_id": "007", "name": "Renamed"})
        after = rank_accounts(programme.tables(), day)
        assert "Renamed" in set(after["name"]) and "Renamed" not in set(before["name"])
