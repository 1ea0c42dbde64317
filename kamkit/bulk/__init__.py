"""Notebooks in bulk: (notebook, parameters, target) to a run and its ledger; knows no accounts."""

from kamkit.bulk.job import Job, Outcome
from kamkit.bulk.ledger import Ledger
from kamkit.bulk.run import run_jobs

__all__ = ["Job", "Ledger", "Outcome", "run_jobs"]
