"""What was made of a snapshot, written down for other processes: each result is read when it is first asked for."""

from __future__ import annotations

import pickle
from collections.abc import Hashable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any

_MAGIC = b"kamkit memo 1\n"
_SIZE = 8  # bytes of the length of the list of contents

Places = dict[Hashable, tuple[int, int]]


def save_memo(path: Path, change_id: int, memo: Mapping[Hashable, Any]) -> None:
    """Write the results of the snapshot of ``change_id`` to ``path``."""
    results = {key: pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL) for key, result in memo.items()}
    places: Places = {}
    at = 0
    for key, result in results.items():
        places[key] = (at, len(result))
        at += len(result)
    contents = pickle.dumps((change_id, places), protocol=pickle.HIGHEST_PROTOCOL)
    with path.open("wb") as file:
        file.writelines([_MAGIC, len(contents).to_bytes(_SIZE, "big"), contents, *results.values()])


def open_memo(path: Path) -> tuple[int, MutableMapping[Hashable, Any]]:
    """The snapshot's ``change_id`` and the results. Only a file of one's own: what it holds is unpickled."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            file.seek(0)
            change_id, memo = pickle.load(file)
            return change_id, dict(memo)
        contents = file.read(int.from_bytes(file.read(_SIZE), "big"))
        change_id, places = pickle.loads(contents)
        return change_id, Memo(path, file.tell(), places)


class Memo(MutableMapping[Hashable, Any]):
    """The results in a file, and beside them those that are put in later; a result that cannot be read is not there."""

    def __init__(self, path: Path, start: int, places: Places) -> None:
        self._path, self._start, self._places = path, start, dict(places)
        self._known: dict[Hashable, Any] = {}

    def __contains__(self, key: object) -> bool:
        return key in self._known or (key in self._places and self._read(key))

    def __getitem__(self, key: Hashable) -> Any:
        if key not in self:
            raise KeyError(key)
        return self._known[key]

    def __setitem__(self, key: Hashable, result: Any) -> None:
        self._known[key] = result

    def __delitem__(self, key: Hashable) -> None:
        if key not in self:
            raise KeyError(key)
        self._known.pop(key, None)
        self._places.pop(key, None)

    def __iter__(self) -> Iterator[Hashable]:
        return iter(dict.fromkeys([*self._places, *self._known]))

    def __len__(self) -> int:
        return len({*self._places, *self._known})

    def _read(self, key: Hashable) -> bool:
        at, size = self._places[key]
        try:
            with self._path.open("rb") as file:
                file.seek(self._start + at)
                self._known[key] = pickle.loads(file.read(size))
        except (OSError, EOFError, pickle.UnpicklingError):
            del self._places[key]  # the file is gone or cut off: it is worked out here instead
            return False
        return True
