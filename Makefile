# Every target sets up what it needs by itself: a virtual environment in .venv, with the versions of constraints.txt.
PYTHON ?= python3
BIN := .venv/bin
EXTRAS ?= dev
# One more than there are cores: much of a test's time goes by waiting, for other processes and for clocks.
AT_ONCE = $(shell $(PYTHON) -c 'import os; print(1 + os.cpu_count())') --dist worksteal

.PHONY: demo test test-postgresql check static format lint types layers bench clean

demo: .venv/installed
	$(BIN)/newsarchive demo

test: .venv/installed
	$(BIN)/pytest -n $(AT_ONCE)

# The tests that touch a database once more, on a PostgreSQL server that is started for them.
test-postgresql: .venv/installed
	$(BIN)/python -m tests.cluster $(BIN)/pytest -n $(AT_ONCE) -m database

check: static test

static: format lint types layers

format: .venv/installed
	$(BIN)/ruff format --check .

lint: .venv/installed
	$(BIN)/ruff check .

types: .venv/installed
	$(BIN)/mypy

layers: .venv/installed
	$(BIN)/lint-imports

bench: .venv/peers
	$(BIN)/python -m benchmarks

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS)]'
	touch $@

# The libraries that extraction is set beside; pip before 23.3 cannot tell that two of them want the same of lxml.
.venv/peers: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=23.3'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[$(EXTRAS),peers]'
	touch $@

clean:
	rm -rf .venv build *.egg-info
