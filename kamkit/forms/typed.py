"""What people type, read as they mean it; what can mean two things is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GROUPED = re.compile(r"[+-]?\d{1,3}([ '\u00a0\u202f]\d{3})+([.,]\d+)?")


@dataclass(frozen=True)
class Unreadable:
    """What was typed, and what was expected instead."""

    typed: str
    expected: str

    def __str__(self) -> str:
        return f'found "{self.typed}"; expected {self.expected}'


def read_number(typed: str, *, whole: bool = False) -> float | int | Unreadable:
    """A number as people type it: ``1500``, ``1.5``, ``1,5``, ``1 500``; ``1,500`` is asked about, not guessed."""
    text = typed.strip()
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[ '\u00a0\u202f]", "", text)
    if re.fullmatch(r"[+-]?\d{1,3},\d{3}", text) and not text.lstrip("+-").startswith("0"):
        return Unreadable(typed, f"{text.replace(',', '')} or {text.replace(',', '.')}: a comma can mean either")
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if whole:
        return int(text) if re.fullmatch(r"[+-]?\d+", text) else Unreadable(typed, "a whole number, such as 3")
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", text):
        return float(text)
    return Unreadable(typed, "a number without unit or letters, such as 1500 or 1.5")
