"""Notebooks in bulk: (notebook, parameters, target) to a run and its ledger; knows no accounts."""

from kamkit.bulk.job import Executed, Job, Limits, Material, Outcome, Run
from kamkit.bulk.ledger import Ledger
from kamkit.bulk.run import run_jobs

__all__ = ["Executed", "Job", "Ledger", "Limits", "Material", "Outcome", "Run", "run_jobs"]
