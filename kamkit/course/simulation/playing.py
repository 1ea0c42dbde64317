"""What the notebook's cells show: each has a table for everybody and, in a live session, what follows the game."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.course.simulation.choices import choices_of
from kamkit.course.simulation.debriefing import show_changes, show_comparison, show_losses, show_over_time, show_score
from kamkit.course.simulation.events_said import decided, happened
from kamkit.course.simulation.game import Game
from kamkit.course.simulation.market import report
from kamkit.course.simulation.market.portfolio import QUARTERS, months_of
from kamkit.course.simulation.reports import CURRENCY, show_report
from kamkit.forms.faces import two_faces
from kamkit.show import parts
from kamkit.show.parts import Column, Shown
from kamkit.show.words import counted

if TYPE_CHECKING:
    from kamkit.course.simulation.form import Deciding

__all__ = ["play_game", "show_course", "show_opening", "show_result", "show_what_mattered", "show_why"]


class Following:
    """Something shown that changes as the game goes on."""

    def __init__(self, game: Game, show: Callable[[Game], Shown]) -> None:
        self.game, self._show = game, show
        self._live: Any = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live)

    @property
    def live(self) -> Any:
        """The widget that is rewritten after every quarter."""
        if self._live is None:
            from kamkit.course.simulation.form import follow

            self._live = follow(self.game, self.shown)
        return self._live

    def shown(self) -> Shown:
        """What there is to see now."""
        return self._show(self.game)


class Play:
    """The quarter that is to be decided: its report and the form; made by :func:`play_game`."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self._live: Deciding | None = None

    def __repr__(self) -> str:
        return self.shown().text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return two_faces(self.shown(), lambda: self.live.view)

    @property
    def live(self) -> Deciding:
        """The report with the form under it."""
        if self._live is None:
            from kamkit.course.simulation.form import Deciding

            self._live = Deciding(self.game)
        return self._live

    def shown(self) -> Shown:
        """The report as it is, and how to decide."""
        if self.game.over:
            return parts.say(f"All {QUARTERS} quarters are decided; what came of it is below.")
        what = f"the decisions of quarter {self.game.state.quarter}"
        return parts.stack(show_report(self.game.seen()), parts.nothing_yet(what, "The player", "in the form that stands here once the notebook is run"))


def show_opening(game: Game) -> Shown:
    """What is taken over: the report before the first quarter."""
    return show_report(report(game.states[0]))


def play_game(game: Game) -> Play:
    """The report of the quarter and the form for its decisions."""
    return Play(game)


def show_course(game: Game) -> Following:
    """Quarter by quarter what was decided and what happened."""
    return Following(game, _course)


def show_result(game: Game) -> Following:
    """The score, and other ways to play the same seed."""
    return Following(game, _result)


def show_why(game: Game) -> Following:
    """Why customers were lost."""
    return Following(game, lambda game: show_losses(game.debrief) if game.over else _not_over("why customers were lost"))


def show_what_mattered(game: Game) -> Following:
    """One decision changed, same luck."""
    return Following(game, lambda game: show_changes(game.debrief) if game.over else _not_over("which decisions mattered most"))


def _course(game: Game) -> Shown:
    if len(game.states) == 1:
        return _not_over("what was decided and what came of it", "the first quarter is decided")
    rows = []
    for before, after in zip(game.states, game.states[1:], strict=False):
        quarter, told = before.quarter, happened(report(after))
        rows.append({
            "quarter": f"{quarter}, {months_of(quarter)}", "decided": decided(choices_of(before, after.past[-1].decisions)),
            "happened": " ".join(one.says for one in told) or "Nothing that anybody reported.",
            "earned": float(after.past[-1].contribution[0].sum()),
        })  # fmt: skip
    columns = [
        Column("quarter", "Quarter"), Column("decided", "Decided"), Column("happened", "Happened"),
        Column("earned", f"Contribution, {CURRENCY}", "money"),
    ]  # fmt: skip
    table = parts.table(pd.DataFrame(rows), columns, caption="Quarter by quarter; improvements are taken off")
    return parts.stack(show_over_time(game.states), table)


def _result(game: Game) -> Shown:
    if not game.over:
        return _not_over("the score")
    return parts.stack(show_score(game.state), show_comparison(game.debrief))


def _not_over(what: str, when: str = f"all {QUARTERS} quarters are decided") -> Shown:
    return parts.say(f"Not there yet: {what}. It is shown when {when}.")


def show_what_to_take(game: Game) -> Following:
    """What to look at on Monday: the causes that came more than once, and the changes that would have helped."""
    return Following(game, _to_take)


def _to_take(game: Game) -> Shown:
    from kamkit.method.finding import Finding

    if not game.over:
        return _not_over("what to take away")
    got, found = game.score(), []
    often: dict[str, int] = {}
    for loss in game.debrief.losses:
        for cause in loss.causes:
            often[cause.says] = often.get(cause.says, 0) + 1
    repeated = [says for says, count in sorted(often.items(), key=lambda pair: -pair[1]) if count > 1][:3]
    if repeated:
        found.append(Finding("careful", f"More than once among the three main causes: {'; '.join(repeated)}.", "Look for it in your own accounts first."))
    if got.foreseeable[0]:
        found.append(Finding("danger", f"{got.foreseeable[0]:.0f} of {got.losses[0]:.0f} customers lost had a sign of danger in a report, in time.", "Read the signs before the figures."))
    if got.broken[0]:
        found.append(Finding("careful", f"{got.broken[0]:.0f} of {got.promises[0]:.0f} promises were broken.", "Promise what is being paid for, and serve the customer until it is there."))
    never = [place for place in range(len(game.seen().answered[0])) if game.seen().answered[0, place] <= 0 and game.state.customers.mode[0, place] == 0]
    if never:
        found.append(Finding("unknown", f"{counted(len(never), 'customer')} still served {'was' if len(never) == 1 else 'were'} never asked.", "Ask before investing: 20 hours against EUR 40,000."))
    return parts.show_findings(found)
