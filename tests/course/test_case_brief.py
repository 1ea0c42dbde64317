"""The two pages of the case say what the sample holds."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kamkit.course.case import day_of, open_case
from kamkit.method.values import estimate_derived_importance
from kamkit.method.worth import rank_accounts

TEXT = (Path(__file__).resolve().parents[2] / "exercises" / "CASE.md").read_text(encoding="utf-8")


def test_its_figures_are_those_of_the_case() -> None:
    case = open_case()
    ranking = rank_accounts(case, day_of(case))
    assert f"{len(ranking)} customers" in TEXT and "EUR 86 million" in TEXT and round(ranking["revenue"].sum() / 1e6) == 86
    assert case["accounts"]["country"].nunique() == 7 and "seven countries" in TEXT
    managers = case["team_members"].query("role == 'key account manager'")
    assert len(managers) == 6 and f"{managers['hours_per_year'].sum():,.0f} hours" in TEXT
    assert (case["decisions"]["kind"] == "selected").sum() == 31 and "31 names" in TEXT
    assert len(case["efforts"]) == 24 and "24 candidates" in TEXT
    assert f"{estimate_derived_importance(case).answers} people" in TEXT
    by_revenue = ranking.set_index("name")["revenue"].rank(ascending=False)
    assert by_revenue["Heliora Cells"] == 58 and "number 58 by revenue" in TEXT and by_revenue["Hypra Retail"] == 2
    assert day_of(case).strftime("%d %B %Y") == "31 March 2026" and "31 March 2026" in TEXT
    standard = case["touch_points"].query("account_id == ''")
    assert len(standard) == 12 and "twelve of them" in TEXT


def test_everybody_it_names_is_in_the_case_and_it_says_that_all_is_invented() -> None:
    case = open_case()
    for name in ["Ines Carrow", "Tom Halloway", "Dr Maren Voss", "Konrad Varnholt", *case["team_members"].query("role == 'key account manager'")["name"]]:
        assert f"**{name}**" in TEXT
    accounts, rivals = set(case["accounts"]["name"]), set(case["competitors"]["name"])
    table = [line.split("**")[1::2] for line in TEXT.splitlines() if line.startswith("| **")]
    assert {name for line in table for name in line} <= accounts and len(table) >= 10
    assert all(f"**{name}**" in TEXT for name in rivals)
    assert "are invented" in TEXT and len(TEXT.split()) < 1100, "two pages, ten minutes"
    assert pd.Timestamp("2026-08-31") == case["accounts"].set_index("account_id").loc["1001", "renewal_on"] and "31 August" in TEXT
