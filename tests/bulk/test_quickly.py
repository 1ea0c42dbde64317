"""nbformat imported without the grammar that nobody needs: it still checks notebooks, and nothing stays changed."""

from __future__ import annotations

import subprocess
import sys

TRY = """
import sys
from kamkit.bulk.quickly import import_nbformat

import_nbformat()
print("nbformat" in sys.modules, "rfc3987_syntax" in sys.modules)
import nbformat
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
nbformat.validate(notebook)
notebook.cells[0].source = 5
try:
    nbformat.validate(notebook)
except nbformat.ValidationError:
    print("refused")
import_nbformat()
import rfc3987_syntax
print(hasattr(rfc3987_syntax, "is_valid_syntax"))
"""


def test_it_checks_notebooks_and_leaves_the_grammar_to_others() -> None:
    done = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "False", "refused", "True"]
