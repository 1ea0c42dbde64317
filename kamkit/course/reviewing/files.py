"""What the files of a review are called."""

from __future__ import annotations


def file_name_of(task: str) -> str:
    """A task as part of a file name."""
    return task.replace("/", "-")
