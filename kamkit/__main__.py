"""``python -m kamkit``: the front door where its own command is not on the path."""

from kamkit.cli import main

main()
