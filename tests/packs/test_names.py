"""A folder for every account, whatever its id is made of."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kamkit.packs.names import folder_names

RESERVED = ["CON", "nul", "com1", "LPT9.txt", "aux.csv"]


def test_plain_ids_keep_their_name() -> None:
    plain = ["007", "NA", "1e5", "0042", "AW00000001", "K-12_b.3"]
    assert folder_names(plain) == {found: found for found in plain}


def test_ids_that_differ_in_case_get_different_folders() -> None:
    names = folder_names(["abc", "ABC", "Abc"])
    assert len({name.casefold() for name in names.values()}) == 3


@given(
    st.lists(
        st.one_of(st.text(min_size=1, max_size=64), st.sampled_from([*RESERVED, "..", ".", "a/b", "a\\b", "~", " "])),
        unique=True,
    )
)
def test_every_name_is_one_safe_part_of_a_path_and_belongs_to_one_account(ids: list[str]) -> None:
    names = folder_names(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert Path(name).name == name and name not in (".", "..") and len(name) <= 64
        assert name.isascii() and not set(name) & set('<>:"/\\|?*') and name[-1] not in ". "
        assert name.partition(".")[0].casefold() not in {found.partition(".")[0].casefold() for found in RESERVED}


@given(st.text(min_size=1, max_size=64))
def test_a_name_does_not_depend_on_who_else_is_there(account_id: str) -> None:
    assert folder_names([account_id])[account_id] == folder_names([account_id, f"{account_id}x"])[account_id]
