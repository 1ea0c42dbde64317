"""How well we do, and how much it matters, in the customer's own eyes: one answer for each thing, saved as it is given."""

from __future__ import annotations

from kamkit.model.field import NOTE_LENGTH
from kamkit.programme import Programme
from kamkit.serving.customer.page import SOURCE, CustomerPage, FormError

_US = "us"


class Rate(CustomerPage):
    """Expectations and touch points, each with two marks and a word."""

    def get(self) -> None:
        """Show them, empty: what somebody answered is not shown to whoever takes his name."""
        with self.programme() as programme:
            edition = self.edition(programme)
        self.render_page("rate.html.j2", "How do we do?", edition=edition, said=self.said(), length=NOTE_LENGTH)

    def post(self) -> None:
        """Keep one answer."""
        about, item_id = self.get_body_argument("about", ""), self.get_body_argument("item_id", "", strip=False)
        marks = {name: self._mark(name) for name in ("importance", "performance")}
        comment = self.typed("comment", NOTE_LENGTH)
        with self.programme() as programme:
            names = self.edition(programme).rated.get(about, {})
            if item_id not in names:
                raise FormError("That is no longer asked; load the page again")
            if not comment and marks == {"importance": None, "performance": None}:
                raise FormError("Nothing was answered; choose a mark or write a word")
            person = self._respondent(programme)
            answer = {
                "respondent_id": person["respondent_id"], "about": about, "item_id": item_id, "supplier_id": _US,
                "asked_on": self.place.as_of, **marks, "comment": comment or None,
            }  # fmt: skip
            programme.save_all({"respondents": [person], "ratings": [answer]}, note=SOURCE)
            at = f"{programme.clock().astimezone():%H:%M}"
        if "application/json" in self.request.headers.get("Accept", ""):
            self.write({"saved": f"Saved {at}"})
            return
        self.say_next(f"Saved {at}: “{names[item_id]}”.")
        self.redirect("/rate")

    def _mark(self, name: str) -> float | None:
        typed = self.get_body_argument(name, "")
        if not typed:
            return None
        if not typed.isdecimal() or not 1 <= int(typed) <= 10:
            raise FormError(f"{name}: found {typed[:20]!r}; expected 1 to 10")
        return float(typed)

    def _respondent(self, programme: Programme) -> dict[str, object]:
        """Who answers: on the customer's side, about this account, here."""
        known = {"account_id": self.place.account_id, "side": "customer", "name": self.who, "asked_by": SOURCE}
        rows = programme.rows("respondents", **known)
        found = rows[0].values["respondent_id"] if rows else programme.new_id("respondents", "r")
        return {"respondent_id": found, **known}
