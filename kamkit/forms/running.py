"""Forms for the daily work: queries, promises, contracts, a meeting's note in four fields, feedback to the supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kamkit.errors import InputError
from kamkit.forms.faces import two_faces
from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.worth.own_rows import units_in
from kamkit.show import parts
from kamkit.show.running import show_meetings
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.forms.desk import Desk
    from kamkit.forms.noting import Noting
    from kamkit.show.parts import Shown

NOTE_FIELDS = ("learned", "promised", "opportunity", "next_step")


def edit_queries(desk: Desk) -> Form | Summed:
    """What customers ask and complain about; where it arose, who asked and the answer under *more*."""
    form = _of_account(
        desk, "queries", ("what", "kind", "asked_on", "due", "closed_on"), "Queries", "query", ("asked_on",)
    )
    return form if desk.account_id else _shown_above(form, "query", "queries")


def edit_promises(desk: Desk) -> Summed:
    """The open promises to customers; who pays, where it is kept and what it costs under *more*."""
    core = ("what", "promised_to", "owner_id", "due", "state")
    form = _of_account(desk, "promises", core, "Open promises", "promise", ("due",), {"state": "open"})
    return _shown_above(form, "open promise", "open promises")


def edit_contracts(desk: Desk) -> Form | Summed:
    """The contracts with their end and notice; scope and service levels under *more*."""
    form = _of_account(
        desk, "contracts", ("name", "starts_on", "ends_on", "notice_months", "yearly_value"), "Contracts", "contract",
        ("ends_on",),
    )  # fmt: skip
    return form if desk.account_id else _shown_above(form, "contract", "contracts")


def edit_feedback(desk: Desk) -> Summed:
    """What somebody thinks the programme should do differently; its state and the answer under *more*."""
    core = ("what", "role", "given_by", "given_on", "theme")
    form = _of_account(desk, "feedbacks", core, "Feedback to the supervisor", "feedback", ("given_on",))
    return _shown_above(form, "piece of feedback", "pieces of feedback")


def _of_account(
    desk: Desk, table: str, core: tuple[str, ...], title: str, prefix: str, order: tuple[str, ...],
    fixed: Mapping[str, Any] | None = None,
) -> Form:  # fmt: skip
    where: dict[str, Any] = dict(fixed or {})
    if desk.account_id:
        where["account_id"] = units_in(desk.tables(), desk.account_id)
        title = f"{title}: {desk.account_name}"
    else:
        core = ("account_id", *(name for name in core if name not in where))[:5]
    return edit_rows(desk, table, where=where, core=core, title=title, new_id_prefix=prefix, order_by=order)


def _shown_above(form: Form, one: str, many: str) -> Summed:
    """A form whose rows stand on the page already: who cannot use the widgets reads how many there are."""

    def said(_tables: object, _account_id: str) -> Shown:
        count = counted(len(form.stored()), one, many)
        return parts.say(f"{count[0].upper()}{count[1:]} in this form. To change or add one, open the workbook live.")

    return Summed(form, said)


@dataclass(frozen=True)
class Offer:
    """A row that a note asks for: ``table`` and its ``values``; ``called`` is what a button says."""

    table: str
    called: str
    values: Mapping[str, Any]


class MeetingNote:
    """A meeting in four fields: learned, promised, opportunity, next; made by :func:`edit_meeting_note`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._live: Noting | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> Noting:
        """The live face."""
        if self._live is None:
            from kamkit.forms.noting import Noting

            self._live = Noting(self)
        return self._live

    def shown(self) -> Shown:
        """The table face: the meetings noted."""
        return show_meetings(self.desk.tables(), self.desk.account_id, self.desk.as_of)

    def save(self, account_id: str, on: date | None, by: str, fields: Mapping[str, str]) -> tuple[int, tuple[Offer, ...]]:
        """Save the note; the number of the change, and the rows it asks for, to be taken or left.

        ``fields``: text under learned, promised, opportunity, next_step. InputError without an account, a day, or
        any text.
        """
        said = {name: " ".join(fields.get(name, "").split()) for name in NOTE_FIELDS}
        if not account_id:
            raise InputError("Account: empty; expected the customer you met")
        if on is None:
            raise InputError("On: empty; expected the day of the meeting")
        if not any(said.values()):
            raise InputError("Note: nothing in any of the four fields; expected at least one")
        programme = self.desk.programme
        values = {
            "note_id": programme.new_id("notes", "note"), "account_id": account_id, "kind": "meeting", "noted_on": on,
            "noted_by": by.strip() or None, **{name: text or None for name, text in said.items()},
        }  # fmt: skip
        saved = programme.save("notes", values, version=0)
        assert saved.change_id is not None  # a new row always differs
        return saved.change_id, self._offers(account_id, on, said)

    def take(self, offer: Offer, **more: Any) -> int:
        """Save the row an offer asks for, with what was added to it; the number of the change."""
        programme = self.desk.programme
        key = {"promises": "promise", "opportunities": "opportunity", "actions": "action"}[offer.table]
        values = {f"{key}_id": programme.new_id(offer.table, key), **offer.values, **more}
        saved = programme.save(offer.table, values, version=0)
        assert saved.change_id is not None  # a new row always differs
        return saved.change_id

    def _offers(self, account_id: str, on: date, said: Mapping[str, str]) -> tuple[Offer, ...]:
        from kamkit.method.planning.scope import fit

        source = {"source": f"Meeting of {on.isoformat()}", "known_on": on}
        offers = []
        if said["promised"]:
            row = {"account_id": account_id, "what": fit(said["promised"]), "made_on": on, "state": "open", **source}
            offers.append(Offer("promises", "Add it as a promise", row))
        if said["opportunity"]:
            row = {"account_id": account_id, "name": fit(said["opportunity"]), "evidence": "assumed", "state": "open", **source}
            offers.append(Offer("opportunities", "Add it as an opportunity", row))
        if said["next_step"]:
            row = {"account_id": account_id, "what": fit(said["next_step"]), "state": "open"}
            offers.append(Offer("actions", "Add it as an action", row))
        return tuple(offers)


def edit_meeting_note(desk: Desk) -> MeetingNote:
    """A meeting's note in four fields, and from it the promise, the opportunity and the action it asks for."""
    return MeetingNote(desk)
