"""Customer numbers and the group they belong to."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamkit.errors import MethodError
from kamkit.method.worth import group_of, units_of
from kamkit.model.frame import frame_of


def accounts(parents: dict[str, str | None]) -> pd.DataFrame:
    rows = [{"account_id": own, "name": own, "parent_id": parent} for own, parent in parents.items()]
    return frame_of("accounts", rows)


def test_group_is_the_topmost_parent() -> None:
    groups = group_of(accounts({"orbisan": None, "fr": "orbisan", "lyon": "fr", "007": None}))
    assert groups.to_dict() == {"orbisan": "orbisan", "fr": "orbisan", "lyon": "orbisan", "007": "007"}


def test_unknown_and_own_parent_are_not_followed() -> None:
    assert group_of(accounts({"a": "gone", "b": "b"})).to_dict() == {"a": "a", "b": "b"}


def test_no_accounts_no_groups() -> None:
    groups = group_of(accounts({}))
    assert groups.empty and groups.index.name == "account_id"


def test_a_customer_called_na_keeps_its_group() -> None:
    assert group_of(accounts({"NA": None, "1": "NA"})).to_dict() == {"NA": "NA", "1": "NA"}


@pytest.mark.parametrize("length", range(2, 10))
def test_a_circle_is_refused_by_name(length: int) -> None:
    ring = {f"r{i}": f"r{(i + 1) % length}" for i in range(length)}
    with pytest.raises(MethodError, match=r"'r0'.*'r1'.*empty the Group") as refused:
        group_of(accounts({"tail": "r0", "lone": None, **ring}))
    assert "tail" not in str(refused.value)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(min_value=-1, max_value=40), max_size=40))
def test_following_parents_one_by_one_gives_the_same_group(drawn: list[int]) -> None:
    # A parent is always an earlier account, so that no circle can arise.
    parents = {str(i): str(p % i) if p >= 0 and i else None for i, p in enumerate(drawn)}
    known = accounts(parents)
    groups = group_of(known)
    for own in parents:
        top = own
        while parents[top] is not None:
            top = str(parents[top])
        assert groups[own] == top
        assert units_of(known, own)[0] == top
        assert own in units_of(known, own)


def test_units_name_an_unknown_account() -> None:
    with pytest.raises(MethodError, match="'7': not in the programme"):
        units_of(accounts({"007": None}), "7")
