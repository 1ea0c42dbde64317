"""Scoring together: what a reveal looks like, on a page and in a workbook."""

from __future__ import annotations

from kamkit.show.scoring.reveal import show_latest, show_reveal
from kamkit.show.scoring.wording import agreement_in_words, change_in_words, message_of, said_of, spread_in_words

__all__ = ["agreement_in_words", "change_in_words", "message_of", "said_of", "show_latest", "show_reveal", "spread_in_words"]
