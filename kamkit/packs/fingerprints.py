"""A short text for any result of the method, which changes whenever one of its values does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

_BITS = 35


def fingerprint(result: object) -> str:
    """The sha256 of the values in ``result``: the same in every process, and for a mapping or set in any order.

    Numbers count to ten digits: the last ones of a sum depend on where in the memory its parts happen to lie.
    TypeError on a value whose parts cannot be told, so that no change of it could go unseen.
    """
    found = hashlib.sha256()
    for part in _parts(result):
        found.update(len(part).to_bytes(8, "big"))
        found.update(part)
    return found.hexdigest()


def _parts(value: Any) -> Iterator[bytes]:
    if isinstance(value, pd.DataFrame):
        yield b"frame"
        yield from _parts(value.columns)
        yield from _parts(value.index)
        for place in range(value.shape[1]):
            yield from _column(value.iloc[:, place].array)
    elif isinstance(value, pd.Series):
        yield b"series"
        yield from _parts(value.name)
        yield from _parts(value.index)
        yield from _column(value.array)
    elif isinstance(value, pd.MultiIndex):
        yield b"levels"
        yield from _parts(list(value.names))
        for level in range(value.nlevels):
            yield from _column(value.get_level_values(level).array)
    elif isinstance(value, pd.Index):
        yield b"index"
        yield from _parts(value.name)
        yield from _column(value.array)
    elif isinstance(value, np.ndarray):
        yield f"array {value.shape}".encode()
        yield from _column(value.ravel())
    elif is_dataclass(value) and not isinstance(value, type):
        yield type(value).__qualname__.encode()
        for field in fields(value):
            yield field.name.encode()
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield f"mapping {len(value)}".encode()
        yield from sorted(_joined((key, part)) for key, part in value.items())
    elif isinstance(value, Set):
        yield f"set {len(value)}".encode()
        yield from sorted(_joined(part) for part in value)
    elif isinstance(value, tuple | list):
        yield f"{len(value)} parts".encode()
        for part in value:
            yield from _parts(part)
    else:
        yield _plain(value)


def _joined(value: Any) -> bytes:
    return b"".join(len(part).to_bytes(8, "big") + part for part in _parts(value))


def _column(values: Any) -> Iterator[bytes]:
    kind = values.dtype.kind
    if isinstance(values.dtype, np.dtype) and kind in "fiub":
        plain = np.asarray(values)
        whole = plain.astype("<f8") if kind == "f" else plain.astype("<i8" if kind != "u" else "<u8")
        if kind == "f":
            whole = _kept(whole)
        yield kind.encode() + whole.tobytes()
    elif kind in "mM" and isinstance(values.dtype, np.dtype):
        yield b"time" + str(values.dtype).encode() + np.asarray(values).astype("<i8").tobytes()
    else:
        yield b"values"
        missing = pd.isna(values)
        texts = [None if gone else one for one, gone in zip(values, missing, strict=True)]
        if all(one is None or type(one) is str for one in texts):
            yield json.dumps(texts).encode()
        else:
            for one in texts:
                yield from _parts(one)


def _plain(value: Any) -> bytes:
    if isinstance(value, str):
        return b"text " + value.encode()
    if isinstance(value, bool | np.bool_):
        return b"flag %d" % bool(value)
    if value is None or value is pd.NA or value is pd.NaT:
        return b"missing"
    if isinstance(value, int | np.integer):
        return b"count %d" % int(value)
    if isinstance(value, float | np.floating):
        return b"missing" if value != value else b"figure " + _kept(np.array([float(value)])).tobytes()
    if isinstance(value, pd.Timestamp | date | pd.Timedelta):
        return f"day {value.isoformat()}".encode()
    raise TypeError(f"{type(value).__name__}: expected text, a number, a day, or tables and records of these")


def _kept(figures: np.ndarray) -> np.ndarray:
    """The figures to 35 bits and twelve decimals, with one NaN and without -0.0."""
    parts, powers = np.frexp(np.round(figures, 12))
    kept = np.ldexp(np.rint(parts * 2.0**_BITS), powers - _BITS)
    return (np.where(np.isnan(kept), np.nan, kept) + 0.0).astype("<f8")
