"""Bytes to text: UTF-8, UTF-16, UTF-32 and cp1252, and a refusal where the encoding would be a guess."""

from __future__ import annotations

import codecs
import re

from kamkit.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a file in another alphabet looks like when it is read as cp1252: signs inside words, or words without
# a single plain letter.
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡¢£¤¥¦§©ª¬®¯°±²³¶¸¹º¼½¾¿ðþÐÞ][^\W\d_]")
_FOREIGN_WORD = re.compile(r"[À-ÿ]{4,}")
# A stray control character in a note is a matter of its row, not of the file.
_STRAY = 0.01
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, name: str, encoding: str = "") -> tuple[str, str]:
    """The text, and the name of the encoding it was read in.

    ``encoding`` is what a mapping says; without it a byte order mark decides, then UTF-8, then
    cp1252. InputError where the bytes are no text, or text of another alphabet without a mark.
    """
    if encoding:
        return _as(data, name, encoding), encoding
    for mark, known in _MARKS:
        if data.startswith(mark):
            return _as(data, name, known), known.removesuffix("-sig")
    if (silent := _utf16_without_mark(data)) is not None:
        return _as(data, name, silent), silent
    if b"\0" in data or len(_CONTROL_BYTE.findall(data)) > _STRAY * len(data):
        raise _not_text(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _western(data, name), "cp1252"
    return text, "utf-8"


def _as(data: bytes, name: str, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(f"{name}: encoding {encoding!r} is not known; expected such as utf-8 or cp1252") from None
    except UnicodeError:
        raise InputError(f"{name}: cannot be read as {encoding}; save it as UTF-8") from None
    if "\0" in text or len(_CONTROL.findall(text)) > _STRAY * len(text):
        raise _not_text(name)
    return text.removeprefix("\ufeff")


def _utf16_without_mark(data: bytes) -> str | None:
    start = data[:2000]
    if len(start) < 8 or b"\0" not in start:
        return None
    half = len(start) // 2
    if start[1::2].count(0) > 0.6 * half and start[0::2].count(0) == 0:
        return "utf-16-le"
    if start[0::2].count(0) > 0.6 * half and start[1::2].count(0) == 0:
        return "utf-16-be"
    return None


def _western(data: bytes, name: str) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise _unsure(data, name) from None
    if _SIGN_IN_WORD.search(text) or len(_FOREIGN_WORD.findall(text)) > 2:
        raise _unsure(data, name)
    return text


def _unsure(data: bytes, name: str) -> InputError:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    perhaps = best.encoding if best is not None else "cp1250"
    return InputError(
        f"{name}: neither UTF-8 nor cp1252, perhaps {perhaps}; save it as UTF-8, or name the encoding: "
        f"--map encoding:={perhaps}"
    )


def _not_text(name: str) -> InputError:
    return InputError(f"{name}: a binary file, or text with control characters; expected CSV or XLSX")
