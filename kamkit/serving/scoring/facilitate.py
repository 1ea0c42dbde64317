"""The facilitator's pages: open a scoring, see who has handed in, reveal, score again, write down what was settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import tornado.web

from kamkit.errors import InputError
from kamkit.serving.scoring.page import Found, ScoringPage, answer_of, time_of
from kamkit.serving.scoring.projector import qr, spoken
from kamkit.serving.scoring.revealed import revealed

if TYPE_CHECKING:
    from kamkit.programme import Programme

MOST_OPEN = 12


class FacilitatorsPage(ScoringPage):
    """For whoever came by the facilitator's link and said a name."""

    facilitators_only: ClassVar[bool] = True
    needs_name: ClassVar[bool] = True

    @property
    def abouts(self) -> tuple[str, ...]:
        """What can be scored here: where one account is served, nothing that is about all of them."""
        from kamkit.method.scoring import ABOUT

        return tuple(about for about in ABOUT if not (self.place.account_id and about == "criteria"))


class Overview(FacilitatorsPage):
    """What is open, what was done, and a form to open the next."""

    def get(self) -> None:
        """Show it."""
        from kamkit.method.scoring import OF_AN_ACCOUNT, called

        with self.programme() as programme:
            rows = self.scorings(programme)
            tables = programme.tables()
            listed = [(row, called(tables, row["scoring_id"])) for row in rows if row["state"] != "dropped"]
            accounts = _accounts(programme, self.place.account_id)
        joining = self.link("/s")
        self.render_page(
            "overview.html.j2", "Scoring together", listed=listed[:MOST_OPEN], accounts=accounts, abouts=self.abouts,
            of_an_account=OF_AN_ACCOUNT, address=spoken(joining), qr=qr(joining), only_here=self.access.local,
        )  # fmt: skip


def _accounts(programme: Programme, only: str) -> list[tuple[str, str]]:
    """Key accounts and candidates first, then all others; groups only."""
    first = {"key account": 0, "candidate": 1, "stepping down": 2}
    rows = [row.values for row in programme.rows("accounts") if not row.values["parent_id"]]
    if only:
        rows = [row for row in rows if row["account_id"] == only]
    rows.sort(key=lambda row: (first.get(str(row["status"]), 3), str(row["name"] or row["account_id"]).casefold()))
    return [(str(row["account_id"]), str(row["name"] or row["account_id"])) for row in rows]


class NewScoring(FacilitatorsPage):
    """What is on the card: chosen here, opened with one button."""

    def get(self) -> None:
        """Offer everything that can be scored."""
        from kamkit.method.scoring import aspects_of, choices_of
        from kamkit.method.workshop import minutes_for

        about, account_id = self._asked()
        with self.programme() as programme:
            tables = programme.tables()
            choices, aspects = choices_of(tables, about, account_id), aspects_of(tables, about)
            names = dict(_accounts(programme, ""))
        self.render_page(
            "new.html.j2", "What is on the card?", about=about, account_id=account_id, account=names.get(account_id, account_id),
            choices=choices, aspects=aspects, minutes=minutes_for(len(choices) * len(aspects)),
        )  # fmt: skip

    def post(self) -> None:
        """Open it."""
        from kamkit.programme.scoring_together import open_scoring

        about, account_id = self._asked()
        with self.programme() as programme:
            scoring_id = open_scoring(
                programme, about, account_id, subjects=self.get_body_arguments("subject"), aspects=self.get_body_arguments("aspect")
            )
        self.redirect(f"/facilitate/{scoring_id}")

    def _asked(self) -> tuple[str, str]:
        from kamkit.method.scoring import OF_AN_ACCOUNT

        about = self.get_argument("about", "")
        account_id = self.place.account_id or self.get_argument("account", "")
        if about not in self.abouts:
            raise InputError(f"about: found {about[:40]!r}; expected one of {', '.join(self.abouts)}")
        if about in OF_AN_ACCOUNT and not account_id:
            raise InputError(f"{about}: no account chosen; go back and choose one")
        return about, "" if about == "criteria" else account_id


class Control(FacilitatorsPage):
    """One scoring, as far as it is: who is in, or what was revealed and is to be settled."""

    def get(self, scoring_id: str) -> None:
        """Show it."""
        from kamkit.method.workshop import minutes_for

        with self.programme() as programme:
            found = self.found(programme, scoring_id)
            shown = revealed(programme, found)
            people = programme.ballots.envelopes(scoring_id, found.round) if found.hidden else []
        joining = self.link("/s")
        self.render_page(
            "control.html.j2", found.title, found=found, shown=shown, people=people, minutes=minutes_for(len(found.items)),
            address=spoken(joining), qr=qr(joining), change=self.get_query_argument("change", ""), goes_to=_GOES_TO[found.about],
        )  # fmt: skip


_GOES_TO = {
    "criteria": "the scores in 05_select_key_accounts",
    "touch points": "our view in 04_map_touch_points",
    "relationship stage": "our side in 06_diagnose_the_relationship",
    "plan review": "the plan review in 12_review_the_account",
}


class People(FacilitatorsPage):
    """Who has begun and who has handed in, for the page to keep itself up to date."""

    def get(self, scoring_id: str) -> None:
        """Send the table's inside; 205 if the page is to be loaded anew."""
        with self.programme() as programme:
            found = self.found(programme, scoring_id)
            if self.get_query_argument("mark", "") != found.mark:
                self.set_status(205)
                return
            people = programme.ballots.envelopes(scoring_id, found.round)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(self.page("people.html.j2", "", found=found, people=people))


class Final(FacilitatorsPage):
    """Takes what the group settled on for one item, and who does not share it."""

    def post(self, scoring_id: str) -> None:
        """Keep it and say when."""
        from kamkit.programme.scoring_together import save_dissent, save_final

        with self.in_json(), self.programme() as programme:
            found = self.found(programme, scoring_id)
            item_id = self.get_body_argument("item")
            if scorer := self.get_body_argument("dissenter", ""):
                save_dissent(programme, scoring_id, item_id, scorer, self.get_body_argument("dissent", ""))
            else:
                answer = answer_of(self.get_body_argument("final", ""))
                save_final(
                    programme, scoring_id, item_id, answer.score, unknown=answer.dont_know, reason=self.get_body_argument("reason", "")
                )
            shown = revealed(programme, found)
            line = shown.line(item_id) if shown else None
            self.write({"saved": time_of(programme), "dissent": line.dissent if line else "", "settled": shown.settled if shown else 0})


class Act(FacilitatorsPage):
    """The buttons; each does one thing and goes back to the page."""

    def post(self, scoring_id: str, what: str) -> None:
        """Do it."""
        with self.programme() as programme:
            found = self.found(programme, scoring_id)
            more = _ACTS[what](programme, found, {name: self.get_body_argument(name, "") for name in ("scorer", "item", "change")})
        self.redirect(more or f"/facilitate/{scoring_id}")


Given = Mapping[str, str]


def _reveal(programme: Programme, found: Found, _given: Given) -> str:
    programme.ballots.reveal(found.scoring_id)
    return ""


def _again(programme: Programme, found: Found, _given: Given) -> str:
    programme.ballots.score_again(found.scoring_id)
    return ""


def _settle(programme: Programme, found: Found, _given: Given) -> str:
    from kamkit.programme.scoring_together import save_agreement

    return f"/facilitate/{found.scoring_id}?change={save_agreement(programme, found.scoring_id)}"


def _take_back(programme: Programme, found: Found, given: Given) -> str:
    changes = programme.history("scorings", found.scoring_id)
    own = changes[(changes["field"] == "state") & (changes["after"] == "agreed")]["change_id"]
    if not given["change"].isdigit() or int(given["change"]) not in set(own):
        raise tornado.web.HTTPError(400)
    programme.undo(int(given["change"]))
    return ""


def _drop(programme: Programme, found: Found, _given: Given) -> str:
    programme.ballots.drop(found.scoring_id)
    return "/facilitate"


def _free(programme: Programme, found: Found, given: Given) -> str:
    programme.ballots.free(found.scoring_id, given["scorer"])
    return ""


def _remove(programme: Programme, found: Found, given: Given) -> str:
    programme.ballots.remove(found.scoring_id, given["scorer"])
    return ""


def _show(programme: Programme, found: Found, given: Given) -> str:
    if given["item"] not in {item.item_id for item in found.items}:
        raise InputError(f"item {given['item'][:20]!r}: not on this card")
    programme.save("scorings", {"scoring_id": found.scoring_id, "discussing": given["item"]})
    return f"/facilitate/{found.scoring_id}#item-{given['item']}"


def _offered(programme: Programme, found: Found, _given: Given) -> str:
    from kamkit.programme.scoring_together import save_offered

    save_offered(programme, found.scoring_id)
    return ""


_ACTS: dict[str, Any] = {
    "reveal": _reveal, "again": _again, "settle": _settle, "drop": _drop, "free": _free, "remove": _remove, "show": _show,
    "take-back": _take_back, "offered": _offered,
}  # fmt: skip
