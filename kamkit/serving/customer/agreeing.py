"""Buy-in: the customer's people agree to the plan by name, on a day, in their own words."""

from __future__ import annotations

from kamkit.method.plan.agreement import AGREED
from kamkit.model.field import NOTE_LENGTH
from kamkit.serving.customer.page import SOURCE, CustomerPage
from kamkit.show.words import day


class Agree(CustomerPage):
    """Asks whether somebody agrees, and records that he does as a decision."""

    def get(self) -> None:
        """Ask."""
        with self.programme() as programme:
            edition = self.edition(programme)
            own = programme.rows("decisions", account_id=self.place.account_id, side="customer", kind=AGREED, decided_by=self.who)
        before = max((row.values["decided_on"] for row in own if row.values["decided_on"]), default=None)
        self.render_page(
            "agree.html.j2", "Do you agree?", edition=edition, said=self.said(), on=day(self.place.as_of), length=NOTE_LENGTH,
            before=day(before) if before else "",
        )  # fmt: skip

    def post(self) -> None:
        """Record it; the same person on the same day changes the words and not the count."""
        words = self.typed("words", NOTE_LENGTH)
        decision = {
            "account_id": self.place.account_id, "side": "customer", "kind": AGREED,
            "decided_on": self.place.as_of, "decided_by": self.who,
        }  # fmt: skip
        with self.programme() as programme:
            rows = programme.rows("decisions", **decision)
            key = rows[0].values["decision_id"] if rows else programme.new_id("decisions", "d")
            said = {"reasons": words or None, "source": SOURCE, "known_on": self.place.as_of, "evidence": "confirmed"}
            programme.save("decisions", {"decision_id": key, **decision, **said})
            at = f"{programme.clock().astimezone():%H:%M}"
        self.say_next(f"Saved {at}: {self.who} agreed to the plan on {day(self.place.as_of)}.")
        self.redirect("/agree")
