"""The certificate: when it is reached, and the file to download."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import tornado.web

from kamkit.course.attempts import FILE
from kamkit.errors import InputError
from kamkit.serving.course.page import CoursePage
from kamkit.serving.course.room import Room, mark_of
from kamkit.show.words import percent


@dataclass(frozen=True)
class Reached:
    """Where it is to be had ("" if it is not yet), and what is said of it."""

    path: str
    says: str


def certificate_of(room: Room, learner_id: str) -> Reached:
    """Whether the learner has reached what the trainer set: a share of all marks of the class's exercises."""
    desks = [room.desk(learner_id, name) for name in room.of.exercises]
    marks = [desk.mark(question.id) for desk in desks for question in desk.exercise.questions]
    share = sum(marks) / len(marks) if marks else 0.0
    if share < room.threshold.share - 1e-9:
        return Reached("", f"You have {percent(100 * share)}; asked for: {room.threshold.says}.")
    return Reached("/certificate.pdf", f"You have {percent(100 * share)}; asked for were {room.threshold.says}.")


class CertificateFile(CoursePage):
    """The certificate as a PDF."""

    async def get(self) -> None:
        """Send it; 404 before it is reached."""
        content = await self.work(self._made)
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", 'attachment; filename="certificate.pdf"')
        self.write(content)

    def _made(self) -> bytes:
        from kamkit.course.certificates import issue_certificates
        from kamkit.course.classes.grading import mark_learner

        room, learner_id = self.room, self.learner_id
        if not certificate_of(room, learner_id).path:
            raise tornado.web.HTTPError(404, reason="Your certificate is not reached yet")
        there = _there(room, learner_id)
        if there is not None:
            return there.read_bytes()
        marks = mark_learner(room.of, learner_id, room.reading(learner_id).attempts)
        made, _ = issue_certificates(room.of, marks, room.threshold, room.today, [learner_id])
        if not made:
            raise InputError("certificate: it could not be made; show this to your trainer")
        return made[0].path.read_bytes()


def _there(room: Room, learner_id: str) -> Path | None:
    """The file that was made, if nothing was answered since: another day alone makes no other certificate."""
    path = room.of.folder / "certificates" / f"{room.learner(learner_id).folder}.pdf"
    answered = mark_of(room.of.path_of(learner_id) / FILE)
    return path if path.exists() and mark_of(path)[0] >= answered[0] else None
