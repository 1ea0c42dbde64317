"""What the sample must let a reader conclude about relationships."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from kamkit.method.relationship import (
    estimate_white_space,
    place_loss,
    place_stakeholders,
    place_white_space,
    rank_relationships,
    rank_threads,
    review_relationship,
    review_stages,
)

Tables = dict[str, pd.DataFrame]


def test_kestwicks_six_names_are_one_thread(tables: Tables, as_of: date) -> None:
    thread = rank_threads(tables, "1007", as_of).iloc[0]
    assert (thread["member"], thread["only"], thread["share"]) == ("Paul Adeyemi", 6, 100)
    worst = " ".join(found.says for found in review_relationship(tables, "1007", as_of) if found.severity == "danger")
    assert "single thread" in worst and rank_relationships(tables, as_of)["account_id"].iloc[0] == "1007"


def test_ostrevia_sees_us_a_stage_further_away_and_its_decider_is_against_us(tables: Tables, as_of: date) -> None:
    assert review_stages(tables, "1001", as_of)["gap"].iloc[0] == 1
    first = place_stakeholders(tables, "1001", as_of).iloc[0]
    assert (first["name"], first["decision_role"], first["support"]) == ("Dr Selma Brandis", "decides", -1)


def test_orbisans_white_space_has_no_upper_end(tables: Tables, as_of: date) -> None:
    row = estimate_white_space(place_white_space(tables, "ORBISAN", as_of)).iloc[0]
    assert row[["units", "cells", "unknown"]].tolist() == [9, 54, 21] and pd.isna(row["open_high"])


def test_hypra_has_no_contribution_to_lose(tables: Tables, as_of: date) -> None:
    assert place_loss(tables, "1002", as_of).basis == "revenue"
    assert rank_relationships(tables, as_of).set_index("account_id").loc["1002", "expected"] == pytest.approx(0)
