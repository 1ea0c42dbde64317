"""A workbook as a page: its text at once, its tables as they come, its forms live at the end; no code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tornado.iostream
import tornado.web
from markupsafe import Markup

from kamkit.forms.faces import ASKED_AT_THE_DOOR
from kamkit.packs.library import Workbook, list_workbooks
from kamkit.serving.assets import address_of
from kamkit.serving.faces import faces, markdown, states
from kamkit.serving.handler import PageHandler
from kamkit.serving.kernels import Kernels
from kamkit.serving.running import prepare, run_cells
from kamkit.serving.ways import with_query

_REST = "<!-- the rest -->"
_NOT_RUN = Markup(
    '<template><p class="box careful" role="alert">{} <a href="{}">Load the page again.</a></p></template><i data-fills="not-run" hidden></i>'
    '<i id="all-shown" hidden></i></body></html>'
)
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'"
)


@dataclass(frozen=True)
class Piece:
    """One cell on the page: its text, or the place where its outputs will stand."""

    at: int
    html: Markup
    waits: bool


class WorkbookPage(PageHandler):
    """One workbook, about one account or all of them."""

    needs_name = True

    async def get(self, name: str) -> None:
        """Show it."""
        book, account_id = self._book(name), self._account()
        if self.place.account_id and account_id != self.place.account_id:
            self.redirect(with_query(f"/workbooks/{book.name}", account_id=self.place.account_id))
            return
        self.set_header("Content-Security-Policy", _POLICY.format(host=self.request.host))
        self._kernel_id = ""
        try:
            with self.kernels.pool.at_work():
                await self._show(book, account_id)
        except tornado.iostream.StreamClosedError:
            await self._give_up()

    async def _show(self, book: Workbook, account_id: str) -> None:
        parameters = {"programme": self.place.address, "account_id": account_id, "as_of": self.place.as_of.isoformat()}
        notebook = prepare(book.path, parameters)
        head, rest = self._frame(book, account_id, notebook)
        self.write(head)
        await self.flush()
        try:
            await self._run(notebook, account_id)
        except tornado.iostream.StreamClosedError:
            raise
        except Exception as error:
            # The page is half there already: it says itself what is wrong with the rest.
            self.log_exception(type(error), error, error.__traceback__)
            self.write(_NOT_RUN.format(self.what_went_wrong(500, error), self.request.uri))
            return
        self.write(rest)

    async def _run(self, notebook: Any, account_id: str) -> None:
        self.kernels.pool.expect(self.who)
        leads = "yes" if self.is_facilitator else "no"
        said = {"KAMKIT_WHO": self.who, "KAMKIT_AS_OF": self.place.as_of.isoformat(), "KAMKIT_LEADS": leads}
        ready = await self.kernels.take(said | {ASKED_AT_THE_DOOR: "yes"})
        self._kernel_id = ready.kernel_id
        self.write(f'<i id="kernel" data-id="{self._kernel_id}" hidden></i>\n')
        with self.kernels.turns.turn() as turn:
            async for at, cell, made in run_cells(notebook, self.kernels.get(self._kernel_id), ready.client):
                shown = faces(cell.outputs, account_id) + states(made)
                self.write(f'<template>{shown}</template><i data-fills="cell-{at}" hidden></i>\n')
                await self.flush()
                if made:
                    turn.has_form()
                await turn.give_way()

    def _frame(self, book: Workbook, account_id: str, notebook: Any) -> tuple[str, str]:
        """The page with places for what the cells will leave, cut where that comes."""
        pieces = [
            Piece(at, markdown(cell.source, account_id) if cell.cell_type == "markdown" else Markup(""), cell.cell_type == "code")
            for at, cell in enumerate(notebook.cells)
        ]
        html = self.page(
            "workbook.html.j2",
            book.question,
            pieces=pieces,
            account=self._account_name(account_id),
            account_id=account_id,
            others=self._others(book, account_id),
            number=book.number,
            front=address_of,
        )
        head, _, rest = html.partition(_REST)
        return head, rest

    def _others(self, book: Workbook, account_id: str) -> Sequence[tuple[str, str, str, bool]]:
        return [
            (other.number, other.question, with_query(f"/workbooks/{other.name}", account_id=account_id), other == book)
            for other in offered(self.place.account_id)
        ]

    @cached_property
    def kernels(self) -> Kernels:
        """The kernels of this server."""
        found: Kernels = self.settings["kernels"]
        return found

    def _book(self, name: str) -> Workbook:
        for book in offered(self.place.account_id):
            if book.name == name:
                return book
        raise tornado.web.HTTPError(404, reason="There is no such workbook here")

    def _account(self) -> str:
        """The account asked for, to the letter; 404 if the programme has none of that number."""
        account_id = self.get_query_argument("account_id", "", strip=False)
        if account_id and not self._account_name(account_id):
            raise tornado.web.HTTPError(404, reason="The programme has no such account")
        return account_id

    def _account_name(self, account_id: str) -> str:
        if not account_id:
            return ""
        with self.programme() as programme:
            rows = programme.rows("accounts", account_id=account_id)
        return str(rows[0].values["name"]) if rows else ""

    def on_connection_close(self) -> None:
        """The visitor went before the page was whole: nobody will use its kernel."""
        tornado.ioloop.IOLoop.current().add_callback(self._give_up)

    async def _give_up(self) -> None:
        if kernel_id := getattr(self, "_kernel_id", ""):
            await self.kernels.end(kernel_id)


def offered(only_account: str) -> tuple[Workbook, ...]:
    """The workbooks of a server; one that serves a single account has none that are about the programme alone."""
    return tuple(book for book in list_workbooks() if not (only_account and book.level == "programme"))
