"""What a server serves: a programme, the day it looks at, and perhaps one account, perhaps for the customer's people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamkit.programme import Programme


@dataclass(frozen=True)
class Place:
    """A programme's address as a kernel that works elsewhere opens it, the day looked at, the one account ("" for all), and for whom.

    ``for_customer``: the customer's own people come; they see shareable fields of this account and nothing else.
    """

    address: str
    as_of: date
    account_id: str = ""
    for_customer: bool = False


def address_for_kernels(programme: Programme) -> str:
    """The programme's address without a password, the same wherever a process works."""
    in_a_folder = programme.address == str(programme.folder)
    return str(programme.folder.resolve()) if in_a_folder else programme.address
