"""All that is stored about a person, and its removal: records, history, copies, and the files made from them."""

from __future__ import annotations

from kamkit.programme.person.erasing import Erased, Left, erase_person
from kamkit.programme.person.held import Held, HeldRow, HeldStep, find_person

__all__ = ["Erased", "Held", "HeldRow", "HeldStep", "Left", "erase_person", "find_person"]
