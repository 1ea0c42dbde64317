"""The rows of the ballot box: where a ballot lies, which device holds it, and what is put into it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from kamkit.errors import ConflictError, InputError
from kamkit.model import record
from kamkit.model.field import ID_LENGTH
from kamkit.programme.checking import refuse_nul
from kamkit.programme.rows import StoredRow, fetch, fetch_where
from kamkit.programme.schema import BALLOT_BOX

BOX = BALLOT_BOX.c
ENVELOPE = ""
"""The item that is no item: who scores, from which device, handed in or not."""
EVERYBODY = ""
"""Who holds an answer of an earlier round: it was revealed, and any device of that person may show it."""
_REASON_LENGTH = 400
Place = tuple[str, int, str]
"""A scoring, a round and a person."""


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


def in_round(scoring_id: str, round_: int) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows of one round."""
    return BOX.scoring_id == scoring_id, BOX.round == int(round_)


def at(place: Place) -> tuple[sa.ColumnElement[bool], ...]:
    """The rows of one person's ballot."""
    return BOX.scoring_id == place[0], BOX.round == place[1], BOX.scorer == place[2]


def scoring_row(connection: sa.Connection, scoring_id: str) -> Mapping[str, Any]:
    """The scoring; InputError if there is none."""
    row: StoredRow | None = fetch(connection, record("scorings"), (scoring_id,))
    if row is None:
        raise InputError(f"scoring {scoring_id!r}: there is none; open one first")
    return row.values


def open_scoring_row(connection: sa.Connection, scoring_id: str) -> Mapping[str, Any]:
    """The scoring, which is open; InputError if it is not."""
    found = scoring_row(connection, scoring_id)
    if found["state"] != "open":
        raise InputError(f"scoring {scoring_id}: is {found['state']}, not open; nothing was changed")
    return found


def revealed_row(connection: sa.Connection, scoring_id: str, becomes: str) -> Mapping[str, Any]:
    """The scoring, which is revealed; InputError if it is not, so that it cannot be ``becomes``."""
    found = scoring_row(connection, scoring_id)
    if found["state"] != "revealed":
        raise InputError(f"scoring {scoring_id}: is {found['state']}; only a revealed one can be {becomes}")
    return found


def place_of(connection: sa.Connection, scoring: Mapping[str, Any], scorer: str) -> Place:
    """Where a person's ballot lies; *paul adeyemi* is the *Paul Adeyemi* who has begun already."""
    name, where = _name(scorer), in_round(scoring["scoring_id"], scoring["round"])
    begun = connection.execute(sa.select(BOX.scorer).where(*where).distinct()).scalars()
    same = next((one for one in begun if one.casefold() == name.casefold()), name)
    return str(scoring["scoring_id"]), int(scoring["round"]), same


def _name(scorer: str) -> str:
    name = unicodedata.normalize("NFC", " ".join(scorer.split()))
    if not name or len(name) > ID_LENGTH or not name.isprintable():
        raise InputError(f"name: found {name[:20]!r}; expected 1 to {ID_LENGTH} letters")
    return name


def check_answer(scoring: Mapping[str, Any], known: set[Any], item_id: str, answer: Answer) -> None:
    """InputError if the item is not on the card, the mark not on the scale, or the reason cannot be stored."""
    if item_id not in known:
        raise InputError(f"item {item_id!r}: not on this card; expected one of its {len(known)} items")
    from kamkit.method.scoring import SCALES

    marks = SCALES[scoring["about"]].marks
    if answer.score is not None and (answer.dont_know or answer.score not in marks):
        raise InputError(f"score: found {answer.score:g}; expected 1 to {marks[-1]}, or 'don't know' alone")
    refuse_nul(answer.reason, "reason")


def digest(holder: str) -> str:
    """How a device's secret is kept."""
    return hashlib.sha256(holder.encode()).hexdigest()


def _taken(scorer: str) -> ConflictError:
    return ConflictError(
        f"{scorer}: this name is in use on another device; change your name, or ask the facilitator to free it", []
    )


def take_name(connection: sa.Connection, place: Place, holder: str) -> None:
    """Let this device score under the name; ConflictError if another one does."""
    stored = connection.execute(sa.select(BOX.holder).where(*at(place), BOX.item_id == ENVELOPE)).one_or_none()
    mine = digest(holder)
    if stored is None:
        _insert(connection, place, ENVELOPE, {"handed_in": False, "holder": mine})
    elif stored.holder is None:
        connection.execute(sa.update(BALLOT_BOX).where(*at(place), BOX.item_id == ENVELOPE).values(holder=mine))
    elif stored.holder != mine:
        raise _taken(place[2])


def _insert(connection: sa.Connection, place: Place, item_id: str, values: Mapping[str, Any]) -> None:
    names = dict(zip(("scoring_id", "round", "scorer"), place, strict=True))
    connection.execute(sa.insert(BALLOT_BOX).values(**names, item_id=item_id, **values))


def put_answer(connection: sa.Connection, place: Place, item_id: str, answer: Answer, holder: str) -> None:
    """Keep one answer in the place of any before; a reason alone leaves the score that another device gave."""
    here, mine = (*at(place), BOX.item_id == item_id), digest(holder)
    before = connection.execute(sa.select(BOX.score, BOX.dont_know, BOX.holder).where(*here)).one_or_none()
    values = {"score": answer.score, "dont_know": answer.dont_know, "holder": mine}
    if before is not None and before.holder not in (mine, EVERYBODY) and not answer.given:
        values = dict(before._mapping)
    connection.execute(sa.delete(BALLOT_BOX).where(*here))
    reason = (answer.reason or "").strip()[:_REASON_LENGTH] or None
    if values["score"] is not None or values["dont_know"] or reason:
        _insert(connection, place, item_id, {**values, "reason": reason})


def hand_in_envelope(connection: sa.Connection, place: Place, done: bool) -> None:
    """Note that the person is done, or not yet."""
    connection.execute(sa.update(BALLOT_BOX).where(*at(place), BOX.item_id == ENVELOPE).values(handed_in=done))


def carry_over(connection: sa.Connection, scoring_id: str, number: int) -> None:
    """Begin a round with what was revealed in the one before, and with who held which name in it."""
    connection.execute(sa.delete(BALLOT_BOX).where(*in_round(scoring_id, number)))
    said = [row.values for row in fetch_where(connection, record("ballots"), {"scoring_id": scoring_id, "round": number - 1})]
    held = sa.select(BOX.scorer, BOX.holder).where(*in_round(scoring_id, number - 1), BOX.item_id == ENVELOPE)
    holders = dict.fromkeys(one["scorer"] for one in said) | {row.scorer: row.holder for row in connection.execute(held)}
    for scorer, holder in holders.items():
        _insert(connection, (scoring_id, number, scorer), ENVELOPE, {"handed_in": False, "holder": holder})
    for one in said:
        values = {name: one[name] for name in ("score", "dont_know", "reason")} | {"holder": EVERYBODY}
        _insert(connection, (scoring_id, number, one["scorer"]), one["item_id"], values)
