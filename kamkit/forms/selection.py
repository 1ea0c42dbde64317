"""Forms for the selection: criteria, 100 points shared out, scores, signed overrides, the team's nine answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kamkit.forms.desk import Desk
from kamkit.forms.faces import two_faces
from kamkit.forms.own_settings import OwnSettings
from kamkit.forms.rows import Form, edit_rows
from kamkit.forms.summed import Summed
from kamkit.method.selection import Selection, candidates_of, select_accounts
from kamkit.method.selection.findings import usual_list
from kamkit.model.frame import settings_of
from kamkit.show import parts
from kamkit.show.own_settings import show_settings
from kamkit.show.parts import Shown
from kamkit.show.selection import show_answers, show_objectives, show_step_downs, show_weights, show_wording
from kamkit.show.selection.objectives import chosen_of

if TYPE_CHECKING:
    from kamkit.forms.asking import Asking
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


def edit_overrides(desk: Desk) -> Summed:
    """Accounts put on or off the list against their score; whom it pushes out and who disagrees under *more*."""
    core = ("account_id", "direction", "signed_by", "signed_on", "reason")
    # A list without overrides lacks nothing.
    if desk.account_id:
        where = {"account_id": selection_at(desk).group(desk.account_id)}
        form = edit_rows(desk, "overrides", where=where, core=core[1:], title="Override")
        none = "It is not put on or off by hand. Whoever decides otherwise signs in this form."
    else:
        form = edit_rows(desk, "overrides", where={}, core=core, title="Overrides")
        none = "Nobody is put on or off by hand: the list follows scores and hours. Whoever decides otherwise signs here."
    return Summed(form, lambda _tables, _account_id: form.shown() if form.stored() else parts.say(none))


def edit_step_downs(desk: Desk) -> Summed:
    """Plans for stepping down: the day it is decided, the day it takes effect, who serves the account then, what it keeps.

    Who decided and the reasons stand under *more*.
    """
    core = ("account_id", "decided_on", "effective_on", "successor_id", "kept_service")
    where: dict[str, Any] = {"side": "ours", "kind": "stepped down"}
    title = "Plans for stepping down"
    if desk.account_id:
        where["account_id"], core = selection_at(desk).group(desk.account_id), (*core[1:], "reasons")
        title = f"Stepping down: {desk.account_name}"
    form = edit_rows(desk, "decisions", where=where, core=core, title=title, new_id_prefix="decision")
    return Summed(form, lambda tables, account_id: show_step_downs(tables, desk.as_of, account_id))


LENGTH = ("places", "list_low", "list_high", "list_source")
_PROGRAMME_WIDE = "This holds for the whole programme: open this workbook without an account to change it."


def edit_length(desk: Desk) -> OwnSettings | Shown:
    """How many accounts we mean to serve, and the usual length of a list with whose rule that is."""
    if desk.account_id:
        return parts.say(f"How long the list may be: {usual_list(desk.settings)}; a warning, never a limit.", _PROGRAMME_WIDE)
    return OwnSettings(desk, LENGTH, show=_length)


def _length(tables: Any) -> Shown:
    said = parts.say(f"As set: {usual_list(settings_of(tables))}. It is a warning, never a limit.")
    return parts.stack(show_settings(tables, LENGTH, "How long the list may be"), said)


def edit_wording(desk: Desk) -> OwnSettings | Shown:
    """The nine questions in the programme's own words; an empty field asks in the kit's."""
    if desk.account_id:
        return parts.stack(show_wording(desk.tables()), parts.say(_PROGRAMME_WIDE))
    return OwnSettings(desk, [f"question_{number}" for number in range(1, 10)], show=show_wording, wide=True)


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


class Objectives:
    """What we want with each chosen account; made by :func:`edit_objectives`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        group = selection_at(desk).group(desk.account_id) if desk.account_id else ""
        core = ("account_id", "kind", "statement", "amount", "due")
        chosen = chosen_of(selection_at(desk), group)["account_id"]
        self.form = edit_rows(
            desk, "objectives", where={"account_id": group or list(chosen)}, title="Objectives",
            core=(*core[1:], "strategy") if group else core, new_id_prefix="objective",
        )  # fmt: skip
        self._asking: Asking | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.asking.view)

    @property
    def asking(self) -> Asking:
        """A line for each chosen account without an objective, and the form of those there are."""
        if self._asking is None:
            from kamkit.forms.asking import Asking

            self._asking = Asking(self)
        return self._asking

    def shown(self) -> Shown:
        """The objective of every chosen account, and who has none."""
        return show_objectives(self.desk.tables(), selection_at(self.desk), self.desk.account_id)


def edit_objectives(desk: Desk) -> Objectives:
    """An objective for each chosen account: growth or retention, in one sentence, in money and with a day."""
    return Objectives(desk)


def edit_weights(desk: Desk) -> Weights:
    """A form that shares out 100 points over the criteria."""
    return Weights(desk)


def edit_scores(desk: Desk) -> Answers:
    """A form to score the candidates: one person, one criterion, account after account."""
    return Answers(desk)
