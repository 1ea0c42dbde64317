"""What the pages of scoring share: the scoring asked for, the device's secret, answers for scripts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import tornado.web

from kamkit.errors import ConflictError, KamkitError
from kamkit.serving.handler import DAYS, PageHandler

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kamkit.method.scoring import Item, Scale
    from kamkit.programme import Programme

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Found:
    """One scoring as a page shows it."""

    scoring_id: str
    about: str
    account_id: str
    title: str
    state: str
    round: int
    discussing: str
    items: tuple[Item, ...]
    scale: Scale

    @property
    def mark(self) -> str:
        """What a page compares to see that things have moved on."""
        return f"{self.state}-{self.round}"

    @property
    def hidden(self) -> bool:
        """Whether people are scoring now."""
        return self.state == "open"


class ScoringPage(PageHandler):
    """A page about scoring; a customer's edition has none of them."""

    template_folder: ClassVar[Path] = FOLDER / "templates"

    def prepare(self) -> None:
        """As everywhere; criteria and our view of ourselves are no business of the customer's."""
        if self.place.for_customer:
            raise tornado.web.HTTPError(404)
        super().prepare()

    def page(self, template: str, title: str, **values: Any) -> str:
        """As everywhere, with the address of this room's own files."""
        return super().page(template, title, **{"files": _files, **values})

    def scorings(self, programme: Programme) -> list[Mapping[str, Any]]:
        """The rows of all scorings that this server shows, the one touched last first."""
        rows = sorted(programme.rows("scorings"), key=lambda row: row.version, reverse=True)
        if not self.place.account_id:
            return [row.values for row in rows]
        from kamkit.method.worth.own_rows import group_in

        group = group_in(programme.tables(), self.place.account_id)
        return [row.values for row in rows if row.values["account_id"] == group]

    def row_of(self, programme: Programme, scoring_id: str) -> Mapping[str, Any]:
        """The row of the scoring asked for; 404 if there is none, or none that this server shows."""
        row = next((row for row in self.scorings(programme) if row["scoring_id"] == scoring_id), None)
        if row is None:
            raise tornado.web.HTTPError(404)
        return row

    def found(self, programme: Programme, scoring_id: str) -> Found:
        """The scoring asked for, in words; 404 as for its row."""
        from kamkit.method.scoring import SCALES, called, place_items

        row, tables = self.row_of(programme, scoring_id), programme.tables()
        return Found(
            scoring_id, row["about"], row["account_id"] or "", called(tables, scoring_id), row["state"], row["round"],
            row["discussing"] or "", place_items(tables, scoring_id), SCALES[row["about"]],
        )  # fmt: skip

    @property
    def holder(self) -> str:
        """This device's secret, which keeps a ballot to the device that gave it; made when first asked for."""
        held = self.get_signed_cookie(self.cookie("ballot"), max_age_days=DAYS)
        if held:
            return held.decode()
        made: str = getattr(self, "_made", "") or secrets.token_hex(16)
        self._made = made
        self.remember("ballot", made)
        return made

    @contextmanager
    def in_json(self) -> Iterator[None]:
        """A KamkitError becomes ``{"error": ...}`` with its status, for the page's script to show."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        try:
            yield
        except KamkitError as error:
            self.set_status(HTTPStatus.CONFLICT if isinstance(error, ConflictError) else HTTPStatus.BAD_REQUEST)
            self.write({"error": str(error)})


def _files(name: str) -> str:
    return f"/scoring/files/{name}?v={int((FOLDER / 'files' / name).stat().st_mtime)}"


def time_of(programme: Programme) -> str:
    """What stands beside *saved*: the time on the wall."""
    return programme.clock().astimezone().strftime("%H:%M")


def answer_of(given: str, reason: str = "") -> Any:
    """An answer as a page or a card gives it: a figure, ``?`` for don't know, "" for none; InputError on anything else."""
    from kamkit.errors import InputError
    from kamkit.programme.ballot_box import Answer

    given = given.strip()
    if given == "?":
        return Answer(None, True, reason or None)
    if given and not (given.isascii() and given.isdigit() and len(given) <= 2):
        raise InputError(f"score: found {given[:20]!r}; expected a whole number, ? for don't know, or nothing")
    return Answer(float(given) if given else None, False, reason or None)
