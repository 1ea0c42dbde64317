"""Accounts whose names look like one company: proposed as a group, never joined unasked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Legal forms as they end (or begin) company names, without points and blanks.
_LEGAL = frozenset(
    """ab ag aktiengesellschaft aps as asa bv bvba co company corp corporation cv doo ek ev gbr gmbh gmbhcokg gesellschaft
    inc incorporated jsc kft kg kgaa kk limited llc llp lp ltd ltda mbh nv ohg ooo oy oyj pjsc plc pte pty
    pvt sa sab sad sarl sas sca scs sl sp spa spk spzoo srl srls sro ug zoo zrt holding holdings group gruppe und and the""".split()
)
_COUNTRIES = frozenset(
    """germany deutschland france frankreich uk gb usa us america spain espana italy italia italien austria osterreich
    switzerland schweiz suisse netherlands nederland holland belgium belgique poland polska polen singapore china japan
    india canada mexico brazil brasil sweden sverige norway norge denmark danmark finland suomi ireland portugal czech
    czechia hungary romania turkey europe europa international intl emea apac nord sud ost west north south east""".split()
)


@dataclass(frozen=True)
class ProposedGroup:
    """Accounts with similar names that are not joined: ``parent_id`` and its members, in the order of their ids."""

    parent_id: str
    account_ids: tuple[str, ...]
    names: tuple[str, ...]

    def __str__(self) -> str:
        members = ", ".join(f"{name} ({key})" for key, name in zip(self.account_ids, self.names, strict=True))
        return (
            f"Perhaps one group, not joined: {members}; to join them, import a two-column file: account_id, parent_id"
        )


def bare_name(name: str) -> str:
    """A company's name without legal form, country and punctuation; empty if nothing else is left."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=\b\w)[./](?=\w\b)", "", plain).replace(".", " ").replace("'", "")
    words = re.findall(r"\w+", plain)
    while len(words) > 1 and (words[-1] in _LEGAL or words[-1] in _COUNTRIES):
        words.pop()
    while len(words) > 1 and words[0] in _LEGAL:
        words.pop(0)
    return " ".join(words)


def propose_groups(accounts: Iterable[Mapping[str, object]]) -> tuple[ProposedGroup, ...]:
    """Groups of two or more accounts whose bare names are equal and that do not share a parent yet.

    ``accounts`` has rows with account_id, name and parent_id. Nothing is joined.
    """
    alike: dict[str, list[Mapping[str, object]]] = {}
    for account in accounts:
        bare = bare_name(str(account.get("name") or ""))
        if len(bare) > 2:
            alike.setdefault(bare, []).append(account)
    found = []
    for members in alike.values():
        tops = {str(member.get("parent_id") or member["account_id"]) for member in members}
        if len(members) < 2 or len(tops) < 2:
            continue
        members = sorted(members, key=lambda member: str(member["account_id"]))
        ids = tuple(str(member["account_id"]) for member in members)
        found.append(ProposedGroup(ids[0], ids, tuple(str(member["name"]) for member in members)))
    return tuple(sorted(found, key=lambda group: (-len(group.account_ids), group.account_ids)))
