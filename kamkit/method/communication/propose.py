"""The messages that are missing: who on duty has not been told, drafted for somebody to send."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.communication.duty import UNTOLD, place_duty
from kamkit.method.planning.scope import Scope, scope_of
from kamkit.method.remembered import remembered
from kamkit.model.field import NOTE_LENGTH

if TYPE_CHECKING:
    from kamkit.model.frame import Tables

WITHIN = 14  # days until a message drafted here is due (default)
COLUMNS = {
    "account_id": "str", "account": "str", "member_id": "str", "audience": "str", "topic": "str", "what": "str",
    "touch_point_id": "str", "sender_id": "str", "due": "datetime64[us]", "evidence": "str",
}  # fmt: skip


@remembered
def propose_messages(tables: Tables, account_id: str, as_of: date) -> pd.DataFrame:
    """One message for each person on duty whom nobody has told, at an account or ("") at every key account.

    Columns: account_id and account (the group's), member_id, audience (the person's name), topic ('account and
    promise', 'account' or 'promise'), what (a draft: that the account is key, what is promised and what is owed),
    touch_point_id (where it is about a single point; "" for several), sender_id (the account's owner; ""), due (a
    working day, fourteen days on), evidence (where the person is on duty, and what is not known to them). Most touch
    points first. MethodError if there is no such account. A draft says what stands in the programme; whoever sends it
    says it in their own words.
    """
    scope = scope_of(tables, account_id, as_of)
    duty = place_duty(tables, account_id, as_of)
    untold = duty[(duty["account_state"] == UNTOLD) | (duty["promise_state"] == UNTOLD)]
    accounts = scope.rows("accounts")
    key = set(accounts.loc[accounts["status"] == "key account", "group_id"])
    rows = [
        _draft(scope, str(group), str(member), points, is_key=group in key)
        for (group, member), points in untold.groupby(["account_id", "member_id"], sort=False)
    ]
    drafts = pd.DataFrame(rows, columns=[*COLUMNS, "points"], dtype="object")
    drafts = drafts.sort_values("points", ascending=False, kind="stable", ignore_index=True)
    return drafts[list(COLUMNS)].astype(COLUMNS)


def _draft(scope: Scope, group: str, member: str, points: pd.DataFrame, *, is_key: bool) -> dict[str, object]:
    account, person = points["account"].iloc[0], points["person"].iloc[0]
    tell_account = bool((points["account_state"] == UNTOLD).any())
    owed = points[points["promise_state"] == UNTOLD]
    topic = ("account and promise" if len(owed) else "account") if tell_account else "promise"
    sentences = [f"{account} is {'a' if is_key else 'served as a'} key account."] if tell_account else []
    sentences += [_owed(row.name, row.promise, row.behaviour) for row in owed.itertuples(index=False)]
    where = ", ".join(points["name"])
    unknown = " and ".join(
        words for words, so in (("that the account is key", tell_account), ("what is promised", len(owed) > 0)) if so
    )
    text = " ".join(sentences)
    return {
        "account_id": group, "account": account, "member_id": member, "audience": person, "topic": topic,
        "what": text if len(text) <= NOTE_LENGTH else text[: NOTE_LENGTH - 1] + "…",
        "touch_point_id": owed["touch_point_id"].iloc[0] if len(owed) == 1 and not tell_account else "",
        "sender_id": _owner(scope, group), "due": scope.due(WITHIN), "points": len(points),
        "evidence": f"On duty at {where}; nobody has told {person} {unknown}.",
    }  # fmt: skip


def _owed(name: str, promise: str, behaviour: str) -> str:
    return f"{name}: {_sentence(promise)}{f' That is: {_sentence(behaviour)}' if behaviour else ''}"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _owner(scope: Scope, group: str) -> str:
    owner = scope.groups["owner_id"].get(group)
    return "" if pd.isna(owner) else str(owner)
