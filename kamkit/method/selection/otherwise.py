"""What deciding otherwise about one account would cost: whom putting it on pushes out, whom taking it off lets in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kamkit.errors import MethodError
from kamkit.method.selection.capacity import Capacity
from kamkit.method.selection.fitting import best_list, by_score


@dataclass(frozen=True)
class Otherwise:
    """The list with one account decided the other way; ``fits`` is False where it cannot be put on at all."""

    account_id: str
    put_on: bool
    pushes_out: tuple[str, ...]
    lets_in: tuple[str, ...]
    fits: bool = True


def place_otherwise(capacity: Capacity, account_id: str) -> Otherwise:
    """The account put on if the list leaves it off, and taken off if the list has it; and who pays or gains.

    MethodError if the account has no score, so that the hours were never shared out over it.
    """
    known: dict[str, Otherwise] = capacity.otherwise
    if account_id not in known:
        known[account_id] = _otherwise(capacity, account_id)
    return known[account_id]


def _otherwise(capacity: Capacity, account_id: str) -> Otherwise:
    task, chosen = capacity.task, frozenset(capacity.chosen)
    if account_id not in task.scores.index:
        raise MethodError(f"account {account_id!r}: not scored, so it has no place on the list or off it; score it first")
    put_on = account_id not in chosen
    musts, outs = task.musts - {account_id}, task.outs - {account_id}
    changed = replace(task, musts=musts | {account_id}, outs=outs) if put_on else replace(
        task, musts=musts, outs=outs | {account_id}
    )  # fmt: skip
    try:
        found = best_list(changed)
    except MethodError:
        return Otherwise(account_id, put_on, (), (), fits=False)
    own = {account_id}
    return Otherwise(account_id, put_on, by_score(task, chosen - found - own), by_score(task, found - chosen - own))
