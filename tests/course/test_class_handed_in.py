"""What is handed in is read as data, whatever it is: whole and of this class it counts, otherwise it is set aside in one line."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import stat
import struct
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kamkit.course.attempts import Attempt
from kamkit.course.classes.collecting import Aside, Submission, collect
from kamkit.course.classes.opening import Class, Learner, open_class, save_class, signed_parts
from kamkit.course.judging import Costs
from kamkit.errors import InputError

EXERCISE, QUESTION = "01_what_accounts_are_worth", "which_figure"
ANNA, NA = "007", "NA"


def attempts(learner: Learner, count: int = 3, **changes: Any) -> list[Attempt]:
    """Tries of one question."""
    tries = [Attempt(learner.set_id, learner.learner_id, EXERCISE, QUESTION, at, 0, answer) for at, answer in enumerate(("revenue", "margin", "contribution"), start=1)]
    return [replace(one, **changes) for one in tries[:count]]


def lines(given: list[Attempt]) -> bytes:
    """A file of answers."""
    return "".join(one.as_line() for one in given).encode()


def set_of(one: Class, learner: Learner, **changes: Any) -> bytes:
    """``set.json`` as it was issued, then changed."""
    values = signed_parts(one, learner)
    return json.dumps({**values, "signature": one.sign("set.json", *map(str, values.values())), **changes}).encode()


def zipped(files: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda _: None) -> bytes:
    """A zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            packed.writestr(entry, content)
    return buffer.getvalue()


@pytest.fixture
def one(tmp_path: Path) -> Class:
    """A class of two, issued but for its cases, which collecting does not need."""
    folder = tmp_path / "class"
    folder.mkdir()
    learners = tuple(Learner(learner_id, f"Name {learner_id}", learner_id, f"c1-{at}", (1,), "0" * 64) for at, learner_id in enumerate((ANNA, NA)))
    made = Class(folder, "c1", 7, Costs(), (EXERCISE,), learners, b"k" * 32, "here")
    save_class(made)
    for learner in learners:
        (folder / learner.folder).mkdir()
        (folder / learner.folder / "set.json").write_bytes(set_of(made, learner))
    return open_class(folder)


def hand_in(one: Class, name: str, files: dict[str, bytes]) -> Path:
    """A folder as it came."""
    for file, content in files.items():
        path = one.folder / name / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return one.folder / name


def whole(one: Class, learner_id: str = ANNA, **changes: Any) -> dict[str, bytes]:
    """The two files of a set that counts."""
    learner = one.learner(learner_id)
    return {"set.json": set_of(one, learner), "answers.jsonl": lines(attempts(learner, **changes))}


def only_aside(one: Class) -> Aside:
    """The one thing set aside; nothing counts."""
    counted, asides = collect(one)
    assert counted == {} and len(asides) == 1, (counted, asides)
    (aside,) = asides
    assert "\n" not in aside.why and len(aside.why) > 20
    return aside


def test_nothing_answered_is_nothing_handed_in(one: Class) -> None:
    assert collect(one) == ({}, ())


def test_a_folder_a_zip_and_a_zip_of_a_folder_count(one: Class) -> None:
    hand_in(one, ANNA, whole(one))
    for packed in (zipped(whole(one, NA)), zipped({f"NA/{name}": content for name, content in whole(one, NA).items()} | {"__MACOSX/NA/._set.json": b"x"})):
        (one.folder / "from mail.zip").write_bytes(packed)
        counted, asides = collect(one)
        assert asides == () and set(counted) == {ANNA, NA}
        assert counted[NA] == Submission("from mail.zip", NA, tuple(attempts(one.learner(NA))))


def test_an_untouched_set_that_was_handed_in_counts_as_empty(one: Class) -> None:
    (one.folder / "back.zip").write_bytes(zipped({"set.json": set_of(one, one.learner(NA))}))
    assert collect(one) == ({NA: Submission("back.zip", NA, ())}, ())


def test_of_two_that_agree_the_longer_counts_and_of_two_that_differ_none(one: Class) -> None:
    hand_in(one, ANNA, whole(one))
    (one.folder / "early.zip").write_bytes(zipped(whole(one, count=1)))
    counted, asides = collect(one)
    assert counted[ANNA].what == ANNA and [aside.what for aside in asides] == ["early.zip"] and "counts for 007" in asides[0].why
    other = [replace(attempts(one.learner(ANNA))[0], answer="growth")]
    (one.folder / "early.zip").write_bytes(zipped({**whole(one), "answers.jsonl": lines(other)}))
    counted, asides = collect(one)
    assert counted == {} and {aside.what for aside in asides} == {ANNA, "early.zip"} and all("neither counts" in aside.why for aside in asides)


def _forged(one: Class, **changes: Any) -> dict[str, bytes]:
    return {**whole(one), "set.json": set_of(one, one.learner(ANNA), **changes)}


FORGED: dict[str, tuple[Callable[[Class], dict[str, bytes]], str]] = {
    "costs changed": (lambda one: _forged(one, hint_cost=0.0), "changed after it was issued"),
    "another learner": (lambda one: _forged(one, learner_id=NA), "changed after it was issued"),
    "another class": (lambda one: _forged(one, class_id="c2"), "another class"),
    "no signature": (lambda one: _forged(one, signature=""), "changed after it was issued"),
    "a signature that is no text": (lambda one: _forged(one, signature="\ud800"), "changed after it was issued"),
    "a field more": (lambda one: _forged(one, admin=True), "kamkit course issue wrote"),
    "a list": (lambda one: {**whole(one), "set.json": b"[]"}, "kamkit course issue wrote"),
    "not JSON": (lambda one: {**whole(one), "set.json": b"\xff\xfe{"}, "not readable as JSON"),
    "nested": (lambda one: {**whole(one), "set.json": b'{"set_id":' * 300}, "not readable as JSON"),
    "huge set": (lambda one: {**whole(one), "set.json": b" " * 10_000}, "expected at most"),
    "no set": (lambda one: {"answers.jsonl": lines(attempts(one.learner(ANNA)))}, "nobody can say whose"),
    "answers of another": (lambda one: {**whole(one), "answers.jsonl": lines(attempts(one.learner(NA)))}, "is of another set"),
    "answers elsewhere": (lambda one: {"set.json": whole(one)["set.json"], "more/answers.jsonl": b""}, "does not lie beside"),
    "two sets": (lambda one: {**whole(one), "more/set.json": b"{}"}, "holds 2 sets"),
    "cut off": (lambda one: {**whole(one), "answers.jsonl": whole(one)["answers.jsonl"][:-40]}, "line 3"),
    "a line changed": (lambda one: {**whole(one), "answers.jsonl": whole(one)["answers.jsonl"].replace(b"margin", b"contribution")}, "changed after it was written"),
    "a try taken out": (lambda one: {**whole(one), "answers.jsonl": lines(attempts(one.learner(ANNA))[1:])}, "tries are missing"),
    "tries of a machine": (lambda one: {**whole(one), "answers.jsonl": lines([replace(attempts(one.learner(ANNA))[0], attempt=at, answer=float(at)) for at in range(1, 202)])}, "201 tries"),
    "no such question": (lambda one: {**whole(one), "answers.jsonl": lines(attempts(one.learner(ANNA), question="__class__"[2:7]))}, "no such question"),
    "no such exercise": (lambda one: {**whole(one), "answers.jsonl": lines(attempts(one.learner(ANNA), exercise="99_none"))}, "no such question"),
    "a pickle": (lambda one: {**whole(one), "answers.jsonl": pickle.dumps({"a": print})}, "line 1"),
    "a pickle for a set": (lambda one: {**whole(one), "set.json": pickle.dumps(os.getcwd)}, "not readable as JSON"),
    "not a number": (lambda one: {**whole(one), "answers.jsonl": whole(one)["answers.jsonl"].replace(b'"margin"', b"NaN")}, "not readable as JSON"),
    "beyond all numbers": (lambda one: {**whole(one), "answers.jsonl": whole(one)["answers.jsonl"].replace(b'"margin"', b"-1e999")}, "not a number"),
    "deep": (lambda one: {**whole(one), "answers.jsonl": b"[" * 7_000}, "line 1"),
    "endless number": (lambda one: {**whole(one), "answers.jsonl": b"9" * 7_000}, "line 1"),
    "too many lines": (lambda one: {**whole(one), "answers.jsonl": b"{}\n" * 20_000}, "line 1"),
    "markup": (lambda one: {**whole(one), "answers.jsonl": lines(attempts(one.learner(ANNA), 1, answer="<img src=x onerror=alert(1)> so there"))}, "markup"),
    "signs that turn the text": (lambda one: {**whole(one), "answers.jsonl": lines(attempts(one.learner(ANNA), 1, answer="a \u202eb c d e f"))}, "cannot be printed"),
    "hostile name of a part": (lambda one: {**whole(one), "answers.jsonl": lines(attempts(one.learner(ANNA), 1, answer={"</script><script>": "x"}))}, "markup"),
    "a large file beside": (lambda one: {**whole(one), "large.bin": b""}, "60 MB"),
    "many files": (lambda one: {**whole(one), **{f"f/{at}": b"" for at in range(2_100)}}, "more than 2,000 files"),
    "a folder for a file": (lambda one: {"set.json": whole(one)["set.json"], "answers.jsonl/x": b""}, "not an ordinary file"),
    "deep folders": (lambda one: {**whole(one), "a/b/c/d/e/f/g/h/i/x": b""}, "deep"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORGED)
def test_what_is_not_whole_is_set_aside(one: Class, case: str) -> None:
    make, words = FORGED[case]
    place = hand_in(one, "handed in", make(one))
    if case == "a large file beside":
        os.truncate(place / "large.bin", 100_000_000)  # a hole: it takes no room
    aside = only_aside(one)
    assert aside.what == "handed in" and words in aside.why


def _bomb() -> bytes:
    return zipped({"set.json": b" " * 30_000_000})


def _with_another_list() -> bytes:
    """A short list of files, and before it the note that a longer one holds: ``zipfile`` would read half a million names."""
    entry = b"PK\x01\x02" + bytes([20, 0, 20, 0]) + bytes(20) + bytes([1, 0]) + bytes(16) + b"x"
    many = entry * 500_000
    first = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 500_000, 500_000, len(many), 0)
    last = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, 47, 0, 0)
    return many + first + struct.pack("<4sLQL", b"PK\x06\x07", 0, len(many), 1) + last


def _encrypted(packed: bytes) -> bytes:
    return packed.replace(b"PK\x01\x02\x14\x00\x14\x00\x00\x00", b"PK\x01\x02\x14\x00\x14\x00\x01\x00").replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def _link(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16


ZIPS: dict[str, tuple[Callable[[Class], bytes], str]] = {
    "no zip": (lambda _: b"Dear trainer, here is my homework.", "not a zip file"),
    "empty": (lambda _: b"", "not a zip file"),
    "cut off": (lambda one: zipped(whole(one))[:-30], "not a zip file"),
    "cut in the middle": (lambda one: zipped(whole(one))[:200], "not a zip file"),
    "bytes turned": (lambda one: (packed := zipped(whole(one)))[:60] + bytes(255 - byte for byte in packed[60:90]) + packed[90:], "zip"),
    "bomb": (lambda _: _bomb(), "hundred times"),
    "many small bombs": (lambda one: zipped({**whole(one), **{f"{at}.txt": b" " * 990_000 for at in range(80)}}), "would unpack to"),
    "out of its folder": (lambda one: zipped({**whole(one), "../../.bashrc": b"x"}), "outside its folder"),
    "absolute": (lambda one: zipped({**whole(one), "/etc/passwd": b"x"}), "outside its folder"),
    "of another system": (lambda one: zipped({**whole(one), "C:evil": b"x"}), "outside its folder"),
    "a link": (lambda one: zipped(whole(one), _link), "holds a link"),
    "a password": (lambda one: _encrypted(zipped(whole(one))), "password"),
    "many files": (lambda one: zipped({**whole(one), **{f"f{at}": b"" for at in range(2_100)}}), "more than 2,000 files"),
    "the same name twice": (lambda one: zipped({**whole(one), "SET.json": b"{}"}), "same name"),
    "nothing of ours": (lambda _: zipped({"holiday.txt": b"x"}), "no set of this course"),
    "a zip in a zip": (lambda one: zipped({"inner.zip": zipped(whole(one))}), "no set of this course"),
    "another list": (lambda _: _with_another_list(), "more than 4,000 MB"),
    "says it has millions": (lambda one: zipped(whole(one))[:-12] + b"\xff\xff" + zipped(whole(one))[-10:], "more than 2,000 files"),
}  # fmt: skip


@pytest.mark.parametrize("case", ZIPS)
def test_a_zip_that_is_not_in_order_is_set_aside(one: Class, case: str) -> None:
    make, words = ZIPS[case]
    (one.folder / "x.zip").write_bytes(make(one))
    aside = only_aside(one)
    assert aside.what == "x.zip" and words in aside.why
    assert not (one.folder.parent / ".bashrc").exists()


def test_a_zip_of_100_mb_is_not_read(one: Class) -> None:
    (one.folder / "x.zip").touch()
    os.truncate(one.folder / "x.zip", 100_000_000)
    assert "100 MB" in only_aside(one).why


def test_links_and_strange_files_are_not_followed(one: Class) -> None:
    (one.folder / "away").symlink_to(one.folder.parent)
    assert "is a link" in only_aside(one).why
    (one.folder / "away").unlink()
    files = whole(one)
    place = hand_in(one, "mine", {"set.json": files["set.json"]})
    (one.folder.parent / "secret").write_bytes(files["answers.jsonl"])
    (place / "answers.jsonl").symlink_to(one.folder.parent / "secret")
    assert "not an ordinary file" in only_aside(one).why
    (place / "answers.jsonl").unlink()
    os.mkfifo(place / "answers.jsonl")
    assert "not an ordinary file" in only_aside(one).why
    shutil.rmtree(place)
    (one.folder / "homework.docx").write_bytes(b"x")
    assert "neither a folder nor a zip" in only_aside(one).why


def test_what_systems_and_the_kit_leave_is_no_submission(one: Class) -> None:
    for name in (".DS_Store", "Thumbs.db", "~$gradebook.xlsx", "gradebook.csv", "class.html", "links.csv"):
        (one.folder / name).write_bytes(b"x")
    (one.folder / "feedback").mkdir()
    assert collect(one) == ({}, ())
    hand_in(one, "feedback", whole(one))
    assert set(collect(one)[0]) == {ANNA}, "a set in a folder of that name is handed in"


def test_a_name_is_said_in_one_line_that_can_be_written(one: Class) -> None:
    (one.folder / "a\nb\x1b[31m\u202egpj.zip").write_bytes(b"")
    if sys.platform == "linux":  # others take no such name
        Path(os.fsdecode(os.fsencode(one.folder) + b"/\xff\xfe.zip")).write_bytes(b"")
    named = [aside.what for aside in collect(one)[1]]
    assert "a?b?[31m?gpj.zip" in named and all(name.isprintable() and name.encode("utf-8") for name in named)


def test_a_folder_that_cannot_be_read_is_said_and_the_others_count(one: Class, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(one, "closed", whole(one))
    hand_in(one, NA, whole(one, NA))
    scandir = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    counted, asides = collect(one)
    assert set(counted) == {NA} and asides == (Aside("closed", "cannot be read (Permission denied)"),)


_RUNS = {"exec", "compile", "import", "pickle.find_class", "marshal.loads", "os.exec", "os.posix_spawn", "os.system", "subprocess.Popen", "ctypes.dlopen"}


def test_two_files_are_opened_of_all_that_was_handed_in_and_nothing_is_run(one: Class) -> None:
    seen: list[tuple[str, str]] = []
    watching = [False]

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if watching[0] and (event in _RUNS or event == "open"):
            seen.append((event, str(given[0]) if given else ""))

    others = ("01_what_accounts_are_worth.ipynb", "sitecustomize.py", "conftest.py", "__init__.py", "a.pkl", "case/accounts.csv", "run.sh")
    place = hand_in(one, "theirs", {**whole(one), **{name: b"raise SystemExit" for name in others}})
    (one.folder / "packed.zip").write_bytes(zipped({**whole(one, NA), **{name: b"raise SystemExit" for name in others}}))
    collect(one)  # what the kit itself imports is there from now on
    sys.addaudithook(watch)
    watching[0] = True
    counted, asides = collect(one)
    watching[0] = False
    assert set(counted) == {ANNA, NA} and asides == ()
    assert [event for event, _ in seen if event != "open"] == []
    assert {path for _, path in seen if not path.isdigit()} == {str(place / "set.json"), str(place / "answers.jsonl"), str(one.folder / "packed.zip")}


def test_a_set_of_a_class_with_the_same_name_and_another_key_is_refused(one: Class) -> None:
    other = replace(one, key=b"x" * 32)
    hand_in(one, "theirs", {"set.json": set_of(other, one.learner(ANNA)), "answers.jsonl": lines(attempts(one.learner(ANNA)))})
    assert "never issued by this class" in only_aside(one).why


def test_signatures_tell_texts_and_purposes_apart(one: Class) -> None:
    signature = one.sign("link", "007", "x")
    assert one.is_signed(signature, "link", "007", "x")
    for purpose, texts in (("link", ("007x",)), ("link", ("00", "7x")), ("certificate", ("007", "x")), ("link", ("007",))):
        assert not one.is_signed(signature, purpose, *texts)
    assert not one.is_signed("ü" * 64, "link", "007", "x")


def test_the_class_file_is_the_owners_alone_and_read_back(one: Class) -> None:
    assert stat.S_IMODE((one.folder / "class.json").stat().st_mode) == 0o600
    assert open_class(one.folder) == one and one.key.hex() not in repr(one)
    for broken in ("", "[]", "{}", '{"class_id": 1}'):
        (one.folder / "class.json").write_text(broken, encoding="utf-8")
        with pytest.raises(InputError, match=r"class\.json"):
            open_class(one.folder)
    with pytest.raises(InputError, match="holds no class"):
        open_class(one.folder.parent)
