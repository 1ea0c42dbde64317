"""Every workbook reads the way the readers were promised; each rule counts what it looked at."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest

WORKBOOKS = Path(__file__).resolve().parents[2] / "workbooks"
PATHS = sorted(WORKBOOKS.glob("*.ipynb"))
ALL_OF_THEM = {
    "00_start_here",
    "01_set_the_direction",
    "02_know_what_accounts_are_worth",
    "03_define_account_values",
    "04_map_touch_points",
    "05_select_key_accounts",
    "06_diagnose_the_relationship",
    "07_write_the_account_plan",
    "08_draft_the_action_plan",
    "09_equip_the_team",
    "10_communicate_the_plan",
    "11_run_the_account",
    "12_review_the_account",
    "13_refine_the_programme",
}
KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
PARAMETERS = ("programme", "account_id", "as_of")
LEVELS = {"programme", "both", "account"}
FACES = {"text/html", "text/plain"}
LINES_AT_MOST = 8
LOOPS = (
    ast.For, ast.While, ast.AsyncFor, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda,
)  # fmt: skip
UNWANTED = re.compile(
    r"\b(simply|congratulations|well done|great job|excellent|amazing|awesome|awesome|powerful|world-class|best-in-class)\b",
    re.IGNORECASE,
)
EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2728\u2b50\u2764]")
BOXES = {"Careful.", "Hint."}


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def workbook(request: pytest.FixtureRequest) -> Any:
    """One workbook after the other; look at it, do not change it."""
    return read(request.param)


@cache
def read(path: Path) -> Any:
    """A workbook, read once for all rules."""
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def codes(workbook: Any) -> list[Any]:
    """The code cells."""
    return [cell for cell in workbook.cells if cell.cell_type == "code"]


def prose(workbook: Any) -> str:
    """All the text between the cells."""
    return "\n\n".join(cell.source for cell in workbook.cells if cell.cell_type == "markdown")


def tagged(workbook: Any, tag: str) -> Any:
    """The one cell with that tag."""
    found = [cell for cell in workbook.cells if tag in cell.metadata.get("tags", ())]
    assert len(found) == 1, f"{len(found)} cells tagged {tag}"
    return found[0]


def steps(workbook: Any) -> list[Any]:
    """The cells that people look at: every code cell but the parameters and the set-up."""
    aside = (tagged(workbook, "parameters"), tagged(workbook, "setup"))
    found = [cell for cell in codes(workbook) if cell not in aside]
    assert len(found) >= 3
    return found


def section(workbook: Any, heading: str) -> str:
    """What stands under a heading, up to the next one."""
    parts = re.split(r"^## ", prose(workbook), flags=re.MULTILINE)
    found = [part for part in parts if part.startswith(heading)]
    assert len(found) == 1, f"{len(found)} sections called {heading}"
    return found[0]


def bullets(text: str) -> list[str]:
    """The bullets of the first list in a text."""
    return re.findall(r"^- (.+)$", text, flags=re.MULTILINE)


def displays(cell: Any) -> bool:
    """Whether a cell ends with something to look at."""
    body = ast.parse(cell.source).body
    return bool(body) and isinstance(body[-1], ast.Expr)


def test_the_workbooks_are_guarded() -> None:
    names = {path.stem for path in PATHS}
    assert names == ALL_OF_THEM
    assert all(re.fullmatch(r"\d\d_[a-z_]+", name) for name in names)
    assert len({name[:2] for name in names}) == len(names)


def test_the_title_is_a_managers_question(workbook: Any) -> None:
    first = workbook.cells[0]
    assert first.cell_type == "markdown"
    assert re.fullmatch(r"# [A-Z][^\n]+\?", first.source.splitlines()[0])
    assert len(re.findall(r"^# ", prose(workbook), flags=re.MULTILINE)) == 1


def test_the_start_says_what_people_leave_with_what_they_need_and_how_long(workbook: Any) -> None:
    top = workbook.cells[0].source
    assert "*You will leave with*" in top and "*You need*" in top
    assert len(bullets(top)) == 3
    time = re.search(r"\*Time\*:? (?:about )?(\d+) minutes", top)
    assert time and int(time[1]) == workbook.metadata.kamkit.minutes


def test_the_promises_are_kept_bullet_for_bullet(workbook: Any) -> None:
    last = section(workbook, "What you have now")
    assert bullets(last) == bullets(workbook.cells[0].source)
    assert workbook.cells[-1].cell_type == "markdown" and "## What you have now" in workbook.cells[-1].source
    assert re.search(r"\b\d\d_[a-z_]+", last), "no next workbook"


def test_three_to_five_steps_then_check_yourself(workbook: Any) -> None:
    headings = re.findall(r"^## (.+)$", prose(workbook), flags=re.MULTILINE)
    assert headings[-2:] == ["Check yourself", "What you have now"]
    assert 3 <= len(headings) - 2 <= 5
    kinds = [(cell.cell_type, cell.source) for cell in workbook.cells]
    at = next(number for number, (_, source) in enumerate(kinds) if source.startswith("## Check yourself"))
    assert "code" in [kind for kind, _ in kinds[at:]], "Check yourself shows nothing"


def test_every_step_says_why_and_what_to_read(workbook: Any) -> None:
    for cell in steps(workbook):
        at = workbook.cells.index(cell)
        around = workbook.cells[at - 1].cell_type, workbook.cells[at + 1].cell_type
        assert around == ("markdown", "markdown"), f"{cell.id} stands between {around}"


def test_the_why_of_a_step_is_at_most_three_sentences(workbook: Any) -> None:
    looked_at = 0
    for cell in workbook.cells:
        if cell.cell_type != "markdown" or not re.match(r"## (?!What you have now|Check yourself)", cell.source):
            continue
        looked_at += 1
        why = " ".join(cell.source.split("\n\n")[1:])
        sentences = [part for part in re.split(r"(?<=[.?!])\s+(?=[A-Z*])", why) if part]
        assert len(sentences) <= 3, f"{cell.id}: {len(sentences)} sentences"
    assert looked_at >= 3


def test_the_parameters_are_plain_text_each_with_its_help(workbook: Any) -> None:
    cell = tagged(workbook, "parameters")
    body = ast.parse(cell.source).body
    assert [node.targets[0].id for node in body] == list(PARAMETERS)
    assert all(isinstance(node, ast.Assign) and ast.literal_eval(node.value) == "" for node in body)
    lines = cell.source.splitlines()
    for node in body:
        same, above = lines[node.lineno - 1], lines[node.lineno - 2] if node.lineno > 1 else ""
        assert "#" in same or above.startswith("# "), f"{node.targets[0].id} has no help"


def test_the_set_up_follows_and_opens_the_desk(workbook: Any) -> None:
    first, second = codes(workbook)[:2]
    assert first is tagged(workbook, "parameters") and second is tagged(workbook, "setup")
    assert "desk = open_desk(programme, account_id, as_of)" in second.source
    assert not displays(second)
    tree = ast.parse(second.source)
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))
    assert all(name and name.split(".")[0] == "kamkit" for name in modules)


def test_what_is_imported_is_used(workbook: Any) -> None:
    tree = ast.parse(tagged(workbook, "setup").source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    code = "\n".join(cell.source for cell in codes(workbook))
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    assert imported and imported <= used


def test_a_cell_is_short_and_has_no_machinery(workbook: Any) -> None:
    for cell in codes(workbook):
        assert len(cell.source.splitlines()) <= LINES_AT_MOST, f"{cell.id} is too long"
        machinery = [type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, LOOPS)]
        assert not machinery, f"{cell.id}: {machinery}"


def test_code_is_hidden_until_asked_for(workbook: Any) -> None:
    for cell in codes(workbook):
        assert cell.metadata.get("jupyter", {}).get("source_hidden") is True, cell.id


def test_ids_were_chosen_and_stay(workbook: Any) -> None:
    ids = [cell.id for cell in workbook.cells]
    assert len(set(ids)) == len(ids)
    for one in ids:
        assert re.fullmatch(r"[a-z][a-z0-9-]*", one) and not re.fullmatch(r"[0-9a-f]{8}", one), one


def test_metadata_is_kept_to_the_allow_list(workbook: Any) -> None:
    assert (workbook.nbformat, workbook.nbformat_minor) == (4, 5)
    assert set(workbook.metadata) == {"kernelspec", "language_info", "kamkit"}
    assert dict(workbook.metadata.kernelspec) == KERNELSPEC
    assert dict(workbook.metadata.language_info) == {"name": "python"}
    for cell in workbook.cells:
        assert set(cell.metadata) <= {"tags", "jupyter"}, cell.id


def test_the_kits_own_metadata(workbook: Any) -> None:
    from kamkit.model import RECORDS

    own = workbook.metadata.kamkit
    assert set(own) == {"question", "level", "records", "minutes"}
    assert own.level in LEVELS and own.records
    assert set(own.records) <= set(RECORDS)


def test_every_display_has_its_stored_output_and_nothing_else_has(workbook: Any) -> None:
    assert all(displays(cell) for cell in steps(workbook)), "a step that shows nothing"
    for cell in codes(workbook):
        assert cell.execution_count is None, cell.id
        outputs = cell.outputs
        if not displays(cell):
            assert outputs == [], cell.id
            continue
        assert [output.output_type for output in outputs] == ["execute_result"], cell.id
        assert outputs[0].execution_count is None
        assert set(outputs[0].data) == FACES and not outputs[0].metadata, cell.id


def test_stored_outputs_hold_nothing_of_one_run_or_one_machine(workbook: Any) -> None:
    looked_at = 0
    for cell in steps(workbook):
        for output in cell.outputs:
            looked_at += 1
            said = output.data["text/plain"] + re.sub(r"base64,[^\"]*", "", output.data["text/html"])
            assert not re.search(r"\b0x[0-9a-f]{6,}|/(?:tmp|home|root|usr)/|Traceback|widget|<script", said), cell.id
            assert not re.search(r"\b(nan|NaN|NaT|<NA>|None)\b(?!\()", said), (
                f"{cell.id}: a figure that slipped through"
            )
            assert len(output.data["text/plain"].strip()) > 10, f"{cell.id}: no text face"
    assert looked_at == len(steps(workbook))


def test_pictures_say_their_message(workbook: Any) -> None:
    for cell in steps(workbook):
        for output in cell.outputs:
            for tag in re.findall(r"<img[^>]*>", output.data["text/html"]):
                alt = re.search(r'alt="([^"]*)"', tag)
                assert alt and len(alt[1].split()) >= 5, cell.id
                assert tag.count("data:image/png;base64,") == 1, cell.id


def test_the_wording_is_plain(workbook: Any) -> None:
    text = prose(workbook)
    assert not UNWANTED.findall(text) and not EMOJI.findall(text) and "!" not in text
    boxes = re.findall(r"^\*\*([^*]+)\*\*", text, flags=re.MULTILINE)
    assert set(boxes) <= BOXES, boxes


def test_the_file_is_as_the_store_script_writes_it() -> None:
    for path in PATHS:
        notebook = read(path)
        assert path.read_text(encoding="utf-8") == nbformat.writes(notebook, version=4) + "\n", path.name
