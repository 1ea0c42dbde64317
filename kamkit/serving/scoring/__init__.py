"""Scoring together on pages without a kernel: a card for each phone, the room's screen, the facilitator's page, paper.

``/s`` is the short address for phones, ``/projector`` the screen, ``/facilitate`` the facilitator's own, ``/agenda`` the
timer. Nothing of a ballot leaves the box before the reveal except to the device that gave it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

Route = tuple[Any, ...]

_ID = r"([a-z0-9-]{1,64})"


def scoring_routes() -> list[Route]:
    """What ``make_app`` takes as ``extra_routes``: pattern, handler, and perhaps its arguments."""
    import tornado.web

    from kamkit.serving.scoring.agenda import AgendaPage, Agendas
    from kamkit.serving.scoring.card import Answered, Card, HandIn, Opened, Short, State
    from kamkit.serving.scoring.facilitate import Act, Control, Final, NewScoring, Overview, People
    from kamkit.serving.scoring.paper import PrintedCards, TypedCards
    from kamkit.serving.scoring.projector import Projector, Stage

    files = {"path": str(Path(__file__).parent / "files")}
    return [
        (r"/s", Short),
        (r"/s/open", Opened),  # before the ids, which are six letters
        (rf"/s/{_ID}", Card),
        (rf"/s/{_ID}/answer", Answered),
        (rf"/s/{_ID}/hand-in", HandIn),
        (rf"/s/{_ID}/state", State),
        (r"/projector", Projector),
        (r"/projector/stage", Stage),
        (r"/facilitate", Overview),
        (r"/facilitate/new", NewScoring),
        (rf"/facilitate/{_ID}", Control),
        (rf"/facilitate/{_ID}/people", People),
        (rf"/facilitate/{_ID}/final", Final),
        (rf"/facilitate/{_ID}/cards", PrintedCards),
        (rf"/facilitate/{_ID}/type", TypedCards),
        (rf"/facilitate/{_ID}/(reveal|again|settle|drop|free|remove|show|take-back|offered)", Act),
        (r"/agenda", Agendas),
        (r"/agenda/([a-z0-9-]+)", AgendaPage),
        (r"/scoring/files/(.*)", tornado.web.StaticFileHandler, files),
    ]


def scoring_pages() -> list[Any]:
    """What the start page leads to: links of ``kamkit.serving.server``."""
    from kamkit.serving.server import Link

    return [
        Link("/s", "Score on this device"),
        Link("/projector", "The screen in the room"),
        Link("/agenda", "Agenda with a timer"),
        Link("/facilitate", "Lead a scoring", facilitators_only=True),
    ]
