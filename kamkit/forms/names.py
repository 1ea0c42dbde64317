"""Names for ids: people choose a person or an offering by name, the programme keeps the id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from kamkit.forms.typed import Unreadable
from kamkit.model import record

_CALLED = ("name", "what", "statement", "goal", "event")


class Names:
    """The ids of one table and what to call them; two of the same name carry their id as well."""

    def __init__(self, names: Mapping[str, str]) -> None:
        often = Counter(names.values())
        self._name = {key: name if often[name] == 1 else f"{name} ({key})" for key, name in names.items()}
        self._id = {name.casefold(): key for key, name in self._name.items()}

    @cached_property
    def options(self) -> list[str]:
        """What can be chosen, in alphabetical order."""
        return sorted(self._name.values(), key=str.casefold)

    def name_of(self, key: str) -> str:
        """What a row is called; a row that is not there keeps its id."""
        return self._name.get(key, key)

    def id_of(self, typed: str) -> Any:
        """The id of a name, or of an id typed as such; ``Unreadable`` if there is none."""
        found = self._id.get(typed.casefold()) or (typed if typed in self._name else None)
        if found is not None:
            return found
        near = [name for name in self.options if typed.casefold() in name.casefold()][:3]
        expected = " or ".join(near) or (f"one of the {len(self._name)} names there are" if self._name else "")
        return Unreadable(typed, expected or "nothing yet: the list of names is empty")


def names_in(table: str, tables: Mapping[str, pd.DataFrame], account_id: str = "") -> Names:
    """The names of ``table``'s rows; of rows that belong to accounts, the standard's and this account's."""
    rows, kind = tables[table], record(table)
    own_key = next(name for name in kind.key if name != "account_id" or len(kind.key) == 1)
    if "account_id" in rows.columns and own_key != "account_id" and account_id:
        rows = rows[rows["account_id"].isin(["", account_id]) | rows["account_id"].isna()]
    called = next((name for name in _CALLED if name in rows.columns), own_key)
    # A respondent may stay without a name; the id then stands for it.
    return Names({str(key): str(name) for key, name in zip(rows[own_key], rows[called].fillna(rows[own_key]), strict=True)})
