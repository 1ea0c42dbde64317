"""Whether an action, or a behaviour owed, can be seen to be done."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»")

_ATTITUDE = re.compile(
    r"\bpro-?active(ly)?\b|\bbe (more |very )?(attentive|available|responsive|customer[- ]focus+ed|flexible|friendly|open)\b"
    r"|\b(improve|strengthen|deepen|build|maintain|nurture|foster|intensify)\b[^.;]{0,30}\b(relationships?|trust|partnership|rapport)\b"
    r"|\b(stay|keep|be) in (close )?(touch|contact)\b|\bcommunicate (better|more)\b|\bwork (more )?closely\b"
    r"|\bgo the extra mile\b|\braise awareness\b|\bshow (more )?commitment\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"^(to )?(increase|grow|raise|reduce|decrease|cut|lower|improve|boost|win|gain|achieve|reach|double|secure|retain"
    r"|become|strengthen|optimi[sz]e|maximi[sz]e|minimi[sz]e|enhance)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^(to )?(try|look (in)?to|look at|think (about|of)|consider|address|handle|deal with|take care of|ensure|make sure"
    r"|focus on|support|monitor|work on|manage|drive|push|explore)\b",
    re.IGNORECASE,
)
_EXAMPLE = 'such as "Call the plant manager every Friday by 10:00 with the orders at risk"'


def check_wording(what: str) -> str:
    """Why nobody could see whether ``what`` was done; "" if somebody could.

    Refused: attitudes ("be proactive", "improve the relationship"), results instead of activities
    ("increase revenue by 10 %"), openings that promise nothing ("look into"), and fewer than three words.
    What stands in quotation marks is somebody else's wording and is not judged. It reads English, and a
    list of words: it cannot see whether a well-worded action makes sense.
    """
    text = " ".join(_QUOTED.sub(" x ", what).split())
    if found := _ATTITUDE.search(text):
        return f'"{found[0]}" is an attitude that nobody can see done; say who does what by when, {_EXAMPLE}'
    if found := _RESULT.search(text):
        return (
            f'"{found[0]} ..." is a result, not something to do; move it to Success means, '
            f"and write down what is done to get there, {_EXAMPLE}"
        )
    if found := _VAGUE.search(text):
        return f'"{found[0]}" leaves open what is done; name the step that can be seen, {_EXAMPLE}'
    if len(what.split()) < 3:
        return f"too short to tell what is done and for whom; write a sentence, {_EXAMPLE}"
    return ""
