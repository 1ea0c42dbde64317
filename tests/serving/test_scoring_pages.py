"""The scoring pages as a browser without scripts sees them: who may do what, and what nobody is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from processes import PATIENCE
from scoring_case import make_programme
from scoring_room import FACILITATOR, TOKEN, Room, open_room

from kamkit.programme import Programme, open_programme
from kamkit.programme.ballot_box import Answer
from kamkit.programme.scoring_together import open_scoring
from kamkit.serving.scoring import scoring_routes


class Visitor:
    """Somebody's browser: cookies, a name, the token of the page last seen."""

    def __init__(self, room: Room, name: str = "", token: str = TOKEN) -> None:
        self.room, self.xsrf = room, ""
        self._open = build_opener(HTTPCookieProcessor(CookieJar()))
        self.get(f"/s?token={token}")
        if name:
            self.get("/who")
            assert self.post("/who", name=name, next="/agenda")[0] == 200

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(Request(self.room.address + path))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        data = urlencode({"_xsrf": self.xsrf, **fields}).encode()
        return self._ask(Request(self.room.address + path, data=data))

    def _ask(self, request: Request) -> tuple[int, str]:
        try:
            with self._open.open(request, timeout=PATIENCE) as answer:
                status, text = answer.status, answer.read().decode()
        except HTTPError as error:
            status, text = error.code, error.read().decode()
        if found := re.search(r'name="xsrf" content="([^"]+)"', text):
            self.xsrf = found[1]
        return status, text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with make_programme(tmp_path_factory.mktemp("room") / "p") as made:
        return made.folder


@pytest.fixture(scope="module")
def room(folder: Path) -> Iterator[Room]:
    with open_room(folder) as found:
        yield found


@pytest.fixture
def programme(folder: Path) -> Iterator[Programme]:
    with open_programme(folder, who="Ines Carrow") as opened:
        yield opened
        for row in opened.rows("scorings"):
            opened.ballots.drop(row.values["scoring_id"])


def test_every_page_that_leads_is_the_facilitators_alone(room: Room, programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    anybody, leader = Visitor(room, "Paul"), Visitor(room, "Ines Carrow", FACILITATOR)
    pages = [f"/facilitate{more}" for more in ("", "/new?about=criteria", f"/{scoring}", f"/{scoring}/people?mark=open-1", f"/{scoring}/cards", f"/{scoring}/type")]
    assert [anybody.get(page)[0] for page in pages] == [403] * len(pages)
    assert [leader.get(page)[0] for page in pages] == [200] * len(pages)
    acts = ("reveal", "again", "settle", "drop", "free", "remove", "show", "take-back", "offered")
    for act in acts:
        assert anybody.post(f"/facilitate/{scoring}/{act}")[0] == 403, act
    assert anybody.post(f"/facilitate/{scoring}/final", item="1", final="3")[0] == 403
    leader.xsrf = "wrong"
    assert leader.post(f"/facilitate/{scoring}/reveal")[0] == 403
    assert programme.rows("scorings", scoring_id=scoring)[0].values["state"] == "open"
    held = {pattern for pattern, *_ in scoring_routes() if "facilitate" in pattern}
    assert len(held) == 8  # a new one is to be tried above


def test_nobody_is_told_what_another_scored_before_the_reveal(room: Room, programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    paul, maren, leader = Visitor(room, "Paul"), Visitor(room, "Maren"), Visitor(room, "Ines", FACILITATOR)
    paul.get(f"/s/{scoring}")
    for item, mark in (("1", "2"), ("2", "?"), ("3", "5")):
        status, text = paul.post(f"/s/{scoring}/answer", item=item, score=mark, reason="planted-4711")
        assert status == 200 and re.fullmatch(r"\d\d:\d\d", json.loads(text)["saved"])
    assert paul.post(f"/s/{scoring}/hand-in", done="yes")[0] == 200
    assert "planted-4711" in paul.get(f"/s/{scoring}")[1]  # his own
    pages = [f"/s/{scoring}", f"/s/{scoring}/state", "/s", "/projector", "/projector/stage"]
    seen = "".join(maren.get(page)[1] for page in pages)
    leads = ["/facilitate", *(f"/facilitate/{scoring}{more}" for more in ("", "/people?mark=open-1", "/type", "/cards"))]
    seen += "".join(leader.get(page)[1] for page in [*pages, *leads])
    assert "planted-4711" not in seen and " checked" not in re.sub(r'value="criteria" checked', "", seen)
    assert "Paul" in leader.get(f"/facilitate/{scoring}")[1] and "3 of 8" in leader.get(f"/facilitate/{scoring}")[1]
    assert "✓" in maren.get("/projector/stage")[1]
    assert leader.post(f"/facilitate/{scoring}/reveal")[0] == 200
    assert "planted-4711" in leader.get(f"/facilitate/{scoring}")[1]
    assert "Paul" in maren.get("/projector/stage")[1]


def test_a_name_in_use_on_another_device_shows_nothing(room: Room, programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    paul, other = Visitor(room, "Paul"), Visitor(room, "Paul")
    paul.get(f"/s/{scoring}")
    paul.post(f"/s/{scoring}/answer", item="1", score="2", reason="planted-4711")
    status, text = other.get(f"/s/{scoring}")
    assert status == 409 and "another device" in text and "planted-4711" not in text
    assert other.post(f"/s/{scoring}/answer", item="1", score="5")[0] == 409
    leader = Visitor(room, "Ines", FACILITATOR)
    leader.get(f"/facilitate/{scoring}")
    assert leader.post(f"/facilitate/{scoring}/free", scorer="Paul")[0] == 200
    text = other.get(f"/s/{scoring}")[1]  # whoever that is: he may go on, and is not shown what was scored
    assert "planted-4711" not in text and " checked" not in text and text.count("data-elsewhere") == 1
    assert "1 of 8" in leader.get(f"/facilitate/{scoring}")[1]
    assert paul.get(f"/s/{scoring}")[0] == 409


@pytest.mark.parametrize("score", ["0", "6", "2.5", "-1", "nine", "1e0", "²"])
def test_what_is_no_mark_is_refused_in_one_line(room: Room, programme: Programme, score: str) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    paul = Visitor(room, "Paul")
    paul.get(f"/s/{scoring}")
    status, text = paul.post(f"/s/{scoring}/answer", item="1", score=score)
    assert status == 400 and "expected" in json.loads(text)["error"]


def test_what_people_typed_is_escaped_wherever_it_is_shown(room: Room, programme: Programme) -> None:
    nasty = "<b onclick=x>'\"&"
    scoring = open_scoring(programme, "touch points", "007")
    visitor, leader = Visitor(room, nasty), Visitor(room, "Ines", FACILITATOR)
    visitor.get(f"/s/{scoring}")
    for item, mark in (("1", "2"), ("2", "9")):
        visitor.post(f"/s/{scoring}/answer", item=item, score=mark, reason=nasty)
    leader.get(f"/facilitate/{scoring}")
    pages = ["/projector", "/projector/stage", f"/facilitate/{scoring}", f"/facilitate/{scoring}/cards", f"/s/{scoring}"]
    seen = [leader.get(page)[1] for page in pages]
    leader.post(f"/facilitate/{scoring}/reveal")
    seen += [leader.get(page)[1] for page in pages]
    assert "&lt;b onclick=x&gt;" in "".join(seen) and "Quillon &lt;Glass&gt;" in "".join(seen)
    assert not any("<b onclick" in page or "Quillon <Glass>" in page for page in seen)


def test_cards_come_in_row_by_row_and_are_not_shown_again(room: Room, programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    leader = Visitor(room, "Ines", FACILITATOR)
    leader.get(f"/facilitate/{scoring}/type")
    marks = ["3", "?", "", "5", "1", "2", "3", "4"]
    status, text = leader.post(f"/facilitate/{scoring}/type", name="Dr Voss", marks=json.dumps(marks))
    assert (status, json.loads(text)["answered"]) == (200, 7)
    assert leader.post(f"/facilitate/{scoring}/type", name="Dr Voss", marks=json.dumps([*marks[:-1], "5"]))[0] == 200  # again: replaced
    for wrong in ("[1]", "no", json.dumps(marks[:3]), json.dumps(["9"] * 8)):
        assert leader.post(f"/facilitate/{scoring}/type", name="X", marks=wrong)[0] == 400, wrong
    assert "Dr Voss" in leader.get(f"/facilitate/{scoring}/type")[1]
    programme.ballots.reveal(scoring)
    own = programme.table("ballots")
    assert own[own["scoring_id"] == scoring].set_index("item_id").loc["8", "score"] == 5 and set(own["scorer"]) >= {"Dr Voss"}


def test_the_customers_edition_has_none_of_these_pages(folder: Path, programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    with open_room(folder, account_id="007", for_customer=True) as closed:
        visitor = Visitor(closed)
        for page in ("/s", f"/s/{scoring}", f"/s/{scoring}/state", "/projector", "/projector/stage", "/facilitate", "/agenda", "/agenda/half-day"):
            assert visitor.get(page)[0] == 404, page


def test_a_server_of_one_account_shows_its_scorings_alone(folder: Path, programme: Programme) -> None:
    mine, other = open_scoring(programme, "plan review", "007"), open_scoring(programme, "plan review", "NA")
    with open_room(folder, account_id="70") as one:  # a customer number of 007
        leader = Visitor(one, "Ines", FACILITATOR)
        assert leader.get(f"/facilitate/{mine}")[0] == 200 and leader.get(f"/facilitate/{other}")[0] == 404
        assert leader.get(f"/s/{other}")[0] == 404 and other not in leader.get("/facilitate")[1]
        for path, fields in ((f"/s/{other}/answer", {"item": "1", "score": "3"}), (f"/s/{other}/hand-in", {}), (f"/facilitate/{other}/final", {"item": "1"})):
            assert leader.post(path, **fields)[0] == 404, path
        assert leader.get(f"/s/{other}/state")[0] == 404 and programme.ballots.envelopes(other, 1) == []
        assert "all candidates" not in leader.get("/facilitate")[1]
        assert leader.get("/facilitate/new?about=criteria")[0] == 400


def test_a_scoring_is_settled_and_taken_back(room: Room, programme: Programme) -> None:
    scoring = open_scoring(programme, "touch points", "007", subjects=["truck"])
    paul, leader = Visitor(room, "Paul"), Visitor(room, "Ines Carrow", FACILITATOR)
    paul.get(f"/s/{scoring}")
    paul.post(f"/s/{scoring}/answer", item="1", score="9")
    leader.get(f"/facilitate/{scoring}")
    leader.post(f"/facilitate/{scoring}/reveal")
    assert json.loads(leader.post(f"/facilitate/{scoring}/final", item="1", final="8", reason="one plant")[1])["settled"] == 1
    said = json.loads(leader.post(f"/facilitate/{scoring}/final", item="1", dissenter="Paul", dissent="It stops them.")[1])
    assert said["dissent"] == "Paul: It stops them."
    text = leader.post(f"/facilitate/{scoring}/settle")[1]
    row = programme.rows("touch_points", account_id="007", touch_point_id="truck")[0].values
    assert (row["importance"], row["name"]) == (8, "The truck arrives") and "The group has settled" in text
    change = re.search(r'name="change" value="(\d+)"', text)
    assert change is not None
    assert leader.post(f"/facilitate/{scoring}/take-back", change="1")[0] == 400  # no other change than its own
    leader.post(f"/facilitate/{scoring}/take-back", change=change[1])
    assert programme.rows("touch_points", account_id="007", touch_point_id="truck") == []


def test_the_facilitator_sees_who_stands_apart_and_what_a_round_has_changed(room: Room, programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    box, leader = programme.ballots, Visitor(room, "Ines", FACILITATOR)
    for name, mark in {"Maren": 1, "Paul": 4, "Tom": 4}.items():
        box.save_answers(scoring, name, name, {"1": Answer(mark), "2": Answer(3)}, handed_in=True)
    box.reveal(scoring)
    text = leader.get(f"/facilitate/{scoring}")[1]
    assert "<b>Maren</b> says 1, the others' median is 4" in text and "all within a point: 3" in text and "irst round" not in text
    box.score_again(scoring)
    box.save_answer(scoring, "Maren", "Maren", "1", Answer(3))
    box.reveal(scoring)
    text = leader.get(f"/facilitate/{scoring}")[1]
    assert "First round: median 4, 2.0 apart on average; 1 person has moved since" in text and "Apart from the others" not in text
    leader.post(f"/facilitate/{scoring}/offered")
    assert json.loads(leader.post(f"/facilitate/{scoring}/final", item="2", final="?")[1])["settled"] == 2


def test_the_agenda_names_what_is_done_and_asked(room: Room) -> None:
    visitor = Visitor(room, "Paul")
    text = visitor.get("/agenda/half-day")[1]
    assert text.count("data-minutes=") == 10 and 'data-minutes="45"' in text and "04 step 2" in text
    assert "Who alone answers for it" in text and visitor.get("/agenda/nothing")[0] == 404
    assert all(name in visitor.get("/agenda")[1] for name in ("half-day", "selection", "day-1", "day-2"))


def test_no_page_asks_another_machine(room: Room, programme: Programme) -> None:
    scoring = open_scoring(programme, "plan review", "007")
    leader = Visitor(room, "Ines", FACILITATOR)
    pages = ["/s", f"/s/{scoring}", "/projector", "/facilitate", f"/facilitate/{scoring}", f"/facilitate/{scoring}/cards", f"/facilitate/{scoring}/type", "/agenda/half-day"]
    for page in pages:
        text = leader.get(page)[1]
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', text), page


def test_names_at_a_mark_are_short_and_never_alike() -> None:
    from kamkit.serving.scoring.revealed import short_names

    people = ["Dr Maren Voss", "Paul Adeyemi", "Paul Brandt", "Sven", "Li Wei", "Li Wong", "Friederike von Hohenstein"]
    assert list(short_names(people).values()) == ["Maren", "Paul A.", "Paul B.", "Sven", "Li Wei", "Li Wong", "Friede…"]
