"""What a server serves: a programme, the day it looks at, and perhaps one account, perhaps for the customer's people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """A programme's address, the day looked at, the one account served ("" for all), and for whom.

    ``for_customer``: the customer's own people come; they see shareable fields of this account and nothing else.
    """

    address: str
    as_of: date
    account_id: str = ""
    for_customer: bool = False
