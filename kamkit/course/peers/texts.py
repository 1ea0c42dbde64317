"""What somebody writes about another one's work: texts without signs that cannot be printed, and which tasks there are."""

from __future__ import annotations

import re
from typing import Any

from kamkit.course.options import AnswerError

TASK = re.compile(r"plan|[a-z0-9_]{1,60}/[a-z0-9_]{1,60}")


def checked_text(text: Any, label: str, most: int) -> str:
    """A text without signs that cannot be printed and without needless space; AnswerError if it is none or too long."""
    if not isinstance(text, str) or len(text) > 2 * most:
        raise AnswerError(f"{label}: expected a text of at most {most} characters")
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if len(plain) > most:
        raise AnswerError(f"{label}: {len(plain)} characters; expected at most {most}")
    return plain


def short_words(text: str, fewest: int) -> bool:
    """Whether a text has fewer than ``fewest`` different words: one repeated does not count again."""
    return len({word.casefold() for word in text.split()}) < fewest
