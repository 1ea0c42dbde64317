"""The start page: where to begin, which workbooks there are, which accounts, and who is looking."""

from __future__ import annotations

from kamkit.serving.handler import PageHandler


class StartPage(PageHandler):
    """The accounts and the workbooks of a programme."""

    def get(self) -> None:
        """Show it."""
        self.render_page("start.html.j2", "Where to?")
