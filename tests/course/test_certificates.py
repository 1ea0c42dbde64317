"""Certificates: for those who reached what was set, the same words the same code, and nothing that was changed is genuine."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pypdf
import pytest

from kamkit.course.certificates import (
    Certificate,
    Shortfall,
    Threshold,
    certificate_for,
    code_of,
    issue_certificates,
    verify_certificate,
)
from kamkit.course.certificates.drawing import draw_certificate
from kamkit.course.certificates.earned import as_values, from_values, tidy_code
from kamkit.course.certificates.verifying import in_words
from kamkit.course.classes import Class, Learner
from kamkit.course.exercises import CORE, NAMES, exercise_called
from kamkit.course.judging import Costs
from kamkit.errors import InputError

ON = date(2026, 4, 2)
HOSTILE = '#set page(width: 1cm) $x$ *Zoë* "O\'Neil" <b>Łukasz</b> \\ \u202egnp. @ref // ='
CORE_NAMES = tuple(name for name in NAMES if name[:2] in CORE)


class Key:
    """Something that signs."""

    def __init__(self, key: bytes = b"k" * 32) -> None:
        self.key = key

    def sign(self, purpose: str, *texts: str) -> str:
        return hmac.new(self.key, json.dumps([purpose, *texts]).encode(), hashlib.sha256).hexdigest()


def marks_of(**shares: float) -> pd.DataFrame:
    """Marks of learners who have that share of every question of the core."""
    rows = [
        (learner, name, question.id, share, 1.0)
        for learner, share in shares.items() for name in CORE_NAMES for question in exercise_called(name).questions
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["learner_id", "exercise", "question", "score", "max"])


def certificate(name: str = "Rosa Lindqvist", share: float = 0.82, **changes: object) -> Certificate:
    found = certificate_for(marks_of(a=share), class_id="c1", learner_id="a", name=name, threshold=Threshold(), on=ON)
    assert isinstance(found, Certificate)
    return replace(found, **changes)  # type: ignore[arg-type]


def test_only_who_reached_the_threshold_gets_one_and_the_others_hear_how_far_they_are() -> None:
    marks = marks_of(a=0.6, b=0.5999, c=0.0)
    found = [certificate_for(marks, class_id="c1", learner_id=one, name=one, threshold=Threshold(0.6, CORE_NAMES), on=ON) for one in "abc"]
    assert isinstance(found[0], Certificate) and found[0].share == 0.6
    assert found[0].threshold == "60 % of the marks of 6 exercises"
    assert [one.says for one in found[1:] if isinstance(one, Shortfall)] == [f"{share} %; asked for: 60 % of the marks of 6 exercises" for share in ("59.9", "0.0")]
    assert Threshold(0.75, NAMES).says == "75 % of the marks of all 12 exercises"
    nobody = certificate_for(marks, class_id="c1", learner_id="d", name="d", threshold=Threshold(0.6, CORE_NAMES), on=ON)
    assert isinstance(nobody, Shortfall) and nobody.share == 0
    for share in (0, -1, 1.2, 60):
        with pytest.raises(InputError, match="--at-least"):
            Threshold(share)


def test_exercises_that_are_not_in_the_marks_count_nothing() -> None:
    marks = marks_of(a=1.0)
    found = certificate_for(marks[marks["exercise"] == CORE_NAMES[0]], class_id="c", learner_id="a", name="A", threshold=Threshold(0.9, CORE_NAMES), on=ON)
    assert isinstance(found, Shortfall) and 0 < found.share < 0.3


def test_the_code_fits_these_words_and_this_key_and_no_others() -> None:
    one = certificate()
    code = code_of(Key(), one)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}", code)
    assert code == code_of(Key(), from_values(json.loads(json.dumps(as_values(one)))))
    others = [
        replace(one, name="Rosa Lindquist"), replace(one, share=0.83), replace(one, day="2026-04-03"), replace(one, threshold="1 %"),
        replace(one, worked=one.worked[1:]), replace(one, also=(("Account plan.", "100 %"),)), replace(one, learner_id="b"),
    ]  # fmt: skip
    assert len({code, code_of(Key(b"j" * 32), one), *(code_of(Key(), other) for other in others)}) == len(others) + 2
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert tidy_code(typed) == code


def test_the_page_says_what_was_shown_is_tagged_and_reads_no_name_as_markup() -> None:
    one = certificate(HOSTILE, also=(("Account plan.", "One page, read by 3 others: 72 %."),))
    code = code_of(Key(), one)
    made = draw_certificate(one, code)
    assert made == draw_certificate(one, code), "the same certificate, the same bytes"
    read = pypdf.PdfReader(BytesIO(made))
    text = " ".join(read.pages[0].extract_text().split())
    assert len(read.pages) == 1 and read.pages[0].mediabox.width == pytest.approx(595.28, abs=0.1)
    assert "#set page(width: 1cm) $x$ *Zoë*" in text and "<b>Łukasz</b>" in text and "\u202e" not in text
    for said in (code, "82 %", "60 % of the marks of 6 exercises", "2 Apr 2026", "72 %", *(exercise_called(name).title for name in CORE_NAMES)):
        assert said in text, said
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in read.trailer["/Root"]
    assert read.trailer["/Root"]["/Lang"].startswith("en") and HOSTILE[:10] in str(read.metadata.title)  # type: ignore[union-attr]


def test_the_longest_certificate_is_one_page() -> None:
    rows = [(name, "x", 1.0, 1.0) for name in NAMES]
    marks = pd.DataFrame([("0" * 40, *row) for row in rows], columns=["learner_id", "exercise", "question", "score", "max"])
    one = certificate_for(marks, class_id="c" * 8, learner_id="0" * 40, name="Wolfeschlegelstein " * 6, threshold=Threshold(0.6, NAMES), on=ON,
                          also=(("Account plan.", "One page, read by 3 others on the course: 72 % by the median of their marks."),))  # fmt: skip
    assert isinstance(one, Certificate)
    assert len(pypdf.PdfReader(BytesIO(draw_certificate(one, code_of(Key(), one)))).pages) == 1


@pytest.fixture
def a_class(tmp_path: Path) -> Class:
    """A class of three, without their sets."""
    people = tuple(Learner(one, name, f"f-{at}", f"set-{at}", (), "") for at, (one, name) in enumerate((("007", HOSTILE), ("NA", "Noor Aydin"), ("=1+1", "Eq"))))
    return Class(tmp_path, "c1", 1, Costs(), CORE_NAMES, people, b"k" * 32)


def test_issued_ones_are_verified_by_code_and_by_file_and_forged_ones_are_not(a_class: Class, tmp_path: Path) -> None:
    marks = pd.concat([marks_of(**{"007": 0.9}), marks_of(NA=0.7), marks_of(**{"=1+1": 0.2})])
    made, short = issue_certificates(a_class, marks, Threshold(0.6, CORE_NAMES), ON)
    assert [one.certificate.learner_id for one in made] == ["007", "NA"] and [one.learner_id for one in short] == ["=1+1"]
    again, _ = issue_certificates(a_class, marks, Threshold(0.6, CORE_NAMES), ON, ["NA"])
    assert again[0].code == made[1].code
    assert len((tmp_path / "certificates" / "register.jsonl").read_text().splitlines()) == 2, "the same is entered once"

    found = verify_certificate(a_class, made[1].code.lower().replace("-", ""))
    assert found.state == "genuine" and found.certificate == made[1].certificate
    assert in_words(made[1].certificate)[0] == "Noor Aydin (NA), 2026-04-02: 70 %; asked for: 60 % of the marks of 6 exercises"
    assert verify_certificate(a_class, str(made[0].path)).state == "genuine"
    assert verify_certificate(a_class, "7K2M9-QX4TD-0H8VB-3N6RC").state == "unknown"

    own = made[1].path.read_bytes()
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(own + b"\n")
    found = verify_certificate(a_class, str(changed))
    assert found.state == "changed" and found.certificate == made[1].certificate, "what was issued with that code is named"
    changed.write_bytes(b"%PDF-1.7 nothing of ours")
    assert verify_certificate(a_class, str(changed)).state == "unknown"
    with pytest.raises(InputError, match="neither a file nor a code"):
        verify_certificate(a_class, "nowhere.pdf")

    # Somebody else's class, or a line written into the register by hand.
    other = replace(a_class, key=b"j" * 32)
    assert verify_certificate(other, made[1].code).state == "unknown" and verify_certificate(other, str(made[1].path)).state == "unknown"
    register = tmp_path / "certificates" / "register.jsonl"
    line = json.loads(register.read_text().splitlines()[1])
    line["certificate"]["share"] = 1.0
    register.write_text("[\nnull\n{}\n" + json.dumps(line) + "\n")
    assert verify_certificate(a_class, made[1].code).state == "unknown"
