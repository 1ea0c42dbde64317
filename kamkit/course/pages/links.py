"""Personal links: what a participant's address ends with, signed with the class's key; it names nobody."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamkit.course.classes import Class

FILE = "links.csv"
SIGNS = 24  # of 16 kinds each: 96 bits
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def link_words(of: Class) -> dict[str, str]:
    """What each learner's link ends with, to the learner's id; another class, or another key, has other words."""
    return {of.sign("personal link", one.learner_id)[:SIGNS]: one.learner_id for one in of.learners}


def write_links(of: Class, address: str) -> Path:
    """Write ``links.csv`` for the trainer: learner_id, name, link; ``address`` is that of the server.

    A link is a key: its owner alone may read the file.
    """
    path = of.folder / FILE
    beside = path.with_name(f".{FILE}.new")
    links = links_of(of, address)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("learner_id", "name", "link"))
        rows.writerows((_plain(one.learner_id), _plain(one.name), links[one.learner_id]) for one in of.learners)
    os.replace(beside, path)
    return path


def _plain(text: str) -> str:
    """What no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def links_of(of: Class, address: str) -> Mapping[str, str]:
    """Each learner's whole link."""
    return {learner_id: f"{address.rstrip('/')}/me/{word}" for word, learner_id in link_words(of).items()}
