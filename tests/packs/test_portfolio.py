"""The portfolio in one table: each figure from the method's own function, in the order people expect."""

from __future__ import annotations

from datetime import date

import pytest
from second_company import AS_OF, IDS

from kamkit.method.plan import estimate_data_quality, estimate_health
from kamkit.method.selection import select_accounts
from kamkit.method.worth import rank_accounts
from kamkit.model.frame import tables_of
from kamkit.packs.portfolio import list_candidates, rank_portfolio
from kamkit.programme import Programme


def test_scored_accounts_come_first_by_score_then_the_others_by_worth(second_company: Programme) -> None:
    tables = second_company.tables()
    portfolio = rank_portfolio(tables, AS_OF)
    assert sorted(portfolio["account_id"]) == sorted(IDS) and list(portfolio["position"]) == list(range(1, 13))
    scored = portfolio[portfolio["score"].notna()]
    assert list(scored["position"]) == list(range(1, len(scored) + 1)) and scored["score"].is_monotonic_decreasing
    rest = portfolio[portfolio["score"].isna()]
    assert len(rest) and rest["contribution"].is_monotonic_decreasing


def test_every_figure_is_the_methods(second_company: Programme) -> None:
    tables = second_company.tables()
    portfolio = rank_portfolio(tables, AS_OF).set_index("account_id")
    worth = rank_accounts(tables, AS_OF).set_index("account_id")
    assert portfolio["revenue"].to_dict() == pytest.approx(worth["revenue"].to_dict())
    ranking = select_accounts(tables, AS_OF).ranking.set_index("account_id")
    chosen = ranking.index[ranking["in_list"].astype("boolean").fillna(False).astype(bool)]
    assert len(chosen) and sorted(portfolio.index[portfolio["chosen"]]) == sorted(chosen)
    assert portfolio.loc["007", "manager"] == "Kim Arden"
    assert portfolio.loc["007", "gap"] == "Calling for help"
    assert portfolio.loc["007", "next_action"] == "Send the test report by Friday"
    assert portfolio.loc["007", "next_action_note"] == "Kim Arden, overdue since 1 Dec 2025"
    health, quality = estimate_health(tables, AS_OF), estimate_data_quality(tables, AS_OF)
    assert portfolio["health"].to_dict() == health["health"].to_dict()
    assert portfolio["health_note"].to_dict() == health["sign"].to_dict()
    assert portfolio["data_quality"].dropna().to_dict() == quality["share"].dropna().to_dict()


def test_without_scores_the_order_is_that_of_worth(second_company: Programme) -> None:
    tables = dict(second_company.tables()) | {"scores": tables_of({})["scores"], "criteria": tables_of({})["criteria"]}
    portfolio = rank_portfolio(tables, AS_OF)
    assert portfolio["score"].isna().all() and not portfolio["chosen"].any()
    assert portfolio["contribution"].is_monotonic_decreasing


def test_nothing_at_all_is_an_empty_table() -> None:
    portfolio = rank_portfolio(tables_of({}), date(2026, 3, 31))
    assert portfolio.empty and {"position", "account_id", "segment", "next_action_note"} <= set(portfolio.columns)
    assert list_candidates(tables_of({}), date(2026, 3, 31)) == []


def test_candidates_are_the_first_cuts(second_company: Programme) -> None:
    candidates = list_candidates(second_company.tables(), AS_OF)
    assert candidates and set(candidates) <= set(IDS)
