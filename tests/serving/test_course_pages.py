"""The course's pages: only one's own, no kernel behind any of them, everything answered is kept, nobody is named on the wall."""

from __future__ import annotations

import base64
import html
import json
import re
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from course_class import FIRST_DAY, PEOPLE, Clock, come, course_app, make_class, send
from served import Visitor, served

from kamkit.cli import main
from kamkit.course.attempts import Attempt, append_attempt
from kamkit.course.classes import Class, open_class
from kamkit.course.desk import ExerciseDesk
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.pages.fields import as_fields
from kamkit.course.pages.links import link_words
from kamkit.course.question import said
from kamkit.course.simulation.record import FILE as GAME
from kamkit.serving.course.room import TRIES_AT_MOST

ONE = "/exercise/01"
HTML = "<script>alert(1)</script> Hypra brings 138,060 less because of rush orders, so agree a fee with them."
KERNELS = (
    "/api/kernels", "/api/kernels/0123", "/api/kernels/0123/channels", "/api/contents", "/api/sessions", "/api/terminals", "/voila", "/voila/api/shutdown/1",
    "/voila/x/static/voila.js", "/lab", "/tree", "/notebooks/01.ipynb", "/workbooks/00_start_here", "/account?id=1001", "/terminals/1", "/nbconvert", "/files/class.json",
    "/class.json", "/links.csv", "/course/files/../room.py", "/course/files/%2e%2e/room.py", "/projector",
)  # fmt: skip


@pytest.fixture(scope="module")
def clock() -> Clock:
    """The server's clock."""
    return Clock()


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Class:
    """A class of four."""
    return make_class(tmp_path_factory.mktemp("class") / "c")


@pytest.fixture(scope="module")
def port(of: Class, clock: Clock) -> Iterator[int]:
    """Where it is served."""
    app = course_app(of, clock)
    with served(app) as found:
        yield found
    app.settings["room"].close()


@pytest.fixture
def untouched(tmp_path: Path) -> Iterator[tuple[Class, int]]:
    """A class in which nobody has answered anything, and where it is served: which tests came before makes no difference."""
    of = make_class(tmp_path / "c")
    app = course_app(of, Clock())
    with served(app) as found:
        yield of, found
    app.settings["room"].close()


def lines(of: Class, learner_id: str) -> list[dict[str, object]]:
    """What stands in the learner's file of answers."""
    path = of.path_of(learner_id) / "answers.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def desk(of: Class, learner_id: str, name: str = "01") -> ExerciseDesk:
    """What a notebook in the learner's folder would see."""
    return ExerciseDesk(exercise_called(name), of.tables(learner_id), of.path_of(learner_id), Clock(), of.issued(learner_id))


def practised(of: Class, port: int) -> Visitor:
    """Ana Petrov, who has had one question wrong, taken its hint, and had it right; whoever did it first."""
    ana = come(of, port, "007")
    if not any(one["question"] == "which_figure" for one in lines(of, "007")):
        send(ana, f"{ONE}/which_figure/answer", {"answer": "revenue"})
        send(ana, f"{ONE}/which_figure/hint", {"taken": "0"})
        send(ana, f"{ONE}/which_figure/answer", {"answer": "contribution"})
    return ana


def trainer(port: int) -> Visitor:
    """Whoever has the trainer's token."""
    visitor = Visitor(port)
    assert visitor.get("/trainer?token=trainers-own").to == "/trainer"
    return visitor


def test_without_a_link_there_is_nothing_and_a_wrong_one_opens_nothing(of: Class, port: int) -> None:
    stranger = Visitor(port)
    for path in ("/", ONE, "/trainer", "/simulation", "/screen/01/which_figure", *KERNELS):
        answer = stranger.get(path)
        assert answer.status in ((403, 404) if "course/files" in path else (401,)), path
        assert not any(name in answer.text for name in PEOPLE.values())
    assert "personal link" in stranger.get("/").words
    assert stranger.get("/me/" + "0" * 24).status == 403 and stranger.get("/").status == 401
    assert stranger.post(f"{ONE}/which_figure/answer", {"answer": "revenue"}).status in (401, 403)
    assert stranger.get("/?token=trainers-owl").status == 401


def test_no_kernel_can_be_reached_by_a_personal_link(of: Class, port: int) -> None:
    ana = come(of, port, "007")
    for path in KERNELS:
        assert ana.get(path).status in ((403, 404) if "course/files" in path else (404,)), path
        assert ana.post(path, {"code": "1"}).status in (403, 404, 405), path
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": "x"}
    assert ana.get("/api/kernels/0123/channels", **upgrade).status == 404
    for path in ("/trainer", "/trainer/links", "/trainer/exercise/01", "/trainer/board", "/screen/01/which_figure", "/screen/01/which_figure/stage"):
        assert ana.get(path).status == 403, path


def test_everybody_sees_their_own_page(of: Class, port: int) -> None:
    for learner_id, name in PEOPLE.items():
        page = come(of, port, learner_id).get("/")
        assert page.status == 200 and name in page.words and "<b>Bo</b>" not in page.text
        assert not any(other in page.words for other in PEOPLE.values() if other != name)
    assert "Kestwick Foods" in come(of, port, "4").get("/case").words


def test_a_wrong_answer_a_hint_and_the_right_one(untouched: tuple[Class, int]) -> None:
    of, port = untouched
    ana, question = come(of, port, "007"), exercise_called("01").question("which_figure")
    page = ana.get(ONE)
    assert all(f'id="q-{one.id}"' in page.text for one in exercise_called("01").questions)
    status, found = send(ana, f"{ONE}/which_figure/answer", {"answer": "revenue"})
    assert status == 200 and found["word"] == "Not yet" and str(question.misconceptions[0].explanation) in found["said"]
    for _ in range(2):  # the button pressed twice
        status, found = send(ana, f"{ONE}/which_figure/hint", {"taken": "0"})
        assert status == 200 and str(question.hints[0]) in found["hints"] and found["hints_left"] == 0
    status, found = send(ana, f"{ONE}/which_figure/answer", {"answer": "contribution"})
    assert found["word"] == "Right" and "80 %" in found["said"].replace("\u00a0", " ") and "1 of 8 answered, 1 right" in found["done"]
    kept = [one for one in lines(of, "007") if one["question"] == "which_figure"]
    assert [(one["answer"], one["hints"], one["attempt"]) for one in kept] == [("revenue", 0, 1), (None, 1, 1), ("contribution", 1, 2)]
    assert {(one["set_id"], one["learner_id"], one["when"]) for one in kept} == {("test-0", "007", FIRST_DAY.isoformat(timespec="seconds"))}
    assert desk(of, "007").mark("which_figure") == pytest.approx(0.8) and not of.reading("007").problems
    again = ana.get(ONE)
    assert str(question.right) in again.words and 'value="contribution" checked' in again.text
    assert "1 of 8 answered" in ana.get("/").words


def test_without_a_script_the_same_and_what_was_typed_stays(of: Class, port: int) -> None:
    ana = come(of, port, "007")
    given = ana.post(f"{ONE}/serving_hypra/answer", {"answer": "1,500"})
    assert given.status == 400 and 'value="1,500"' in given.text and "1500 or 1.5000" in given.words
    right = desk(of, "007").exercise.question("serving_hypra").expected(of.tables("007"))
    given = ana.post(f"{ONE}/serving_hypra/answer", {"answer": f"{right:.0f}"})
    assert given.status == 303 and given.to == f"{ONE}#q-serving_hypra"
    assert desk(of, "007").verdict("serving_hypra").right


def test_nothing_of_an_answer_is_on_a_page_before_it_is_due(untouched: tuple[Class, int]) -> None:
    of, port = untouched
    dora, tables, looked = come(of, port, "4"), of.tables("4"), 0
    for name in NAMES:
        own, page = desk(of, "4", name), dora.get(f"/exercise/{name[:2]}")
        text = re.sub(r"data:image[^\"]*", "", page.text)
        for question in own.exercise.questions:
            if own.last(question.id)[0] is not None:
                continue
            told = [question.right, question.otherwise, *question.hints, *(text for one in question.misconceptions for text in (one.explanation, one.hint))]
            assert not [one for one in (said(one, tables) for one in told) if len(one) > 30 and html.escape(one, quote=False) in text], (name, question.id)
            expected = question.expected(tables)
            if isinstance(expected, float) and abs(expected) >= 1000:
                assert not re.search(rf"(?<![\d,.]){expected:,.0f}(?![\d,.])|(?<![\d,.]){expected:.0f}(?![\d,.])", text), (name, question.id)
            looked += 1
    assert looked >= 70


def test_nobody_is_somebody_else(of: Class, port: int) -> None:
    ana, before = come(of, port, "007"), lines(of, "NA")
    held = next(name for name in ana.cookies if name.endswith("learner"))
    for value in ("NA", ana.cookies[held].replace(base64.b64encode(b"007").decode(), base64.b64encode(b"NA").decode())):
        forger = Visitor(port, {**ana.cookies, held: value})
        assert value != ana.cookies[held] and forger.get("/").status == 403
    assert send(ana, f"{ONE}/left_at_hypra/answer", {"answer": "777", "learner_id": "NA", "set_id": "test-1"})[0] == 200
    assert lines(of, "NA") == before and lines(of, "007")[-1]["learner_id"] == "007"
    word = next(iter(link_words(of)))
    assert len(word) == 24 and Visitor(port).get(f"/me/{word[:-1]}").status == 403


def test_a_form_of_another_site_does_nothing(of: Class, port: int) -> None:
    dora = come(of, port, "4")
    dora.get("/who")
    token, before = dora.cookies["_xsrf"], lines(of, "4")
    for path in (f"{ONE}/which_figure/answer", f"{ONE}/which_figure/hint", "/plan", "/reviews/plan", "/simulation/decide"):
        assert dora.ask("POST", path, "answer=growth&taken=0").status == 403, path
        assert dora.ask("POST", path, f"_xsrf={token}&answer=growth&taken=0", Origin="http://elsewhere.example").status == 403, path
    assert dora.get(f"{ONE}/which_figure/answer?answer=growth").to == f"{ONE}#q-which_figure", "asking for it does nothing"
    assert lines(of, "4") == before


def test_every_kind_of_answer_of_every_exercise_is_taken_by_its_form(of: Class, port: int) -> None:
    dora = come(of, port, "4")
    for lesson in ("04", "10"):
        own = desk(of, "4", lesson)
        for question in own.exercise.questions:
            kind = question.kind_for(own.tables)
            expected = kind.read(question.expected(own.tables))
            fields = {name: values[0] for name, values in as_fields(kind, expected).items() if len(values) == 1}
            if len(fields) < len(as_fields(kind, expected)):
                continue  # several boxes of one name, which this visitor cannot send
            status, found = send(dora, f"/exercise/{lesson}/{question.id}/answer", fields)
            assert status == 200 and found["word"] == "Right", (lesson, question.id, found)


def test_what_a_question_opens_comes_with_its_answer(of: Class, port: int) -> None:
    bo = come(of, port, "NA")
    assert "This opens once question 3 is answered right, or after 3 tries" in bo.get(ONE).words
    right = desk(of, "NA").exercise.question("taken_back").expected(of.tables("NA"))
    _, found = send(bo, f"{ONE}/taken_back/answer", {"answer": f"{right:.2f}0"})
    assert found["word"] == "Right" and list(found["opened"]) == ["curve"] and "data:image/png" in found["opened"]["curve"]


@pytest.mark.parametrize(("question", "fields", "says"), [
    ("which_figure", {}, "choose one of the options"),
    ("which_figure", {"answer": "__class__"}, "not among the options"),
    ("serving_hypra", {"answer": "9" * 61}, "too long"),
    ("serving_hypra", {"answer": "1e999"}, "number"),
    ("serving_hypra", {"answer": "import os"}, "without letters"),
    ("profit_order", {f"place-{at}": "1" for at in range(5)}, "given twice"),
    ("profit_order", {"place-0": "17"}, "from 1 to 5"),
    ("first_two_terms", {}, "tick at least one"),
    ("answer_tom", {"answer": "word " * 400}, "at most"),
    ("answer_tom", {"answer": "x" * 200_000}, "at most"),
    ("answer_tom", {"answer": "\x00\x00"}, "write a few sentences"),
])  # fmt: skip
def test_what_is_no_answer_is_not_kept(of: Class, port: int, question: str, fields: dict[str, str], says: str) -> None:
    dora, before = come(of, port, "4"), lines(of, "4")
    status, found = send(dora, f"{ONE}/{question}/answer", fields)
    assert status == 400 and says in found["error"] and len(found["error"]) < 300
    assert lines(of, "4") == before
    assert send(dora, f"{ONE}/no_such/answer", fields)[0] == 404 and send(dora, f"/exercise/77/{question}/answer", fields)[0] == 404


def test_text_is_text(of: Class, port: int) -> None:
    dora = come(of, port, "4")
    path = f"{ONE}/answer_tom/answer"
    sent = dora.post(path, {"answer": HTML})  # as a page without a script: what was typed stands in it again
    assert sent.status == 400 and "<script>alert" not in sent.text and "&lt;script&gt;alert(1)" in sent.text
    plain = HTML.replace("<script>alert(1)</script>", "Less < more & so on \x00\x1b\u202e:")
    assert send(dora, path, {"answer": plain})[0] == 200
    page, kept = dora.get(ONE), str(lines(of, "4")[-1]["answer"])
    assert "Less &lt; more &amp; so on" in page.text and "Less < more & so on :" in kept


def test_two_tabs_and_double_clicks_lose_nothing(of: Class, port: int) -> None:
    visitors = [come(of, port, "ü-3") for _ in range(8)]
    for one in visitors:
        one.get("/who")  # has its token
    path = f"{ONE}/left_at_hypra/answer"
    with ThreadPoolExecutor(8) as pool:
        same = list(pool.map(lambda one: send(one, path, {"answer": "12345"})[0], visitors))
        other = list(pool.map(lambda pair: send(pair[1], path, {"answer": f"{pair[0]}777"})[0], enumerate(visitors, start=1)))
    assert set(same + other) == {200}
    answers = [one["answer"] for one in lines(of, "ü-3")]
    assert answers[0] == 12345 and sorted(answers[1:]) == [at * 1000 + 777 for at in range(1, 9)]
    reading = of.reading("ü-3")
    assert len(reading.attempts) == 9 and not reading.problems


def test_answers_have_an_end(of: Class, port: int) -> None:
    dora, own = come(of, port, "4"), of.issued("4")
    for at in range(TRIES_AT_MOST - 1):
        append_attempt(of.path_of("4"), Attempt(own.set_id, "4", exercise_called("01").name, "left_at_hypra", at + 1, 0, float(at)))
    assert send(dora, f"{ONE}/left_at_hypra/answer", {"answer": "777"})[0] == 200
    status, found = send(dora, f"{ONE}/left_at_hypra/answer", {"answer": "778"})
    assert status == 400 and "show the trainer" in found["error"]


def test_a_game_is_played_once_and_stands_on_the_board(of: Class, port: int) -> None:
    ana = come(of, port, "007")
    page = ana.get("/simulation")
    assert "quarter 1 of 8" in page.words and 'name="quarter" value="1"' in page.text
    wrong = ana.post("/simulation/decide", {"quarter": "1", "c-0-improve": "line", "c-1-improve": "line"})
    assert wrong.status == 400 and "Not decided" in wrong.words and "50,000" in wrong.words
    assert ana.post("/simulation/decide", {"quarter": "1", "c-0-hours": "7"}).status == 400
    for _ in range(2):  # pressed twice
        assert ana.post("/simulation/decide", {"quarter": "1", "c-0-ask": "yes", "c-0-hours": "40"}).status == 303
    told = [json.loads(line) for line in (of.path_of("007") / GAME).read_text().splitlines()]
    assert len(told) == 2 and told[1]["decisions"] == {"1002": {"hours": 40, "ask": True}} and told[0]["learner"] == "007"
    assert "quarter 2 of 8" in ana.get("/simulation").words and ana.get("/simulation/debrief").to == "/simulation"
    assert "Ana Petrov" in come(of, port, "4").get("/board").words
    assert "Quarter 2 of 8 is next" in ana.get("/").words and "Not begun" in come(of, port, "4").get("/").words


def test_the_trainer_sees_how_far_and_the_wall_names_nobody(of: Class, port: int) -> None:
    assert Visitor(port).get("/trainer").status == 401
    lead = trainer(port)
    assert all(name in lead.get("/trainer").words for name in PEOPLE.values())
    slips = lead.get("/trainer/links")
    assert all(name in slips.words for name in PEOPLE.values()) and slips.text.count("<svg") == 4 and "this machine alone" in slips.words
    assert all(f"http://127.0.0.1:{port}/me/{word}</code>" in slips.text for word in link_words(of))
    assert "which_figure" in lead.get("/trainer/exercise/01").text
    few = lead.get("/screen/01/right_of_the_peak/stage")
    assert "Answers are shown from 3 on" in few.words and "class=\"dots\"" not in few.text
    for at, learner_id in enumerate(("007", "NA", "4")):
        own = desk(of, learner_id)
        right = own.exercise.question("serving_hypra").expected(own.tables)
        assert send(come(of, port, learner_id), f"{ONE}/serving_hypra/answer", {"answer": f"{right * (1 + 0.3 * at):.0f}"})[0] == 200
    wall = lead.get("/screen/01/serving_hypra")
    assert "3 of 4 have answered" in wall.words and "1 stands right" in wall.words and "1 20 to 50 % above" in wall.words and "1 50 to 100 % above" in wall.words
    for name in PEOPLE.values():
        assert name not in wall.words
    assert lead.get("/").to == "/trainer" and lead.get("/screen/01/nothing").status == 404


def test_recall_comes_after_two_weeks_and_is_about_ones_own_mistakes(of: Class, port: int, clock: Clock) -> None:
    ana = practised(of, port)
    assert ana.get("/recall/2").status == 404 and "opens on 15 Apr 2026" in ana.get("/recall").words
    before = lines(of, "007")
    clock.now = FIRST_DAY + timedelta(days=15)
    try:
        page = ana.get("/recall/2")
        asked = exercise_called("01").question("which_figure").text
        assert str(asked) in page.words and page.text.count('class="question"') == 5
        status, found = send(ana, "/recall/2/e01_which_figure/answer", {"answer": "contribution"})
        assert status == 200 and found["word"] == "Right" and "takes" not in found["said"]
        assert ana.get("/recall/6").status == 404 and "1 of 5 answered" in ana.get("/recall").words
        assert lines(of, "007") == before and not of.reading("007").problems
    finally:
        clock.now = FIRST_DAY


def test_what_the_pages_kept_is_what_grading_reads(of: Class, port: int) -> None:
    from kamkit.course.classes.grading import mark_learner

    practised(of, port)
    marks = mark_learner(open_class(of.folder), "007").set_index(["exercise", "question"])
    row = marks.loc[("01_what_accounts_are_worth", "which_figure")]
    assert row["score"] / row["max"] == pytest.approx(0.8) and row["tries"] == 2 and row["hints"] == 1


def test_nothing_of_a_page_comes_from_elsewhere(of: Class, port: int) -> None:
    ana = come(of, port, "007")
    for path in ("/", ONE, "/simulation", "/board", "/recall", "/case", "/simulation/rules"):
        page = ana.get(path)
        assert page.status == 200 and "default-src 'self'" in page.headers["Content-Security-Policy"]
        assert "src=\"http" not in page.text and "href=\"http" not in page.text, path
        assert page.headers["Cache-Control"] == "no-store"


def test_links_are_for_the_trainer_alone(of: Class, tmp_path: Path) -> None:
    from kamkit.course.classes.collecting import OURS
    from kamkit.course.pages.links import FILE, write_links

    hostile = make_class(tmp_path / "c", {"=1+1": "@SUM(A1)", "2": "Plain"})
    path = write_links(hostile, "http://127.0.0.1:8800/")
    assert path.name == FILE and FILE in OURS, "grading takes it for nobody's answers"
    text = path.read_text(encoding="utf-8-sig")
    assert path.stat().st_mode & 0o77 == 0 and "'=1+1" in text and "'@SUM" in text
    assert all(f"http://127.0.0.1:8800/me/{word}" in text for word in link_words(hostile))
    assert not set(link_words(hostile)) & set(link_words(of))


@pytest.mark.parametrize(("words", "says"), [
    (["--ip", "0.0.0.0"], "a token for the trainer's page is required"),
    (["--ip", "192.168.1.20", "--token", " "], "a token for the trainer's page is required"),
    (["--ip", "somewhere"], "--ip: found 'somewhere'"),
    (["--at-least", "0"], "--at-least"),
])  # fmt: skip
def test_a_wrong_command_is_one_line(of: Class, words: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["kamkit", "course", "serve", str(of.folder), *words])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr()
    assert ended.value.code == 2 and not said.out and says in said.err and len(said.err.splitlines()) == 1
