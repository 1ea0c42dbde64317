"""The kinds of answer, as data: what is asked for, how an answer is read, and how far it agrees with another.

An answer is what JSON can hold: a number, a text, a list of short names, or names with a value each. ``read``
takes anything and returns it in one form, or raises ``AnswerError``; nothing is ever evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kamkit.course.options import (
    ENTRIES_AT_MOST,
    LARGEST_NUMBER,
    LONGEST,
    AnswerError,
    Option,
    found_kind,
    found_markup,
    label_of,
    options,
    read_key,
    read_keys,
    read_list,
    read_names,
)
from kamkit.show.words import listed, number

__all__ = [
    "ENTRIES_AT_MOST",
    "LARGEST_NUMBER",
    "LONGEST",
    "Answer",
    "AnswerError",
    "Choice",
    "Column",
    "Kind",
    "Matching",
    "Number",
    "Option",
    "Placing",
    "Ranking",
    "Rows",
    "Several",
    "Text",
    "options",
]

Answer = Any  # float, str, list[str], dict[str, str] or dict[str, dict[str, Any]], as the kind says


@dataclass(frozen=True)
class Number:
    """A number in ``unit``, right within ``tolerance`` (the same unit) or ``relative`` (a share of the right one)."""

    unit: str
    tolerance: float = 0.0
    relative: float = 0.0
    digits: int = 0

    @property
    def entries(self) -> int:
        """How many things are filled in."""
        return 1

    def read(self, answer: Any) -> float:
        """The answer as a float; AnswerError if it is none, or beyond all bounds."""
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            raise AnswerError(f"{found_kind(answer)}; expected a number, such as 1500")
        if not abs(answer) <= LARGEST_NUMBER:  # NaN is refused here as well
            raise AnswerError("found a number beyond all bounds; expected one between -1 and 1 million million")
        return float(answer)

    def agree(self, expected: Answer, answer: Answer) -> float:
        """1 within the tolerance, else 0."""
        reach = max(self.tolerance, self.relative * abs(expected)) + 1e-9
        return 1.0 if abs(answer - expected) <= reach else 0.0

    def progress(self, expected: Answer, answer: Answer) -> str:
        """Nothing: which way a number is wrong would give it away."""
        return ""

    def say(self, answer: Answer) -> str:
        """The number with its unit."""
        written = number(answer, self.digits)
        return f"{self.unit} {written}" if self.unit.isupper() and self.unit.isalpha() else f"{written} {self.unit}".strip()


@dataclass(frozen=True)
class Choice:
    """One of the options."""

    options: tuple[Option, ...]

    @property
    def entries(self) -> int:
        """How many things are filled in."""
        return 1

    def read(self, answer: Any) -> str:
        """The key chosen; AnswerError if there is no such option."""
        return read_key(answer, self.options)

    def agree(self, expected: Answer, answer: Answer) -> float:
        """1 for the same option, else 0."""
        return float(answer == expected)

    def progress(self, expected: Answer, answer: Answer) -> str:
        """Nothing to tell of one choice."""
        return ""

    def say(self, answer: Answer) -> str:
        """The option's label."""
        return label_of(answer, self.options)


@dataclass(frozen=True)
class Several:
    """As many of the options as belong; ``most`` at most (0: all)."""

    options: tuple[Option, ...]
    most: int = 0

    @property
    def entries(self) -> int:
        """How many things are filled in."""
        return len(self.options)

    def read(self, answer: Any) -> list[str]:
        """The keys chosen, in the order of the options, each once; AnswerError if one is not there, or none is."""
        keys = read_keys(read_list(answer), self.options)
        if not keys or (self.most and len(keys) > self.most):
            at_most = f"one to {self.most}" if self.most else "at least one"
            raise AnswerError(f"found {len(keys)} chosen; expected {at_most}")
        return [option.key for option in self.options if option.key in keys]

    def agree(self, expected: Answer, answer: Answer) -> float:
        """The share of what belongs, less what does not; 0 at least."""
        right, chosen = set(expected), set(answer)
        return max(0.0, (len(right & chosen) - len(chosen - right)) / len(right))

    def progress(self, expected: Answer, answer: Answer) -> str:
        """How many of those chosen belong."""
        kept = len(set(expected) & set(answer))
        return f"{kept} of the {len(answer)} you chose {'belongs' if kept == 1 else 'belong'}."

    def say(self, answer: Answer) -> str:
        """The labels, joined."""
        return "; ".join(label_of(key, self.options) for key in answer)


@dataclass(frozen=True)
class Ranking:
    """All items in an order; ``first`` and ``last`` are what its ends do, such as "brings most"."""

    options: tuple[Option, ...]
    first: str
    last: str

    @property
    def entries(self) -> int:
        """How many things are filled in."""
        return len(self.options)

    def read(self, answer: Any) -> list[str]:
        """The keys in their order; AnswerError unless each stands there once."""
        keys = read_keys(read_list(answer), self.options)
        if len(keys) != len(self.options):
            raise AnswerError(f"found {len(keys)} places; expected a place for each of the {len(self.options)}")
        return keys

    def agree(self, expected: Answer, answer: Answer) -> float:
        """1 for the same order, falling with each pair the other way round, 0 from half of the pairs on."""
        place = {key: at for at, key in enumerate(answer)}
        pairs = [(one, two) for at, one in enumerate(expected) for two in expected[at + 1 :]]
        kept = sum(place[one] < place[two] for one, two in pairs)
        return max(0.0, 2 * kept / len(pairs) - 1)

    def progress(self, expected: Answer, answer: Answer) -> str:
        """How many stand in their place."""
        kept = sum(one == two for one, two in zip(expected, answer, strict=True))
        return f"{kept or 'None'} of {len(expected)} in the right place."

    def say(self, answer: Answer) -> str:
        """The labels with their places."""
        return ", ".join(f"{at}. {label_of(key, self.options)}" for at, key in enumerate(answer, start=1))


@dataclass(frozen=True)
class Matching:
    """One of ``choices`` for each of the items; a choice may be used more than once."""

    options: tuple[Option, ...]
    choices: tuple[Option, ...]

    @property
    def entries(self) -> int:
        """How many things are filled in."""
        return len(self.options)

    def read(self, answer: Any) -> dict[str, str]:
        """The choice of each item; AnswerError if one is missing, or not there."""
        given = read_names(answer, self.options)
        return {option.key: read_key(given[option.key], self.choices) for option in self.options}

    def agree(self, expected: Answer, answer: Answer) -> float:
        """The share of items with the right choice."""
        return sum(answer[key] == choice for key, choice in expected.items()) / len(expected)

    def progress(self, expected: Answer, answer: Answer) -> str:
        """How many are where they belong."""
        kept = sum(answer[key] == choice for key, choice in expected.items())
        return f"{kept or 'None'} of {len(expected)} {'is' if kept == 1 else 'are'} where {'it belongs' if kept == 1 else 'they belong'}."

    def say(self, answer: Answer) -> str:
        """Each item with its choice."""
        return "; ".join(f"{label_of(key, self.options)}: {label_of(choice, self.choices)}" for key, choice in answer.items())


@dataclass(frozen=True)
class Placing(Matching):
    """Items placed on a matrix of four fields: ``choices`` from the top left to the bottom right, row by row.

    ``across`` and ``up`` are what grows to the right and to the top.
    """

    across: str = ""
    up: str = ""


@dataclass(frozen=True)
class Column:
    """One column of rows to fill in."""

    key: str
    label: str
    kind: Number | Choice


@dataclass(frozen=True)
class Rows:
    """A small table to fill in: a value for each row and column."""

    options: tuple[Option, ...]
    columns: tuple[Column, ...]

    @property
    def entries(self) -> int:
        """How many things are filled in."""
        return len(self.options) * len(self.columns)

    def read(self, answer: Any) -> dict[str, dict[str, Any]]:
        """The value of each row and column; AnswerError if one is missing, or of another kind."""
        given = read_names(answer, self.options)
        headed = tuple(Option(column.key, column.label) for column in self.columns)
        rows = {option.key: read_names(given[option.key], headed) for option in self.options}
        return {key: {one.key: one.kind.read(row[one.key]) for one in self.columns} for key, row in rows.items()}

    def agree(self, expected: Answer, answer: Answer) -> float:
        """The share of cells that agree."""
        return self._kept(expected, answer) / self.entries

    def progress(self, expected: Answer, answer: Answer) -> str:
        """How many cells are right."""
        return f"{int(self._kept(expected, answer)) or 'None'} of {self.entries} entries are right."

    def say(self, answer: Answer) -> str:
        """Each row with its values."""
        return "; ".join(
            f"{option.label}: {listed([one.kind.say(answer[option.key][one.key]) for one in self.columns])}"
            for option in self.options
        )

    def _kept(self, expected: Answer, answer: Answer) -> float:
        return sum(
            one.kind.agree(expected[option.key][one.key], answer[option.key][one.key])
            for option in self.options
            for one in self.columns
        )


@dataclass(frozen=True)
class Text:
    """A few sentences, judged by the rules of the question and, where ``peers`` is set, by others on the course."""

    most: int = 400
    words: int = 5
    peers: bool = True

    @property
    def entries(self) -> int:
        """How many things are filled in."""
        return 1

    def read(self, answer: Any) -> str:
        """The text without needless space; AnswerError if it is too short or too long."""
        if not isinstance(answer, str) or len(answer) > LONGEST:
            raise AnswerError(f"{found_kind(answer)}; expected a text of at most {self.most} characters")
        text = " ".join("".join(sign if sign.isprintable() else " " for sign in answer).split())
        if len(text) > self.most:
            raise AnswerError(f"{len(text)} characters; expected at most {self.most}: leave out what they know already")
        if found_markup(text):
            raise AnswerError('found a < directly before a letter, as in the code of a web page; put a space after it, or write "less than"')
        if len(text.split()) < self.words:
            raise AnswerError(f"too short to be judged; expected at least {self.words} words")
        return text

    def agree(self, expected: Answer, answer: Answer) -> float:
        """Texts are judged by rules, not by how alike they are."""
        return float(answer == expected)

    def progress(self, expected: Answer, answer: Answer) -> str:
        """Nothing: the rules say what is missing."""
        return ""

    def say(self, answer: Answer) -> str:
        """The text."""
        return str(answer)


Kind = Number | Choice | Several | Ranking | Matching | Rows | Text
