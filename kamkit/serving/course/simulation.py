"""The simulation as pages: the report, the sheet of decisions, the debrief, and the class's leader board."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kamkit.course.simulation.record import FILE
from kamkit.errors import InputError
from kamkit.serving.course.page import CoursePage, text_of
from kamkit.serving.course.room import Room, mark_of
from kamkit.show import parts
from kamkit.show.words import money

if TYPE_CHECKING:
    from kamkit.course.pages.fields import Fields
    from kamkit.course.simulation.game import Game

SECONDS_A_BOARD = 15  # a board is not worked out again sooner


def class_seed(room: Room) -> int:
    """The seed that the whole class plays."""
    return int(room.of.sign("simulation")[:7], 16)


def game_of(room: Room, learner_id: str) -> Game:
    """The learner's game as it stands, begun if it is not there; InputError if the file is another's."""
    from kamkit.course.simulation.game import open_game

    own, folder = room.own(learner_id), room.of.path_of(learner_id)
    mark = mark_of(folder / FILE)
    if own.game is None or own.game[0] != mark:
        game = open_game(learner_id, str(class_seed(room)), str(folder))
        own.game = (mark_of(folder / FILE), game)
    return own.game[1]


def said_of_game(room: Room, learner_id: str) -> str:
    """How far the game is, in a sentence; it is not begun by looking."""
    from kamkit.course.simulation.market.portfolio import QUARTERS
    from kamkit.course.simulation.reports import CURRENCY

    if not (room.of.path_of(learner_id) / FILE).exists():
        return "Not begun; about 90 minutes."
    try:
        game = game_of(room, learner_id)
    except InputError as error:
        return f"It cannot be opened: {error}."
    if game.over:
        return f"Played to the end: {money(float(game.score().total[0]), CURRENCY)}."
    return f"Quarter {game.state.quarter} of {QUARTERS} is next."


class Simulation(CoursePage):
    """The quarter that is next, or what came of the last."""

    async def get(self) -> None:
        """Show it."""
        self.send(await self.work(self.compose))

    def compose(self, fields: Fields | None = None, why: str = "") -> str:
        """The page as text; with ``fields`` the sheet as it was sent, and why it was not taken."""
        from kamkit.course.simulation.playing import show_course
        from kamkit.course.simulation.reports import show_report
        from kamkit.course.simulation.sheet import FIELDS, OPTIONS, TICKED, limits, not_served, sheet_rows

        game = game_of(self.room, self.learner_id)
        seen = game.seen()
        so_far = Markup(show_course(game).shown().html) if len(game.states) > 1 else ""
        return self.page(
            "simulation.html.j2", "The simulation", over=game.over, quarter=game.state.quarter, report=Markup(show_report(seen).html),
            rows=[] if game.over else sheet_rows(seen), headings=FIELDS, options=OPTIONS, ticked=TICKED, gone=not_served(seen),
            limits=json.dumps(limits(seen)), sent=fields or {}, why=why, so_far=so_far,
        )  # fmt: skip


class Decided(Simulation):
    """A quarter is decided."""

    async def post(self) -> None:
        """Keep it and go on to the next; the button pressed twice decides once."""
        fields = self.fields()
        try:
            await self.work(self._decide, fields)
        except InputError as error:
            self.set_status(400)
            self.send(await self.work(self.compose, fields, str(error)))
            return
        self.redirect("/simulation", status=303)

    def _decide(self, fields: Fields) -> None:
        from kamkit.course.simulation.sheet import choices_in

        game = game_of(self.room, self.learner_id)
        quarter = (list(fields.get("quarter", ())) or [""])[-1]
        if quarter != str(game.state.quarter):
            return  # decided already, in another tab or a moment ago: what is next is shown
        game.decide(choices_in(game.seen(), fields))
        if game.over:
            self.room.begin(debriefed, game)
        own = self.room.own(self.learner_id)
        own.game = (mark_of(self.room.of.path_of(self.learner_id) / FILE), game)


class Debriefed(CoursePage):
    """What the game teaches, once it is over."""

    async def get(self) -> None:
        """Show it; the first time it takes some seconds."""
        game = await self.work(game_of, self.room, self.learner_id)
        if not game.over:
            self.redirect("/simulation")
            return
        html = await self.room.work_long(debriefed, game)
        self.send(await self.work(lambda: self.page("debrief.html.j2", "What came of it", html=html)))


def debriefed(game: Game) -> Markup:
    """All parts of the debrief as HTML, kept with the game."""
    from kamkit.course.simulation.playing import show_result, show_what_mattered, show_what_to_take, show_why

    kept = game.__dict__.get("_debriefed")
    if kept is None:
        parts_of_it = (("", show_result), ("Why customers were lost", show_why), ("What mattered most", show_what_mattered), ("What to take to Monday", show_what_to_take))
        kept = game.__dict__["_debriefed"] = Markup("").join(
            (Markup("<h2>{}</h2>").format(title) if title else Markup("")) + Markup('<section class="exhibit">{}</section>').format(Markup(show(game).shown().html))
            for title, show in parts_of_it
        )
    return kept


class Rules(CoursePage):
    """The rules of the simulation."""

    async def get(self) -> None:
        """Show them."""
        from kamkit.course.classes.issuing import exercises_folder

        text = (exercises_folder() / "SIMULATION.md").read_text(encoding="utf-8")
        self.send(await self.work(lambda: self.page("text.html.j2", "The rules of the simulation", text=text_of(text))))


class BoardPage(CoursePage):
    """The class's leader board, for those who play."""

    async def get(self) -> None:
        """Show it."""
        html = await board_of(self.room)
        self.send(await self.work(lambda: self.page("board.html.j2", "Leader board", html=html, wall=False)))


async def board_of(room: Room, aside: bool = False) -> Markup:
    """The board as HTML, not older than a few seconds; with ``aside`` also the files that do not count."""
    from kamkit.course.simulation.board_shown import show_board

    now = room.clock().timestamp()
    made, board = room.made.get("board", (0.0, None))
    if board is None or not 0 <= now - made < SECONDS_A_BOARD:
        board = await room.work_long(_ranked, room)
        room.made["board"] = (now, board)
    if board.table.empty and not (aside and board.aside):
        return Markup(parts.say("Nobody has begun yet.").html)
    return Markup(show_board(board if aside else replace(board, aside=())).html)


def _ranked(room: Room) -> Any:
    from kamkit.course.simulation.board import rank_players

    roster = {one.learner_id: one.name for one in room.of.learners}
    return rank_players(room.of.folder, seed=class_seed(room), roster=roster)
