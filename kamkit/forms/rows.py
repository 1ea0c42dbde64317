"""A form over the rows of one table: one output with two faces.

People with a live session get the widgets; everyone else (an untrusted page, a printed one, a run
without a screen) gets the table of what is in the programme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from kamkit.forms.desk import Desk
from kamkit.forms.faces import TABLE_ONLY as TABLE_ONLY
from kamkit.forms.faces import two_faces
from kamkit.forms.names import Names, names_in
from kamkit.model import record
from kamkit.model.field import FieldSpec
from kamkit.model.frame import frame_of
from kamkit.show import parts

if TYPE_CHECKING:
    from kamkit.forms.editor import Editor
    from kamkit.programme import StoredRow

CORE_AT_MOST = 5
ROWS_AT_MOST = 40  # in the table face; the widgets have them all


class Form:
    """Rows of one table that can be edited; made by :func:`edit_rows`.

    ``editor`` is the live face (made the first time somebody looks), ``shown`` the other one.
    """

    def __init__(
        self,
        desk: Desk,
        table: str,
        where: Mapping[str, Any],
        core: Sequence[str],
        title: str,
        new_id_prefix: str,
        order_by: Sequence[str],
    ) -> None:
        self.desk, self.table, self.where = desk, table, dict(where)
        self.kind, self.title = record(table), title or record(table).title
        self.new_id_prefix, self.order_by = new_id_prefix, tuple(order_by)
        self.core = tuple(self.kind.spec(name) for name in core)
        fixed = {*core, *(name for name, value in self.where.items() if isinstance(value, str | None))}
        self.more = tuple(spec for spec in self.kind.specs() if spec.name not in fixed)
        self._names: dict[str, Names | None] = {}
        self._editor: Editor | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.editor.view)

    @property
    def editor(self) -> Editor:
        """The live face."""
        if self._editor is None:
            from kamkit.forms.editor import Editor

            self._editor = Editor(self)
        return self._editor

    def stored(self) -> list[StoredRow]:
        """The rows as the programme has them now, with their versions, in their order on the page."""
        any_of = {name: [value] if isinstance(value, str | None) else list(value) for name, value in self.where.items()}
        chosen = [dict(zip(any_of, values, strict=True)) for values in product(*any_of.values())]
        rows = [row for equals in chosen for row in self.desk.programme.rows(self.table, **equals)]
        return sorted(rows, key=self._place)

    @property
    def fixed(self) -> dict[str, Any]:
        """What a new row has because it belongs to this form; of several values the first."""
        return {
            name: value if isinstance(value, str | None) else next(iter(value), None)
            for name, value in self.where.items()
        }

    @property
    def is_single(self) -> bool:
        """Whether there can be one row only, such as the programme's settings."""
        return all(isinstance(self.where.get(name), str) for name in self.kind.key)

    @property
    def is_open(self) -> bool:
        """Whether rows can be added and taken away: not where the form names every row it has, such as an account's units."""
        return not all(name in self.where for name in self.kind.key)

    @property
    def is_ordered(self) -> bool:
        """Whether people decide on the order of the rows. What refines a standard stands where the standard does."""
        refines = "account_id" in self.kind.key and self.where.get("account_id")
        return self.order_by == ("position",) and not refines and self.is_open

    def names(self, spec: FieldSpec) -> Names | None:
        """The names behind a link; None for any other field."""
        if not spec.links_to:
            return None
        if spec.name not in self._names:
            self._names[spec.name] = self._find_names(spec)
        return self._names[spec.name]

    def forget_names(self) -> None:
        """Look the names up again: somebody may have changed them."""
        self._names.clear()

    def _find_names(self, spec: FieldSpec) -> Names:
        account = self.where.get("account_id")
        return names_in(spec.links_to, self.desk.tables(), account if isinstance(account, str) else "")

    def _subject(self) -> str:
        # Rates and criteria belong to nobody in particular; some titles name the account already.
        name = self.desk.account_name
        return f"{self.title} for {name}" if "account_id" in self.where and name not in self.title else self.title

    def shown(self) -> parts.Shown:
        """The table of what is in the programme, with names for ids."""
        rows = self.stored()
        # The settings of a new programme are a row in which nobody has said anything.
        if not any(row.values.get(spec.name) is not None for row in rows for spec in self.core):
            return parts.nothing_yet(self._subject(), "Whoever has the workbook open", "in this form")
        frame = frame_of(self.table, [row.values for row in rows])
        for spec in self.core:
            if (names := self.names(spec)) is not None:
                frame[spec.name] = frame[spec.name].map(names.name_of, na_action="ignore")
        return parts.table(frame, [_column(spec) for spec in self.core], caption=self.title, limit=ROWS_AT_MOST)

    def _place(self, row: StoredRow) -> tuple[Any, ...]:
        first = [row.values.get(name) for name in self.order_by]
        return (*((value is None, value) for value in first), *(str(row.values[name]) for name in self.kind.key))


def edit_rows(
    desk: Desk,
    table: str,
    *,
    where: Mapping[str, Any],
    core: Sequence[str],
    title: str = "",
    new_id_prefix: str = "",
    order_by: Sequence[str] = (),
) -> Form:
    """A form for the rows of ``table`` whose fields equal ``where`` (a list of values means any of them).

    ``core``: at most five fields for everybody; all others stand under *more*. A new row takes ``where``
    and, with ``new_id_prefix``, a new id of its own. ``order_by``: fields to sort by before the key (empty ones
    last); without it ``position``, where the table has one. ValueError if there are more than five
    core fields, KeyError if the table has no such field.
    """
    if len(core) > CORE_AT_MOST:
        raise ValueError(f"{table}: {len(core)} core fields; a form has at most {CORE_AT_MOST}, the rest is under more")
    for name in (*where, *order_by):
        record(table).spec(name)
    order_by = order_by or [name for name in ("position",) if name in record(table).model_fields]
    return Form(desk, table, where, core, title, new_id_prefix, order_by)


def _column(spec: FieldSpec) -> parts.Column:
    kinds: dict[str, parts.As] = {
        "money": "money", "percent": "percent", "number": "number", "count": "count", "date": "date", "flag": "flag",
    }  # fmt: skip
    return parts.Column(spec.name, spec.label, kinds.get(spec.kind, "text"), help=spec.help)
