"""A class from roster to gradebook: cases of one's own, sets without answers, marks that follow skill, ids that survive."""

from __future__ import annotations

import csv
import json
import pickle
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from class_crowd import answer_set
from front_door import FrontDoor
from openpyxl import load_workbook
from scipy import stats

from kamkit.course.attempts import Attempt, append_attempt
from kamkit.course.case import Case, open_case, sample_case
from kamkit.course.classes.cases import check_case, draw_case, drawn_again
from kamkit.course.classes.changes import Changes, digest_of
from kamkit.course.classes.class_page import class_html
from kamkit.course.classes.gradebook import write_gradebook
from kamkit.course.classes.grading import Graded, Judged, grade_class, mark_learner, mistakes_of
from kamkit.course.classes.issuing import Issued, Order, exercises_folder, issue_class, write_set
from kamkit.course.classes.items import review_items
from kamkit.course.classes.opening import Class, open_class
from kamkit.course.classes.resting import VariedCase
from kamkit.course.classes.roster import folder_names, read_roster
from kamkit.course.desk import open_exercise
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.issued import read_set
from kamkit.course.judging import Costs, Verdict, judge
from kamkit.course.kinds import AnswerError, Text
from kamkit.errors import InputError
from kamkit.method.remembered import remembered

FORMULA, HTML, RTL = "=cmd|' /C calc'!A0", "<b>Ada</b> & Co", "\u05d3\u05e0\u05d4 \u05db\u05d4\u05df"
ROSTER = (("NA", "Nadia Alm"), ("007", FORMULA), ("na", HTML), ("=1+1", "Lee"), ("\u0639\u0644\u064a", RTL), ("ada@x.org", "Ada"), ("idle", "Idle"))
WORKING = [learner_id for learner_id, _ in ROSTER if learner_id != "idle"]
SKILLS = dict(zip(WORKING, (2.2, 1.2, 0.4, -0.2, -0.8, -1.8), strict=True))
SEED = 70_419_533
ASKED = tuple(name for name in NAMES if name[:2] in ("09", "12"))  # of this class; quickly judged


@dataclass(frozen=True)
class Room:
    """A class that was issued, answered and graded."""

    issued: Issued
    graded: Graded

    @property
    def of(self) -> Class:
        """The class."""
        return self.issued.of


def roster_file(folder: Path, rows: tuple[tuple[str, str], ...] = ROSTER) -> Path:
    """A roster as CSV."""
    path = folder / "class list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("learner_id", "name"), *rows])
    return path


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One class for all the tests below; none changes it."""
    folder = tmp_path_factory.mktemp("class")
    issued = issue_class(roster_file(folder), folder / "class", Order(Costs(0.1, 0.1), ("12", "09"), SEED), jobs=1)
    for learner_id, skill in SKILLS.items():
        answer_set(issued.of, learner_id, skill, seed=3)
    graded = grade_class(folder / "class", jobs=1, feedback=True)
    write_gradebook(graded)
    yield Room(issued, graded)


def test_a_roster_is_read_to_the_letter(tmp_path: Path) -> None:
    assert [(one.learner_id, one.name) for one in read_roster(roster_file(tmp_path))] == list(ROSTER)
    path = tmp_path / "excel.csv"
    path.write_bytes("\ufeffLearner ID;Name;Team\r\n007;Jörg;A\r\n;;\r\nNA;;B\r\n".encode())
    assert [(one.learner_id, one.name) for one in read_roster(path)] == [("007", "Jörg"), ("NA", "NA")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id,name\n1,A\n", "expected the columns learner_id and name"), ("learner_id,name\n", "holds no learner"), ("learner_id,name\n7,A\n\n7,B\n", "row 4.*in row 2"),
        ("learner_id,name\n,A\n", "row 2: learner_id is empty"), ("learner_id,name\n" + "x" * 65 + ",A\n", "row 2.*at most 64"), ("learner_id,name\n1,\"A\nB\"\n", "one line"),
        ("learner_id,name,name\n1,A,B\n", "each once"), ("", "empty"),
    ],
)  # fmt: skip
def test_a_roster_that_is_none_is_named(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_roster(path)


def test_folders_are_safe_and_told_apart() -> None:
    ids = ["007", "NA", "na", "con", "a/b", "..", "a:b", "a b", "a.zip", "gradebook.csv", "feedback", "=1+1", "\u0639", "\u0639\u0644", "x" * 64, "x" * 63]
    names = folder_names(ids, ["feedback"])
    assert names["007"] == "007" and len({name.casefold() for name in names.values()}) == len(ids)
    assert all(name.replace("~", "").replace("-", "").replace("_", "").isalnum() and name.isascii() and len(name) < 50 for name in names.values())
    assert not {"con", "feedback", "NA", "na"} & set(names.values())


def test_a_set_has_the_exercises_and_no_answers(room: Room) -> None:
    for learner in room.of.learners:
        place = room.of.path_of(learner.learner_id)
        notebooks = sorted(path.name for path in place.glob("*.ipynb"))
        assert notebooks == [*(f"{name}.ipynb" for name in ASKED), "plan_and_review.ipynb"] and (place / "CASE.md").exists() and (place / "README.md").exists()
        for path in place.glob("*.ipynb"):
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            assert not any(cell.get("outputs") for cell in cells)
            assert 'case = "case"' in "".join(cells[1]["source"]) or path.stem not in NAMES
            assert "answer=" not in path.read_text(encoding="utf-8")
        assert read_set(place) == room.of.issued(learner.learner_id)
        text = (place / "set.json").read_text(encoding="utf-8")
        assert room.of.key.hex() not in text and str(room.of.seed) not in text and "draws" not in text
    assert stat.S_IMODE((room.of.folder / "class.json").stat().st_mode) == 0o600
    folders = {learner.folder for learner in room.of.learners}
    assert len({folder.casefold() for folder in folders}) == len(ROSTER) and "007" in folders


def test_the_case_a_participant_opens_is_the_one_that_is_graded(room: Room) -> None:
    learner = room.of.learner("007")
    own, graded = open_case(room.of.path_of("007") / "case"), room.of.tables("007")
    for table in (path.stem for path in (room.of.path_of("007") / "case").glob("*.csv")):
        pd.testing.assert_frame_equal(own[table], graded[table])
        assert not graded[table].equals(sample_case()[table])
    assert digest_of(drawn_again(room.of.seed, "007", learner.draws).as_csv()) == learner.case
    assert pickle.loads(pickle.dumps(room.of)) == room.of, "goes to other processes without its cases"
    assert own["sales_lines"] is sample_case()["sales_lines"], "the two pages of the case stay true"


def test_a_notebook_of_the_set_opens_on_its_own_case(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(room.of.path_of("NA"))
    desk = open_exercise("09", "case")
    question = desk.exercise.question("in_full")
    assert desk.issued.learner_id == "NA" and question.expected(desk.tables) == question.expected(room.of.tables("NA"))


def test_answers_differ_and_every_case_can_teach() -> None:
    """Of three exercises; ``tests/class_study.py cases 40`` says it of all twelve and of all pairs of learners."""
    names = [exercise_called(number).name for number in ("03", "09", "11")]
    drawn = draw_case(SEED, "NA", names)
    own, sample = drawn.changes.case(), sample_case()
    assert max(drawn.draws) > 1, "some draw was refused"
    assert check_case(own, names) == (), "checked block by block, and as a whole"
    differing = set()
    for name in names:
        for question in exercise_called(name).questions:
            if isinstance(kind := question.kind_for(own), Text):
                continue
            if _wrong_for(kind, kind.read(question.expected(own)), question.kind_for(sample).read(question.expected(sample))):
                differing.add(question.id)
    assert len(differing) >= 8 and {"in_full", "three_years", "what_is_at_risk"} <= differing, differing


def _wrong_for(kind: object, own: object, other: object) -> bool:
    try:
        return bool(kind.agree(own, kind.read(other)) < 1)  # type: ignore[attr-defined]
    except AnswerError:
        return True


def test_a_case_takes_over_what_rests_on_tables_that_stayed() -> None:
    worked_out: list[str] = []

    @remembered
    def accounts(tables: Case) -> int:
        worked_out.append("accounts")
        return len(tables["accounts"])

    @remembered
    def hours(tables: Case, broken: bool = False) -> float:
        worked_out.append("hours")
        if broken:
            raise InputError("left unfinished")
        return float(tables["efforts"]["hours_needed"].sum()) / accounts(tables)

    before = VariedCase(sample_case())
    with pytest.raises(InputError):
        hours(before, broken=True)
    first = hours(before)
    assert worked_out == ["hours", "hours", "accounts"] and before.looked_at == {"efforts", "accounts"}
    changes = Changes()
    changes.set("efforts", 0, "hours_needed", 0.0)
    after = VariedCase(before, changes.case(), changes.tables)
    worked_out.clear()
    assert hours(after) != first and worked_out == ["hours"] and after.looked_at == {"efforts", "accounts"}
    assert VariedCase(after)["efforts"]["hours_needed"].iloc[0] == 0 and hours(VariedCase(after)) == hours(after) and worked_out == ["hours"]


def test_who_comes_late_gets_a_set_and_the_others_keep_theirs(room: Room, tmp_path: Path) -> None:
    shutil.copytree(room.of.folder, tmp_path / "class")
    before = {path: path.read_bytes() for path in (tmp_path / "class").glob("*/*") if path.is_file()}
    shutil.rmtree(tmp_path / "class" / "idle")
    entry = json.loads((tmp_path / "class" / "class.json").read_text(encoding="utf-8"))
    entry["learners"] = [one for one in entry["learners"] if one["learner_id"] != "idle"]
    (tmp_path / "class" / "class.json").write_text(json.dumps(entry), encoding="utf-8")
    again = issue_class(roster_file(tmp_path, ROSTER[1:]), tmp_path / "class", jobs=1)
    assert [one.learner_id for one in again.new] == ["idle"] and [one.learner_id for one in again.missing] == ["NA"]
    assert {path: path.read_bytes() for path in before} == before, "the same seed, learner and key make the same set"
    assert len(open_class(tmp_path / "class").learners) == len(ROSTER)
    with pytest.raises(InputError, match="another seed"):
        issue_class(roster_file(tmp_path), tmp_path / "class", Order(seed=SEED + 1))
    (tmp_path / "class" / "idle" / "set.json").unlink()
    assert read_set(write_set(open_class(tmp_path / "class"), "idle")).learner_id == "idle"


def test_a_folder_that_is_not_empty_is_no_class(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not empty"):
        issue_class(roster_file(tmp_path), tmp_path)


def test_a_case_of_another_kit_is_read_from_its_files_if_they_are_as_issued(room: Room, tmp_path: Path) -> None:
    shutil.copytree(room.of.folder / "007", tmp_path / "007")
    one = open_class(room.of.folder)
    one.folder, one.made_with = tmp_path, "another kit"
    pd.testing.assert_frame_equal(one.tables("007")["efforts"], room.of.tables("007")["efforts"])
    one._cases.clear()
    path = tmp_path / "007" / "case" / "efforts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0", "1", 1), encoding="utf-8")
    with pytest.raises(InputError, match="another version of the kit"):
        one.tables("007")


def test_marks_follow_the_skill_that_was_put_in(room: Room) -> None:
    shares = room.graded.learners.set_index("learner_id")["share"]
    assert stats.spearmanr([SKILLS[one] for one in WORKING], shares[WORKING])[0] >= 0.8
    assert shares["idle"] == 0 and shares[WORKING].min() > 0.05
    assert not room.graded.learners.set_index("learner_id").loc["idle", "handed_in"]


def test_every_learner_and_question_has_a_mark(room: Room) -> None:
    marks = room.graded.marks
    asked = [(name, question.id) for name in ASKED for question in exercise_called(name).questions]
    assert len(marks) == len(ROSTER) * len(asked) and marks["score"].between(0, 1).all() and (marks["max"] == 1).all()
    assert set(marks["learner_id"]) == {learner_id for learner_id, _ in ROSTER}
    idle = marks[marks["learner_id"] == "idle"]
    assert (idle["score"] == 0).all() and (idle["tries"] == 0).all() and idle["distance"].isna().all()
    pd.testing.assert_frame_equal(mark_learner(room.of, "NA"), marks[marks["learner_id"] == "NA"].reset_index(drop=True))
    named = {(name, question) for name, question, _ in mistakes_of(room.of, "na")}
    assert named == set(marks[(marks["learner_id"] == "na") & (marks["misconception"] != "")][["exercise", "question"]].itertuples(index=False, name=None))


def test_hints_and_further_tries_cost_what_was_issued_and_distance_is_from_ones_own_answer(room: Room, tmp_path: Path) -> None:
    learner, tables = room.of.learner("idle"), room.of.tables("idle")
    question = exercise_called("09").question("in_full")
    right = float(question.expected(tables))
    (tmp_path / "own").mkdir()
    given = [(1, 0, right * 1.5), (1, 1, None), (2, 1, right)]
    tries = [Attempt(learner.set_id, "idle", "09_value_in_their_money", "in_full", number, hints, answer) for number, hints, answer in given]
    marks = mark_learner(room.of, "idle", tries[:1]).set_index("question")
    assert marks.loc["in_full", "distance"] == pytest.approx(0.5) and marks.loc["in_full", "score"] == 0
    marks = mark_learner(room.of, "idle", tries).set_index("question")
    assert marks.loc["in_full", "score"] == pytest.approx(0.8) and marks.loc["in_full", "distance"] == pytest.approx(0)
    assert marks.loc["in_full", ["tries", "hints"]].tolist() == [2, 1]
    copied = [judge(question, tables, float(question.expected(room.of.tables(other)))).right for other in WORKING]
    assert sum(copied) <= 1, "neighbours' answers"


def test_the_gradebook_keeps_ids_and_runs_no_formula(room: Room) -> None:
    rows = list(csv.DictReader((room.of.folder / "gradebook.csv").open(encoding="utf-8", newline="")))
    assert list(rows[0]) == ["learner_id", "exercise", "question", "score", "max"] and len(rows) == len(room.graded.marks)
    ids = {row["learner_id"] for row in rows}
    assert {"NA", "007", "na", "'=1+1", "\u0639\u0644\u064a", "ada@x.org"} <= ids and "=1+1" not in ids
    assert sum(float(row["score"]) for row in rows) == pytest.approx(room.graded.marks["score"].sum(), abs=0.05)
    book = load_workbook(room.of.folder / "gradebook.xlsx")
    assert book.sheetnames == ["Gradebook", "Marks", "Questions", "Set aside"]
    cells = {cell.value: cell.data_type for row in book["Gradebook"].iter_rows(max_col=2) for cell in row}
    assert cells[FORMULA] == "s" and cells["=1+1"] == "s" and cells["007"] == "s" and cells[HTML] == "s" and cells[RTL] == "s"
    written = (room.of.folder / "roster.csv").read_text(encoding="utf-8")
    assert "'=cmd|" in written and "\n=cmd" not in written and ",=cmd" not in written


def test_feedback_says_what_was_answered_and_escapes_it(room: Room, tmp_path: Path) -> None:
    page = (room.of.folder / "feedback" / f"{room.of.learner('na').folder}.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; Co" in page and "<b>Ada" not in page and "<script" not in page and "http" not in page.replace("http-equiv", "")
    answered = room.graded.learners.set_index("learner_id").loc["na", "answered"]
    assert f"{answered} of 14 questions answered" in page
    assert {path.stem for path in (room.of.folder / "feedback").glob("*.html")} == {room.of.learner(one).folder for one in WORKING}
    expected = exercise_called("09").question("three_years").expected(room.of.tables("ada@x.org"))
    own = (room.of.folder / "feedback" / f"{room.of.learner('ada@x.org').folder}.html").read_text(encoding="utf-8")
    assert "worth another look" in own
    wrong = room.graded.marks.query("learner_id == 'ada@x.org' and question == 'three_years'")["score"].iloc[0] < 0.5
    assert wrong is False or f"{expected:,.0f}" not in own, "a page of feedback gives no answer away"


def test_the_class_page_names_nobody(room: Room) -> None:
    page = class_html(room.graded)
    assert "6 of 7 participants answered something" in page and "What to talk about" in page and "<script" not in page
    assert not any(word in page for word in ("Nadia", "=cmd", "Idle", RTL, "ada@x.org"))
    assert page.count("<img ") == 1 and 'alt="' in page and "http" not in page.replace("http-equiv", "")
    few = grade_class(_emptied(room), jobs=1)
    assert "0 of 7 participants" in class_html(few) and few.marks["score"].sum() == 0


def _emptied(room: Room) -> Class:
    one = open_class(room.of.folder)
    one.folder = room.of.folder / "feedback"  # a folder in which nothing was handed in: its pages are no submissions
    return one


def test_item_analysis_is_that_of_the_textbook() -> None:
    rng = np.random.default_rng(4)
    ids, asked = [f"L{at}" for at in range(30)], [("09_value_in_their_money", one.id) for one in exercise_called("09").questions]
    scores = rng.integers(0, 3, (30, len(asked))) / 2
    scores[:, 0] = 1  # everybody is right: nothing is told
    verdicts = {score: Verdict(score, "" if score == 1 else "the usual" if score else "the rare", "", "") for score in (0.0, 0.5, 1.0)}
    judged = {
        learner_id: tuple(Judged(*key, (1,), (verdicts[float(scores[row, at])],), 0, float(scores[row, at]), 0.0) for at, key in enumerate(asked))
        for row, learner_id in enumerate(ids)
    }
    marks = pd.DataFrame([(learner_id, each.exercise, each.question, each.score) for learner_id in ids for each in judged[learner_id]], columns=["learner_id", "exercise", "question", "score"])
    items = review_items(marks, judged)
    rest = scores.sum(axis=1, keepdims=True) - scores
    wanted = [stats.pearsonr(scores[:, at], rest[:, at])[0] for at in range(1, len(asked))]
    assert np.isnan(items["discrimination"].iloc[0]) and items["discrimination"].iloc[1:].tolist() == pytest.approx(wanted)
    assert items["difficulty"].tolist() == pytest.approx(scores.mean(axis=0)) and items["first_right"].iloc[0] == 1
    shown = [(scores[:, at] == 0.5).sum() for at in range(len(asked))]
    rare = [(scores[:, at] == 0).sum() for at in range(len(asked))]
    assert items["shown_by"].tolist() == [max(pair) for pair in zip(shown, rare, strict=True)]
    assert items["misconception"].tolist()[1:] == ["the rare" if few >= many else "the usual" for many, few in zip(shown[1:], rare[1:], strict=True)]
    assert review_items(marks[marks["learner_id"] == "L0"], {"L0": judged["L0"]})["discrimination"].isna().all()


def test_the_commands(room: Room, tmp_path: Path, kamkit: FrontDoor) -> None:
    status, out, _ = kamkit("course", "issue", "--roster", roster_file(tmp_path, (("007", "Robin"),)), "--out", tmp_path / "new", "--exercise", "12", "--seed", 5)
    assert status == 0 and out.splitlines()[1] == str(tmp_path / "new" / "roster.csv")
    assert [path.stem[:2] for path in (tmp_path / "new" / "007").glob("[0-9]*.ipynb")] == ["12"]
    append_attempt(tmp_path / "new" / "007", Attempt(open_class(tmp_path / "new").learner("007").set_id, "007", NAMES[-1], "how_to_step_down", 1, 0, ["told", "end"]))
    assert kamkit("course", "grade", tmp_path / "new")[0] == 0 and (tmp_path / "new" / "feedback" / "007.html").exists()
    (tmp_path / "new" / "broken.zip").write_bytes(b"PK")
    with (tmp_path / "new" / "007" / "answers.jsonl").open("ab") as file:
        file.write(b"{}\n")
    status, out, _ = kamkit("course", "grade", tmp_path / "new")
    assert status == 1 and "set aside: broken.zip: is not a zip file" in out
    assert {str(tmp_path / "new" / name) for name in ("gradebook.csv", "gradebook.xlsx", "class.html")} <= set(out.splitlines())
    with (tmp_path / "new" / "set-aside.csv").open(encoding="utf-8", newline="") as listed:
        assert [row["what"] for row in csv.DictReader(listed)] == ["007", "broken.zip"]
    assert "set aside" in [cell.value for cell in load_workbook(tmp_path / "new" / "gradebook.xlsx")["Gradebook"][2]]
    assert not (tmp_path / "new" / "feedback" / "007.html").exists(), "a page of what no longer counts"
    status, out, _ = kamkit("course", "report", tmp_path / "new")
    assert status == 0 and out.splitlines()[-1] == str(tmp_path / "new" / "class.html")
    status, _, error = kamkit("course", "grade", tmp_path)
    assert status == 2 and "holds no class" in error and len(error.splitlines()) == 1
    assert (exercises_folder() / "CASE.md").exists()
