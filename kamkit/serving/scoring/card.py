"""The card on a phone: one item after another, saved with each tap, handed in at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from kamkit.errors import ConflictError
from kamkit.serving.scoring.page import ScoringPage, answer_of, time_of
from kamkit.serving.scoring.revealed import revealed

if TYPE_CHECKING:
    from kamkit.programme import Programme


class Short(ScoringPage):
    """The short address: straight to the card, or to a choice if several are open."""

    needs_name = True

    def get(self) -> None:
        """Go there, or wait."""
        from kamkit.method.scoring import called

        _ = self.holder  # made before anything is scored: two requests at once would make two
        with self.programme() as programme:
            opened = _opened(self, programme)
            tables = programme.tables() if len(opened) != 1 else {}
            choices = [(one, called(tables, one)) for one in opened] if len(opened) > 1 else []
        if len(opened) == 1:
            self.redirect(f"/s/{opened[0]}")
            return
        self.render_page("waiting.html.j2", "Scoring together", choices=choices, mark=",".join(sorted(opened)))


def _opened(page: ScoringPage, programme: Programme) -> list[str]:
    return [row["scoring_id"] for row in page.scorings(programme) if row["state"] == "open"]


class Opened(ScoringPage):
    """Which scorings are open, for phones that wait."""

    def get(self) -> None:
        """Say it."""
        with self.programme() as programme:
            self.write({"mark": ",".join(sorted(_opened(self, programme)))})


class Card(ScoringPage):
    """One person's card while it is open; what was revealed afterwards."""

    needs_name = True

    def get(self, scoring_id: str) -> None:
        """Show it."""
        with self.programme() as programme:
            found = self.found(programme, scoring_id)
            if not found.hidden:
                shown = revealed(programme, found) if found.state != "dropped" else None
                self.render_page("after.html.j2", found.title, found=found, shown=shown)
                return
            try:
                own = programme.ballots.take(scoring_id, self.who, self.holder)
            except ConflictError:
                self.set_status(409)
                self.render_page("taken.html.j2", "This name is in use")
                return
        self.render_page("card.html.j2", found.title, found=found, own=own)


class Answered(ScoringPage):
    """Takes one tap."""

    needs_name: ClassVar[bool] = True

    def post(self, scoring_id: str) -> None:
        """Keep it and say when."""
        with self.in_json(), self.programme() as programme:
            self.row_of(programme, scoring_id)
            answer = answer_of(self.get_body_argument("score", ""), self.get_body_argument("reason", ""))
            item_id = self.get_body_argument("item")
            programme.ballots.save_answer(scoring_id, self.who, self.holder, item_id, answer)
            self.write({"saved": time_of(programme)})


class HandIn(ScoringPage):
    """Takes the word that one is done, or takes it back."""

    needs_name: ClassVar[bool] = True

    def post(self, scoring_id: str) -> None:
        """Keep it; without a script, back to the card."""
        with self.in_json(), self.programme() as programme:
            self.row_of(programme, scoring_id)
            done = self.get_body_argument("done", "yes") == "yes"
            programme.ballots.hand_in(scoring_id, self.who, self.holder, done=done)
            self.write({"saved": time_of(programme)})


class State(ScoringPage):
    """Where a scoring stands, for pages that wait; cheap, because every phone asks."""

    def get(self, scoring_id: str) -> None:
        """Say it."""
        with self.programme() as programme:
            row = self.row_of(programme, scoring_id)
        self.write({"mark": f"{row['state']}-{row['round']}"})
