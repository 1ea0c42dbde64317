"""Making the certificates of a class: for those who reached what was set, written and entered in the register."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kamkit.course.certificates.drawing import draw_certificate
from kamkit.course.certificates.earned import Certificate, Shortfall, Threshold, as_values, certificate_for, code_of
from kamkit.course.classes import Class
from kamkit.course.lines import append_line
from kamkit.programme.importing.report import safe_cell
from kamkit.show.words import counted, money, percent

if TYPE_CHECKING:
    import pandas as pd

FOLDER, REGISTER = "certificates", "register.jsonl"


@dataclass(frozen=True)
class Issued:
    """A certificate that was written, with its code."""

    certificate: Certificate
    code: str
    path: Path


def issue_certificates(
    of: Class, marks: pd.DataFrame, threshold: Threshold, on: date, learner_ids: Iterable[str] = ()
) -> tuple[tuple[Issued, ...], tuple[Shortfall, ...]]:
    """Write the certificate of everybody (or of those named) who reached the threshold; the others with how far they are.

    ``marks``: the class as graded. The same marks and day give the same file and code. InputError if a learner named is not
    in the class, or typst is missing.
    """
    wanted = [of.learner(one) for one in learner_ids] or list(of.learners)
    made, short = [], []
    for learner in wanted:
        also = (*_peers(of, learner.learner_id), *_played(of, learner.learner_id))
        found = certificate_for(
            marks, class_id=of.class_id, learner_id=learner.learner_id, name=learner.name, threshold=threshold, on=on, also=also
        )
        if isinstance(found, Shortfall):
            short.append(found)
        else:
            made.append(_issue(of, found, learner.folder))
    return tuple(made), tuple(short)


def _issue(of: Class, certificate: Certificate, folder: str) -> Issued:
    code = code_of(of, certificate)
    content = draw_certificate(certificate, code)
    path = of.folder / FOLDER / f"{folder}.pdf"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    line = {"certificate": as_values(certificate), "code": code, "file": digest, "signature": of.sign("certificate file", code, digest)}
    register = path.parent / REGISTER
    written = json.dumps(line, ensure_ascii=True, allow_nan=False) + "\n"
    if not register.exists() or written not in register.read_text(encoding="utf-8").splitlines(keepends=True):
        append_line(register, written)
    return Issued(certificate, code, path)


def _peers(of: Class, learner_id: str) -> Iterator[tuple[str, str]]:
    """What others said of the plan, if a round of reviews was brought together."""
    path = of.folder / "reviews" / "plan" / "results.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["learner_id"] == safe_cell(learner_id) and int(row["reviews"]):
                readers = f"{row['reviews']} other{'' if row['reviews'] == '1' else 's'} on the course"
                yield "Account plan.", f"One page, read by {readers}: {percent(100 * float(row['score']))} by the median of their marks."


def _played(of: Class, learner_id: str) -> Iterator[tuple[str, str]]:
    """What the simulation came to, if it lies in the learner's folder and was played to the end; worked out again, never believed."""
    path = of.path_of(learner_id)
    if not (path / "simulation.jsonl").exists():
        return
    from kamkit.course.simulation.board import rank_players
    from kamkit.course.simulation.market.portfolio import QUARTERS
    from kamkit.course.simulation.reports import CURRENCY

    for row in rank_players(path, roster={learner_id: ""}).table.to_dict("records"):
        if row["quarters"] == QUARTERS:
            promises = f"{row['kept']} of {counted(int(row['promises']), 'promise')} kept" if row["promises"] else "no promises made"
            said = f"{QUARTERS} quarters of a portfolio, seed {row['seed']}: {money(row['total'], CURRENCY)}; {promises}; {counted(int(row['losses']), 'customer')} lost."
            yield "Simulation.", said
