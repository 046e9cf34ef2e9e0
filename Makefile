# dialq: what a person does with a checkout. Each target creates what it needs in .venv on first use.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
APP := $(VENV)/installed-app
DEV := $(VENV)/installed-dev
BENCH ?=
SOAK ?= 300
SOAKED ?=

.DEFAULT_GOAL := help
.PHONY: help demo test soak check format bench clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(APP) ## open dialq on the sample data (without a terminal: play a short stretch and exit)
	@$(BIN)/dialq demo

test: $(DEV) ## run all tests, three at a time: many of them wait more than they work
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile

soak: $(DEV) ## play new random days against the oracle, a larger quarter, kill senders: SOAK=20000 for a night
	@DIALQ_SOAK=$(SOAK) $(BIN)/python -m pytest -q tests/oracle/test_engine_agrees.py tests/quarter \
	  tests/concurrency/test_mail_crashes.py $(SOAKED)

check: $(DEV) ## format, lint, types, import contracts, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

format: $(DEV) ## put the code in form and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(DEV) ## measure; BENCH="--quick --json" or row names narrow it
	@$(BIN)/python -m tests.benchmarks $(BENCH)

clean: ## remove the environment and all caches
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find dialq tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "dialq needs Python 3.11 or newer and found no '$(PYTHON)': install it, or say make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "dialq needs Python 3.11 or newer, '$(PYTHON)' is $$($(PYTHON) -V 2>&1): say make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv" >&2; exit 1; }
	@echo "creating $(VENV) (once)..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(APP): pyproject.toml | $(BIN)/python
	@echo "installing dialq into $(VENV)..."
	@$(PIP) --editable .
	@touch $@

$(DEV): pyproject.toml | $(BIN)/python
	@echo "installing dialq and its test tools into $(VENV)..."
	@$(PIP) --editable '.[dev]'
	@touch $(APP) $@
