"""What a notebook of a pack is made from, each part as a digest: when one of them changes, it is made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from kamkit.bulk.kit import kit_digest
from kamkit.method.worth import group_of
from kamkit.model import RECORDS
from kamkit.packs.jobs import PORTFOLIO, Place

FIGURE = "figure: "
_LENGTH = 16


class MadeFrom:
    """The digests of one snapshot on one day, for any place of a pack."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], figures: Mapping[str, str]) -> None:
        """``figures``: a digest for each figure of the whole programme that accounts' pages read."""
        self._rows = digests_of_rows(tables)
        self._figures = {f"{FIGURE}{name}": digest[:_LENGTH] for name, digest in figures.items()}
        self._all_rows = _digest(f"{owner}={digest}" for owner, digest in sorted(self._rows.items()))

    def of(self, place: Place) -> dict[str, str]:
        """The parts of one place: the portfolio's are made from every row, an account's from its own and the programme's."""
        parts = {"kamkit": kit_digest(), "workbook": _file_digest(place.workbook.path)}
        if place.account_id == PORTFOLIO:
            return parts | {"records of the programme": self._all_rows}
        return parts | self._of_rows(place.account_id)

    def documents_of(self, account_id: str) -> dict[str, str]:
        """The parts that the documents of an account are made from."""
        return {"kamkit": kit_digest(), **self._of_rows(account_id)}

    def _of_rows(self, account_id: str) -> dict[str, str]:
        return {
            **self._figures,
            "records of the programme": self._rows.get(PORTFOLIO, ""),
            "records of the account": self._rows.get(account_id, ""),
        }


def digests_of_rows(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """One digest for each group of accounts over all its rows, and one (``""``) for the rows of nobody in particular."""
    parts: dict[str, list[str]] = {}
    owners: dict[str, pd.Series] = {}
    for name in RECORDS:
        frame = tables[name]
        if frame.empty:
            continue
        hashes = pd.util.hash_pandas_object(frame, index=False).to_numpy(dtype=np.uint64)
        owner = owners_of(name, tables, owners)
        # The order of rows has no meaning, and a sum has none either.
        sums = pd.Series(hashes).groupby(owner.to_numpy()).agg(["sum", "size"])
        for group, total, rows in sums.itertuples():
            parts.setdefault(group, []).append(f"{name} {rows} {total}")
    return {group: _digest(found) for group, found in parts.items()}


def owners_of(name: str, tables: Mapping[str, pd.DataFrame], known: dict[str, pd.Series] | None = None) -> pd.Series:
    """For each row of a table the group of accounts it belongs to, ``""`` where it belongs to none.

    A row belongs to the account it names, else to that of the row its key links to (a rating to its
    respondent's, a reading to its measure's). ``known`` keeps what was found for the next call.
    """
    known = {} if known is None else known
    if name not in known:
        known[name] = _owners(name, tables, known)
    return known[name]


def _owners(name: str, tables: Mapping[str, pd.DataFrame], known: dict[str, pd.Series]) -> pd.Series:
    frame = tables[name]
    if "account_id" in frame:
        return frame["account_id"].map(_group_of_all(tables, known)).fillna(PORTFOLIO).astype(object)
    if link := _link_to_owned(name):
        field, target = link
        owner = pd.Series(
            owners_of(target, tables, known).to_numpy(), index=tables[target][RECORDS[target].key[0]].to_numpy()
        )
        return frame[field].map(owner[~owner.index.duplicated()]).fillna(PORTFOLIO).astype(object)
    return pd.Series(PORTFOLIO, index=frame.index, dtype=object)


def _group_of_all(tables: Mapping[str, pd.DataFrame], known: dict[str, pd.Series]) -> pd.Series:
    if "" not in known:
        known[""] = group_of(tables["accounts"])
    return known[""]


def _link_to_owned(name: str) -> tuple[str, str] | None:
    record = RECORDS[name]
    for spec in record.specs():
        target = RECORDS.get(spec.links_to)
        if spec.name in record.key and target and len(target.key) == 1 and _is_owned(spec.links_to):
            return spec.name, spec.links_to
    return None


def _is_owned(name: str) -> bool:
    return any(spec.name == "account_id" for spec in RECORDS[name].specs()) or _link_to_owned(name) is not None


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:_LENGTH]


@cache
def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_LENGTH]
