"""The forms of plan and reviews: write, hand in, read others, mark by the levels, say what to keep and what to change."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from kamkit.course.form.answering import STYLE as ANSWERING
from kamkit.course.peers import shown
from kamkit.course.peers.plan import BRIEF, PARTS, TITLE
from kamkit.course.peers.review import COMMENTS
from kamkit.course.reviewing.desk import ToRead
from kamkit.errors import KamkitError
from kamkit.show.parts import Shown

if TYPE_CHECKING:
    from kamkit.course.reviewing.desk import ReviewDesk

# Closer lines than a widget's own, and room between the columns of a table.
STYLE = ANSWERING + """<style>
.kamkit-peers p { line-height: 1.45; margin: 6px 0 2px; } .kamkit-peers h3 { margin: 10px 0 0; font-size: 1.05em; }
.kamkit-peers th, .kamkit-peers td { padding: 3px 9px; line-height: 1.4; vertical-align: top; }
</style>"""
_FRAME = {"border_left": "3px solid #b9c2cb", "padding": "2px 0 6px 12px"}
_TEXT = {"width": "98%", "max_width": "760px", "height": "96px"}


class PlanForm:
    """``view`` is the widget; ``hand_in`` is what its button does."""

    def __init__(self, desk: ReviewDesk) -> None:
        self.desk = desk
        stands = desk.plan()
        self.fields = {part.key: widgets.Textarea(value=stands.parts[part.key] if stands else "", layout=_TEXT, tooltip=part.label) for part in PARTS}
        asked = [(widgets.HTML(f"<p><b>{escape(part.label)}</b> {escape(part.asks)} <i>At most {part.most} characters.</i></p>"), self.fields[part.key])
                 for part in PARTS]  # fmt: skip
        self.button = widgets.Button(description="Hand in", button_style="primary", layout={"width": "auto"})
        self.button.on_click(lambda _button: self.hand_in())
        self._said = _status()
        head = widgets.HTML(f"{STYLE}<p><b>{escape(TITLE)}.</b> {escape(BRIEF)}</p>")
        self.view = widgets.VBox([head, *(one for pair in asked for one in pair), widgets.HBox([self.button]), self._said], layout=_FRAME)
        self.view.add_class("kamkit-peers")
        if stands:
            self._said.value = _note("Handed in. Change it as long as it is not given out to others, and hand it in again.")

    def hand_in(self) -> None:
        """Keep the plan, or say what is missing."""
        try:
            self.desk.keep_plan({key: field.value for key, field in self.fields.items()})
        except KamkitError as error:
            self._said.value = _complaint(f"Not handed in. {error}.")
        else:
            self._said.value = _note("Handed in. Your trainer gives it out to three others, without your name.")


class ReviewForm:
    """One piece after the other; ``keep`` and ``go_on`` are what its buttons do."""

    def __init__(self, desk: ReviewDesk, task: str) -> None:
        self.desk, self.task = desk, task
        self.rubric = desk.rubric(task)
        self.marks: dict[str, Any] = {}
        self.comments: dict[str, Any] = {}
        self.reading: ToRead | None = None
        self._said = _status()
        self.keep_button = widgets.Button(description="Keep my review", button_style="primary", layout={"width": "auto"})
        self.next_button = widgets.Button(description="Next piece", layout={"width": "auto"})
        self.keep_button.on_click(lambda _button: self.keep())
        self.next_button.on_click(lambda _button: self.go_on())
        self.view = widgets.VBox(layout=_FRAME)
        self.view.add_class("kamkit-peers")
        self.go_on()

    def go_on(self) -> None:
        """Show what is to be read next, or that nothing is."""
        self._said.value = ""
        self.reading = self.desk.next_to_read(self.task)
        if self.reading is None:
            given = any(not one.sample for one in self.desk.to_read(self.task))
            left = "You have read all of it. Thank you." if given else "You have practised. Your trainer gives out what others have written."
            self.view.children = (widgets.HTML(f"{STYLE}{self.desk.practised(self.task).html}{_note(left)}"),)
            return
        one = self.reading
        kind = "Sample to practise on" if one.sample else "Handed in by somebody on the course"
        head = widgets.HTML(f"{STYLE}<p><b>{one.at} of {one.of}. {escape(one.name)}</b> ({kind})</p>{shown.show_piece(one.parts).html}")
        self.marks = {item.key: _levels(item.levels, item.label) for item in self.rubric.criteria}
        self.comments = {name: widgets.Textarea(layout={**_TEXT, "height": "64px"}, tooltip=label) for name, label in COMMENTS}
        asked: list[Any] = []
        for item in self.rubric.criteria:
            asked += [widgets.HTML(f"<p><b>{escape(item.label)}.</b> {escape(item.asks)}</p>"), self.marks[item.key]]
        for name, label in COMMENTS:
            asked += [widgets.HTML(f"<p><b>{escape(label)}</b></p>"), self.comments[name]]
        self.keep_button.disabled, self.next_button.disabled = False, True
        self.view.children = (head, *asked, widgets.HBox([self.keep_button, self.next_button]), self._said)

    def keep(self) -> None:
        """Keep the review and say what comes of it, or what is missing."""
        assert self.reading is not None
        given = {"marks": {key: field.value for key, field in self.marks.items()}, **{name: field.value for name, field in self.comments.items()}}
        try:
            told: Shown = self.desk.keep_review(self.task, self.reading.piece_id, given)
        except KamkitError as error:
            self._said.value = _complaint(f"Not kept. {error}.")
            return
        self._said.value = f'<div role="status" aria-live="polite" style="border-left: 4px solid #1d6b34; padding-left: 10px">{told.html}</div>'
        self.keep_button.disabled, self.next_button.disabled = self.reading.sample, False


def _levels(levels: tuple[str, ...], label: str) -> Any:
    field = widgets.RadioButtons(
        options=[(f"{level} - {text}", level) for level, text in zip(shown.LEVELS, levels, strict=True)], index=None, tooltip=label,
        layout={"width": "98%", "max_width": "760px"},
    )  # fmt: skip
    field.add_class("kamkit-choice")
    return field


def _status() -> Any:
    field = widgets.HTML()
    field.add_class("kamkit-said")
    return field


def _note(text: str) -> str:
    return f'<p role="status">{escape(text)}</p>'


def _complaint(text: str) -> str:
    return f'<p role="alert" style="color: #a61e1e">&#9650; {escape(text)}</p>'
