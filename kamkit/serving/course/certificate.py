"""The certificate: when it is reached, and the file to download."""

from __future__ import annotations

from dataclasses import dataclass

import tornado.web

from kamkit.serving.course.page import CoursePage
from kamkit.serving.course.room import Room


@dataclass(frozen=True)
class Reached:
    """Where it is to be had ("" if it is not yet), and what is said of it."""

    path: str
    says: str


def certificate_of(room: Room, learner_id: str) -> Reached:
    """Whether the learner has reached it."""
    return Reached("", "Your trainer gives it out at the end of the course.")


class CertificateFile(CoursePage):
    """The certificate as a PDF."""

    async def get(self) -> None:
        """Send it; 404 before it is reached."""
        raise tornado.web.HTTPError(404)
