"""Forms for the selection: criteria, 100 points shared out, scores, signed overrides, the team's nine answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kamkit.forms.desk import Desk
from kamkit.forms.faces import two_faces
from kamkit.forms.rows import Form, edit_rows
from kamkit.method.selection import Selection, candidates_of, select_accounts
from kamkit.show.parts import Shown
from kamkit.show.selection import show_answers, show_weights

if TYPE_CHECKING:
    from kamkit.forms.scoring import Scoring
    from kamkit.forms.weighing import Weighing

_found: WeakKeyDictionary[Desk, tuple[object, Selection]] = WeakKeyDictionary()


def selection_at(desk: Desk) -> Selection:
    """The list as things stand on the desk; worked out again when somebody changed something."""
    tables = desk.tables()
    known = _found.get(desk)
    if known is None or known[0] is not tables:
        known = _found[desk] = (tables, select_accounts(tables, desk.as_of))
    return known[1]


def edit_criteria(desk: Desk) -> Form:
    """The criteria: what is asked, of which group and kind; anchors and figures under *more*."""
    core = ("name", "group", "kind", "horizon", "measure")
    return edit_rows(desk, "criteria", where={}, core=core, title="Criteria", new_id_prefix="criterion")


def edit_overrides(desk: Desk) -> Form:
    """Accounts put on or off the list against their score; whom it pushes out and who disagrees under *more*."""
    core = ("account_id", "direction", "signed_by", "signed_on", "reason")
    if not desk.account_id:
        return edit_rows(desk, "overrides", where={}, core=core, title="Overrides")
    where = {"account_id": selection_at(desk).group(desk.account_id)}
    return edit_rows(desk, "overrides", where=where, core=core[1:], title="Override")


def edit_nine_questions(desk: Desk) -> Form:
    """The team's own answers to the nine questions, 1 (not at all) to 5 (fully), each with its evidence."""
    core = ("item", "assessor", "assessed_on", "rating", "evidence_note")
    return edit_rows(desk, "assessments", where={"area": "nine questions"}, core=core, title="The team's own answers")


class Weights:
    """100 points shared out over the criteria; made by :func:`edit_weights`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._live: Weighing | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> Weighing:
        """A box of points per criterion, and how many are left."""
        if self._live is None:
            from kamkit.forms.weighing import Weighing

            self._live = Weighing(self.desk)
        return self._live

    def shown(self) -> Shown:
        """The points as they are."""
        return show_weights(self.desk.tables()["criteria"])


class Answers:
    """Scores by named people; made by :func:`edit_scores`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._live: Scoring | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> Scoring:
        """Who scores, on which criterion, account after account."""
        if self._live is None:
            from kamkit.forms.scoring import Scoring

            self._live = Scoring(self.desk, self.accounts())
        return self._live

    def accounts(self) -> list[str]:
        """The accounts to score: the desk's own, else all candidates."""
        if self.desk.account_id:
            return [selection_at(self.desk).group(self.desk.account_id)]
        return [str(account_id) for account_id in candidates_of(self.desk.tables())]

    def shown(self) -> Shown:
        """Who has scored what so far; for an account, every answer."""
        return show_answers(selection_at(self.desk), self.desk.account_id)


def edit_weights(desk: Desk) -> Weights:
    """A form that shares out 100 points over the criteria."""
    return Weights(desk)


def edit_scores(desk: Desk) -> Answers:
    """A form to score the candidates: one person, one criterion, account after account."""
    return Answers(desk)
