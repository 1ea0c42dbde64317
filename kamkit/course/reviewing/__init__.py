"""Peer review with files: what a participant writes and reads (``desk``), and a round of a class (``rounds``).

In the participant's folder::

    plan.jsonl              the open-ended plan, one line for each time it was handed in; the last one stands
    to_review-<task>.json   what the trainer gave out to read, without names
    reviews.jsonl           marks and comments, one line each

In the folder of the class, ``reviews/<task>/``: ``assigned.csv`` and ``pieces.jsonl`` (who reads whom, what was given out),
``results.csv``, ``reviewers.csv``, ``set-aside.csv``, ``index.html`` and ``<learner folder>.html``, what an author gets back.
"""

from __future__ import annotations

from kamkit.course.reviewing.desk import ReviewDesk, ToRead, open_reviewing

__all__ = ["ReviewDesk", "ToRead", "open_reviewing"]
