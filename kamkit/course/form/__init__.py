"""The live face of the course: one answer form for every kind of question."""

from __future__ import annotations

from kamkit.course.form.answering import AnswerForm, following

__all__ = ["AnswerForm", "following"]
