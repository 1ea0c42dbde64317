"""Issue a class: one folder for each participant, with a case of its own, signed; what is right is nowhere in it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import kamkit
from kamkit.bulk.files import write_atomically
from kamkit.course.classes.at_once import each_of
from kamkit.course.classes.cases import draw_case, drawn_again, made_with
from kamkit.course.classes.changes import digest_of
from kamkit.course.classes.opening import FILE, TRAINERS, Class, Learner, open_class, save_class, signed_parts
from kamkit.course.classes.roster import Participant, folder_names, read_roster
from kamkit.course.classes.sheets import safe_rows
from kamkit.course.edition import without_outputs
from kamkit.course.exercises import NAMES, exercise_called
from kamkit.course.judging import Costs
from kamkit.errors import InputError

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Issued:
    """What was done: the class, who is new in it, and who is in it and not in this roster."""

    of: Class
    new: tuple[Learner, ...]
    missing: tuple[Learner, ...]


@dataclass(frozen=True)
class Order:
    """What a class gets: costs of a hint and of a further try (0 to 1), its exercises by number, and the seed (None: any)."""

    costs: Costs = Costs()
    exercises: tuple[str, ...] = ()  # (): all twelve
    seed: int | None = None


def issue_class(roster: str | Path, out: str | Path, order: Order | None = None, *, progress: Progress | None = None, jobs: int = 0) -> Issued:
    """Make a folder for each learner of the roster who has none yet; a class that is there gets its late joiners.

    ``jobs``: processes at once (0: one for each core). InputError if the roster cannot be read, ``out`` holds something
    else than a class, or a case cannot be drawn; learners whose set was finished by then keep it.
    """
    participants, folder = read_roster(roster), Path(out)
    one = _class_in(folder, order)
    known = {learner.learner_id for learner in one.learners}
    new = [participant for participant in participants if participant.learner_id not in known]
    named = {participant.learner_id: participant.name for participant in participants}
    one.learners = tuple(replace(learner, name=named.get(learner.learner_id, learner.name)) for learner in one.learners)
    folder.mkdir(parents=True, exist_ok=True)
    save_class(one)
    made: list[Learner] = []
    try:
        _make(one, new, made, progress, jobs)
    finally:  # stopped half way, what is finished belongs to the class; the next call goes on
        place = {participant.learner_id: place for place, participant in enumerate(participants)}
        one.learners = tuple(sorted((*one.learners, *made), key=lambda learner: place.get(learner.learner_id, len(place))))
        save_class(one)
        listed = [(learner.learner_id, learner.name, learner.folder) for learner in one.learners]
        write_atomically(folder / "roster.csv", safe_rows(("learner_id", "name", "folder"), listed))
    return Issued(one, tuple(made), tuple(learner for learner in one.learners if learner.learner_id not in named))


def _class_in(folder: Path, order: Order | None) -> Class:
    if (folder / FILE).exists():
        one = open_class(folder)
        if order is not None and order.seed not in (None, one.seed):
            raise InputError(f"{folder}: holds class {one.class_id} with another seed; leave --seed out, or give another --out")
        if one.made_with != made_with():
            raise InputError(f"{folder}: another version of the kit issued class {one.class_id}; add learners with that one, or give another --out")
        return one
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: is not empty and holds no class; give --out a new folder")
    order = order or Order()
    wanted = {exercise_called(name).name for name in order.exercises or NAMES}
    names = tuple(name for name in NAMES if name in wanted)
    seed = secrets.randbits(63) if order.seed is None else order.seed
    return Class(folder, secrets.token_hex(4), seed, order.costs, names, (), secrets.token_bytes(32), made_with())


def _make(one: Class, new: Sequence[Participant], made: list[Learner], progress: Progress | None, jobs: int) -> None:
    folders = folder_names([participant.learner_id for participant in new], [*TRAINERS, *(learner.folder for learner in one.learners)])

    def on_done(learner: Learner) -> None:
        made.append(learner)
        if progress:
            progress(len(made), len(new))

    each_of(_issue_one, [(one, participant, folders[participant.learner_id]) for participant in new], on_done, jobs)


def _issue_one(one: Class, participant: Participant, folder: str) -> Learner:
    drawn = draw_case(one.seed, participant.learner_id, one.exercises)
    texts = drawn.changes.as_csv()
    set_id = f"{one.class_id}-{one.sign('set', participant.learner_id)[:20]}"
    learner = Learner(participant.learner_id, participant.name, folder, set_id, drawn.draws, digest_of(texts))
    _write_set(one, learner, texts)
    return learner


def write_set(one: Class, learner_id: str) -> Path:
    """Write a learner's folder once more, as it was issued; answers in it stay. InputError if another kit issued it."""
    learner = one.learner(learner_id)
    texts = drawn_again(one.seed, learner_id, learner.draws).as_csv()
    if digest_of(texts) != learner.case:
        raise InputError(f"{learner.folder}: another version of the kit issued this set; write it again with that one")
    _write_set(one, learner, texts)
    return one.path_of(learner_id)


def _write_set(one: Class, learner: Learner, texts: dict[str, str]) -> None:
    place = one.folder / learner.folder
    for name, text in _teaching(one.exercises).items():
        _write(place / name, text)
    for table, text in texts.items():
        _write(place / "case" / f"{table}.csv", text)
    values = signed_parts(one, learner)
    values["signature"] = one.sign("set.json", *map(str, values.values()))
    write_atomically(place / "set.json", json.dumps(values, indent=1, ensure_ascii=False) + "\n")  # last: with it the set is whole


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@lru_cache(maxsize=2)
def _teaching(exercises: tuple[str, ...]) -> dict[str, str]:
    """The files every participant gets alike, by name."""
    from kamkit.course.classes.reading_first import README

    source = exercises_folder()
    files = {f"{name}.ipynb": _on_own_case((source / f"{name}.ipynb").read_text(encoding="utf-8")) for name in exercises}
    files["plan_and_review.ipynb"] = without_outputs((source / "plan_and_review.ipynb").read_text(encoding="utf-8"))
    files["CASE.md"] = (source / "CASE.md").read_text(encoding="utf-8")
    files["README.md"] = README
    return files


def exercises_folder() -> Path:
    """Where the exercises are: inside the package once installed, beside it in a checkout."""
    package = Path(kamkit.__file__).parent
    inside = package / "_exercises"
    return inside if inside.is_dir() else package.parent / "exercises"


def _on_own_case(text: str) -> str:
    """A participant's notebook that opens the case beside it. What it showed on the sample is taken out: those are other figures."""
    notebook = json.loads(without_outputs(text))
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", ()):
            source, count = re.subn(r'(?m)^case = ""$', 'case = "case"', "".join(cell["source"]))
            if count != 1:
                raise InputError('an exercise without the line case = "" in its first cell cannot be issued; put it back')
            cell["source"] = source.splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
