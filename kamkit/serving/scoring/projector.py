"""The screen in the room: how to join, who has handed in, and then the reveal; it follows by itself."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kamkit.serving.scoring.page import Found, ScoringPage
from kamkit.serving.scoring.revealed import Line, Revealed, revealed

if TYPE_CHECKING:
    from markupsafe import Markup


class Projector(ScoringPage):
    """The page; its script asks for the stage every second."""

    def get(self) -> None:
        """Show it."""
        html = stage(self)
        self.render_page("projector.html.j2", "Scoring together", stage=_markup(html), mark=_mark(html))


class Stage(ScoringPage):
    """What stands on the screen now, or 204 if it is what the page has."""

    def get(self) -> None:
        """Send it."""
        html = stage(self)
        if self.get_query_argument("mark", "") == _mark(html):
            self.set_status(204)
            return
        self.set_header("X-Mark", _mark(html))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(html)


def stage(page: ScoringPage) -> str:
    """The inside of the screen: the scoring that was touched last; one that was settled stays for the day."""
    from kamkit.programme.scoring_together import today

    with page.programme() as programme:
        day = today(programme)
        rows = [row for row in page.scorings(programme) if row["state"] in ("open", "revealed") or row["agreed_on"] == day]
        found = page.found(programme, rows[0]["scoring_id"]) if rows else None
        people = programme.ballots.envelopes(found.scoring_id, found.round) if found and found.hidden else []
        shown = revealed(programme, found) if found and not found.hidden else None
        focus = _focus(found, shown) if found and shown else None
    joining = page.link("/s")
    return page.page(
        "stage.html.j2", "", found=found, people=people, shown=shown, focus=focus, address=spoken(joining), qr=qr(joining),
        minutes=_minutes(found),
    )  # fmt: skip


def _focus(found: Found, shown: Revealed) -> Line:
    return shown.line(found.discussing) or shown.lines[0]


def _minutes(found: Found | None) -> int:
    from kamkit.method.workshop import minutes_for

    return minutes_for(len(found.items)) if found else 0


def spoken(address: str) -> str:
    """An address as it is typed by hand: host and path."""
    parts = urlsplit(address)
    return f"{parts.netloc}{parts.path}"


@lru_cache(maxsize=8)
def qr(address: str) -> Markup:
    """The address as a QR code, drawn on this machine."""
    import segno
    from markupsafe import Markup

    drawn = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, svgns=True, border=2, scale=4, omitsize=True, title="QR code of the address for phones")
    return Markup(drawn.getvalue().decode())  # segno's own, of an address that is encoded, not written


def _mark(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()[:16]


def _markup(html: str) -> Markup:
    from markupsafe import Markup

    return Markup(html)  # rendered and escaped by the stage's own template

