"""The choices in a selection that nobody in the room made: the kit's, named with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kamkit.method.selection import Selection
from kamkit.method.selection.agreement import WIDE
from kamkit.method.selection.criteria import COUNTED_TWICE
from kamkit.method.selection.findings import usual_list
from kamkit.method.selection.measures import SECURITY_RULE
from kamkit.method.selection.scores import ENOUGH_COVERED
from kamkit.show import parts
from kamkit.show.parts import Column, Shown

if TYPE_CHECKING:
    from kamkit.model.settings import Settings


def show_choices(selection: Selection, settings: Settings) -> Shown:
    """What the figures of this list rest on that the criteria do not say."""
    columns = [Column("what", "What"), Column("choice", "The kit's choice")]
    frame = pd.DataFrame(_choices(selection, settings), columns=["what", "choice"])
    return parts.table(frame, columns, caption="7. Choices of the kit; midlines and hours can be changed in the settings")


def _choices(selection: Selection, settings: Settings) -> list[tuple[str, str]]:
    found = [
        (
            "Score",
            "weighted mean on a fixed scale of 1 to 10, so that adding an account reorders nobody; measured criteria on "
            f"straight lines through their anchors; what is missing leaves its weight to the rest; under {ENOUGH_COVERED:g} % "
            "of the weight an account is not scored; of each scorer the last round counts",
        ),
        ("Financial security", SECURITY_RULE),
        (
            "Agreement",
            f"Kendall's W, corrected for ties; departments count as apart from {WIDE:g} points; criteria as counted "
            f"twice from a rank correlation of {COUNTED_TWICE:g}",
        ),
        (
            "Portfolio",
            f"midlines {settings.attractiveness_midline:g} of 10 (attractiveness) and {settings.strength_midline:g} "
            "(strength, against the best competitor); "
            f"hours where nobody said: strategic {settings.hours_strategic:g}, star {settings.hours_star:g}, status "
            f"{settings.hours_status:g}, streamline {settings.hours_streamline:g}",
        ),
        ("List", "the highest sum of scores that the hours allow, by an integer programme; without hours, the highest scores"),
        ("Length", f"{usual_list(settings)}; a warning, never a limit"),
    ]
    drawn = selection.robustness
    if drawn is not None:
        scorers = f", {drawn.scorers_drawn} scorers drawn again each time" if drawn.scorers_drawn else ""
        weights = "all weightings alike" if drawn.weighting == "uniform" else "all weightings in the stated order"
        how = f"SMAA-2, {drawn.draws:,} draws from {weights}{scorers}, the same draws every time; no probability of success"
        found.insert(3, ("Weights", how))
    return found
