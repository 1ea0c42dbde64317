"""Certificates: who reached what the trainer set, with what was shown; signed with the class's key, checked without a network.

In the folder of a class, ``certificates/``: ``<learner folder>.pdf`` and ``register.jsonl``, what was issued, each line signed.
"""

from __future__ import annotations

from kamkit.course.certificates.earned import Certificate, Shortfall, Threshold, certificate_for, code_of
from kamkit.course.certificates.issuing import Issued, issue_certificates
from kamkit.course.certificates.verifying import Verified, verify_certificate

__all__ = [
    "Certificate", "Issued", "Shortfall", "Threshold", "Verified", "certificate_for", "code_of", "issue_certificates", "verify_certificate",
]  # fmt: skip
