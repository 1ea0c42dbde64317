"""The course as pages without a kernel: an exercise's notebook read as text, and answers from the fields of a form."""
