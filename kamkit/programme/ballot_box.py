"""The ballot box: what people score alone lies here, unseen by every table, page and history, until it is revealed.

Whoever can read the database file itself can read the box as well: it keeps people honest, not out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kamkit.errors import InputError
from kamkit.model import record
from kamkit.programme.ballot_rows import (
    BOX,
    ENVELOPE,
    EVERYBODY,
    Answer,
    at,
    carry_over,
    check_answer,
    digest,
    hand_in_envelope,
    in_round,
    open_scoring_row,
    place_of,
    put_answer,
    revealed_row,
    scoring_row,
    take_name,
)
from kamkit.programme.changes import Change, next_number
from kamkit.programme.checking import Row
from kamkit.programme.rows import fetch_where
from kamkit.programme.saving import save_row, save_rows
from kamkit.programme.schema import BALLOT_BOX, TABLES

Reading = Callable[[], AbstractContextManager[sa.Connection]]
Changing = Callable[..., AbstractContextManager[Change]]

CARDS = "cards"
"""Who holds the ballots that were typed in from printed cards."""
_SCORINGS = TABLES["scorings"].c


@dataclass(frozen=True)
class Envelope:
    """Who scores, how many items are answered, whether it is handed in, and whether it came from a card. Never what."""

    scorer: str
    answered: int
    handed_in: bool
    from_card: bool


@dataclass(frozen=True)
class OwnCard:
    """What one person has said so far, for the device that scores under the name.

    ``answers``: by item, those that this device gave, or that were revealed in an earlier round. ``elsewhere``: items
    answered under this name on another device, before the name was freed; they count, and are not shown here.
    """

    answers: Mapping[str, Answer]
    elsewhere: frozenset[str]
    handed_in: bool


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
            # What was left behind by a scoring that was opened and taken back: nobody can reveal it any more.
            change.connection.execute(sa.delete(BALLOT_BOX).where(BOX.scoring_id.not_in(sa.select(_SCORINGS.scoring_id))))
            counted = {"number": next_number(change.connection, _SCORINGS.number), "state": "open", "round": 1}
            save_row(change, record("scorings"), {**scoring, **counted}, version=0)
            save_rows(change, record("scoring_items"), rows)
        return scoring_id

    def reveal(self, scoring_id: str) -> int:
        """Turn the hidden ballots of this round into rows of ``ballots``, for all to see; how many people scored.

        InputError if it is not open, or nobody has scored.
        """
        with self._changing("save", "ballots revealed") as change:
            scoring = open_scoring_row(change.connection, scoring_id)
            round_ = int(scoring["round"])
            cast = change.connection.execute(
                sa.select(BOX.scorer, BOX.item_id, BOX.score, BOX.dont_know, BOX.reason)
                .where(*in_round(scoring_id, round_), BOX.item_id != ENVELOPE)
                .order_by(BOX.scorer, BOX.item_id)
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
            number = int(revealed_row(change.connection, scoring_id, "scored again")["round"]) + 1
            carry_over(change.connection, scoring_id, number)
            save_row(change, record("scorings"), {"scoring_id": scoring_id, "state": "open", "round": number})
            return number

    def amend(self, scoring_id: str, table: str, rows: Iterable[Row], note: str = "") -> None:
        """Save rows that belong to a revealed scoring (``scoring_items`` or ``ballots``); InputError if it is not revealed."""
        with self._changing("save", note) as change:
            revealed_row(change.connection, scoring_id, "settled")
            save_rows(change, record(table), [{**row, "scoring_id": scoring_id} for row in rows])

    def settle(self, scoring_id: str, made: Callable[[], Mapping[str, list[Row]]], agreed: Mapping[str, Any]) -> int:
        """Close a revealed scoring and empty the box; the number of the change, which can be undone whole.

        ``made`` gives rows by table, which go where the workbooks read them, all as one change. It is called once nobody
        else can change anything: what was written down last is among them.
        """
        with self._changing("save", "scored together, agreed") as change:
            revealed_row(change.connection, scoring_id, "settled")
            for table, some in made().items():
                save_rows(change, record(table), some)
            save_row(change, record("scorings"), {"scoring_id": scoring_id, "state": "agreed", **agreed})
            change.connection.execute(sa.delete(BALLOT_BOX).where(BOX.scoring_id == scoring_id))
            return change.number()

    def drop(self, scoring_id: str) -> None:
        """Give up a scoring: what is still hidden is thrown away unseen."""
        with self._changing("save", "scoring dropped") as change:
            scoring_row(change.connection, scoring_id)
            save_row(change, record("scorings"), {"scoring_id": scoring_id, "state": "dropped"})
            change.connection.execute(sa.delete(BALLOT_BOX).where(BOX.scoring_id == scoring_id))

    def free(self, scoring_id: str, scorer: str) -> None:
        """Let a person go on from another device: the next one to give this name adds to what is there, unseen."""
        with self._changing("save") as change:
            scoring = open_scoring_row(change.connection, scoring_id)
            where = (*in_round(scoring_id, scoring["round"]), BOX.scorer == scorer, BOX.item_id == ENVELOPE)
            change.connection.execute(sa.update(BALLOT_BOX).where(*where).values(holder=None, handed_in=False))

    def remove(self, scoring_id: str, scorer: str) -> None:
        """Throw one person's hidden ballot away unseen: a name mistyped, a card entered twice."""
        with self._changing("save") as change:
            scoring = open_scoring_row(change.connection, scoring_id)
            change.connection.execute(
                sa.delete(BALLOT_BOX).where(*in_round(scoring_id, scoring["round"]), BOX.scorer == scorer)
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
            scoring = open_scoring_row(change.connection, scoring_id)
            known = {row.values["item_id"] for row in fetch_where(change.connection, record("scoring_items"), {"scoring_id": scoring_id})}
            for item_id, answer in answers.items():
                check_answer(scoring, known, item_id, answer)
            place = place_of(change.connection, scoring, scorer)
            take_name(change.connection, place, holder)
            for item_id, answer in answers.items():
                put_answer(change.connection, place, item_id, answer, holder)
            if handed_in:
                hand_in_envelope(change.connection, place, True)

    def hand_in(self, scoring_id: str, scorer: str, holder: str, *, done: bool = True) -> None:
        """Say that one is done, or take that back to change something; errors as for an answer."""
        with self._changing("save") as change:
            place = place_of(change.connection, open_scoring_row(change.connection, scoring_id), scorer)
            take_name(change.connection, place, holder)
            hand_in_envelope(change.connection, place, done)

    def take(self, scoring_id: str, scorer: str, holder: str) -> OwnCard:
        """Begin or go on under this name on this device; what it may show. ConflictError if another device has the name."""
        with self._changing("save") as change:
            place = place_of(change.connection, open_scoring_row(change.connection, scoring_id), scorer)
            take_name(change.connection, place, holder)
            rows = {row.item_id: row for row in change.connection.execute(sa.select(BALLOT_BOX).where(*at(place)))}
        handed_in = bool(rows.pop(ENVELOPE).handed_in)
        shown = {item for item, row in rows.items() if row.holder in (digest(holder), EVERYBODY)}
        answers = {item: Answer(rows[item].score, bool(rows[item].dont_know), rows[item].reason) for item in shown}
        return OwnCard(answers, frozenset(rows.keys() - shown), handed_in)

    # Everybody

    def envelopes(self, scoring_id: str, round_: int) -> list[Envelope]:
        """Who scores in a round and who has handed in, by name; never what."""
        with self._reading() as connection:
            rows = connection.execute(
                sa.select(BOX.scorer, BOX.item_id, BOX.score, BOX.dont_know, BOX.handed_in, BOX.holder).where(*in_round(scoring_id, round_))
            ).all()
        found: dict[str, Envelope] = {}
        cards = digest(CARDS)
        for row in sorted(rows, key=lambda one: (one.scorer.casefold(), one.item_id)):
            one = found.get(row.scorer, Envelope(row.scorer, 0, False, False))
            if row.item_id == ENVELOPE:
                one = Envelope(row.scorer, one.answered, bool(row.handed_in), row.holder == cards)
            elif row.score is not None or row.dont_know:
                one = Envelope(row.scorer, one.answered + 1, one.handed_in, one.from_card)
            found[row.scorer] = one
        return list(found.values())


__all__ = ["CARDS", "Answer", "BallotBox", "Envelope", "OwnCard"]
