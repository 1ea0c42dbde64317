"""What goes with a small notebook. Whatever this file imports is imported anew by every process that writes pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kamkit.bulk import Executed


def page(executed: Executed) -> dict[str, str]:
    """What was known about the job."""
    return {f"{executed.outcome.job.target}.txt": str(executed.outcome.job.about)}


def page_with_its_failure(executed: Executed) -> dict[str, str]:
    """What was known about the job and how it went."""
    job = executed.outcome.job
    if job.about == "refuse":
        raise ValueError("no page for this")
    return {f"pages/{job.target}.txt": f"{job.about}: {executed.outcome.error or 'fine'}"}
