"""One output, two faces: widgets for a live session, the table for everyone else."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import DOMWidget

    from kamkit.show.parts import Shown

# Set by runs that throw the widgets away: two hundred of them cost as much as the rest of the run.
TABLE_ONLY = "KAMKIT_TABLE_ONLY"
# Set where people said who they are before they came to the page, so that no form asks again.
ASKED_AT_THE_DOOR = "KAMKIT_WHO_ASKED"


def two_faces(shown: Shown, live: Callable[[], DOMWidget]) -> dict[str, Any]:
    """What ``_repr_mimebundle_`` gives: the table, and the widgets of ``live`` unless nobody can use them."""
    faces: dict[str, Any] = {"text/html": shown.html, "text/plain": shown.text}
    if os.environ.get(TABLE_ONLY):
        return faces
    view = live()._repr_mimebundle_() or {}
    view = view[0] if isinstance(view, tuple) else view  # some widgets give metadata beside it
    return {kind: face for kind, face in view.items() if kind.startswith("application/")} | faces
