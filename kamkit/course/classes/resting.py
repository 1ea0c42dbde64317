"""What a case remembers, with the tables each result rests on: a case that differs in few tables takes over the rest."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

from kamkit.course.case import Case

if TYPE_CHECKING:
    import pandas as pd


class Resting(dict[Hashable, Any]):
    """A ``memo`` that knows which tables were looked at while a result was worked out.

    ``below``: the memo of a case that is the same but for the tables ``changed``. What rests on none of these is found
    there and kept there, for whoever is beside this case as well.

    Whoever remembers asks first whether a key is there and sets it once it is worked out; in between, what is looked at
    belongs to it. Not for several threads at once.
    """

    def __init__(self, below: Resting | None = None, changed: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self.rests_on: dict[Hashable, frozenset[str]] = {}
        self.looked_at: set[str] = set()
        self._below, self._changed = below, changed
        self._begun: list[tuple[Hashable, set[str]]] = []

    def __contains__(self, key: object) -> bool:
        known = super().__contains__(key) or self._is_below(key)
        if known:
            self.look(self.rests_on.get(key, ()))
        else:
            self._begun.append((key, set()))
        return known

    def _is_below(self, key: Hashable) -> bool:
        """Whether a memo below has it, and it is true here as well; then it is here from now on."""
        if self._below is None or not (dict.__contains__(self._below, key) or self._below._is_below(key)):
            return False
        tables = self._below.rests_on.get(key)
        if tables is None or tables & self._changed:
            return False
        super().__setitem__(key, self._below[key])
        self.rests_on[key] = tables
        return True

    def __setitem__(self, key: Hashable, value: Any) -> None:
        if any(key == begun for begun, _ in self._begun):
            tables: set[str] = set()
            begun: Hashable = None
            while begun != key:  # above it only what an error has left unfinished
                begun, more = self._begun.pop()
                tables |= more
            self._keep(key, value, frozenset(tables))
            self.look(tables)
        else:
            super().__setitem__(key, value)

    def _keep(self, key: Hashable, value: Any, tables: frozenset[str]) -> None:
        super().__setitem__(key, value)
        self.rests_on[key] = tables
        if self._below is not None and not tables & self._changed:
            self._below._keep(key, value, tables)

    def look(self, tables: Iterable[str]) -> None:
        """Say that these tables were looked at."""
        self.looked_at.update(tables)
        if self._begun:
            self._begun[-1][1].update(tables)


class VariedCase(Case):
    """A case beside another one: ``changed`` are the tables that differ, read from ``own``; the others, and what rests on
    them alone, are the other's."""

    def __init__(self, before: Case, own: Case | None = None, changed: Iterable[str] = ()) -> None:
        differing = frozenset(changed)
        super().__init__(lambda table: own[table] if own is not None and table in differing else before[table])
        self.memo: Resting = Resting(before.memo if isinstance(before, VariedCase) else None, differing)

    def __getitem__(self, table: str) -> pd.DataFrame:
        self.memo.look((table,))
        return super().__getitem__(table)

    @property
    def looked_at(self) -> frozenset[str]:
        """The tables that what was worked out on this case rests on."""
        return frozenset(self.memo.looked_at)
