"""Who was added to the candidates by hand, by whom, and why."""

from __future__ import annotations

ADDED_BY_HAND = {
    "0113": ("Konrad Varnholt", "Our first customer. I want it looked at by the same rules as everybody else."),
}
