"""What can be chosen, and how a chosen thing is read: by its key, which has to be among those offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kamkit.errors import InputError

ENTRIES_AT_MOST = 8
LONGEST = 1_200  # characters of a text
LARGEST_NUMBER = 1e12
_MARKUP = re.compile(r"<[A-Za-z/!?]")


class AnswerError(InputError):
    """An answer that is not of the kind the question asks for."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: ``key`` stands in the answer, ``label`` on the screen."""

    key: str
    label: str


def options(*pairs: tuple[str, str]) -> tuple[Option, ...]:
    """Options from pairs of key and label."""
    return tuple(Option(key, label) for key, label in pairs)


def found_markup(text: str) -> str:
    """What a text holds that no answer has, in words: markup, or signs that cannot be printed; "" if nothing."""
    if _MARKUP.search(text):
        return "markup (a < directly before a letter)"
    return "" if text.isprintable() else "signs that cannot be printed"


def found_kind(answer: Any) -> str:
    """What kind of thing was given, for a message."""
    kind = {bool: "yes or no", str: "a text", list: "a list", dict: "a table", type(None): "nothing"}
    return f"found {kind.get(type(answer), 'something else')}"


def read_key(answer: Any, offered: Iterable[Option]) -> str:
    """The key, if it is one of those offered; AnswerError if not."""
    if not isinstance(answer, str) or answer not in {option.key for option in offered}:
        raise AnswerError(f"{found_kind(answer)} that is not among the options; choose one of them")
    return answer


def read_list(answer: Any) -> list[Any]:
    """A list of at most eight things; AnswerError if it is none."""
    if not isinstance(answer, list | tuple) or len(answer) > ENTRIES_AT_MOST:
        raise AnswerError(f"{found_kind(answer)}; expected a list of at most {ENTRIES_AT_MOST} of the options")
    return list(answer)


def read_keys(answer: list[Any], offered: tuple[Option, ...]) -> list[str]:
    """Keys of those offered, each once; AnswerError if not."""
    keys = [read_key(one, offered) for one in answer]
    if len(set(keys)) != len(keys):
        raise AnswerError("found the same option twice; each may be named once")
    return keys


def read_names(answer: Any, wanted: tuple[Option, ...]) -> Mapping[str, Any]:
    """A value for each of those wanted and for nothing else; AnswerError if not."""
    if not isinstance(answer, dict):
        raise AnswerError(f"{found_kind(answer)}; expected a value for each of the {len(wanted)}")
    for option in wanted:
        if option.key not in answer:
            raise AnswerError(f"nothing yet for: {option.label}")
    if len(answer) != len(wanted):
        raise AnswerError(f"found {len(answer)} entries; expected {len(wanted)}")
    return answer


def label_of(key: str, offered: Iterable[Option]) -> str:
    """What stands on the screen for a key."""
    return next(option.label for option in offered if option.key == key)
