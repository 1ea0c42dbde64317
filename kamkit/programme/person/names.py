"""A person's name as it may be written: spaces, capitals, surname first, with or without title, in the genitive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_TITLES = {"dr", "prof", "mr", "mrs", "ms", "miss", "sir", "herr", "frau", "dipl", "ing", "mag"}


def core(name: str) -> tuple[str, ...]:
    """The words of a name without titles, in small letters: two spellings of one name have the same."""
    words = re.findall(r"[^\s,]+", unicodedata.normalize("NFC", name).casefold())
    kept = tuple(word for word in words if word.strip(".-") not in _TITLES)
    return kept or tuple(words)


def words(name: str) -> tuple[str, ...]:
    """The words of a name or an address in small plain letters, without accents and without titles."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    found = tuple(re.findall(r"[^\W_]+", plain))
    return tuple(word for word in found if word not in _TITLES) or found or ("",)


def without_title(name: str) -> str:
    """The name as written, without the title before it."""
    words = name.split()
    while len(words) > 1 and words[0].casefold().strip(".-") in _TITLES:
        words = words[1:]
    return " ".join(words)


class Names:
    """Finds names in text, and puts something else in their place."""

    def __init__(self, names: Iterable[str]) -> None:
        known = sorted({name for name in names if name.strip()}, key=lambda name: (-len(name), name))
        self.names = tuple(known)
        spelled = [one for name in known for one in dict.fromkeys(_spellings(name))]
        # A genitive s belongs to the name; a name within a longer word is another word.
        self._pattern = _compiled(rf"(?<!\w)(?:{'|'.join(spelled)})(?=(?:['’]?s)?(?!\w))" if spelled else r"(?!)")
        hints = [re.escape(one) for name in known for one in dict.fromkeys(_hints(name))]
        self._hint = _compiled("|".join(hints) or r"(?!)")

    def perhaps_in(self, text: str) -> bool:
        """Whether a part of a name is there at all: quicker than ``are_in``, and never wrong where it says no."""
        return self._hint.search(text) is not None

    def are_in(self, text: str) -> bool:
        """Whether one of the names is there."""
        return self.perhaps_in(text) and self._pattern.search(text) is not None

    def replaced(self, text: str, by: str) -> str:
        """The text with ``by`` in the place of each name."""
        return self._pattern.sub(lambda _: by, text) if self.perhaps_in(text) else text


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _forms(text: str) -> Iterator[str]:
    for form in ("NFC", "NFD"):
        yield unicodedata.normalize(form, text)


def _spellings(name: str) -> Iterator[str]:
    for form in _forms(name):
        words = [re.escape(word) for word in form.split()]
        yield r"\s+".join(words)
        if len(words) > 1:
            yield rf"{words[-1]},\s*" + r"\s+".join(words[:-1])


def _hints(name: str) -> Iterator[str]:
    for form in _forms(name):
        yield max(re.split(r"\s+", form.strip()), key=len)
