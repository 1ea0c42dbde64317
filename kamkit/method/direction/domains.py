"""What is wrong with the differences of domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from kamkit.method.inheritance import COUNTED, KINDS, NOT_HERE, is_missing, part_of, read_value, row_of, whole_of

if TYPE_CHECKING:
    from kamkit.model.frame import Tables


def check_differences(tables: Tables) -> pd.DataFrame:
    """What is wrong with the differences of domains: domain_id, name (the domain's), item, says, do.

    Reported: a domain that is not there, a setting, item or part that is not there, a value its field does not take, a difference
    without a reason, one that says what is inherited anyway, and one of a figure that is worked out for the whole programme.
    """
    names = tables["domains"].drop_duplicates("domain_id").set_index("domain_id")["name"]
    rows = [
        {"domain_id": row.domain_id, "name": names.get(row.domain_id, row.domain_id), "item": row.item, "says": says, "do": do}
        for row in tables["differences"].itertuples()
        for says, do in _faults(tables, row, names)
    ]
    return pd.DataFrame(rows, columns=["domain_id", "name", "item", "says", "do"]).astype("str")


def _faults(tables: Tables, row: Any, names: pd.Series) -> list[tuple[str, str]]:
    about, item, part = str(row.about), str(row.item), part_of(row.about, row.part)
    if row.domain_id not in names.index:
        return [("there is no such domain", "Add the domain, or correct its short name.")]
    found = []
    if about == "setting":
        part = item
    gone = str(row.value).strip().casefold() == NOT_HERE
    if about == "setting" and gone:
        found.append(("a setting cannot be left out", "Write the value that holds here."))
    elif not gone:
        try:
            read_value(KINDS[about].table, part, str(row.value))
        except ValueError as error:
            found.append((f"{item}: {error}", "Correct the value or the part."))
    whole = whole_of(tables, about, item, "" if about == "setting" else part)
    if whole is not None and whole.replace(",", "") == str(row.value).strip().replace(",", ""):
        found.append((f"{item} says what is inherited anyway", "Delete the difference."))
    if about not in ("setting",) and row_of(tables, about, item) is None and gone:
        found.append((f"the programme has no {about} {item!r} to leave out", "Correct the id."))
    follows = (item if about == "setting" else part) in COUNTED.get(about, (item, part))
    if about == "criterion" and (gone or row_of(tables, about, item) is None):
        follows = False  # accounts of all domains are compared by the same criteria
    if not found and not follows:
        found.append((f"{item} is worked out for the whole programme: what differs here is kept, and no figure follows it", "Read it as a note."))
    if is_missing(row.reason):
        found.append((f"{item} differs without a reason", "Write down why; a difference nobody can explain does not last."))
    return found
