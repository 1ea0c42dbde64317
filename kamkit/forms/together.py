"""Scoring together at the desk: open a card, see who has handed in, reveal, write down what the group settles on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kamkit.forms.faces import two_faces
from kamkit.method.scoring import OF_AN_ACCOUNT
from kamkit.show import parts
from kamkit.show.scoring import show_latest

if TYPE_CHECKING:
    from kamkit.forms.conducting import Conducting
    from kamkit.forms.desk import Desk
    from kamkit.show.parts import Shown


class Together:
    """One thing scored together: the last reveal for readers, the facilitator's buttons for a live session."""

    def __init__(self, desk: Desk, about: str) -> None:
        self.desk, self.about = desk, about
        self._live: Conducting | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> Conducting:
        """The buttons."""
        if self._live is None:
            from kamkit.forms.conducting import Conducting

            self._live = Conducting(self.desk, self.about)
        return self._live

    def shown(self) -> Shown:
        """The last revealed scoring of this kind; ballots that are still hidden are in no table and on no page."""
        if self.about in OF_AN_ACCOUNT and not self.desk.account_id:
            return parts.say(f"The {self.about} is scored for one account: open this workbook with an account.")
        if self.about == "criteria" and self.desk.account_id:
            return parts.say("All candidates are scored together: open this workbook without an account.")
        return show_latest(self.desk.tables(), self.about, self.desk.account_id)


def score_together(desk: Desk, about: str) -> Together:
    """Criteria, touch points, relationship stage or plan review, scored alone first and then revealed."""
    return Together(desk, about)
