"""A form over the rows of one table: one output with two faces.

People with a live session get the widgets; everyone else (an untrusted page, a printed one, a run
without a screen) gets the table of what is in the programme.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kamkit.forms.desk import Desk
from kamkit.forms.names import Names, names_in
from kamkit.model import record
from kamkit.model.field import FieldSpec
from kamkit.model.frame import frame_of
from kamkit.show import parts

if TYPE_CHECKING:
    from kamkit.forms.editor import Editor
    from kamkit.programme import StoredRow

CORE_AT_MOST = 5
TABLE_ONLY = "KAMKIT_TABLE_ONLY"  # set by runs that throw the widgets away: 200 widgets cost as much as the run


class Form:
    """Rows of one table that can be edited; made by :func:`edit_rows`.

    ``editor`` is the live face (made the first time somebody looks), ``shown`` the other one.
    """

    def __init__(
        self, desk: Desk, table: str, where: Mapping[str, Any], core: Sequence[str], title: str, new_id_prefix: str
    ) -> None:
        self.desk, self.table, self.where = desk, table, dict(where)
        self.kind, self.title = record(table), title or record(table).title
        self.new_id_prefix = new_id_prefix
        self.core = tuple(self.kind.spec(name) for name in core)
        fixed = {*core, *(name for name, value in self.where.items() if isinstance(value, str | None))}
        self.more = tuple(spec for spec in self.kind.specs() if spec.name not in fixed)
        self._names: dict[str, Names | None] = {}
        self._editor: Editor | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = self.shown()
        faces: dict[str, Any] = {"text/html": shown.html, "text/plain": shown.text}
        if not os.environ.get(TABLE_ONLY):
            view = self.editor.view._repr_mimebundle_() or {}
            faces = {kind: face for kind, face in view.items() if kind.startswith("application/")} | faces
        return faces

    @property
    def editor(self) -> Editor:
        """The live face."""
        if self._editor is None:
            from kamkit.forms.editor import Editor

            self._editor = Editor(self)
        return self._editor

    def stored(self) -> list[StoredRow]:
        """The rows as the programme has them now, with their versions, in their order on the page."""
        rows: list[StoredRow] = []
        spread = [(name, value) for name, value in self.where.items() if not isinstance(value, str | None)]
        if spread:
            name, values = spread[0]
            for value in values:
                rows += self.desk.programme.rows(self.table, **{**self.where, name: value})
        else:
            rows = self.desk.programme.rows(self.table, **self.where)
        return sorted(rows, key=self._place)

    def names(self, spec: FieldSpec) -> Names | None:
        """The names behind a link; None for any other field."""
        if not spec.links_to:
            return None
        if spec.name not in self._names:
            account = self.where.get("account_id")
            self._names[spec.name] = names_in(
                spec.links_to, self.desk.tables(), account if isinstance(account, str) else ""
            )
        return self._names[spec.name]

    def shown(self) -> parts.Shown:
        """The table of what is in the programme, with names for ids."""
        rows = self.stored()
        if not rows:
            return parts.nothing_yet(
                f"{self.title} for {self.desk.account_name}", "Whoever has the workbook open", "in this form"
            )
        frame = frame_of(self.table, [row.values for row in rows])
        for spec in self.core:
            if (names := self.names(spec)) is not None:
                frame[spec.name] = frame[spec.name].map(names.name_of, na_action="ignore")
        return parts.table(frame, [_column(spec) for spec in self.core], caption=self.title)

    def _place(self, row: StoredRow) -> tuple[Any, ...]:
        position = row.values.get("position")
        return (position is None, position or 0, *(str(row.values.get(name) or "") for name in self.kind.key))


def edit_rows(
    desk: Desk,
    table: str,
    *,
    where: Mapping[str, Any],
    core: Sequence[str],
    title: str = "",
    new_id_prefix: str = "",
) -> Form:
    """A form for the rows of ``table`` whose fields equal ``where`` (a list of values means any of them).

    ``core``: at most five fields for everybody; all others stand under *more*. A new row takes ``where``
    and, with ``new_id_prefix``, a new id of its own. ValueError if there are more than five
    core fields, KeyError if the table has no such field.
    """
    if len(core) > CORE_AT_MOST:
        raise ValueError(f"{table}: {len(core)} core fields; a form has at most {CORE_AT_MOST}, the rest is under more")
    for name in where:
        record(table).spec(name)
    return Form(desk, table, where, core, title, new_id_prefix)


def _column(spec: FieldSpec) -> parts.Column:
    kinds: dict[str, parts.As] = {
        "money": "money", "percent": "percent", "number": "number", "count": "count", "date": "date", "flag": "flag",
    }  # fmt: skip
    return parts.Column(spec.name, spec.label, kinds.get(spec.kind, "text"), help=spec.help)
