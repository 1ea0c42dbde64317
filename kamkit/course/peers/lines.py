"""Reading what others wrote, as data: one JSON object in a line, exactly the fields expected, sizes stated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kamkit.course.attempts import load_data
from kamkit.course.options import AnswerError
from kamkit.errors import InputError

SHORT = re.compile(r"[\w .@+-]{1,64}")
LEARNER = re.compile(r"[^\x00-\x1f\x7f]{0,64}")
WHEN = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?")
ID = re.compile(r"[0-9a-f]{16}")
TASK = re.compile(r"plan|[a-z0-9_]{1,60}/[a-z0-9_]{1,60}")
FILE_AT_MOST = 2_000_000
LINES_AT_MOST = 500
PROBLEMS_AT_MOST = 20

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Lines(Generic[Kept]):
    """What a file holds: the records in their order, and one line for each thing that was left out."""

    kept: tuple[Kept, ...]
    problems: tuple[str, ...]


def parse_lines(content: bytes, name: str, parse: Callable[[bytes], Kept]) -> Lines[Kept]:
    """Every line of a file called ``name`` as ``parse`` reads it; never raises for what the file holds."""
    if len(content) > FILE_AT_MOST:
        return Lines((), (f"{name}: found more than {FILE_AT_MOST:,} bytes; left out",))
    kept: list[Kept] = []
    problems: list[str] = []
    lines = content.split(b"\n")
    for number, line in enumerate(lines[:LINES_AT_MOST], start=1):
        if not line.strip():
            continue
        try:
            kept.append(parse(line))
        except InputError as error:
            problems.append(f"{name}, line {number}: {error}; left out")
    if len(lines) > LINES_AT_MOST + 1:
        problems.append(f"{name}: found {len(lines):,} lines; those after {LINES_AT_MOST} were left out")
    if len(problems) > PROBLEMS_AT_MOST:
        problems[PROBLEMS_AT_MOST:] = [f"{name}: and {len(problems) - PROBLEMS_AT_MOST:,} more of the kind"]
    return Lines(tuple(kept), tuple(problems))


def fields_of(
    line: bytes, at_most: int, texts: Mapping[str, re.Pattern[str]], *, others: Iterable[str], what: str
) -> dict[str, Any]:
    """The object of a line: exactly these fields, those in ``texts`` of that form; InputError if not."""
    values = load_data(line, at_most)
    if not isinstance(values, dict) or set(values) != {*texts, *others}:
        raise InputError(f"does not have the fields of {what}")
    for name, allowed in texts.items():
        if not isinstance(values[name], str) or not allowed.fullmatch(values[name]):
            raise InputError(f"{name} is not what was expected")
    return values


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
