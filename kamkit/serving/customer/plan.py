"""The plan to read, with a place for a comment at each row, and a button that says *that is right*."""

from __future__ import annotations

from kamkit.model.field import NOTE_LENGTH, TEXT_LENGTH
from kamkit.serving.customer.edition import CONFIRMABLE, key_field
from kamkit.serving.customer.page import SOURCE, CustomerPage, FormError

_KINDS = ("question", "complaint", "request")


class PlanPage(CustomerPage):
    """The plan."""

    def get(self) -> None:
        """Show it."""
        with self.programme() as programme:
            edition = self.edition(programme)
        self.render_page("plan.html.j2", f"Our plan for {edition.account}", edition=edition, said=self.said(), length=NOTE_LENGTH)


class Comment(CustomerPage):
    """Takes what somebody says about a row, or about the whole."""

    def post(self) -> None:
        """Keep it: a comment as feedback, a question, complaint or request as a query that gets an answer."""
        what, kind = self.typed("what", NOTE_LENGTH), self.get_body_argument("kind", "comment")
        if not what:
            raise FormError("There was no text; go back and type it")
        with self.programme() as programme:
            item = self.item_asked_for(self.edition(programme)) if self.get_body_argument("table", "") else None
            about = item.title if item else ""
            if kind in _KINDS:
                row = {
                    "query_id": programme.new_id("queries", "q"), "account_id": self.place.account_id, "kind": kind,
                    "what": (f"{about}: {what}" if about else what)[:NOTE_LENGTH],
                    "touch_point_id": item.key if item and item.table == "touch_points" else None,
                    "asked_by": self.who, "asked_on": self.place.as_of,
                }  # fmt: skip
                programme.save("queries", row)
            else:
                row = {
                    "feedback_id": programme.new_id("feedbacks", "f"), "account_id": self.place.account_id, "role": "customer",
                    "what": what, "theme": about[:TEXT_LENGTH] or None, "given_by": self.who, "given_on": self.place.as_of,
                }  # fmt: skip
                programme.save("feedbacks", row)
            at = f"{programme.clock().astimezone():%H:%M}"
        self.say_next(f"Saved {at}: your {kind if kind in _KINDS else 'comment'}{f' on “{about}”' if about else ''}.")
        self.redirect(f"/#{item.place}" if item else "/")


class Confirm(CustomerPage):
    """Takes that a fact is right, from somebody who must know."""

    def post(self) -> None:
        """Mark it as confirmed, if it still says what was read."""
        with self.programme() as programme:
            item = self.item_asked_for(self.edition(programme))
            if item.mark != self.get_body_argument("mark", ""):
                raise FormError(f"“{item.title}” has changed since you loaded the page; go back, load it again and look once more")
            if item.table not in CONFIRMABLE:
                raise FormError(f"“{item.title}” is nothing to confirm")
            (row,) = programme.rows(item.table, **{key_field(item.table): item.key})
            sure = {"evidence": "confirmed", "source": f"{self.who}, {SOURCE}"[:TEXT_LENGTH], "known_on": self.place.as_of}
            programme.save(item.table, {**row.values, **sure}, version=row.version)
            at = f"{programme.clock().astimezone():%H:%M}"
        self.say_next(f"Saved {at}: you confirmed “{item.title}”.")
        self.redirect(f"/#{item.place}")
