"""The ballot box: what people score alone lies here, unseen by every table, page and history, until it is revealed.

Whoever can read the database file itself can read the box as well: it keeps people honest, not out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kamkit.errors import ConflictError, InputError
from kamkit.model import record
from kamkit.programme.changes import Change
from kamkit.programme.rows import StoredRow, fetch, fetch_where
from kamkit.programme.saving import save_row, save_rows
from kamkit.programme.schema import BALLOT_BOX, TABLES

Reading = Callable[[], AbstractContextManager[sa.Connection]]
Changing = Callable[..., AbstractContextManager[Change]]

CARDS = "cards"
"""Who holds the ballots that were typed in from printed cards."""
NAME_LENGTH = 64
_ENVELOPE = ""
_C = BALLOT_BOX.c
_SCORINGS = TABLES["scorings"].c


@dataclass(frozen=True)
class Answer:
    """A score from 1 up, or *don't know*, or neither (taken back); with a reason in a few words."""

    score: float | None = None
    dont_know: bool = False
    reason: str | None = None

    @property
    def given(self) -> bool:
        """Whether this is an answer at all."""
        return self.score is not None or self.dont_know


@dataclass(frozen=True)
class Envelope:
    """Who scores, how many items are answered, whether it is handed in, and whether it came from a card. Never what."""

    scorer: str
    answered: int
    handed_in: bool
    from_card: bool


class BallotBox:
    """The scorings of one programme; made by ``Programme.ballots``."""

    def __init__(self, reading: Reading, changing: Changing) -> None:
        self._reading, self._changing = reading, changing

    # The facilitator

    def open_scoring(self, scoring: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> str:
        """Open a scoring with its items (rows of ``scorings`` and ``scoring_items``); its id."""
        scoring_id = str(scoring["scoring_id"])
        rows = [{**item, "scoring_id": scoring_id} for item in items]
        if not rows:
            raise InputError(f"scoring {scoring_id}: found no item; expected one or more to score")
        with self._changing("save", f"{scoring['about']}: opened for scoring") as change:
            save_row(change, record("scorings"), {**scoring, "state": "open", "round": 1}, version=0)
            save_rows(change, record("scoring_items"), rows)
        return scoring_id

    def reveal(self, scoring_id: str) -> int:
        """Turn the hidden ballots of this round into rows of ``ballots``, for all to see; how many people scored.

        InputError if it is not open, or nobody has scored.
        """
        with self._changing("save", "ballots revealed") as change:
            scoring = _open(change.connection, scoring_id)
            round_ = int(scoring["round"])
            cast = change.connection.execute(
                sa.select(_C.scorer, _C.item_id, _C.score, _C.dont_know, _C.reason)
                .where(*_of(scoring_id, round_), _C.item_id != _ENVELOPE)
                .order_by(_C.scorer, _C.item_id)
            ).all()
            if not cast:
                raise InputError(f"scoring {scoring_id}: nobody has scored yet; there is nothing to reveal")
            same = {"scoring_id": scoring_id, "round": round_}
            save_rows(change, record("ballots"), [
                {**same, "scorer": one.scorer, "item_id": one.item_id, "score": one.score,
                 "dont_know": bool(one.dont_know), "reason": one.reason} for one in cast
            ])  # fmt: skip
            save_row(change, record("scorings"), {"scoring_id": scoring_id, "state": "revealed", "discussing": None})
            return len({one.scorer for one in cast})

    def score_again(self, scoring_id: str) -> int:
        """Open the next round of a revealed scoring, the ones before kept; its number.

        Everybody starts from what they said last and changes what they want to change.
        """
        with self._changing("save", "scored again") as change:
            scoring = _scoring(change.connection, scoring_id)
            if scoring["state"] != "revealed":
                raise InputError(f"scoring {scoring_id}: is {scoring['state']}; only a revealed one can be scored again")
            number = int(scoring["round"]) + 1
            _carry_over(change.connection, scoring_id, number)
            save_row(change, record("scorings"), {"scoring_id": scoring_id, "state": "open", "round": number})
            return number

    def settle(self, scoring_id: str, rows: Mapping[str, Iterable[Mapping[str, Any]]], agreed: Mapping[str, Any]) -> int:
        """Close a revealed scoring and empty the box; the number of the change, which can be undone whole.

        ``rows`` by table go where the workbooks read them, all as one change.
        """
        with self._changing("save", "scored together, agreed") as change:
            scoring = _scoring(change.connection, scoring_id)
            if scoring["state"] != "revealed":
                raise InputError(f"scoring {scoring_id}: is {scoring['state']}; only a revealed one can be settled")
            for table, some in rows.items():
                save_rows(change, record(table), list(some))
            save_row(change, record("scorings"), {"scoring_id": scoring_id, "state": "agreed", **agreed})
            change.connection.execute(sa.delete(BALLOT_BOX).where(_C.scoring_id == scoring_id))
            return change.number()

    def drop(self, scoring_id: str) -> None:
        """Give up a scoring: what is still hidden is thrown away unseen."""
        with self._changing("save", "scoring dropped") as change:
            _scoring(change.connection, scoring_id)
            save_row(change, record("scorings"), {"scoring_id": scoring_id, "state": "dropped"})
            change.connection.execute(sa.delete(BALLOT_BOX).where(_C.scoring_id == scoring_id))

    def free(self, scoring_id: str, scorer: str) -> None:
        """Let a person go on from another device: the next one to give this name takes what is there over."""
        with self._changing("save") as change:
            scoring = _open(change.connection, scoring_id)
            where = (*_of(scoring_id, scoring["round"]), _C.scorer == scorer, _C.item_id == _ENVELOPE)
            change.connection.execute(sa.update(BALLOT_BOX).where(*where).values(holder=None, handed_in=False))

    def remove(self, scoring_id: str, scorer: str) -> None:
        """Throw one person's hidden ballot away unseen: a name mistyped, a card entered twice."""
        with self._changing("save") as change:
            scoring = _open(change.connection, scoring_id)
            change.connection.execute(
                sa.delete(BALLOT_BOX).where(*_of(scoring_id, scoring["round"]), _C.scorer == scorer)
            )

    # Each scorer

    def save_answer(self, scoring_id: str, scorer: str, holder: str, item_id: str, answer: Answer) -> None:
        """Keep one answer of one person; ``holder`` is the secret of the device that scores under this name.

        InputError if the scoring is not open or has no such item or mark; ConflictError if another device has this name.
        """
        self.save_answers(scoring_id, scorer, holder, {item_id: answer})

    def save_answers(
        self, scoring_id: str, scorer: str, holder: str, answers: Mapping[str, Answer], *, handed_in: bool = False
    ) -> None:
        """Keep several answers of one person at once, and perhaps hand them in; errors as for one."""
        with self._changing("save") as change:
            scoring = _open(change.connection, scoring_id)
            known = {row.values["item_id"] for row in fetch_where(change.connection, record("scoring_items"), {"scoring_id": scoring_id})}
            for item_id, answer in answers.items():
                _check(scoring, known, item_id, answer)
            place = (scoring_id, int(scoring["round"]), _name(scorer))
            _take(change.connection, place, holder)
            for item_id, answer in answers.items():
                _put(change.connection, place, item_id, answer)
            if handed_in:
                _hand_in(change.connection, place, True)

    def hand_in(self, scoring_id: str, scorer: str, holder: str, *, done: bool = True) -> None:
        """Say that one is done, or take that back to change something; errors as for an answer."""
        with self._changing("save") as change:
            scoring = _open(change.connection, scoring_id)
            place = (scoring_id, int(scoring["round"]), _name(scorer))
            _take(change.connection, place, holder)
            _hand_in(change.connection, place, done)

    def own_answers(self, scoring_id: str, scorer: str, holder: str) -> dict[str, Answer]:
        """One's own hidden answers by item, on the device that gave them; nobody else's. ConflictError on another's name."""
        with self._reading() as connection:
            scoring = _scoring(connection, scoring_id)
            place = (scoring_id, int(scoring["round"]), _name(scorer))
            if _holder(connection, place) not in (None, _digest(holder)):
                raise _taken(scorer)
            if _holder(connection, place) is None:
                return {}  # freed, or not begun: taking the name over is an act of its own, see ``take``
            rows = connection.execute(
                sa.select(_C.item_id, _C.score, _C.dont_know, _C.reason).where(*_at(place), _C.item_id != _ENVELOPE)
            )
            return {row.item_id: Answer(row.score, bool(row.dont_know), row.reason) for row in rows}

    def take(self, scoring_id: str, scorer: str, holder: str) -> None:
        """Begin to score under this name on this device; ConflictError if another device has it."""
        with self._changing("save") as change:
            scoring = _open(change.connection, scoring_id)
            _take(change.connection, (scoring_id, int(scoring["round"]), _name(scorer)), holder)

    # Everybody

    def envelopes(self, scoring_id: str, round_: int) -> list[Envelope]:
        """Who scores in a round and who has handed in, by name; never what."""
        with self._reading() as connection:
            rows = connection.execute(
                sa.select(_C.scorer, _C.item_id, _C.score, _C.dont_know, _C.handed_in, _C.holder).where(*_of(scoring_id, round_))
            ).all()
        found: dict[str, Envelope] = {}
        cards = _digest(CARDS)
        for row in sorted(rows, key=lambda one: (one.scorer.casefold(), one.item_id)):
            one = found.get(row.scorer, Envelope(row.scorer, 0, False, False))
            if row.item_id == _ENVELOPE:
                one = Envelope(row.scorer, one.answered, bool(row.handed_in), row.holder == cards)
            elif row.score is not None or row.dont_know:
                one = Envelope(row.scorer, one.answered + 1, one.handed_in, one.from_card)
            found[row.scorer] = one
        return list(found.values())


def _of(scoring_id: str, round_: int) -> tuple[sa.ColumnElement[bool], ...]:
    return _C.scoring_id == scoring_id, _C.round == int(round_)


Place = tuple[str, int, str]


def _at(place: Place) -> tuple[sa.ColumnElement[bool], ...]:
    return _C.scoring_id == place[0], _C.round == place[1], _C.scorer == place[2]


def _scoring(connection: sa.Connection, scoring_id: str) -> Mapping[str, Any]:
    row: StoredRow | None = fetch(connection, record("scorings"), (scoring_id,))
    if row is None:
        raise InputError(f"scoring {scoring_id!r}: there is none; open one first")
    return row.values


def _open(connection: sa.Connection, scoring_id: str) -> Mapping[str, Any]:
    # Where the database locks rows, not the whole file: nobody taps while the ballots are being revealed.
    connection.execute(sa.select(_SCORINGS.scoring_id).where(_SCORINGS.scoring_id == scoring_id).with_for_update()).all()
    found = _scoring(connection, scoring_id)
    if found["state"] != "open":
        raise InputError(f"scoring {scoring_id}: is {found['state']}, not open; nothing was changed")
    return found


def _name(scorer: str) -> str:
    name = " ".join(scorer.split())
    if not name or len(name) > NAME_LENGTH or not name.isprintable():
        raise InputError(f"name: found {name[:20]!r}; expected 1 to {NAME_LENGTH} letters")
    return name


def _check(scoring: Mapping[str, Any], known: set[Any], item_id: str, answer: Answer) -> None:
    if item_id not in known:
        raise InputError(f"item {item_id!r}: not on this card; expected one of its {len(known)} items")
    high = 10 if scoring["about"] in ("criteria", "touch points") else 5
    if answer.score is not None and (answer.dont_know or answer.score not in range(1, high + 1)):
        raise InputError(f"score: found {answer.score:g}; expected 1 to {high}, or 'don't know' alone")


def _digest(holder: str) -> str:
    return hashlib.sha256(holder.encode()).hexdigest()


def _holder(connection: sa.Connection, place: Place) -> str | None:
    found: str | None = connection.execute(sa.select(_C.holder).where(*_at(place), _C.item_id == _ENVELOPE)).scalar()
    return found


def _taken(scorer: str) -> ConflictError:
    return ConflictError(
        f"{scorer}: this name is in use on another device; change your name, or ask the facilitator to free it", []
    )


def _take(connection: sa.Connection, place: Place, holder: str) -> None:
    stored = connection.execute(sa.select(_C.holder).where(*_at(place), _C.item_id == _ENVELOPE)).one_or_none()
    mine = _digest(holder)
    if stored is None:
        _insert(connection, place, _ENVELOPE, {"handed_in": False, "holder": mine})
    elif stored.holder is None:
        connection.execute(sa.update(BALLOT_BOX).where(*_at(place), _C.item_id == _ENVELOPE).values(holder=mine))
    elif stored.holder != mine:
        raise _taken(place[2])


def _insert(connection: sa.Connection, place: Place, item_id: str, values: Mapping[str, Any]) -> None:
    names = dict(zip(("scoring_id", "round", "scorer"), place, strict=True))
    connection.execute(sa.insert(BALLOT_BOX).values(**names, item_id=item_id, **values))


def _put(connection: sa.Connection, place: Place, item_id: str, answer: Answer) -> None:
    connection.execute(sa.delete(BALLOT_BOX).where(*_at(place), _C.item_id == item_id))
    reason = (answer.reason or "").strip()[:_REASON_LENGTH] or None
    if answer.given or reason:
        values = {"score": answer.score, "dont_know": answer.dont_know, "reason": reason}
        _insert(connection, place, item_id, values)


_REASON_LENGTH = 400


def _hand_in(connection: sa.Connection, place: Place, done: bool) -> None:
    connection.execute(sa.update(BALLOT_BOX).where(*_at(place), _C.item_id == _ENVELOPE).values(handed_in=done))


def _carry_over(connection: sa.Connection, scoring_id: str, number: int) -> None:
    connection.execute(sa.delete(BALLOT_BOX).where(*_of(scoring_id, number)))
    kept = [column for column in _C if column.name not in ("round", "handed_in")]
    rows = connection.execute(sa.select(*kept).where(*_of(scoring_id, number - 1))).mappings().all()
    if rows:
        connection.execute(sa.insert(BALLOT_BOX), [{**row, "round": number, "handed_in": False} for row in rows])


__all__ = ["CARDS", "Answer", "BallotBox", "Envelope"]
