"""The sample case: Varnholt Packaging, an invented company, as one CSV per table (see README.md beside this file)."""

COMPANY = "Varnholt Packaging"
