"""The agenda with its timer: which step, how many minutes are left, what comes next; the browser counts."""

from __future__ import annotations

import tornado.web

from kamkit.serving.scoring.page import ScoringPage


class Agendas(ScoringPage):
    """The workshops to choose from."""

    def get(self) -> None:
        """Show them."""
        from kamkit.method.workshop import AGENDAS

        self.render_page("agendas.html.j2", "Agenda", agendas=list(AGENDAS.values()))


class AgendaPage(ScoringPage):
    """One workshop, in large type."""

    def get(self, name: str) -> None:
        """Show it."""
        from kamkit.method.workshop import AGENDAS

        if name not in AGENDAS:
            raise tornado.web.HTTPError(404)
        self.render_page("agenda.html.j2", AGENDAS[name].title, agenda=AGENDAS[name])
