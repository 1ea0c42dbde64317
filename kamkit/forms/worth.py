"""Forms for what accounts are worth: the controller's rates, and candidates added by hand."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from kamkit.errors import InputError
from kamkit.forms.desk import Desk
from kamkit.forms.own_settings import OwnSettings
from kamkit.forms.rows import TABLE_ONLY, Form, edit_rows
from kamkit.method.worth import group_of
from kamkit.show import parts
from kamkit.show.own_settings import show_settings
from kamkit.show.parts import Shown
from kamkit.show.worth import show_added

if TYPE_CHECKING:
    from kamkit.forms.adding import Adding


def edit_rates(desk: Desk) -> Form:
    """What one order, line, small order, rush order, return, visit, delivery or special costs."""
    return edit_rows(
        desk, "activity_rates", where={}, core=("driver", "rate", "threshold", "source"), title="Activity rates"
    )


THRESHOLDS = ("small_contribution", "growing_from", "room_to_grow", "candidates_per_place", "places", "cost_coverage")


def edit_thresholds(desk: Desk) -> OwnSettings | Shown:
    """From when an account is small, grows, or has room to grow, and how many candidates there may be."""
    if desk.account_id:
        return parts.say("The thresholds hold for the whole programme: open this workbook without an account to change them.")
    currency = desk.settings.reporting_currency or ""
    return OwnSettings(
        desk, THRESHOLDS, show=lambda tables: show_settings(tables, THRESHOLDS, "Thresholds of the first cut", currency)
    )


class Candidates:
    """Candidates added by hand, with name and reason; made by :func:`edit_candidates`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._adding: Adding | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        shown = self.shown()
        faces: dict[str, Any] = {"text/html": shown.html, "text/plain": shown.text}
        if not os.environ.get(TABLE_ONLY):
            view = self.adding.view._repr_mimebundle_() or {}
            faces = {kind: face for kind, face in view.items() if kind.startswith("application/")} | faces
        return faces

    @property
    def adding(self) -> Adding:
        """The live face."""
        if self._adding is None:
            from kamkit.forms.adding import Adding

            self._adding = Adding(self)
        return self._adding

    def shown(self) -> Shown:
        """The table face."""
        return show_added(self.desk.tables(), self.desk.account_id)

    def add(self, account_id: str, who: str, why: str) -> int | None:
        """Add the account's group as a candidate; the number of the change, None if it was one already so.

        InputError without a name or a reason, or on an unknown account.
        """
        for label, value in (("Added by", who), ("Why added", why)):
            if not value.strip():
                raise InputError(
                    f"{label}: empty; expected a {'name' if value is who else 'reason'}, which stays with it"
                )
        group = self._group(account_id)
        fields = {"candidate": True, "candidate_by": who.strip(), "candidate_reason": why.strip()}
        return self.desk.programme.save("accounts", {"account_id": group, **fields}).change_id

    def take_off(self, account_id: str) -> int | None:
        """No longer a candidate by hand; the rule still decides. The number of the change."""
        fields = {"candidate": None, "candidate_by": None, "candidate_reason": None}
        return self.desk.programme.save("accounts", {"account_id": account_id, **fields}).change_id

    def _group(self, account_id: str) -> str:
        groups = group_of(self.desk.tables()["accounts"])
        if account_id not in groups.index:
            raise InputError(f"Account: found {account_id!r}; expected one of the programme's {len(groups):,} accounts")
        return str(groups[account_id])


def edit_candidates(desk: Desk) -> Candidates:
    """Who is scored although the first cut leaves it out; anybody may add one, with name and reason."""
    return Candidates(desk)
