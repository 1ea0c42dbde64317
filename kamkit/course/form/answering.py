"""The answer form: type or choose, check, read why, try again; a hint for those who ask for it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

import ipywidgets as widgets

from kamkit.course import shown
from kamkit.course.form.inputs import input_for
from kamkit.course.question import Question, said
from kamkit.errors import KamkitError
from kamkit.forms.typed import Unreadable
from kamkit.show import parts
from kamkit.show.parts import Shown
from kamkit.show.words import percent

if TYPE_CHECKING:
    from kamkit.course.desk import ExerciseDesk

# What a widget's own layout cannot say: long options wrap, labels stand above their field.
STYLE = """<style>
.kamkit-choice label, .kamkit-choice .widget-label-basic { white-space: normal; line-height: 1.35; height: auto; width: auto; }
.kamkit-choice .widget-radio-box { height: auto; width: 100%; margin: 0; }
.kamkit-choice .widget-radio-box label { display: flex; flex-direction: row-reverse; justify-content: flex-end; align-items: flex-start; gap: 6px; margin: 0 0 7px 0; padding: 0; }
.kamkit-choice .widget-radio-box label input { flex: none; margin: 3px 0 0 0; }
.kamkit-choice.widget-checkbox { height: auto; margin: 0 0 5px 0; }
.kamkit-choice.widget-checkbox label { display: flex; align-items: flex-start; gap: 6px; max-width: none; }
.kamkit-choice.widget-checkbox label input { flex: none; margin: 3px 0 0 0; }
.kamkit-matching > label.widget-label { text-align: left; width: auto; height: auto; white-space: normal; line-height: 1.35; margin: 4px 0 0 0; }
.kamkit-matching > select { flex: 0 0 28px; }
.kamkit-said p { margin: 2px 0; line-height: 1.4; } .kamkit-said ul { margin: 2px 0; }
</style>"""
_COLOURS = {"Right": "#1d6b34", "In part": "#7a5600", "Not yet": "#a61e1e"}


class AnswerForm:
    """``view`` is the widget; ``check`` and ``hint`` are what its buttons do."""

    def __init__(self, desk: ExerciseDesk, question: Question) -> None:
        self.desk, self.question = desk, question
        kind = question.kind_for(desk.tables)
        self.input = input_for(kind)
        head = shown.heading(desk.exercise, question)
        self._asked = widgets.HTML(
            f"{STYLE}<p style='line-height: 1.45'><b>{escape(head)}.</b> {escape(said(question.text, desk.tables))}</p>"
            f"<p><i>{escape(shown.instruction(kind))}</i></p>"
        )
        self._said = widgets.HTML()
        self._said.add_class("kamkit-said")
        self._hints = widgets.HTML()
        self._hints.add_class("kamkit-said")
        self.check_button = widgets.Button(description="Check my answer", button_style="primary", layout={"width": "auto"})
        self.hint_button = widgets.Button(layout={"width": "auto"})
        self.check_button.on_click(lambda _button: self.check())
        self.hint_button.on_click(lambda _button: self.hint())
        self.view = widgets.VBox(
            [self._asked, self.input.view, widgets.HBox([self.check_button, self.hint_button]), self._hints, self._said],
            layout={"border_left": "3px solid #b9c2cb", "padding": "2px 0 6px 12px"},
        )
        self._begin()

    def _begin(self) -> None:
        answer, tries = self.desk.last(self.question.id)
        verdict = self.desk.verdict(self.question.id)
        if answer is not None and verdict is not None:
            self.input.show(answer)
            words = shown.answered(self.question, self.desk.tables, answer, verdict, tries, repeat=False)
            self._say(words, shown.right_or_not(verdict))
        self._show_hints()

    def check(self) -> None:
        """Judge what stands on the screen, keep it, and say why."""
        typed = self.input.read()
        if isinstance(typed, Unreadable):
            found = f'Found "{typed.typed}"; expected' if typed.typed else "Expected"
            return self._complain(f"{found} {typed.expected}.")
        try:
            verdict = self.desk.give(self.question.id, typed)
        except KamkitError as error:
            return self._complain(f"Not kept: {error}.")
        _, tries = self.desk.last(self.question.id)
        said_so = shown.answered(self.question, self.desk.tables, typed, verdict, tries, repeat=False)
        self._say(parts.stack(said_so, *self._cost(verdict.right)), shown.right_or_not(verdict))
        self._show_hints()

    def hint(self) -> None:
        """Show the next hint."""
        try:
            self.desk.take_hint(self.question.id)
        except KamkitError as error:
            return self._complain(f"Not kept: {error}.")
        self._show_hints()

    def _cost(self, done: bool) -> tuple[Shown, ...]:
        cost = self.desk.issued.costs.attempt
        mark = self.desk.mark(self.question.id)
        further = f"; a further try takes {percent(cost * 100)} off" if cost and not done else ""
        return (parts.say(f"Kept. Mark so far: {percent(mark * 100)}{further}."),)

    def _show_hints(self) -> None:
        hints, taken = self.question.hints, self.desk.hints_taken(self.question.id)
        told = [parts.boxed("Hint", said(one, self.desk.tables)).html for one in hints[:taken]]
        self._hints.value = "".join(told)
        left, cost = len(hints) - taken, self.desk.issued.costs.hint
        price = f", takes {percent(cost * 100)} off" if cost else ""
        self.hint_button.description = f"Hint ({left} left{price})" if left else "No hint left"
        self.hint_button.disabled = left <= 0
        self.hint_button.layout.display = "" if hints else "none"

    def _say(self, words: Shown, word: str) -> None:
        colour = _COLOURS[word]
        self._said.value = (
            f'<div role="status" aria-live="polite" style="border-left: 4px solid {colour}; padding-left: 10px">{words.html}</div>'
        )

    def _complain(self, text: str) -> None:
        self._said.value = f'<p role="alert" style="color: #a61e1e">&#9650; {escape(text)}</p>'


def following(desk: ExerciseDesk, show: Callable[[], Shown]) -> widgets.HTML:
    """What is shown now, and again after every answer."""
    view = widgets.HTML(show().html)

    def again() -> None:
        view.value = show().html

    desk.watch(again)
    return view
