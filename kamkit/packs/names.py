"""A folder for every account: whatever the id contains, the name is safe, short and always the same."""

from __future__ import annotations

import re
from hashlib import sha256

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,46}[A-Za-z0-9_-])?")
# Names Windows keeps for devices, with or without an ending.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def folder_names(account_ids: list[str]) -> dict[str, str]:
    """One folder name per account id; an id that is not a plain name keeps what is plain, with a short hash.

    Ids that differ only in case get different names, for file systems that ignore it.
    """
    by_case: dict[str, int] = {}
    for account_id in account_ids:
        by_case[account_id.casefold()] = by_case.get(account_id.casefold(), 0) + 1
    return {account_id: _folder_name(account_id, by_case[account_id.casefold()] > 1) for account_id in account_ids}


def _folder_name(account_id: str, shared: bool) -> str:
    if _PLAIN.fullmatch(account_id) and not _RESERVED.fullmatch(account_id) and not shared:
        return account_id
    plain = re.sub(r"[^A-Za-z0-9]+", "-", account_id).strip("-")[:30]
    return f"{plain or 'account'}~{sha256(account_id.encode()).hexdigest()[:10]}"
