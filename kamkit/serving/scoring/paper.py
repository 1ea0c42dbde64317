"""For a room without a network: cards to print, and a page on which a stack of them is typed in with the keyboard alone."""

from __future__ import annotations

import json

from kamkit.errors import InputError
from kamkit.programme.ballot_box import CARDS
from kamkit.serving.scoring.facilitate import FacilitatorsPage
from kamkit.serving.scoring.page import answer_of, time_of


class PrintedCards(FacilitatorsPage):
    """One card to print as often as there are people: name, items, the scale with its anchors."""

    def get(self, scoring_id: str) -> None:
        """Show it."""
        with self.programme() as programme:
            found = self.found(programme, scoring_id)
        asked = list(dict.fromkeys((item.asks, item.anchors) for item in found.items))
        together = found.about in ("criteria", "relationship stage")
        self.render_page(
            "cards.html.j2", f"Card: {found.title}", found=found, asked=asked, together=together, address=f"/facilitate/{scoring_id}/type"
        )


class TypedCards(FacilitatorsPage):
    """One row per card. What was typed is not shown again once the page is left: it is as hidden as the rest."""

    def get(self, scoring_id: str) -> None:
        """Show empty rows, and the names of the cards that are in."""
        with self.programme() as programme:
            found = self.found(programme, scoring_id)
            done = [one for one in programme.ballots.envelopes(scoring_id, found.round) if one.from_card] if found.hidden else []
            names = sorted({str(name) for name in programme.tables()["team_members"]["name"].dropna()}, key=str.casefold)
        self.render_page("typed.html.j2", f"Type in cards: {found.title}", found=found, done=done, names=names)

    def post(self, scoring_id: str) -> None:
        """Keep one card, handed in."""
        with self.in_json(), self.programme() as programme:
            found = self.found(programme, scoring_id)
            given = _marks(self.get_body_argument("marks"))
            if len(given) != len(found.items):
                raise InputError(f"card: found {len(given)} marks; expected {len(found.items)}, one for each item")
            answers = {item.item_id: answer_of(mark) for item, mark in zip(found.items, given, strict=True)}
            name = self.get_body_argument("name", "")
            programme.ballots.save_answers(scoring_id, name, CARDS, answers, handed_in=True)
            self.write({"saved": time_of(programme), "answered": sum(answer.given for answer in answers.values())})


def _marks(text: str) -> list[str]:
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, list) or not all(isinstance(mark, str) for mark in given):
        raise InputError("card: found no list of marks; reload the page and type it again")
    return given
