"""Documents that people carry away: interview guides and answer sheets, made of what the programme holds."""

from __future__ import annotations

from kamkit.documents.answer_sheet import write_answer_sheet
from kamkit.documents.asking import ASKED, Interview, plan_interview
from kamkit.documents.guide import write_guide

__all__ = ["ASKED", "Interview", "plan_interview", "write_answer_sheet", "write_guide"]
