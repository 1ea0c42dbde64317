"""Whether a certificate is one that was issued from this class: by its code, or by the file itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kamkit.course.certificates.drawing import MARK
from kamkit.course.certificates.earned import Certificate, code_of, from_values, tidy_code
from kamkit.course.certificates.issuing import FOLDER, REGISTER
from kamkit.course.classes import Class
from kamkit.course.lines import read_content
from kamkit.errors import InputError
from kamkit.show.words import percent

_PDF_AT_MOST = 20_000_000
_REGISTER_AT_MOST = 50_000_000
_CODE = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}")


@dataclass(frozen=True)
class Verified:
    """What was found. *genuine*: issued from this class, unchanged. *changed*: another file than the one issued with its code.
    *unknown*: not issued from this class. ``certificate`` is what was issued, None if nothing was."""

    state: Literal["genuine", "changed", "unknown"]
    says: str
    certificate: Certificate | None = None


@dataclass(frozen=True)
class _Entry:
    certificate: Certificate
    code: str
    file: str


def verify_certificate(of: Class, given: str) -> Verified:
    """Check a code, or a PDF by its path; needs the folder of the class and nothing else. InputError if there is no such file."""
    code = tidy_code(given)
    if _CODE.fullmatch(code) and not Path(given).exists():
        return _by_code(of, code)
    path = Path(given)
    if not path.is_file():
        raise InputError(f"{given}: neither a file nor a code of 20 signs, such as 7K2M9-QX4TD-0H8VB-3N6RC")
    return _by_file(of, read_content(path.resolve(), _PDF_AT_MOST), path.name)


def _by_code(of: Class, code: str) -> Verified:
    entry = next((one for one in _entries(of) if one.code == code), None)
    if entry is None:
        return Verified("unknown", f"{code}: no certificate of class {of.class_id} has this code.")
    return Verified("genuine", f"{code}: issued from class {of.class_id}. Compare the page with what was issued:", entry.certificate)


def _by_file(of: Class, content: bytes, name: str) -> Verified:
    digest = hashlib.sha256(content).hexdigest()
    entries = list(_entries(of))
    for one in entries:
        if one.file == digest:
            return Verified("genuine", f"{name}: is byte for byte the file issued with code {one.code}:", one.certificate)
    found = re.search(re.escape(MARK.encode()) + rb"([0-9A-Z-]{23})", content)
    code = found[1].decode() if found else ""
    for one in entries:
        if one.code == code:
            return Verified("changed", f"{name}: bears code {code} and is not the file that was issued; it was changed or saved anew. This was issued:",
                            one.certificate)  # fmt: skip
    return Verified("unknown", f"{name}: is not a file that was issued from class {of.class_id}. If a code stands on the page, check the code.")


def _entries(of: Class) -> Iterator[_Entry]:
    """The lines of the register that the class's key has signed; any other is passed over."""
    for line in read_content(of.folder / FOLDER / REGISTER, _REGISTER_AT_MOST).splitlines():
        try:
            values: dict[str, Any] = json.loads(line)
            entry = _Entry(from_values(values["certificate"]), str(values["code"]), str(values["file"]))
            signed = of.is_signed(str(values["signature"]), "certificate file", entry.code, entry.file)
        except (ValueError, KeyError, TypeError):
            continue
        if signed and code_of(of, entry.certificate) == entry.code:
            yield entry


def in_words(one: Certificate) -> list[str]:
    """What a certificate says, line by line."""
    lines = [f"{one.name} ({one.learner_id}), {one.day}: {percent(100 * one.share)}; asked for: {one.threshold}"]
    lines += [f"  {worked.exercise}: {percent(100 * worked.score / worked.most) if worked.most else 'not worked'}" for worked in one.worked]
    return [*lines, *(f"  {label} {text}" for label, text in one.also)]
