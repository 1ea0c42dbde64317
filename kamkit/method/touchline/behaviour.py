"""Whether a behaviour owed at a touch point can be observed: who does what by when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.touchline.line import place_touch_points

if TYPE_CHECKING:
    from collections.abc import Collection

    from kamkit.model.frame import Tables

NO_TIME = "no time is given"
_UNIT = r"(minutes?|hours?|(working |business )?days?|weeks?|months?|quarters?|years?)"
_COUNT = r"(\d+([.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|the)"
_DAY = r"(mon|tues|wednes|thurs|fri|satur|sun)days?"
_OCCASION = (
    r"(round|meeting|review|talks?|visit|call|delivery|shift|audit|order|offer|truck|renewal|start|end|deadline"
    r"|order|launch|notice|invoice|day|morning|evening|noon|midnight|week|month|quarter|year|hour)s?"
)
_WHEN = re.compile(
    rf"\b(within|after|in|inside) {_COUNT} {_UNIT}\b|\b{_COUNT} {_UNIT} (before|after|ahead|early)\b"
    rf"|\b\d{{1,2}}[:.]\d{{2}}\b|\b\d{{1,2}} ?(am|pm|o'clock)\b|\b{_DAY}\b|\b(noon|midnight)\b"
    r"|\b(daily|weekly|fortnightly|monthly|quarterly|yearly|hourly)\b"
    r"|\b(the )?(same|next|first|last) (working |business )?(day|morning|afternoon|evening|week|month|hour|shift)\b"
    rf"|\b(every|each|once an?|twice an?) ({_DAY}|(\w+ )?{_UNIT}|morning|afternoon|evening|noon|shift)\b"
    rf"|\b(before|after|at|on|during|to|with|at the end of|by) (the|each|every|our|their|its|any) (\w+ ){{0,3}}{_OCCASION}\b"
    r"|\b(january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_ATTITUDE = re.compile(
    r"\b(be |is |more )?pro-?active(ly)?\b|\bbe (\w+ )?(attentive|available|responsive|flexible|friendly|open|helpful|polite|professional"
    r"|reliable|customer[- ]\w+)\b|\b(go|going) the extra mile\b|\b(stay|keep|be|keeps|stays) in (close )?(touch|contact)\b"
    r"|\bcommunicates? (better|more|openly)\b|\bwork(s|ing)? (more )?closely\b|\bcustomer[- ]?(focus|orient)\w*\b"
    r"|\b(builds?|improves?|strengthens?|maintains?|nurtures?|deepens?)\b[^.;]{0,30}\b(relationships?|trust|partnership)\b"
    r"|\bcares? (more|about)\b|\bgives? (our|their) best\b|\bshows? (more )?(commitment|interest|empathy)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(tr(y|ies) to|strives?|ensures?|makes? sure|takes? care|looks? (in)?to|aims? to|seeks? to|endeavours?"
    r"|as soon as possible|asap|where possible|if possible|when needed|as needed|regularly|from time to time|often|promptly"
    r"|in a timely manner|quickly)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(we|one|everybody|everyone|somebody|someone|anybody|all( of us)?|(the|our) (team|company|people|staff|organisation))\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^(please |always |never |then |do |don't )?(answer|ask|be|bring|call|check|confirm|contact|deliver|discuss|email|explain"
    r"|fix|follow|give|help|hold|inform|invite|keep|listen|make|meet|name|offer|open|phone|prepare|provide|reply|report"
    r"|respond|review|ring|scan|send|share|show|solve|start|support|take|talk|telephone|tell|update|visit|walk|warn|write)\b",
    re.IGNORECASE,
)
_DOER = re.compile(r"^(\S+ ){1,8}?(to|is|has|does|will|shall|must|can|tick|are|\w{2,}(?<!s)s)\b", re.IGNORECASE)


def check_behaviour(behaviour: str, people: Collection[str] = ()) -> tuple[str, ...]:
    """Why nobody could see whether ``behaviour`` happened; empty if it says who does what by when.

    ``people`` are names and roles that count as *who* wherever they stand. Refused: attitudes ("be
    proactive"), words that leave the deed open ("ensure", "as soon as possible"), a sentence without a doer
    (an order, or "we"), and one without a time or occasion. A list of words, and English: it cannot see whether
    the promise makes sense.
    """
    text = " ".join(str(behaviour).split())
    reasons = []
    if attitude := _ATTITUDE.search(text):
        reasons.append(f'"{attitude[0]}" is an attitude; say what can be seen to be done')
    if vague := _VAGUE.search(text):
        reasons.append(f'"{vague[0]}" leaves open what is done or when; name the deed and the hour or day')
    if not _names_somebody(text, people):
        reasons.append('nobody is named who does it; begin with a role, such as "The dispatcher"')
    if not _WHEN.search(text):
        reasons.append(f'{NO_TIME}; say by when, such as "by 10:00" or "within two working days"')
    return tuple(reasons)


def _names_somebody(text: str, people: Collection[str]) -> bool:
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) for name in people if name.strip()):
        return True
    return not _NOBODY.match(text) and not _ORDER.match(text) and bool(_DOER.match(text))


def check_behaviours(tables: Tables, account_id: str = "", line: pd.DataFrame | None = None) -> pd.DataFrame:
    """The touch points whose behaviour nobody could observe, or that matter most and have none, in their order.

    Columns: touch_point_id, name, moment, behaviour, says (the reasons in one text; "no behaviour is
    written down" where a moment of truth has none). ``line`` is :func:`place_touch_points`' table, if at hand.
    """
    line = place_touch_points(tables, account_id) if line is None else line
    people = people_in(tables, line)
    rows = []
    for point in line.itertuples():
        written = "" if pd.isna(point.behaviour) else str(point.behaviour)
        reasons = check_behaviour(written, people) if written.strip() else ()
        if not written.strip() and point.moment:
            reasons = ("no behaviour is written down",)
        if reasons:
            rows.append((point.touch_point_id, point.name, point.moment, written, "; ".join(reasons)))
    return pd.DataFrame(rows, columns=["touch_point_id", "name", "moment", "behaviour", "says"], dtype="str")


def people_in(tables: Tables, line: pd.DataFrame) -> frozenset[str]:
    """Names and roles that count as somebody: our people, and who is on duty at the points."""
    members = tables["team_members"]
    found = pd.concat([members["name"], members["role"], line["our_role"]]).dropna().astype(str)
    return frozenset(found[found.str.len() > 3])


def check_redesigns(tables: Tables, account_id: str = "", line: pd.DataFrame | None = None) -> pd.DataFrame:
    """The redesigned touch points (those with a new experience) that leave one of the three questions open.

    Columns: touch_point_id, name, says. The questions: where else is the same promised (consistent), which
    competitor is it better than (differentiated), which expectation does it serve (valuable).
    """
    line = place_touch_points(tables, account_id) if line is None else line
    line = line[line["new_experience"].notna()]
    questions = {
        "consistent_with": "where else the same is promised",
        "better_than_id": "which competitor it is better than",
        "expectation_id": "which expectation it serves",
    }
    rows = []
    for point in line.to_dict("records"):
        if missing := [asked for field, asked in questions.items() if pd.isna(point[field])]:
            rows.append((point["touch_point_id"], point["name"], f"does not say {'; nor '.join(missing)}"))
    return pd.DataFrame(rows, columns=["touch_point_id", "name", "says"], dtype="str")
