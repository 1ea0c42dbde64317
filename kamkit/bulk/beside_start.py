"""The file that a child of ``beside.py`` is started with: calls what it reads until there is no more."""

import os
import pickle
import signal
import sys


def main() -> None:
    """Read pickled calls from standard input and write what became of them to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, which then ends this
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints must not get between the answers
    calls = sys.stdin.buffer
    sys.path[:] = pickle.load(calls)
    while True:
        try:
            function, given = pickle.load(calls)
        except EOFError:
            return
        failure, result = "", None
        try:
            result = function(*given)
        except Exception as error:  # its own kind might not survive the way back
            failure = f"{type(error).__name__}: {error}"
        pickle.dump((failure, result), answers)
        answers.flush()


if __name__ == "__main__":
    main()
