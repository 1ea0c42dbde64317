"""The course in a browser: personal links, exercises without a kernel, the simulation, peer review, recall; and the trainer's pages.

No page of it runs anything that a visitor sends, and no kernel is behind any of them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamkit.serving.course.room import Room
    from kamkit.serving.server import Extra

_NUMBER = r"(\d\d)"
_QUESTION = r"([a-z0-9_]{1,60})"


def course_pages(room: Room) -> Extra:
    """What ``serve`` takes as ``extra``: the pages of a class, no workbooks and no kernels."""
    from kamkit.serving.course.door import OPEN_PATHS, AskForLink
    from kamkit.serving.course.home import Home
    from kamkit.serving.server import Extra

    settings = {"room": room, "open_paths": OPEN_PATHS, "enter": AskForLink}
    return Extra(routes=course_routes(), start=Home, settings=settings, workbooks=False)


def course_routes() -> list[tuple[Any, ...]]:
    """What ``make_app`` takes as ``extra_routes``; the last one answers for every address that is none."""
    import tornado.web

    from kamkit.serving.course.certificate import CertificateFile
    from kamkit.serving.course.door import CaseBrief, Personal
    from kamkit.serving.course.exercise import ExercisePage, Given, HintTaken
    from kamkit.serving.course.page import NoPage
    from kamkit.serving.course.peers import PlanPage, Received, ReviewPage
    from kamkit.serving.course.quizzes import QuizGiven, QuizList, QuizPage
    from kamkit.serving.course.simulation import BoardPage, Debriefed, Decided, Rules, Simulation
    from kamkit.serving.course.trainer import ExerciseOverview, Links, Overview, Screen, Stage, TrainersBoard

    return [
        (r"/me/([0-9a-f]{1,64})", Personal),
        (r"/case", CaseBrief),
        (rf"/exercise/{_NUMBER}", ExercisePage),
        (rf"/exercise/{_NUMBER}/{_QUESTION}/answer", Given),
        (rf"/exercise/{_NUMBER}/{_QUESTION}/hint", HintTaken),
        (r"/simulation", Simulation),
        (r"/simulation/decide", Decided),
        (r"/simulation/debrief", Debriefed),
        (r"/simulation/rules", Rules),
        (r"/board", BoardPage),
        (r"/plan", PlanPage),
        (r"/reviews/([a-z0-9_-]{1,130})", ReviewPage),
        (r"/reviews/([a-z0-9_-]{1,130})/received", Received),
        (r"/recall", QuizList),
        (r"/recall/(\d{1,2})", QuizPage),
        (rf"/recall/(\d{{1,2}})/{_QUESTION}/answer", QuizGiven),
        (r"/certificate.pdf", CertificateFile),
        (r"/trainer", Overview),
        (rf"/trainer/exercise/{_NUMBER}", ExerciseOverview),
        (r"/trainer/links", Links),
        (r"/trainer/board", TrainersBoard),
        (rf"/screen/{_NUMBER}/{_QUESTION}", Screen),
        (rf"/screen/{_NUMBER}/{_QUESTION}/stage", Stage),
        (r"/course/files/(.*)", tornado.web.StaticFileHandler, {"path": str(Path(__file__).parent / "files")}),
        (r"/.*", NoPage),
    ]
