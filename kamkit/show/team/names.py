"""What an account is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamkit.method.rows import rows_where

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def account_name(tables: Tables, account_id: str) -> str:
    """The account's name; its number where it has none."""
    names = rows_where(tables, "accounts", "account_id", (account_id,))["name"].dropna()
    return str(names.iloc[0]) if len(names) else account_id
