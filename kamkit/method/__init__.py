"""The method of key account management: tables in, tables and findings out; no files, no widgets, no clock."""
