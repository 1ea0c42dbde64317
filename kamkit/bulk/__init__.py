"""Notebooks in bulk: (notebook, parameters, target) to a run and its ledger; knows no accounts."""

from kamkit.bulk.job import Executed, Job, Outcome
from kamkit.bulk.ledger import Ledger
from kamkit.bulk.run import Limits, Run, run_jobs

__all__ = ["Executed", "Job", "Ledger", "Limits", "Outcome", "Run", "run_jobs"]
