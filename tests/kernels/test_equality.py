"""A warm kernel says what a stock kernel says: every message of every cell, kind by kind and to the byte."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from kernel_talk import SECONDS, levelled, stock_kernels, talk
from nbclient import NotebookClient

from kamkit.kernels import warm_kernels

# One conversation, in this order: what a cell leaves behind is part of the next one's answer.
CELLS = {
    "text": "print('a'); 1 + 1",
    "start": "import sys; print(sys.argv, sys.orig_argv, sys.path, sys.flags, sys.executable, __name__, list(globals()))",
    "folder": "import os; print(os.getcwd(), os.listdir())",
    "threads": "import threading; print(sorted((type(t).__name__, t.name, t.daemon) for t in threading.enumerate()))",
    "main thread": "print(threading.current_thread() is threading.main_thread())",
    "signals": "import signal; print({s: str(signal.getsignal(s)).split(' at ')[0] for s in signal.Signals})",
    "process group": "print(os.getpgid(0) == os.getpid() == os.getsid(0))",
    "limits": "import resource as r; print({n: r.getrlimit(getattr(r, n)) for n in dir(r) if n.startswith('RLIMIT_')})",
    "variables": "print({k: v for k, v in sorted(os.environ.items()) if k != 'JUPYTER_DEFAULT_PROVISIONER_NAME'})",
    "descriptors": "fds = [f'/proc/self/fd/{f}' for f in os.listdir('/proc/self/fd')]\n"
    "print(sorted(os.readlink(f).split(':')[0] for f in fds if os.path.exists(f)))",
    "standard streams": "print(sys.__stdin__.read(), sys.stdin, [(s.encoding, s.line_buffering) for s in "
    "(sys.__stdin__, sys.__stdout__, sys.__stderr__)])",
    "hooks": "print(sys.excepthook, sys.displayhook, sys.breakpointhook, sys.meta_path, threading.excepthook, sys.getrecursionlimit())",
    "collector": "import gc; print(gc.isenabled(), gc.get_threshold())",
    "loop": "import asyncio; print(type(asyncio.get_running_loop())); await asyncio.sleep(0); print('after')",
    "warnings": "import warnings; warnings.warn('hm'); warnings.warn('old', DeprecationWarning); print(warnings.filters)",
    "log": "import logging; logging.warning('careful'); print(logging.root.handlers, logging.getLogger('tornado').handlers)",
    "figure of pyplot": "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2]); plt.title('$x^2$')",
    "settings of matplotlib": "import matplotlib; print(matplotlib.get_backend(), plt.isinteractive(), dict(matplotlib.rcParams))",
    "magic": "%matplotlib inline\nplt.bar(['a', 'b'], [3, 1]);",
    "figure": "from matplotlib.figure import Figure\nfigure = Figure(); figure.subplots().plot([1, 2]); figure",
    "frame": "import pandas as pd; pd.DataFrame({'a': [1, 2.5], 'b': ['x', 'y']})",
    "styled": "pd.DataFrame({'a': [1, 2.5]}).style.set_uuid('x').highlight_max()",
    "settings of pandas": "import numpy as np; print(np.geterr(), np.get_printoptions(), pd.get_option('display.width'))",
    "sums": "a = np.random.default_rng(0).normal(size=(300, 300)); print((a @ a).sum(), np.linalg.inv(a)[0, :5])",
    "seeded": "import random; random.seed(1); np.random.seed(1); print(random.random(), np.random.rand())",
    "error": "def divide(x):\n    return 1 / x\ndivide(0)",
    "error within pandas": "pd.DataFrame({'a': [1]})['b']",
    "error of syntax": "1 +",
    "missing module": "import no_such_module",
    "exception of the kit": "from kamkit.errors import InputError; raise InputError('one line')",
    "shown": "from kamkit.show.parts import say\nsay('Hello & goodbye')",
    "chart of the kit": "from kamkit.show import parts\nfigure = Figure(); figure.subplots().plot([2, 1])\nparts.chart(figure, 'It falls.')",
    "process": "import subprocess; print(subprocess.run('pwd; umask; ulimit -a', shell=True, capture_output=True, text=True).stdout)",
    "shell": "!echo hello",
    # Two threads of a kernel listen to these, and nobody waits for them: one after the other, with time to hear both.
    "below Python": "import time\nos.write(1, b'out\\n'); time.sleep(1.5); os.write(2, b'err\\n'); time.sleep(1.5)",
    "forked pool": "import multiprocessing as mp\nwith mp.get_context('fork').Pool(2) as p: print(p.map(abs, [-1, -2]))",
    "spawned pool": "with mp.get_context('spawn').Pool(1) as p: print(p.map(abs, [-1, -2]))",
    "threads of a cell": "t = threading.Thread(target=print, args=('from a thread',)); t.start(); t.join()",
    "widget": "import ipywidgets as widgets; slider = widgets.IntSlider(value=3); slider",
    "widget changed": "slider.value = 5; slider.observe(lambda change: print(change.new), 'value')",
    "output widget": "output = widgets.Output()\nwith output: print('inside')\noutput",
    "many views": "widgets.VBox([widgets.Text('a'), widgets.Dropdown(options=['x', 'y']), widgets.Button(description='Go')])",
    "progress": "from tqdm.auto import tqdm; print(tqdm)",
    "shell's own": "ip = get_ipython(); print(ip.history_manager.hist_file, list(ip.history_manager.get_range())[:2], ip.config)",
    "comms": "print(sorted(ip.kernel.comm_manager.targets), ip.profile_dir.location, ip.kernel.shell_streams)",
    "kinds of data": "from IPython.display import *\ndisplay(HTML('<b>x</b>'), Markdown('*x*'), SVG('<svg/>'), JSON([1]), Latex('$x$'))",
    "display updated": "handle = display('a', display_id='one'); handle.update('b'); clear_output()",
    "remembered": "print(_, In[1], len(Out))",
    "debugger of a cell": "import pdb; print(pdb.Pdb, pdb.set_trace)",
    "what the debugger passes over": "print([f for f in ip.kernel._kernel_modules if '/pandas/' in f or '/kamkit/' in f and '/kernels/' not in f])",
    "context": "import contextvars, decimal, locale; print(len(list(contextvars.copy_context())), decimal.getcontext().prec, locale.getlocale())",
}


def conversation(folder: Path) -> dict[str, str]:
    with talk(folder) as one:
        heard = {name: one.run(code) for name, code in CELLS.items()}
        heard["question"] = one.run("print(input('name? '))", answer="Ann")
        other = {
            "completion": one.ask("complete", code="pd.read_cs"),
            "completion by type": one.ask("complete", code="figure.subp"),
            "inspection": one.ask("inspect", code="pd.read_csv", cursor_pos=6),
            "is complete": one.ask("is_complete", code="for x in y:"),
            "history": one.ask("history"),
            "kernel": one.ask("kernel_info"),
            "targets": one.ask("comm_info"),
            "debugger": one.control(
                "debug_request", {"type": "request", "seq": 1, "command": "debugInfo", "arguments": {}}
            ),
        }
        said = {name: levelled(said) for name, said in {**heard, **other}.items()}
        return {name: re.sub(rf"\b{one.pid}\b", "<pid>", text) for name, text in said.items()}


@pytest.fixture(scope="module")
def conversations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    folder = tmp_path_factory.mktemp("equality")
    (folder / "notes.txt").write_text("x")
    with stock_kernels():
        stock = conversation(folder)
    with warm_kernels():
        return {"stock": stock, "warm": conversation(folder)}


def difference(one: str, other: str) -> tuple[str, str]:
    """What follows where two texts part."""
    at = len(os.path.commonprefix([one, other]))
    return one[at - 40 : at + 80], other[at - 40 : at + 80]


def test_every_message_is_the_same(conversations: dict[str, dict[str, str]]) -> None:
    stock, warm = conversations["stock"], conversations["warm"]
    assert {name: difference(stock[name], warm[name]) for name in stock if stock[name] != warm[name]} == {}


def test_the_comparison_is_of_something(conversations: dict[str, dict[str, str]]) -> None:
    warm = conversations["warm"]
    assert all(name in warm for name in CELLS)
    for name in ("figure of pyplot", "magic", "figure", "chart of the kit"):
        assert re.search(r"iVBORw0KGgo", warm[name]), f"{name}: no picture"
    assert "application/vnd.jupyter.widget-view+json" in warm["widget"]
    assert "ZeroDivisionError" in warm["error"] and "input_request" in warm["question"]
    assert "read_csv" in warm["completion"] and "UserWarning: hm" in warm["warnings"]


def debugged(folder: Path) -> list[object]:
    """What a debugger is told when it stops in a cell."""
    told: list[object] = []
    with talk(folder) as one:

        def ask(command: str, **arguments: object) -> dict[str, Any]:
            request = {"type": "request", "seq": len(told) + 1, "command": command, "arguments": arguments}
            reply = one.control("debug_request", request)[1]
            told.append((command, reply["success"]))
            body: dict[str, Any] = reply.get("body") or {}
            return body

        ask(
            "initialize",
            clientID="test",
            adapterID="python",
            pathFormat="path",
            linesStartAt1=True,
            columnsStartAt1=True,
        )
        ask("attach")
        code = "a = 1\nb = a + 1\nprint(b)"
        path = ask("dumpCell", code=code)["sourcePath"]
        ask("setBreakpoints", breakpoints=[{"line": 2}], source={"path": path}, sourceModified=False)
        ask("configurationDone")
        asked = one.client.execute(code)
        while one.client.get_iopub_msg(timeout=SECONDS)["content"].get("event") != "stopped":
            pass
        told += [(frame["line"], frame["name"]) for frame in ask("stackTrace", threadId=1)["stackFrames"]]
        ask("continue", threadId=1)
        told.append(one.reply(one.client.get_shell_msg, asked)["content"]["status"])
        ask("disconnect", restart=False, terminateDebuggee=True)
    return told


def test_a_debugger_stops_in_a_cell(tmp_path: Path) -> None:
    with stock_kernels():
        stock = debugged(tmp_path)
    with warm_kernels():
        assert debugged(tmp_path) == stock
    assert (2, "<module>") in stock and "ok" in stock


def code_of(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def executed(sources: list[str], folder: Path) -> list[str]:
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, sources)))
    NotebookClient(notebook, record_timing=False, resources={"metadata": {"path": str(folder)}}).execute()
    # Which cell of its kernel it was says nothing of what it shows.
    return [levelled([{**output, "execution_count": None} for output in cell.outputs]) for cell in notebook.cells]


def test_every_output_of_every_workbook_is_the_same(tmp_path: Path) -> None:
    """One stock kernel has all of them, one after the other: most of its time is its start. Each has a warm one of its own."""
    books = {path.stem: code_of(path) for path in sorted((Path(__file__).parents[2] / "workbooks").glob("*.ipynb"))}
    with stock_kernels():
        stock = iter(executed([one for cells in books.values() for one in ("%reset -f", *cells)], tmp_path))
    with warm_kernels():
        for name, cells in books.items():
            nothing, expected = next(stock), [next(stock) for _ in cells]
            found = executed(cells, tmp_path)
            assert found.count(nothing) < len(found)
            assert (name, found) == (name, expected)
