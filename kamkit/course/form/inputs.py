"""Widgets for every kind of answer: made from the kind, read back as plain data, None while something is missing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Protocol

import ipywidgets as widgets

from kamkit.course.kinds import Choice, Kind, Matching, Number, Option, Placing, Ranking, Rows, Several, Text
from kamkit.forms.typed import Unreadable, read_number

_WIDE = {"width": "98%", "max_width": "760px"}
_CHOOSE = "choose"


class Input(Protocol):
    """What a form needs of the widgets of one answer."""

    view: widgets.DOMWidget

    def read(self) -> Any:
        """The answer as plain data; ``Unreadable`` where it is not one yet."""

    def show(self, answer: Any) -> None:
        """Put an answer on the screen."""


def input_for(kind: Kind) -> Input:
    """The widgets for one kind of answer."""
    if isinstance(kind, Number):
        return NumberInput(kind)
    if isinstance(kind, Choice):
        return ChoiceInput(kind.options)
    if isinstance(kind, Several):
        return SeveralInput(kind.options)
    if isinstance(kind, Ranking):
        return RankingInput(kind)
    if isinstance(kind, Matching):
        return PlacingInput(kind) if isinstance(kind, Placing) else MatchingInput(kind)
    if isinstance(kind, Rows):
        return RowsInput(kind)
    return TextInput(kind)


class NumberInput:
    """A number, typed as people type it."""

    def __init__(self, kind: Number, label: str = "Your answer") -> None:
        unit = f" ({kind.unit})" if kind.unit else ""
        self._field = widgets.Text(
            description=label + unit, continuous_update=True, style={"description_width": "initial"}, layout={"width": "330px"}
        )
        self.view: widgets.DOMWidget = self._field

    def read(self) -> Any:
        """The number, or what could not be read."""
        typed = self._field.value.strip()
        return read_number(typed) if typed else Unreadable("", "a number; nothing is typed yet")

    def show(self, answer: Any) -> None:
        """Put a number on the screen."""
        self._field.value = f"{answer:.15g}"


class ChoiceInput:
    """One of a few options, all of them in sight."""

    def __init__(self, options: tuple[Option, ...]) -> None:
        self._field = widgets.RadioButtons(
            options=[(option.label, option.key) for option in options], index=None, layout={"width": "auto", **_WIDE}
        )
        self._field.add_class("kamkit-choice")
        self.view: widgets.DOMWidget = self._field

    def read(self) -> Any:
        """The key chosen."""
        return self._field.value or Unreadable("", "one of the options; none is chosen yet")

    def show(self, answer: Any) -> None:
        """Choose an option."""
        self._field.value = answer


class SeveralInput:
    """A box to tick for each option."""

    def __init__(self, options: tuple[Option, ...]) -> None:
        self._boxes = {
            option.key: widgets.Checkbox(description=option.label, indent=False, layout=_WIDE) for option in options
        }
        for box in self._boxes.values():
            box.add_class("kamkit-choice")
        self.view: widgets.DOMWidget = widgets.VBox(list(self._boxes.values()))

    def read(self) -> Any:
        """The keys ticked."""
        chosen = [key for key, box in self._boxes.items() if box.value]
        return chosen or Unreadable("", "at least one; nothing is ticked yet")

    def show(self, answer: Any) -> None:
        """Tick these."""
        for key, box in self._boxes.items():
            box.value = key in answer


class RankingInput:
    """A place for each item."""

    def __init__(self, kind: Ranking) -> None:
        places = [(_CHOOSE, None), *((str(at), at) for at in range(1, len(kind.options) + 1))]
        self._fields = {option.key: _dropdown(option.label, places, "240px") for option in kind.options}
        self.view: widgets.DOMWidget = widgets.VBox(list(self._fields.values()))

    def read(self) -> Any:
        """The keys by their places."""
        places = {key: field.value for key, field in self._fields.items()}
        if None in places.values():
            return Unreadable("", "a place for each; some have none yet")
        if len(set(places.values())) < len(places):
            twice = next(at for at in sorted(places.values()) if list(places.values()).count(at) > 1)
            return Unreadable(f"place {twice} twice", "each place once")
        return sorted(places, key=lambda key: places[key])

    def show(self, answer: Any) -> None:
        """Put each in its place."""
        for at, key in enumerate(answer, start=1):
            self._fields[key].value = at


class MatchingInput:
    """A choice for each item."""

    def __init__(self, kind: Matching) -> None:
        self._kind = kind
        choices = [(_CHOOSE, None), *((choice.label, choice.key) for choice in kind.choices)]
        self._fields = {option.key: _dropdown(option.label, choices) for option in kind.options}
        self.view: widgets.DOMWidget = widgets.VBox(list(self._fields.values()))

    def read(self) -> Any:
        """The choice of each."""
        found = {key: field.value for key, field in self._fields.items()}
        return Unreadable("", "a choice for each; some have none yet") if None in found.values() else found

    def show(self, answer: Any) -> None:
        """Choose for each."""
        for key, field in self._fields.items():
            field.value = answer[key]


class PlacingInput(MatchingInput):
    """A field for each item, with the matrix as it fills beside it."""

    def __init__(self, kind: Placing) -> None:
        super().__init__(kind)
        self._matrix = widgets.HTML()
        for field in self._fields.values():
            field.observe(lambda _change: self._draw(), names="value")
        self.view = widgets.HBox(
            [widgets.VBox(list(self._fields.values())), self._matrix], layout={"flex_flow": "row wrap"}
        )
        self._draw()

    def _draw(self) -> None:
        placed = {key: field.value for key, field in self._fields.items() if field.value}
        assert isinstance(self._kind, Placing)
        self._matrix.value = matrix(self._kind, placed)


class RowsInput:
    """A field for each row and column."""

    def __init__(self, kind: Rows) -> None:
        self._fields: dict[str, dict[str, Input]] = {}
        lines = []
        for option in kind.options:
            own: dict[str, Input] = {}
            for column in kind.columns:
                if isinstance(column.kind, Number):
                    own[column.key] = NumberInput(column.kind, column.label)
                else:
                    own[column.key] = _OneOf(column.label, column.kind.options)
            self._fields[option.key] = own
            lines.append(widgets.HTML(f"<b>{escape(option.label)}</b>"))
            lines.append(widgets.HBox([one.view for one in own.values()], layout={"flex_flow": "row wrap"}))
        self.view: widgets.DOMWidget = widgets.VBox(lines)

    def read(self) -> Any:
        """The value of each row and column."""
        found = {key: {name: one.read() for name, one in row.items()} for key, row in self._fields.items()}
        wrong = [value for row in found.values() for value in row.values() if isinstance(value, Unreadable)]
        return wrong[0] if wrong else found

    def show(self, answer: Any) -> None:
        """Fill in each."""
        for key, row in self._fields.items():
            for name, one in row.items():
                one.show(answer[key][name])


class _OneOf:
    """A choice in a row."""

    def __init__(self, label: str, options: tuple[Option, ...]) -> None:
        self._field = _dropdown(label, [(_CHOOSE, None), *((option.label, option.key) for option in options)])
        self.view: widgets.DOMWidget = self._field

    def read(self) -> Any:
        """The key chosen."""
        return self._field.value or Unreadable("", "a choice in each row")

    def show(self, answer: Any) -> None:
        """Choose it."""
        self._field.value = answer


class TextInput:
    """A few sentences."""

    def __init__(self, kind: Text) -> None:
        self._field = widgets.Textarea(
            placeholder=f"At most {kind.most} characters", rows=5, continuous_update=True, layout=_WIDE
        )
        self._field.add_class("kamkit-text")
        self.view: widgets.DOMWidget = self._field

    def read(self) -> Any:
        """The text."""
        return self._field.value if self._field.value.strip() else Unreadable("", "a few sentences; nothing is written yet")

    def show(self, answer: Any) -> None:
        """Put a text on the screen."""
        self._field.value = answer


def matrix(kind: Placing, placed: Mapping[str, str]) -> str:
    """The four fields as a small table, with what was placed in each."""
    names = {option.key: option.label for option in kind.options}
    cells = []
    for choice in kind.choices:
        inside = "".join(f"<br>{escape(names[key])}" for key, field in placed.items() if field == choice.key)
        cells.append(
            '<td style="border: 1px solid #7d8894; vertical-align: top; width: 170px; height: 80px; text-align: left">'
            f"<i>{escape(choice.label)}</i>{inside}</td>"
        )
    rows = f"<tr>{''.join(cells[:2])}</tr><tr>{''.join(cells[2:])}</tr>"
    return (
        f'<div style="margin-left: 16px">&#8593; {escape(kind.up)}<table>{rows}</table>'
        f'<div style="text-align: right">{escape(kind.across)} &#8594;</div></div>'
    )


def _dropdown(label: str, choices: list[tuple[str, Any]], width: str = "560px") -> widgets.Dropdown:
    # The label stands above its field: whole sentences are matched, and nothing of them is cut off.
    field = widgets.Dropdown(
        options=choices, index=0, description=label, style={"description_width": "initial"},
        layout={"flex_flow": "column", "align_items": "stretch", "height": "auto", "width": "auto", "max_width": width},
    )  # fmt: skip
    field.add_class("kamkit-matching")
    return field

