"""A table in, something to look at out: every picture and table with a text that says the same."""
