"""The maker of large programmes: as many accounts as asked for, each with something to say, the same every time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from many_accounts import account_name, many_accounts

from kamkit.packs.contents import plan_contents
from kamkit.packs.library import find_workbooks
from kamkit.packs.portfolio import rank_portfolio
from kamkit.programme import Programme, open_programme

COUNT = 60


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    """Sixty accounts, more than the sample has scored ones."""
    return open_programme(many_accounts(tmp_path_factory.mktemp("many") / "programme", COUNT))


def test_every_account_has_a_pack_of_its_own(programme: Programme) -> None:
    tables = programme.tables()
    accounts = list(tables["accounts"]["account_id"])
    assert len(accounts) == len(set(tables["accounts"]["name"])) == COUNT
    contents = plan_contents(tables, accounts, find_workbooks(("02", "03", "04", "08")), named=False)
    assert not any(contents.not_started.values())
    assert set(tables["sales_lines"]["account_id"].value_counts()) == {20}


def test_nothing_points_to_a_row_that_is_not_there(programme: Programme) -> None:
    assert programme.check_links() == ()


def test_the_portfolio_has_scored_and_unscored_accounts_and_varies(programme: Programme) -> None:
    portfolio = rank_portfolio(programme.tables(), date(2026, 3, 31))
    assert len(portfolio) == COUNT and 0 < portfolio["score"].notna().sum() < COUNT
    assert portfolio["revenue"].nunique() == COUNT and portfolio["next_action"].notna().all()


def test_the_same_again_and_a_smaller_one_is_the_beginning_of_a_larger(programme: Programme, tmp_path: Path) -> None:
    with open_programme(many_accounts(tmp_path / "again", 30)) as again:
        for table in ("accounts", "sales_lines", "touch_points", "actions"):
            found = programme.table(table)
            first = found[found["account_id"].fillna("") <= "000030"].reset_index(drop=True)
            assert again.table(table).equals(first), table


def test_another_seed_is_another_programme(programme: Programme, tmp_path: Path) -> None:
    with open_programme(many_accounts(tmp_path / "other", 5, seed=2)) as other:
        assert not other.table("sales_lines")["revenue"].equals(programme.table("sales_lines")["revenue"].head(100))


def test_names_do_not_repeat() -> None:
    assert len({account_name(at) for at in range(20_000)}) == 20_000
