"""A game kept as data: one line for who plays which seed, then one line per quarter; JSON, never code.

Whoever reads the file can replay the game, so a score is always worked out and never believed. Files come from many
hands: what is not exactly such a file is refused with one line.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from kamkit.course.simulation.market.luck import MODEL
from kamkit.course.simulation.market.portfolio import QUARTERS
from kamkit.errors import InputError

FILE = "simulation.jsonl"
KIND = "kamkit simulation"
BYTES_AT_MOST = 100_000
SEEDS_BELOW = 10**9
NAME_AT_MOST = 100


@dataclass(frozen=True)
class Recorded:
    """Who played which seed, and each quarter's decisions as data, in order."""

    learner: str
    seed: int
    quarters: tuple[Any, ...]


def read_record(path: Path) -> Recorded:
    """The game in a file; InputError with one line if it is not one. Nothing in the file is run."""
    lines = _lines(path)
    parsed = [_parsed(path, number, line) for number, line in enumerate(lines, start=1)]
    if not parsed:
        raise InputError(f"{path.name}: found no line; expected who plays and the quarters' decisions")
    learner, seed = _head(path, parsed[0])
    if len(parsed) > 1 + QUARTERS:
        raise InputError(f"{path.name}: found {len(parsed) - 1} quarters; expected {QUARTERS} at most")
    return Recorded(learner, seed, tuple(_quarter(path, number, one) for number, one in enumerate(parsed[1:], start=1)))


def start_record(path: Path, learner: str, seed: int) -> None:
    """Begin the file of a game; it must not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {"kind": KIND, "model": MODEL, "learner": learner, "seed": seed}
    with path.open("x", encoding="utf-8", newline="\n") as file:
        _write(file, head)


def add_quarter(path: Path, quarter: int, decisions: Mapping[str, Any]) -> None:
    """Write a quarter's decisions to the end of the file; InputError if the game went on elsewhere meanwhile."""
    there = len(read_record(path).quarters)
    if there != quarter - 1:
        raise InputError(
            f"{path.name}: found {there} quarters decided; expected {quarter - 1}: this game is open elsewhere, run the notebook again"
        )
    with path.open("a", encoding="utf-8", newline="\n") as file:
        _write(file, {"quarter": quarter, "decisions": decisions})


def _write(file: Any, line: Mapping[str, Any]) -> None:
    file.write(json.dumps(line, ensure_ascii=False) + "\n")
    file.flush()
    os.fsync(file.fileno())


def _lines(path: Path) -> list[str]:
    try:
        # Neither a link to somewhere else nor a pipe that never ends.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise InputError(f"{path.name}: cannot be opened ({error.strerror}); expected a file of decisions") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InputError(f"{path.name}: found something that is not a file; expected a file of decisions")
    with os.fdopen(handle, "rb") as file:
        content = file.read(BYTES_AT_MOST + 1)
    if len(content) > BYTES_AT_MOST:
        raise InputError(f"{path.name}: found more than {BYTES_AT_MOST:,} bytes; a whole game takes a tenth of that")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path.name}: found bytes that are not text; expected UTF-8") from None
    return [line for line in text.split("\n") if line.strip()]


def _parsed(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise InputError(f"{path.name}, line {number}: found what is not JSON, or cut off; expected one line per quarter") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _head(path: Path, head: Any) -> tuple[str, int]:
    if not isinstance(head, dict) or head.get("kind") != KIND or set(head) != {"kind", "model", "learner", "seed"}:
        raise InputError(f"{path.name}, line 1: expected who plays which seed of the {KIND}")
    if head["model"] != MODEL or type(head["model"]) is not int:
        raise InputError(f"{path.name}, line 1: found model {str(head['model'])[:20]!r}; expected {MODEL}, the one this kit plays")
    learner, seed = head["learner"], head["seed"]
    if not isinstance(learner, str) or len(learner) > NAME_AT_MOST or not learner.isprintable():
        raise InputError(f"{path.name}, line 1, learner: expected a text of at most {NAME_AT_MOST} characters")
    if type(seed) is not int or not 0 <= seed < SEEDS_BELOW:
        raise InputError(f"{path.name}, line 1, seed: found {str(seed)[:20]!r}; expected a whole number from 0 to {SEEDS_BELOW - 1}")
    return learner, seed


def _quarter(path: Path, number: int, line: Any) -> Any:
    if not isinstance(line, dict) or set(line) != {"quarter", "decisions"}:
        raise InputError(f"{path.name}, line {number + 1}: expected the decisions of quarter {number}")
    if type(line["quarter"]) is not int or line["quarter"] != number:
        raise InputError(f"{path.name}, line {number + 1}: found quarter {str(line['quarter'])[:20]!r}; expected {number}")
    return line["decisions"]
