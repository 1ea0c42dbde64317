"""What is worked out in processes beside the server is what the server would have worked out itself."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from course_class import Clock, make_class

from kamkit.course.case import day_of
from kamkit.course.classes import Class
from kamkit.course.exercises import exercise_called
from kamkit.method.remembered import is_known
from kamkit.method.touchline import all_touchlines
from kamkit.method.worth import rank_accounts
from kamkit.serving.course import beforehand
from kamkit.serving.course.room import Room

NAMES = ("01_what_accounts_are_worth", "04_the_touchline")


def test_a_class_is_ready_before_anybody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beforehand, "cores", lambda: 1)
    of: Class = make_class(tmp_path / "c", {str(at): f"Person {at}" for at in range(beforehand.FROM)}, NAMES)
    room, alone = Room(of, Clock()), Room(of, Clock())
    try:
        room.prepare()
        assert all((NAMES[0], "serving") in room.own(learner_id).exhibits for learner_id in room.expected)
        tables = room.own("4").tables
        assert is_known(tables, rank_accounts, day_of(tables)) and not is_known(tables, all_touchlines), "what comes later is not waited for"
        asyncio.run(beforehand.work_out_later(of.folder, ["4"], NAMES[1:], lambda worked: room.work(room.adopt, worked)))
        assert is_known(tables, all_touchlines)
        for name in NAMES:
            for exhibit in exercise_called(name).exhibits:
                assert room.own("4").exhibits[name, exhibit] == alone.exhibit("4", name, exhibit), exhibit
    finally:
        room.close()
        alone.close()
