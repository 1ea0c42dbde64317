"""Our people by id: what they are called, and who stands above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.planning.scope import known

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

NOBODY = ""


class People:
    """Our people of a programme; an id that is not among them stands for itself."""

    def __init__(self, tables: Tables) -> None:
        members = tables["team_members"].drop_duplicates("member_id")
        ids = members["member_id"].astype(str).tolist()
        self._name = dict(zip(ids, members["name"].astype(str), strict=True))
        self._above = {
            member: str(above)
            for member, above in zip(ids, members["line_manager_id"], strict=True)
            if known(above) and above in self._name and above != member
        }

    def name(self, member_id: object) -> str:
        """The person's name; "" for nobody."""
        return self._name.get(str(member_id), str(member_id)) if known(member_id) else NOBODY

    def names(self, ids: pd.Series) -> pd.Series:
        """The names of a column of ids; "" for nobody."""
        return pd.Series([self.name(one) for one in ids], index=ids.index, dtype="str")

    def above(self, member_id: object) -> str:
        """The id of the line manager; "" where nobody is recorded."""
        return self._above.get(str(member_id), NOBODY) if known(member_id) else NOBODY

    def level(self, member_id: object) -> int:
        """1 for people with nobody above them, 2 for those below, and so on; a circle ends where it closes."""
        seen = [str(member_id)]
        while (above := self.above(seen[-1])) and above not in seen:
            seen.append(above)
        return len(seen)

    @property
    def leaders(self) -> list[str]:
        """Everybody who is somebody's line manager, highest level first."""
        found = [member for member in self._name if member in set(self._above.values())]
        return sorted(found, key=self.level)
