"""Peer review as pages."""

from __future__ import annotations

from typing import Any

from kamkit.serving.course.room import Room


def peer_links(room: Room, learner_id: str) -> list[dict[str, Any]]:
    """What the start page leads to."""
    return []
