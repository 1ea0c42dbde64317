"""Import of CSV and XLSX files as they come out of CRM and ERP systems: read, mapped, checked, reported, loaded.

One file per stage, each pure but the last: ``source`` (bytes), ``encoding``, ``dialect`` and
``sheet`` (rows of text), ``header`` (where the table is), ``recognise`` or ``mapping`` (which record,
which field), ``reshape`` (columns to fields), ``numbers``, ``dates`` and ``values`` (text to values),
``incoming``, ``resolving``, ``currency`` and ``batching`` (checks), ``importer`` (one change).
"""

from __future__ import annotations

from kamkit.programme.importing.groups import ProposedGroup
from kamkit.programme.importing.importer import import_files
from kamkit.programme.importing.mapping import shipped
from kamkit.programme.importing.report import ImportRefused, ImportReport, TableReport

__all__ = ["ImportRefused", "ImportReport", "ProposedGroup", "TableReport", "import_files", "shipped"]
