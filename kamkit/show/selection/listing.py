"""The list itself, and who was put on or off it by a signature."""

from __future__ import annotations

import pandas as pd

from kamkit.method.selection import Selection, place_otherwise
from kamkit.method.selection.selected import FROM_HOURS, FROM_SETTINGS, FROM_USUAL_LIST
from kamkit.method.selection.why import share_in_words
from kamkit.show import parts, words
from kamkit.show.parts import Column, Shown
from kamkit.show.selection.missing import listed, lowered, names_of, scored, scores_missing

_STEPS = 10
_PRICED = 8  # accounts below the line whose price is worked out


def show_list(selection: Selection, account_id: str = "") -> Shown:
    """The candidates in their order, who is on the list and how sure that is; with an account, its place.

    Before anybody has scored: the candidates by contribution, and that they are not yet scored.
    """
    account_id = selection.group(account_id)
    if account_id:
        missing = scores_missing(selection, account_id)
        return missing if missing is not None else _one(selection, account_id)
    if selection.ranking.empty:
        missing = scores_missing(selection)
        assert missing is not None
        return missing
    if not selection.scored:
        return _unscored(selection)
    said = parts.say(summary(selection))
    return parts.stack(said, _table(selection.ranking, selection, ""), *_notes(selection.ranking, selection))


_CUT = {
    FROM_HOURS: "as many as our hours serve",
    FROM_SETTINGS: "as many as the settings say",
    FROM_USUAL_LIST: "the lower end of the usual list, since nobody has said how many we can serve",
}


def summary(selection: Selection) -> str:
    """The list in one sentence."""
    ranking = selection.ranking
    on = listed(ranking)
    signed = int((on & (ranking["override"] == "in")).sum())
    unscored = int((~ranking["scored"]).sum())
    text = f"{int(on.sum())} of {words.counted(len(ranking), 'candidate')} are on the list"
    text += f", {signed} of them by a signature" if signed else ""
    text += f": {_CUT[selection.places_from]}"
    return f"{text}. {words.counted(unscored, 'candidate')} not yet scored." if unscored else f"{text}."


def _table(ranking: pd.DataFrame, selection: Selection, account_id: str) -> Shown:
    written = pd.DataFrame(
        {
            "rank": ranking["rank"],
            "name": ranking["name"],
            "score": [_score(row) for row in ranking.itertuples()],
            "sure": [bar(share) for share in ranking["acceptability"]],
            "in_list": [_status(row) for row in ranking.itertuples()],
            "hours": ranking["hours"],
        }
    )
    columns = [
        Column("rank", "Rank", "count"),
        Column("name", "Account"),
        Column("score", "Score (1 to 10)", help="The weighted mean of its scores; a range where some are missing."),
        Column("sure", f"Among the first {selection.places} in", help="Share of weightings: not a probability."),
        Column("in_list", "On the list"),
        Column("hours", "Hours a year", "count"),
    ]
    mark = ranking["account_id"] == account_id if account_id else listed(ranking)
    return parts.table(written, columns, mark=mark)


def bar(share: float) -> str:
    """A share as a bar of ten squares and a figure: readable in grey, in print and aloud."""
    if pd.isna(share):
        return ""
    full = round(share * _STEPS)
    return f"{'■' * full}{'□' * (_STEPS - full)} {share_in_words(share)}".replace(" ", "\u00a0")


def _score(row: object) -> str:
    if not getattr(row, "scored", False):
        return "not yet scored"
    score = words.number(getattr(row, "score", None))
    if getattr(row, "covered", 0.0) > 99.9:
        return score
    low, high = words.number(getattr(row, "score_low", None)), words.number(getattr(row, "score_high", None))
    return f"{score} ({low} to {high})"


def _status(row: object) -> str:
    if not getattr(row, "scored", False):
        return "open"
    status = "yes" if getattr(row, "in_list", False) else "no"
    return f"{status}, signed ✎" if not pd.isna(getattr(row, "override", None)) else status


def _notes(ranking: pd.DataFrame, selection: Selection) -> list[Shown]:
    """Why accounts are on or off the list otherwise than their rank says, a sentence each; empty where none is."""
    told = [(row.name, _note(row, selection)) for row in ranking.itertuples() if row.scored]
    said = [f"{name}: {note}" for name, note in told if note]
    return [parts.say("Otherwise than by rank:", *said)] if said else []


def _note(row: object, selection: Selection) -> str:
    if not pd.isna(getattr(row, "override", None)):
        signed = selection.overrides.set_index("account_id").loc[getattr(row, "account_id", "")]
        put = "put on" if signed["direction"] == "in" else "taken off"
        return f"{put} by {signed['signed_by']}, {str(signed['reason']).rstrip('.')}."
    by_rank, on = int(getattr(row, "rank", 0)) <= selection.places, bool(getattr(row, "in_list", False))
    return "" if by_rank == on else lowered(str(getattr(row, "why", "")).split(". ", 1)[-1])


def _unscored(selection: Selection) -> Shown:
    said = parts.say(
        f"{words.counted(len(selection.ranking), 'account')}, not yet scored, by contribution.",
        "This is an order of size today, not a list of key accounts.",
    )
    columns = [
        Column("name", "Account"),
        Column("contribution", "Contribution a year", "money"),
        Column("revenue", "Revenue a year", "money"),
        Column("potential", "Potential, three years", "money"),
        Column("why", "Score"),
    ]
    return parts.stack(said, parts.table(selection.ranking, columns, currency=selection.currency, limit=30))


def _one(selection: Selection, account_id: str) -> Shown:
    row = selection.place_of(account_id)
    assert row is not None
    among = scored(selection)
    place = int(row["rank"])
    near = among[(among["rank"] >= place - 3) & (among["rank"] <= place + 3)]
    status = "on the list" if row["in_list"] else "off the list"
    said = parts.say(f"{row['name']} is {status}. {row['why']}")
    return parts.stack(said, _table(near, selection, account_id))


def show_overrides(selection: Selection, account_id: str = "") -> Shown:
    """Every account put on or off the list against its score: who signed, why, whom it pushes out, who disagrees.

    For an account also what deciding otherwise would cost.
    """
    account_id, found = selection.group(account_id), selection.overrides
    price = [parts.say(_price(selection, account_id))] if account_id else []
    if account_id:
        found = found[found["account_id"] == account_id]
    if not account_id:
        price = _prices(selection)
    if found.empty:
        whose = "for this account" if account_id else "yet: the list follows scores and hours"
        return parts.stack(parts.say(f"No override {whose}."), *price)
    written = found.assign(
        status=["on the list" if direction == "in" else "off the list" for direction in found["direction"]],
        sure=[bar(share) for share in found["acceptability"]],
        pushes=[_pushes(row) for row in found.itertuples()],
        dissent=found["dissent"].fillna("none noted"),
    )
    columns = [
        Column("name", "Account"),
        Column("status", "Put"),
        Column("signed_by", "Signed by"),
        Column("reason", "Reason"),
        Column("sure", f"Among the first {selection.places} in"),
        Column("pushes", "Pushes out"),
        Column("dissent", "Dissent"),
    ]
    return parts.stack(parts.table(written, columns), *price)


def _prices(selection: Selection) -> list[Shown]:
    """Whom putting an account on would push out, for those next below the line."""
    capacity = selection.capacity
    among = scored(selection)
    off = among[~listed(among)].head(_PRICED)
    if capacity is None or off.empty:
        return []
    found = [place_otherwise(capacity, str(account_id)) for account_id in off["account_id"]]
    written = off.assign(
        pushes=[(names_of(selection, one.pushes_out) if one.pushes_out else "nobody") if one.fits else "does not fit" for one in found],
        lets=[names_of(selection, one.lets_in) if one.lets_in else "" for one in found],
    )
    columns = [
        Column("rank", "Rank", "count"),
        Column("name", "Putting on by hand"),
        Column("hours", "Hours a year", "count"),
        Column("pushes", "would push out"),
        Column("lets", "and let in"),
    ]
    if (written["lets"] == "").all():
        columns.pop()
    return [parts.table(written, columns, caption="What one signature more would cost")]


def _price(selection: Selection, account_id: str) -> str:
    """What deciding otherwise about an account would cost, in a sentence."""
    row, capacity = selection.place_of(account_id), selection.capacity
    if row is None or not row["scored"] or capacity is None:
        return "What deciding otherwise would cost is known once the account is scored and our hours are entered."
    otherwise = place_otherwise(capacity, account_id)
    done = "Putting it on" if otherwise.put_on else "Taking it off"
    if not otherwise.fits:
        return f"{done} by hand is not possible: its hours do not fit beside the other accounts put on."
    effects = [
        f"{verb} {names_of(selection, who)}{after}"
        for verb, who, after in (("push out", otherwise.pushes_out, ""), ("let", otherwise.lets_in, " in"))
        if who
    ]
    return f"{done} by hand would {' and '.join(effects) or 'change nothing for the others'}."


def _pushes(row: object) -> str:
    pushed, named = str(getattr(row, "pushes_out", "")), getattr(row, "named", None)
    if not pushed:
        return "nobody"
    return pushed if not pd.isna(named) else f"{pushed} (the override does not say so)"


def show_check(selection: Selection, account_id: str = "") -> Shown:
    """What to know before the list is shown to anybody, worst first; for an account, what names it."""
    if not account_id:
        return parts.show_findings(selection.findings)
    row = selection.place_of(account_id)
    if row is None:
        return parts.say("Nothing: this account is not among the candidates.")
    own = [finding for finding in selection.findings if str(row["name"]) in finding.says]
    return parts.show_findings(own, nothing=f"Nothing stands out about {row['name']}.")
