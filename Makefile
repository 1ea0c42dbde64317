# Sets everything up on a machine with Python 3.11 or later (with venv), git and make: `make demo`, `make test`.
# On Windows without make: the lines in README.md.

PYTHON  ?= python3
WITHOUT ?=

# Bytecode halves the start of every notebook process, so it is written whatever the machine's setting;
# and nothing but the locks decides what can be imported.
unexport PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONHOME

comma    := ,
LEFT_OUT := $(subst $(comma), ,$(WITHOUT))
$(if $(filter-out browser office,$(LEFT_OUT)),$(error WITHOUT=$(WITHOUT): only browser and office can be left out))

# What stands in .venv is told by the names of two empty files in it. They change with the locks, the version of
# Python and the folder; where they are missing, .venv is made from scratch.
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
STATE   := $(firstword $(shell { pwd; echo $(VERSION); cat requirements/*.lock; } 2>/dev/null | cksum))
DEMO    := .venv/demo-$(STATE)
TEST    := .venv/test-$(STATE)
# Wheels only: a package that would have to be compiled here is refused by name instead.
INSTALL := .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet
LOCKED  := --no-compile --only-binary :all: --require-hashes -r
COMPILE := .venv/bin/python -m compileall -qq -j 0

.NOTPARALLEL:
.PHONY: help demo test lab bench lock clean

help:
	@echo "make demo    the environment in .venv, then all of it on the sample: demo/"
	@echo "make test    what the tests need, then all tests; WITHOUT=browser,office leaves some out"
	@echo "make lab     the sample in JupyterLab; what you enter stays in practice/"
	@echo "make bench   what bulk runs cost against papermill alone; ARGS=\"--grow 100,300\", \"--flat 2000\", \"--programme FOLDER\", \"--help\""
	@echo "make lock    requirements/*.lock anew after a change of dependencies; UPGRADE=1 takes new versions"
	@echo "make clean   removes .venv, demo/ and caches, never practice/"
	@echo "PYTHON=...   another interpreter than python3"

demo: .venv/project
	@.venv/bin/kamkit demo

test: .venv/project $(TEST)
	@sh requirements/programs.sh $(filter-out $(LEFT_OUT),browser office)
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports
	@# Three on two cores: many of them wait for a browser, a server or a kernel; four gain nothing.
	.venv/bin/pytest -n 3 --dist worksteal $(if $(LEFT_OUT),-m "not ($(subst $(comma), or ,$(WITHOUT)))")
	.venv/bin/pytest -n 2 --dist loadscope --nbval --nbval-current-env --nbval-cell-timeout=300 \
	    $(patsubst %,--nbval-sanitize-with %,$(wildcard tests/nbval_sanitize.cfg)) $(wildcard workbooks exercises)
	@$(if $(LEFT_OUT),echo "Not run because of WITHOUT=$(WITHOUT): the tests marked $(subst $(comma), or ,$(WITHOUT)).")

lab: .venv/project
	@test -e practice || .venv/bin/kamkit new practice --sample
	@.venv/bin/kamkit lab practice --as-of 2026-03-31

# Minutes, and only worth reading from a machine that does nothing else.
bench: .venv/project $(TEST)
	@.venv/bin/python tests/bench $(ARGS)

$(DEMO):
	@test -n "$(VERSION)" || { echo "make: no $(PYTHON) here; install Python 3.11 or later, or name it: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "make: $(PYTHON) is Python $(VERSION), 3.11 or later is needed; name another: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "make: $(PYTHON) comes without venv; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the environment in .venv with Python $(VERSION): about a minute."
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(INSTALL) $(LOCKED) requirements/demo.lock
	@$(COMPILE) .venv/lib
	@touch $@

# On top of the demo's environment: test.lock holds all of demo.lock, in the same versions.
$(TEST): $(DEMO)
	@echo "Adding what the tests need."
	@$(INSTALL) $(LOCKED) requirements/test.lock
	@$(COMPILE) .venv/lib
	@touch $@

# The kit runs from this folder, so that an edit counts at once.
.venv/project: $(DEMO) pyproject.toml
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(COMPILE) kamkit
	@touch $@

# uv is needed for this one command only: nobody who uses or tests the kit needs it.
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-header --no-annotate $(if $(UPGRADE),--upgrade)
lock:
	@command -v uv >/dev/null || { echo "make: make lock needs uv: pip install uv" >&2; exit 1; }
	@$(LOCK) --group build --extra lab --output-file requirements/demo.lock
	@$(LOCK) --group build --extra all --constraint requirements/demo.lock --output-file requirements/test.lock

clean:
	rm -rf .venv demo dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
