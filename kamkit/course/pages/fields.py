"""An answer as the fields of a form, and back: plain names, plain texts, nothing that needs a script.

``answer`` holds a number, a text, or the keys chosen; ``place-2`` the place of the third item, ``match-2`` what it is
matched with, ``cell-2-1`` the second column of its row. Items are counted, so that no key ever becomes a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from kamkit.course.kinds import AnswerError, Choice, Kind, Matching, Number, Ranking, Rows, Several, Text
from kamkit.forms.typed import Unreadable, read_number

Fields = Mapping[str, Sequence[str]]
TYPED_AT_MOST = 60  # characters of a number
_TWO_WAYS = re.compile(r"-?\d{1,3}\.\d{3}")  # such as 1.234, which can be read as thousands


def as_fields(kind: Kind, answer: Any) -> dict[str, list[str]]:
    """What stands in the fields of an answer of this kind."""
    if isinstance(kind, Number):
        return {"answer": [_written(answer)]}
    if isinstance(kind, Several):
        return {"answer": list(answer)}
    if isinstance(kind, Ranking):
        return {f"place-{at}": [str(answer.index(option.key) + 1)] for at, option in enumerate(kind.options)}
    if isinstance(kind, Matching):
        return {f"match-{at}": [answer[option.key]] for at, option in enumerate(kind.options)}
    if isinstance(kind, Rows):
        return {
            f"cell-{at}-{place}": as_fields(column.kind, answer[option.key][column.key])["answer"]
            for at, option in enumerate(kind.options)
            for place, column in enumerate(kind.columns)
        }
    return {"answer": [str(answer)]}


def read_fields(kind: Kind, fields: Fields) -> Any:
    """The answer in the fields of a form, in its one form; AnswerError says what is missing or cannot be read."""
    return kind.read(_read(kind, fields))


def _read(kind: Kind, fields: Fields) -> Any:
    if isinstance(kind, Number):
        return _number(_one(fields, "answer"))
    if isinstance(kind, Choice):
        return _one(fields, "answer") or _missing("choose one of the options")
    if isinstance(kind, Several):
        return list(fields.get("answer", ())) or _missing("tick at least one")
    if isinstance(kind, Ranking):
        return _order(kind, fields)
    if isinstance(kind, Matching):
        return {
            option.key: _one(fields, f"match-{at}") or _missing(f"choose for each; nothing yet for: {option.label}")
            for at, option in enumerate(kind.options)
        }
    if isinstance(kind, Rows):
        return {
            option.key: {
                column.key: _cell(column.kind, _one(fields, f"cell-{at}-{place}"), f"{option.label}, {column.label}")
                for place, column in enumerate(kind.columns)
            }
            for at, option in enumerate(kind.options)
        }
    assert isinstance(kind, Text)
    return _one(fields, "answer") or _missing("write a few sentences")


def _order(kind: Ranking, fields: Fields) -> list[str]:
    places: dict[int, str] = {}
    for at, option in enumerate(kind.options):
        typed = _one(fields, f"place-{at}")
        if not typed:
            _missing(f"give each a place; none yet for: {option.label}")
        if typed not in {str(place) for place in range(1, len(kind.options) + 1)}:
            raise AnswerError(f"{option.label}: expected a place from 1 to {len(kind.options)}")
        if int(typed) in places:
            raise AnswerError(f"place {typed} is given twice; each place once")
        places[int(typed)] = option.key
    return [places[place] for place in sorted(places)]


def _cell(kind: Number | Choice, typed: str, where: str) -> Any:
    if not typed:
        _missing(f"fill in each row; nothing yet for: {where}")
    if isinstance(kind, Choice):
        return typed
    try:
        return _number(typed)
    except AnswerError as error:
        raise AnswerError(f"{where}: {error}") from None


def _number(typed: str) -> float:
    if not typed:
        _missing("type a number")
    if len(typed) > TYPED_AT_MOST:
        raise AnswerError("that is too long for a number; expected one such as 1500")
    found = read_number(typed)
    if isinstance(found, Unreadable):
        raise AnswerError(str(found))
    return float(found)


def _written(answer: float) -> str:
    text = f"{answer:.15g}"
    return f"{text}0" if _TWO_WAYS.fullmatch(text) else text


def _one(fields: Fields, name: str) -> str:
    found = list(fields.get(name, ()))
    return found[-1].strip() if found else ""


def _missing(what: str) -> Any:
    raise AnswerError(f"nothing to check yet: {what}")
