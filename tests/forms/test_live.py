"""What one person saves appears in the open forms of the others, and what they are typing there stays."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from processes import PATIENCE

from kamkit.forms import Desk, edit_rows
from kamkit.forms.editor import Editor
from kamkit.forms.live import LIVE, Live, Unhurried
from kamkit.forms.speaking import Speakers
from kamkit.programme import Programme, create_programme, open_programme

DAY = date(2026, 3, 31)
CORE = ("what", "due", "responsible_id", "state")


@pytest.fixture
def programme(tmp_path: Path) -> Iterator[Programme]:
    with create_programme(tmp_path / "p", who="Ines Carrow") as made:
        made.save_all(
            {
                "accounts": [{"account_id": "007", "name": "Quillon"}],
                "team_members": [{"member_id": "T1", "name": "Ines Carrow"}],
                "actions": [
                    {"action_id": "A1", "account_id": "007", "what": "Call the plant"},
                    {"action_id": "A2", "account_id": "007", "what": "Visit the depot"},
                ],
            }
        )
        yield made


@pytest.fixture
def other(programme: Programme) -> Iterator[Programme]:
    """The same programme as another kernel has it."""
    with open_programme(programme.folder, who="Tom Halloway") as opened:
        yield opened


class Shown:
    """A form that a browser shows; ``sent`` is what the browser is told besides its state."""

    def __init__(self, programme: Programme, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kamkit.forms.board.LIVE", live)
        self.live = live
        desk = Desk(programme, "007", DAY)
        self.editor = edit_rows(desk, "actions", where={"account_id": "007"}, core=CORE, new_id_prefix="a").editor
        self.sent: list[Any] = []
        monkeypatch.setattr(self.editor, "send", self.sent.append)
        self.editor.take({"do": "hello", "view": "v"})

    def type(self, at: int, field: str, text: str, seen: str | None = None) -> None:
        """Type in a field and leave it."""
        row = self.editor.id_of(self.editor.rows[at])
        self.editor.take({"do": "save", "row": row, "field": field, "text": text, "seen": seen, "view": "v"})

    @property
    def marks(self) -> list[tuple[str, tuple[str, ...], str]]:
        """Which row and fields were marked, and as whose work."""
        found = [mark for message in self.sent for mark in message.get("marks", ())]
        keys = {self.editor.id_of(row): str(row.key[0]) for row in self.editor.rows}
        return [(keys[mark["row"]], tuple(mark["fields"]), mark["who"]) for mark in found]


@pytest.fixture
def mine(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> Shown:
    return Shown(programme, Live(), monkeypatch)


@pytest.fixture
def look(mine: Shown) -> Callable[[], None]:
    """Ask once whether there is news."""
    return mine.live.look


def texts(editor: Editor, field: str = "what") -> list[str]:
    return [row.fields[field].text for row in editor.rows]


def test_what_another_saves_appears_and_says_who(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    other.save("actions", {"action_id": "A1", "what": "Call the plant manager", "due": date(2026, 4, 9)})
    look()
    assert texts(mine.editor) == ["Call the plant manager", "Visit the depot"]
    assert mine.marks == [("A1", ("what", "due"), "Tom Halloway")]
    look()
    assert len(mine.marks) == 1


def test_what_was_read_before_its_news_came_is_marked_when_it_comes(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    other.save("actions", {"action_id": "A1", "what": "Call the plant manager"})
    other.save("actions", {"action_id": "A0", "account_id": "007", "what": "Ring the buyer"})
    mine.editor.take({"do": "hello", "view": "another view"})  # reads the rows, as a page does that is loaded again
    assert texts(mine.editor)[0] == "Call the plant manager" and mine.marks == []
    look()
    assert mine.marks == [("A1", ("what",), "Tom Halloway"), ("A0", (), "Tom Halloway")]
    # One's own work in another form of the page is not told as news.
    mine.editor.programme.save("actions", {"action_id": "A1", "what": "By myself"})
    mine.editor.take({"do": "hello", "view": "a third view"})
    look()
    assert len(mine.marks) == 2 and texts(mine.editor)[0] == "By myself"


def test_rows_come_and_go_with_the_name_of_who_did_it(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    other.save("actions", {"action_id": "A0", "account_id": "007", "what": "Ring the buyer"})
    look()
    # At the end, so that nothing moves under the hands of somebody who types.
    assert texts(mine.editor) == ["Call the plant", "Visit the depot", "Ring the buyer"]
    assert mine.marks == [("A0", (), "Tom Halloway")]
    other.delete("actions", "A2")
    look()
    assert texts(mine.editor) == ["Call the plant", "Ring the buyer"]
    assert mine.editor.note == "Tom Halloway deleted “Visit the depot”."


def test_ones_own_save_is_no_news(mine: Shown, look: Callable[[], None]) -> None:
    mine.type(0, "what", "Call the plant at ten")
    assert mine.editor.note.startswith("Saved ")
    look()
    assert mine.marks == [] and texts(mine.editor)[0] == "Call the plant at ten"


def test_a_text_that_was_refused_stays_while_other_fields_follow(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    mine.type(0, "responsible_id", "Nobody at all")
    other.save("actions", {"action_id": "A1", "what": "Call the plant manager", "responsible_id": "T1"})
    look()
    state = mine.editor.rows[0].state()
    assert state["cells"]["responsible_id"] == "Nobody at all" and "responsible_id" in state["wrong"]
    assert state["cells"]["what"] == "Call the plant manager"


def test_different_fields_of_one_row_are_merged_silently(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    other.save("actions", {"action_id": "A1", "due": date(2026, 4, 9)})
    look()
    mine.type(0, "what", "Call the plant at ten", seen="Call the plant")
    values = other.rows("actions", action_id="A1")[0].values
    assert (values["what"], values["due"]) == ("Call the plant at ten", date(2026, 4, 9))
    assert mine.editor.rows[0].conflicts == () and "both were kept" not in mine.editor.note


def test_the_same_field_is_asked_about_although_the_form_has_heard_of_it(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    # The cursor was in the field with the old text when the other one saved: what counts is what the person saw.
    other.save("actions", {"action_id": "A1", "what": "Theirs"})
    look()
    mine.type(0, "what", "Mine", seen="Call the plant")
    (asked,) = mine.editor.rows[0].state()["asked"]
    assert (asked["who"], asked["mine"], asked["theirs"]) == ("Tom Halloway", "Mine", "Theirs")
    assert other.rows("actions", action_id="A1")[0].values["what"] == "Theirs"
    mine.editor.take({"do": "mine", "row": mine.editor.id_of(mine.editor.rows[0])})
    assert other.rows("actions", action_id="A1")[0].values["what"] == "Mine"


def test_two_browsers_on_one_kernel_are_two_people_as_well(mine: Shown) -> None:
    mine.type(0, "what", "First", seen="Call the plant")
    mine.type(0, "what", "Second", seen="Call the plant")
    assert [asked["theirs"] for asked in mine.editor.rows[0].state()["asked"]] == ["First"]


class Kernel:
    """A kernel that says which browser sent what it handles."""

    browser = "a"
    cell = ""

    def get_parent(self, _channel: str) -> dict[str, Any]:
        return {"header": {"session": self.browser}, "metadata": {"cellId": self.cell} if self.cell else {}}


def test_two_people_in_one_shared_notebook_keep_their_names(mine: Shown, programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    import IPython

    kernel, speakers = Kernel(), Speakers()
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setattr("kamkit.forms.board.SPEAKERS", speakers)
    monkeypatch.setattr("kamkit.forms.desk.SPEAKERS", speakers)
    programme.speaking = speakers.now

    def does(browser: str, **message: Any) -> str | None:
        kernel.browser = browser
        mine.sent.clear()
        mine.editor.take({**message, "view": f"view {browser}"})
        return next((sent["you"] for sent in mine.sent if "you" in sent), None)

    def types(browser: str, at: int, text: str) -> None:
        does(browser, do="save", row=mine.editor.id_of(mine.editor.rows[at]), field="what", text=text, seen=texts(mine.editor)[at])

    # Whoever is there first speaks under the kernel's name; who comes by another browser is asked.
    assert does("a", do="hello") == "Ines Carrow" and does("b", do="hello") == ""
    types("b", 0, "Before anybody was asked")
    assert does("b", do="who", text="Tom Halloway") == "Tom Halloway"
    types("a", 0, "By Ines")
    types("b", 1, "By Tom")
    types("a", 1, "By Ines again")
    assert programme.history("actions").tail(4)["who"].tolist() == ["somebody", "Ines Carrow", "Tom Halloway", "Ines Carrow"]
    # Both see a question, as one between two names; the view says whose it is.
    row = mine.editor.rows[1]
    does("b", do="save", row=mine.editor.id_of(row), field="what", text="Tom's", seen="Visit the depot")
    assert [(one["view"], one["by"], one["who"]) for one in row.state()["asked"]] == [("view b", "Tom Halloway", "Ines Carrow")]
    does("a", do="theirs", row=mine.editor.id_of(row))
    # Undo last takes back one's own, and says so when that was overtaken.
    does("b", do="undo")
    assert mine.editor.note.startswith("Not undone") and texts(mine.editor) == ["By Ines", "By Ines again"]
    does("a", do="undo")
    assert texts(mine.editor) == ["By Ines", "By Tom"]
    # Loading the page again makes another browser of it for the kernel; the name said in it comes along.
    assert does("c", do="hello", who="Tom Halloway") == "Tom Halloway"
    assert does("a", do="who", text="Ines C.") == "Ines C." and programme.who == "Ines C."
    kernel.browser = "b"
    assert programme.who == "Tom Halloway"


def test_the_kernels_name_is_that_of_whoever_ran_the_cell_and_not_of_whose_form_was_there_first(monkeypatch: pytest.MonkeyPatch) -> None:
    import IPython

    kernel = Kernel()
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=kernel))

    def names(runs: str, cell: str) -> list[str | None]:
        speakers, said = Speakers(), {}
        kernel.browser, kernel.cell = runs, cell
        speakers.begin()
        for browser in ("b", "a"):
            kernel.browser, kernel.cell = browser, ""
            speakers.come("")
            said[browser] = speakers.now()
        return [said["a"], said["b"]]

    assert names("a", "5c0f") == [None, ""]
    # A server that runs the cells of a page is nobody: its visitor speaks under the kernel's name.
    assert names("a server", "") == ["", None]


def test_a_row_deleted_by_another_while_somebody_types_in_it_is_not_lost(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    row = mine.editor.id_of(mine.editor.rows[1])
    other.delete("actions", "A2")
    look()
    mine.editor.take({"do": "save", "row": row, "field": "what", "text": "Visit it anyway", "seen": "Visit the depot", "view": "v"})
    assert "Visit it anyway" in mine.editor.note and mine.editor.note.startswith("Not saved")


def test_names_to_choose_from_follow(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    other.save("team_members", {"member_id": "T2", "name": "Paul Adeyemi"})
    look()
    assert mine.editor.state()["lists"]["responsible_id"] == ["Ines Carrow", "Paul Adeyemi"]


def test_other_faces_on_the_desk_are_told_and_not_of_what_was_saved_here(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    told: list[int] = []
    mine.editor.desk.watch(lambda: told.append(1))
    mine.type(0, "what", "Own")
    look()
    assert len(told) == 1  # by the desk itself
    other.save("risks", {"risk_id": "R1", "account_id": "007", "what": "They leave"})
    look()
    assert len(told) == 2


def test_an_import_is_heard_of_like_a_save(mine: Shown, look: Callable[[], None], other: Programme) -> None:
    from kamkit.programme import Import

    other.apply(Import(rows={"actions": [{"action_id": f"B{n}", "account_id": "007", "what": f"Nr {n}"} for n in range(250)]}))
    look()
    assert len(mine.editor.rows) == 252
    for number in range(3):
        other.save("actions", {"action_id": "A1", "what": f"Again {number}"})
    look()
    assert texts(mine.editor)[0] == "Again 2"


def test_changes_that_are_seen_out_of_order_are_heard_once_each(programme: Programme) -> None:
    # On a server a change with a lower number may be done after one with a higher.
    import sqlalchemy as sa

    from kamkit.programme.schema import CHANGE_FIELDS, CHANGES

    listener = programme.listen()
    top = programme.change_counter

    def change(number: int) -> None:
        with programme._engine.begin() as connection:
            connection.execute(sa.insert(CHANGES).values(change_id=number, who="x", at="2026-03-31T14:02:00.000000Z", kind="save", note=""))
            connection.execute(
                sa.insert(CHANGE_FIELDS).values(change_id=number, number=0, table_name="actions", row_key='["A1"]', field="what")
            )

    change(top + 2)
    assert [news.change_id for news in listener.news()] == [top + 2]
    change(top + 1)
    assert [news.change_id for news in listener.news()] == [top + 1]
    assert listener.news() == []


def test_twelve_forms_have_one_who_asks_and_it_ends_with_the_last(programme: Programme, other: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live()
    asked = []

    async def twelve() -> None:
        live.note_loop()
        shown = [Shown(programme, live, monkeypatch) for _ in range(12)]
        monkeypatch.setattr(live, "look", lambda look=live.look: (asked.append(1), look()))
        before = len(asyncio.all_tasks())
        await asyncio.sleep(0)
        assert live.running and len(asyncio.all_tasks()) == before + 1
        other.save("actions", {"action_id": "A1", "what": "Heard by all"})
        while not all(texts(one.editor)[0] == "Heard by all" for one in shown):
            await asyncio.sleep(0.05)
        for one in shown:
            one.editor.take({"do": "bye", "view": "v"})
        task = live._task
        assert task is not None
        await task
        assert not live.running and not live._listeners

    asyncio.run(asyncio.wait_for(twelve(), PATIENCE))
    assert asked


def test_a_form_that_is_gone_is_no_longer_asked_for(programme: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    import gc

    live = Live()
    shown = Shown(programme, live, monkeypatch)
    assert len(live._ears) == 1
    monkeypatch.undo()
    del shown
    gc.collect()
    assert len(live._ears) == 0


def test_asking_without_news_costs_next_to_nothing(programme: Programme) -> None:
    listener = programme.listen()
    listener.news()
    began = time.thread_time()
    for _ in range(200):
        assert listener.news() == []
    # Twice a second: a look of 5 ms would be a hundredth of a core. It is some 0.3 ms.
    assert (time.thread_time() - began) / 200 < 0.005


def test_what_is_worked_out_anew_takes_its_time() -> None:
    calls: list[float] = []

    def work_out() -> None:
        calls.append(time.monotonic())
        time.sleep(0.02)

    async def often() -> None:
        unhurried = Unhurried(work_out)
        for _ in range(3):
            unhurried()
        assert len(calls) == 1
        while len(calls) < 2:  # the last call is not forgotten
            await asyncio.sleep(0.05)

    asyncio.run(asyncio.wait_for(often(), PATIENCE))
    assert calls[1] - calls[0] >= 0.4  # twenty times what the first one took


def test_the_one_for_the_kernel_is_not_running_without_a_browser() -> None:
    assert not LIVE.running


def test_names_follow_another_form_on_the_same_page(programme: Programme) -> None:
    desk = Desk(programme, "007", DAY)
    actions = edit_rows(desk, "actions", where={"account_id": "007"}, core=CORE).editor
    people = edit_rows(desk, "team_members", where={}, core=("name",), new_id_prefix="p").editor
    assert actions.state()["lists"]["responsible_id"] == ["Ines Carrow"]
    people.add().fields["name"].value = "Paul Adeyemi"
    assert actions.state()["lists"]["responsible_id"] == ["Ines Carrow", "Paul Adeyemi"]
