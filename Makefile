# Two commands: `make run` tries the portal, `make test` proves it.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin

.PHONY: run test test-slow test-fast install bench lint fmt

run: install
	@$(BIN)/portal demo serve

install: .venv/installed

.venv/installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed."; exit 1; }
	@echo "Installing (once, a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/installed pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint portal

fmt: .venv/installed-dev
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet portal

test-fast: .venv/installed-dev
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

test: lint test-fast

test-slow: .venv/installed-dev
	$(BIN)/pytest -n 2 --dist worksteal -m slow

bench: .venv/installed-dev
	$(BIN)/python -m tests.benchmarks
