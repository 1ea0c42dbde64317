"""Words and places that the pages on values and on touch points share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamkit.method.values.answers import names_of
from kamkit.method.worth.own_rows import group_in, own_rows
from kamkit.show import parts
from kamkit.show.words import short

if TYPE_CHECKING:
    from kamkit.model.frame import Tables
    from kamkit.show.parts import Shown

ASKER = "Somebody outside the account team who asks customers"
BY_ASKING = "in the answer sheet that kamkit ask writes, or in the form of answers"


def account_name(tables: Tables, account_id: str) -> str:
    """The name of the group the account belongs to; *all customers* without one."""
    if not account_id:
        return "all customers"
    group = group_in(tables, account_id)
    return str(names_of(own_rows(tables, account_id)["accounts"], "account_id").get(group, group))


def no_answers(tables: Tables, account_id: str, about: str) -> Shown:
    """What stands where nobody has answered: what is missing, who can enter it, and where."""
    whose = f"of {account_name(tables, account_id)}" if account_id else "of customers"
    return parts.nothing_yet(f"answers {whose} {about}", ASKER, BY_ASKING)


def quoted(name: object, length: int = 60) -> str:
    """What was asked, in quotation marks, so that a sentence about it can be read."""
    return f'"{short(name, length)}"'


def begun(sentence: str) -> str:
    """A sentence with a capital at its head."""
    return f"{sentence[:1].upper()}{sentence[1:]}"
