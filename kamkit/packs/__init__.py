"""Accounts to packs: which workbooks an account gets, their pages, and the index of the portfolio."""
