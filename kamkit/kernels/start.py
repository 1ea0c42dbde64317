"""The file that the interpreter is started with to be a fork server; see ``server.py``."""

import sys
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    # As ipykernel does, take off what the interpreter puts first; the kit's own folder is on the path only
    # until the server is found, so that a kernel finds what a stock kernel would.
    if sys.path and sys.path[0] and Path(sys.path[0]).resolve() == here:
        del sys.path[0]
    sys.path.insert(0, str(here.parents[1]))
    from kamkit.kernels.server import main

    del sys.path[0]
    main()
