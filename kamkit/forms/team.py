"""Forms for people, skills and hours: who there is, what accounts need, one's own skills, the manager's own check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from kamkit.errors import InputError
from kamkit.forms.faces import two_faces
from kamkit.forms.rows import Form, edit_rows
from kamkit.method.team import PARTS, who_is, who_may_see
from kamkit.method.team.managers import AREA
from kamkit.method.worth.own_rows import units_in
from kamkit.show.team import show_managers_check, show_training

if TYPE_CHECKING:
    from kamkit.forms.checking import Checking
    from kamkit.forms.desk import Desk
    from kamkit.forms.own_skills import OwnSkills
    from kamkit.show.parts import Shown


def edit_hours(desk: Desk) -> Form:
    """Hours an account needs and gets, per role; without an account our people with their hours (cost under *more*)."""
    if not desk.account_id:
        people = ("name", "role", "department", "hours_per_year", "line_manager_id")
        return edit_rows(desk, "team_members", where={}, core=people, title="Our people", new_id_prefix="person")
    where = {"account_id": units_in(desk.tables(), desk.account_id)}
    core = ("role", "hours_needed", "hours_spent", "note")
    return edit_rows(desk, "efforts", where=where, core=core, title=f"Hours for {desk.account_name}")


def edit_skill_needs(desk: Desk) -> Form:
    """The skills an account needs on top of every key account's; without an account what every key account needs."""
    group = units_in(desk.tables(), desk.account_id)[0] if desk.account_id else ""
    title = f"Skills that {desk.account_name} needs on top" if group else "Skills that every key account needs"
    core = ("skill", "level", "reason")
    return edit_rows(desk, "skill_needs", where={"account_id": group}, core=core, title=title)


class Skills:
    """One's own skills, and those of the people one leads, while working live; made by :func:`edit_own_skills`.

    Everybody else, and every page that is stored, sent or printed, gets counts without names and levels.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._live: OwnSkills | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> OwnSkills:
        """The live face; nobody else sees it."""
        if self._live is None:
            from kamkit.forms.own_skills import OwnSkills

            self._live = OwnSkills(self)
        return self._live

    def shown(self) -> Shown:
        """The table face: what is agreed, in counts."""
        return show_training(self.desk.tables(), self.desk.account_id, self.desk.as_of)

    def members(self, who: str) -> tuple[str, ...]:
        """Whose skills ``who`` may see and change."""
        return who_may_see(self.desk.tables(), who)

    def form(self, who: str) -> Form | None:
        """The rows ``who`` may see and change; None for somebody who is not one of our people."""
        members = self.members(who)
        if not members:
            return None
        core = ("member_id", "skill", "level", "recall_on", "development")
        title = "Your skills" if len(members) == 1 else "Your skills, and those of the people you lead"
        order = ("member_id", "recall_on")
        return edit_rows(self.desk, "skills", where={"member_id": list(members)}, core=core, title=title, order_by=order)


def edit_own_skills(desk: Desk) -> Skills:
    """One's own skills and those of the people one leads: level, recall date, training or coaching."""
    return Skills(desk)


class OwnCheck:
    """The account manager's own check of the job; made by :func:`edit_managers_check`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._live: Checking | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> Checking:
        """The live face: a mark and its evidence for each part of the job."""
        if self._live is None:
            from kamkit.forms.checking import Checking

            self._live = Checking(self)
        return self._live

    def shown(self) -> Shown:
        """The table face: marks beside what the record shows."""
        return show_managers_check(self.desk.tables(), self.desk.account_id, self.desk.as_of)

    def save(self, who: str, marks: Mapping[str, float | None], evidence: Mapping[str, str], on: date) -> int | None:
        """Save the marks (by part, 1 to 5; None: don't know) of ``who`` on a day; the number of the change (None: nothing new).

        A second check on the same day replaces the first. InputError without a name or without any mark.
        """
        name = " ".join(who.split())
        if not name:
            raise InputError("Your name: empty; expected the name of who does the check")
        if not any(mark is not None for mark in marks.values()):
            raise InputError(f"Marks: none given; expected at least one of {', '.join(PARTS)}")
        people = self.desk.tables()["team_members"].drop_duplicates("member_id").set_index("member_id")["name"]
        known = who_is(self.desk.tables(), name)
        rows = [
            {
                "area": AREA, "item": part, "assessor": str(people.get(known, name)), "assessed_on": on,
                "rating": mark, "evidence_note": evidence.get(part, "").strip() or None,
            }
            for part, mark in marks.items()
        ]  # fmt: skip
        from kamkit.programme import Import

        return self.desk.programme.apply(Import(rows={"assessments": rows}, note="manager's check")).change_id


def edit_managers_check(desk: Desk) -> OwnCheck:
    """The manager's own check: strategy, operations, marketing, skills kept up to date, each with its evidence."""
    return OwnCheck(desk)
