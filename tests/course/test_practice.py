"""The exercises beside one's copies of the workbooks: there to practise, current, and never taken away once changed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from front_door import FrontDoor

from kamkit.cli import lab
from kamkit.course.exercises import NAMES
from kamkit.course.practice import put_exercises
from kamkit.programme import create_programme
from kamkit.sample import COMPANY


def test_pages_are_put_once_kept_current_and_left_alone_once_changed(tmp_path: Path) -> None:
    assert put_exercises(tmp_path) == ()
    pages = sorted(path.stem for path in tmp_path.glob("*.ipynb"))
    assert pages == sorted([*NAMES, "plan_and_review", "simulation"])
    assert (tmp_path / "CASE.md").exists() and not (tmp_path / "TRAINER.md").exists() and not (tmp_path / "solved").exists()
    assert all("answer=" not in path.read_text(encoding="utf-8") for path in tmp_path.glob("[0-9]*.ipynb"))

    (tmp_path / "answers.jsonl").write_text("mine\n")
    first, second, third = (tmp_path / f"{name}.ipynb" for name in NAMES[:3])
    notebook = json.loads(first.read_text(encoding="utf-8"))
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "run"}]
    first.write_text(json.dumps(notebook))
    notebook["cells"][0]["source"] = "my own words"
    second.write_text(json.dumps(notebook))
    third.write_text("not a notebook")
    stamp = first.read_bytes(), second.read_bytes()
    assert put_exercises(tmp_path) == (second, third)
    assert (first.read_bytes(), second.read_bytes()) == stamp, "run is not changed, and what is changed stays"
    assert (tmp_path / "answers.jsonl").read_text() == "mine\n"


def test_the_lab_on_the_sample_offers_them_and_on_another_programme_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kamkit: FrontDoor
) -> None:
    """Whoever made it with --sample, in whatever company's name; a real company of that name is not taken for it."""
    monkeypatch.setattr(lab.subprocess, "run", lambda command, env, check: subprocess.CompletedProcess(command, 0))
    for name, sample, company in (("sample", True, "Labor Zwei AG"), ("mine", False, COMPANY)):
        create_programme(tmp_path / name, sample=sample, company=company, who="Ines").close()
        said = kamkit("lab", tmp_path / name, "--no-browser", "--as-of", "2026-03-31")
        assert said.status == 0 and ("begin with CASE.md" in said.out) is sample
        assert bool(list((tmp_path / name).rglob("exercises/CASE.md"))) is sample
