"""One record on the screen: its fields, what is wrong with them, and what became of the last save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
from pydantic import ValidationError

from kamkit.errors import Conflict, ConflictError, KamkitError
from kamkit.forms.fields import FieldInput
from kamkit.forms.names import Names
from kamkit.forms.typed import Unreadable
from kamkit.model import record
from kamkit.model.field import FieldSpec

if TYPE_CHECKING:
    from kamkit.programme import Programme

_FLOW = {"flex_flow": "row wrap", "align_items": "flex-start", "overflow": "visible"}


class RowEditor:
    """The editor of one record. ``values`` is what the programme has, ``version`` is None before the first save."""

    def __init__(
        self,
        programme: Programme,
        table: str,
        values: Mapping[str, Any],
        version: int | None,
        *,
        core: Sequence[FieldSpec],
        more: Sequence[FieldSpec],
        names: Callable[[FieldSpec], Names | None],
        said: Callable[[str], None],
        saved: Callable[[int], None],
        gone: Callable[[RowEditor], None],
        currency: str = "",
    ) -> None:
        self.programme, self.table, self.kind = programme, table, record(table)
        self.values, self.version = dict(values), version
        self._core, self._more, self._names, self._said, self._saved, self._gone = core, more, names, said, saved, gone
        self._currency = currency
        self.fields: dict[str, FieldInput] = {}
        self.problems: dict[str, str] = {}
        self.conflicts: tuple[Conflict, ...] = ()
        self._deleted = False
        self._front = widgets.Box(layout=widgets.Layout(**_FLOW))
        self._back = widgets.Box(layout=widgets.Layout(**_FLOW))
        self._asked = widgets.VBox()
        self._make(core)
        self.buttons = widgets.HBox()
        self.status = widgets.HTML()
        # A button and not an accordion, whose heading cannot be reached with the keyboard. What is under
        # it is made when somebody opens it: a page of twenty records stays quick.
        self.more = widgets.ToggleButton(
            description="More", icon="caret-down", tooltip="The other fields of this row", layout={"width": "90px"}
        )
        self.more.observe(lambda _change: self.show_more(), names="value")
        self._back.layout.display = "none"
        below = widgets.HBox([*([self.more] if more else []), self.buttons, self.status])
        self.view = widgets.VBox(
            [self._front, self._asked, below, self._back],
            layout=widgets.Layout(border_bottom="1px solid #b9c2cb", padding="2px 0 4px 0"),
        )
        self._arrange()

    @property
    def key(self) -> tuple[Any, ...]:
        """The record's key, as the programme has it."""
        return tuple(self.values.get(name) for name in self.kind.key)

    def show_more(self) -> None:
        """Show or hide the fields under *More*; they are made the first time they are looked at."""
        self._make(spec for spec in self._more if spec.name not in self.fields)
        self._back.layout.display = "flex" if self.more.value else "none"
        self._arrange()

    def show_key(self) -> None:
        """Open *More* if the record cannot be saved before something there is filled in."""
        needed = {*self.kind.key, *(spec.name for spec in self._more if spec.required)}
        if any(spec.name in needed and not self.values.get(spec.name) for spec in self._more):
            self.more.value = True

    def typed(self, name: str) -> None:
        """A field was left or Enter pressed: save the record if all of it is right, say what is wrong if not."""
        self._check()
        if not self.problems:
            self._save(self._typed_values())
        elif self.version is None:
            needed = [self.kind.spec(wrong).label for wrong in self.problems]
            self._say(f"Not saved yet; still to do: {', '.join(needed)}.")
        else:
            wrong = "; ".join(f"{self.kind.spec(field).label}: {why}" for field, why in self.problems.items())
            self._say(f"Not saved. {wrong}.")
        self._arrange()

    def keep_mine(self) -> None:
        """Settle a conflict: what is on the screen replaces what the other person wrote, or deleted."""
        typed = self._typed_values()
        mine = {name: value for name, value in typed.items() if value != self.values.get(name)}
        if self._read_again():
            self._save({**self.values, **mine})
        else:
            self.version = None
            self._save(typed)
        self._arrange()

    def take_theirs(self) -> None:
        """Settle a conflict: what the other person wrote comes onto the screen; a row they deleted goes."""
        self.conflicts = ()
        if not self._read_again():
            self._gone(self)
        self.show()
        self._say("Their version was kept.")

    def show(self) -> None:
        """Put what the programme has on the screen."""
        for name, field in self.fields.items():
            field.show(self.values.get(name))
        self.problems = {}
        self._arrange()

    def _make(self, specs: Any) -> None:
        for spec in specs:
            field = FieldInput(spec, self._names(spec), self._currency)
            field.show(self.values.get(spec.name))
            field.on_typed(partial(self.typed, spec.name))
            field.widget.disabled = self.version is not None and spec.name in self.kind.key
            self.fields[spec.name] = field

    def _typed_values(self) -> dict[str, Any]:
        return {**self.values, **{name: field.read() for name, field in self.fields.items()}}

    def _say(self, text: str) -> None:
        self.status.value = f'<span role="status" aria-live="polite">{escape(text)}</span>'
        self._said(text)

    def _check(self) -> None:
        values = self._typed_values()
        self.problems = {name: str(value) for name, value in values.items() if isinstance(value, Unreadable)}
        readable = {
            name: value for name, value in values.items() if value is not None and not isinstance(value, Unreadable)
        }
        try:
            self.kind.model_validate(readable)
        except ValidationError as error:
            for found in error.errors():
                name = str(found["loc"][0])
                self.problems.setdefault(name, _in_words(self.kind.spec(name), found["type"], readable.get(name)))

    def _save(self, values: dict[str, Any]) -> None:
        try:
            saved = self.programme.save(self.table, values, version=self.version or 0)
        except ConflictError as error:
            self.conflicts = error.conflicts
            key = dict(zip(self.kind.key, self.key, strict=True))
            self._deleted = not self.programme.rows(self.table, **key)
            self._say("Not saved yet: somebody else changed the same field. Choose below.")
            return
        except KamkitError as error:
            self._say(f"Not saved: {error}")
            return
        self.conflicts, self.version, self.values = (), saved.version, values
        for field in self.fields.values():
            field.widget.disabled = field.spec.name in self.kind.key
        if saved.merged:
            self._read_again()
            self.show()
        if saved.change_id is not None:
            self._saved(saved.change_id)
        merged = ", ".join(self.kind.spec(name).label for name in saved.merged)
        both = f" Somebody else had changed {merged}; both were kept." if merged else ""
        # The programme's clock, so that the note and the history agree.
        self._say(f"Saved {self.programme.clock().astimezone():%H:%M}.{both}")

    def _read_again(self) -> bool:
        stored = self.programme.rows(self.table, **dict(zip(self.kind.key, self.key, strict=True)))
        if stored:
            self.values, self.version = dict(stored[0].values), stored[0].version
        return bool(stored)

    def _arrange(self) -> None:
        self._front.children = self._with_problems(self._core)
        self._back.children = self._with_problems([spec for spec in self._more if spec.name in self.fields])
        self._asked.children = self._question() if self.conflicts else ()

    def _with_problems(self, specs: Sequence[FieldSpec]) -> tuple[widgets.Widget, ...]:
        shown: list[widgets.Widget] = []
        for spec in specs:
            shown.append(self.fields[spec.name].widget)
            if spec.name in self.problems:
                text = escape(f"{spec.label}: {self.problems[spec.name]}")
                shown.append(widgets.HTML(f'<span role="alert" style="color: #a61e1e">&#9650; {text}</span>'))
        return tuple(shown)

    def _question(self) -> tuple[widgets.Widget, ...]:
        lines = "".join(
            f"<li><b>{escape(self.kind.spec(found.field).label)}</b>: you wrote "
            f"<b>{escape(self._in_full(found.field, found.yours))}</b>; {escape(found.changed_by or 'somebody else')} "
            f"{self._did(found)} in the meantime.</li>"
            for found in self.conflicts
        )
        mine = widgets.Button(description="Keep mine", tooltip="What you wrote replaces what they wrote")
        theirs = widgets.Button(description="Take theirs", tooltip="What they wrote comes onto your screen")
        mine.on_click(lambda _button: self.keep_mine())
        theirs.on_click(lambda _button: self.take_theirs())
        return (widgets.HTML(f'<ul role="alert">{lines}</ul>'), widgets.HBox([mine, theirs]))

    def _did(self, found: Conflict) -> str:
        if self._deleted:
            return "deleted the row"
        return f"wrote <b>{escape(self._in_full(found.field, found.theirs))}</b>"

    def _in_full(self, name: str, value: Any) -> str:
        names = self._names(self.kind.spec(name))
        if value is None or value == "":
            return "nothing"
        return names.name_of(str(value)) if names is not None else str(value)


def _in_words(spec: FieldSpec, fault: str, value: Any) -> str:
    if value is None:
        return "must be filled in"
    typed = f"{value:g}" if isinstance(value, float) else value
    found = f'found "{typed}"; expected'
    if fault == "string_too_long":
        return f"{len(str(value))} characters; expected at most {spec.max_length}"
    if spec.range and fault in ("greater_than_equal", "less_than_equal", "literal_error"):
        return f"{found} {spec.range}"
    return f"{found} a {spec.kind}"
