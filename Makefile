# Everything that one does with a checkout. Needs Python 3.11 or newer, and nothing else.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# As many tests at once as there are processors; WORKERS=0 runs them one after the other.
WORKERS ?= auto
# More arguments for pytest: make test ARGS="tests/rules -x"
ARGS ?=
# Slack's published types are checked where the scripts that fetch them lie beside us.
ORACLES ?= ../shared/conformance

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# The first Python that is new enough; none: what to do, in one line, instead of a traceback.
FIND_PYTHON = for python in $(PYTHON) python3.13 python3.12 python3.11 python3 python; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$python; exit; fi; done; \
	echo "Python 3.11 or newer is needed: install it, or say where it is: make PYTHON=…" >&2; \
	exit 1

.PHONY: help demo test cover lint format bench pictures lock conformance clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/runtime ## try it in the browser, without a Slack account
	@$(BIN)/python -m slackbot demo $(ARGS)

test: .venv/dev ## all tests
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

cover: .venv/dev ## all tests, with the branches that they miss (takes half as long again)
	$(BIN)/python -m pytest -n $(WORKERS) --cov --cov-report=term $(ARGS)

lint: .venv/dev ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev ## lay out the code as `make lint` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/dev ## how fast, how big: ratios, measured in one run
	$(BIN)/python -m pytest tests/benchmarks -o python_files='bench_*.py' -q -s $(ARGS)

pictures: .venv/dev ## every step and every error, as a telephone shows it
	$(BIN)/python -m tests.browser.pictures $(ARGS)

lock: .venv/uv ## lock what pyproject.toml asks for (newer versions: ARGS=--upgrade)
	$(LOCK) pyproject.toml -o requirements.lock $(ARGS)
	$(LOCK) --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock $(ARGS)

conformance: .conformance/venv/bin/python ## fetch Slack's published types (needs Node and npm)

clean: ## remove what the Makefile made; databases and .env stay
	rm -rf .venv .conformance dist build .coverage .coverage.* htmlcov .hypothesis
	rm -rf .mypy_cache .ruff_cache .pytest_cache
	find slackbot tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- how .venv comes about ---------------------------------------------------------------

# One lock for every Python from 3.11 on, Linux and macOS.
LOCK = .venv/uv/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

.venv/bin/python:
	@python=$$($(FIND_PYTHON)) && echo "Making .venv with $$($$python --version) …" && \
	$$python -m venv .venv || { rm -rf .venv; exit 1; }

# The demo needs the smaller lock only. The larger one holds the same versions and more, so
# that whoever tests after a demo adds to .venv, and whoever demos after a test finds it ready.
.venv/runtime: requirements.lock | .venv/bin/python
	@[ -e .venv/dev ] || echo "Installing what the demo needs (once) …"
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@

.venv/dev: requirements-dev.lock requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the tests need (once) …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch .venv/runtime $@

.venv/uv: | .venv/bin/python
	@$(BIN)/python -m venv $@ && $@/bin/python -m pip install --quiet uv

.conformance/venv/bin/python:
	@if [ -x $(ORACLES)/setup.sh ]; then $(ORACLES)/setup.sh .conformance; \
	else echo "$(ORACLES)/setup.sh is not there: set ORACLES to the folder that has it"; exit 1; fi
