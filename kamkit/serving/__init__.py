"""Pages for people in a room: one server, one port, one check in front of everything.

How to add pages
----------------
A page is a :class:`kamkit.serving.handler.PageHandler` and a template beside it::

    class Scores(PageHandler):
        template_folder = Path(__file__).parent / "templates"   # looked in first, then the house's own
        needs_name = True            # whoever has not said who he is, is asked on /who and comes back
        facilitators_only = False    # True: without the facilitator's link 403

        def get(self, criterion_id: str) -> None:
            with self.programme() as programme:     # who = the visitor's name; do not keep it after the block
                rows = programme.rows("scores", criterion_id=criterion_id)
            self.render_page("scores.html.j2", "Scores", rows=rows)

        def post(self, criterion_id: str) -> None:  # refused without the token that ``{{ xsrf }}`` puts into the form
            with self.programme() as programme:
                programme.save("scores", {...})
            self.redirect(self.request.uri)

``scores.html.j2`` begins with ``{% extends "base.html.j2" %}`` and fills ``{% block main %}``, if need be ``head`` and
``scripts``; everything put into it is escaped. Every ``<form method="post">`` holds ``{{ xsrf }}``; a script that posts
sends what ``<meta name="xsrf" content=...>`` says as the header ``X-XSRFToken``. Scripts and styles come from files of one's own server (the page's
content security policy lets nothing else through, inline scripts neither): a route
``(r"/scoring/files/(.*)", tornado.web.StaticFileHandler, {"path": folder})``.

``make_app(place, access, extra_routes=[(r"/scores/([^/]+)", Scores)])`` serves it, behind the same check as all the rest:
host, origin, token. ``start`` takes the place of the start page. A KamkitError that a page raises becomes one line on an
error page; a WebSocketHandler among the routes is behind the same check.
"""

from __future__ import annotations
