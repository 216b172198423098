# Two commands: `make run` tries the portal, `make test` proves it.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PINNED := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"
BUILT_WITH := $(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'

.PHONY: run test test-slow test-fast install bench lint lock upgrade

run: install
	@$(BIN)/portal demo serve

install: .venv/installed

.venv/installed: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed."; exit 1; }
	@echo "Installing (once, a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

test: lint test-fast

test-fast: .venv/installed-dev
	$(BIN)/pytest -n 2 --dist worksteal -m "not slow"

test-slow: .venv/installed-dev
	$(BIN)/pytest -n 2 --dist worksteal -m slow

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry portal plugins

lock: .venv/installed-dev
	@$(BUILT_WITH) | $(PINNED) $(NEWEST) --output-file requirements.lock pyproject.toml -
	@$(BUILT_WITH) | $(PINNED) $(NEWEST) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml -

upgrade: NEWEST := --upgrade
upgrade: lock

bench: .venv/installed-dev
	$(BIN)/python -m tests.benchmarks
