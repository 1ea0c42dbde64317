"""One key account is often many customer numbers: which number belongs to which group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from kamkit.errors import MethodError

Places = npt.NDArray[np.intp]


def group_of(accounts: pd.DataFrame) -> pd.Series:
    """The group of every account: its top-most parent, or the account itself.

    Index ``account_id``, values the group's ``account_id``. A parent that is not in ``accounts`` is
    not followed; an account named as its own parent is a group. MethodError on parents in a circle.
    """
    ids = pd.Index(accounts["account_id"], name="account_id")
    own = np.arange(len(ids))
    found = ids.get_indexer(pd.Index(accounts["parent_id"]))
    parent = np.where(found >= 0, found, own)
    top = parent
    for _ in range(len(ids).bit_length() + 1):  # each round doubles the height that is climbed
        top = top[top]
    _refuse_circles(ids, parent, top)
    return pd.Series(ids.take(top).to_numpy(), index=ids, name="group_id", dtype=accounts["account_id"].dtype)


def _refuse_circles(ids: pd.Index, parent: Places, top: Places) -> None:
    lost = np.flatnonzero(parent[top] != top)
    if len(lost):
        ring = [top[lost[0]]]
        while (above := parent[ring[-1]]) != ring[0]:
            ring.append(above)
        names = ", ".join(repr(name) for name in sorted(ids.take(ring)))
        raise MethodError(
            f"accounts {names}, Group: each leads to the other in a circle; "
            "expected one account at the top; empty the Group of one of them"
        )


def are_units(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Which accounts are customer numbers: those without units of their own, and those a line was booked on.

    In the order of ``tables["accounts"]``; the others are groups in name only.
    """
    accounts = tables["accounts"]
    leaf = ~accounts["account_id"].isin(accounts["parent_id"].where(accounts["parent_id"] != accounts["account_id"]))
    return leaf | accounts["account_id"].isin(tables["sales_lines"]["account_id"].unique())


def units_of(accounts: pd.DataFrame, account_id: str) -> list[str]:
    """The customer numbers of the group that ``account_id`` belongs to, the group's own first.

    MethodError if there is no such account.
    """
    groups = group_of(accounts)
    if account_id not in groups.index:
        raise MethodError(
            f"account {account_id!r}: not in the programme; "
            f"expected one of its {len(groups):,} account numbers, written to the letter"
        )
    group = groups[account_id]
    return [group, *(unit for unit in groups.index[groups == group] if unit != group)]
