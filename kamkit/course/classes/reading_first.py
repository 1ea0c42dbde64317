"""What a participant reads first."""

from __future__ import annotations

README = """# Your set of exercises

1. Read [CASE.md](CASE.md), ten minutes.
2. Open the exercises in JupyterLab in their order, and choose *Run*, *Run All Cells*. The forms appear. With a personal link
   from your trainer you need none of this: the exercises are in your browser.
3. When your trainer asks for it, write the plan in `plan_and_review.ipynb`; later you read others' there, from the file `to_review-plan.json` that
   you are given.
4. When you are done, hand in this whole folder, or a zip of it.

The figures in `case/` are yours alone: everybody on the course has others, so an answer copied from a neighbour is wrong.
Your answers are written at once to `answers.jsonl` in this folder: the question, the answer and the time; your plan to `plan.jsonl`, what you say of
others' plans to `reviews.jsonl`. `set.json` says that
the set is yours; a set that was changed, or answers of somebody else's, cannot be counted. Nothing here is an examination.

Varnholt Packaging, its customers and its people are invented.
"""
