# `make run` tries the portal, `make test` proves it, `make` alone says what else there is.
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PINNED := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"
BY_TWO := -n 2 --dist worksteal
LINTS := lint-types lint-templates lint-code lint-format lint-imports lint-dependencies
BUILT_WITH := $(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")'

# What Python compiled is kept, whatever an environment says: a run imports the portal some sixty times, at a second more each.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run install test test-fast test-postgresql test-browser test-all test-slow test-one test-api client lint $(LINTS) fmt watch hooks lock upgrade bench

help: ## list what make does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## install, migrate, load the agencies, fill in demonstration data, serve
	@$(BIN)/portal demo serve

install: .venv/installed ## make .venv with everything needed to run, from requirements.lock

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

test: lint test-fast ## prove it: lint, then every test on SQLite

test-fast: .venv/installed-dev ## every test on SQLite, without lint
	$(BIN)/pytest $(BY_TWO) -m "not slow and not postgresql and not browser"

test-postgresql: .venv/installed-dev ## the tests of both databases, on a real PostgreSQL
	$(BIN)/pytest $(BY_TWO) -m "not slow and postgresql and not browser"

test-browser: .venv/installed-dev ## pages in chromium: keyboard, axe, print, walks
	$(BIN)/pytest $(BY_TWO) -m "not slow and browser"

test-all: test test-postgresql test-browser ## all three, as CI does

test-slow: .venv/installed-dev ## the examples that only prove the same more often
	$(BIN)/pytest $(BY_TWO) -m "slow or hypothesis" --hypothesis-profile many

test-one: .venv/installed-dev ## some tests: make test-one T=tests/domain, T=FILE::NAME or T="-k WORDS"
	@$(if $(T),,echo 'Which tests? make test-one T=tests/domain, T=FILE::NAME or T="-k WORDS"'; exit 2)
	$(BIN)/pytest $(T)

test-api: .venv/installed-dev ## whatever schemathesis invents from the description of the API
	$(BIN)/pytest -m "slow or not slow" tests/api/test_schemathesis.py

client: .venv/installed-dev ## a Python client of the API, made from its description, in build/client
	@mkdir -p build
	$(BIN)/portal clients describe > build/openapi.json
	$(BIN)/openapi-python-client generate --meta setup --overwrite --config portal/api/client.yaml --path build/openapi.json --output-path build/client

lint: .venv/installed-dev ## style, types, import contracts, dependencies
	@$(MAKE) --no-print-directory --keep-going --jobs 2 $(LINTS)

lint-types:
	$(BIN)/mypy

lint-templates:
	$(BIN)/djlint --check --lint portal

lint-code:
	$(BIN)/ruff check .

lint-format:
	$(BIN)/ruff format --check .

lint-imports:
	$(BIN)/lint-imports

lint-dependencies:
	$(BIN)/deptry portal plugins

fmt: .venv/installed-dev ## put right what tools can: format, imports, safe corrections
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet portal || true

watch: .venv/installed-dev ## the tests of T=…, and lint, again whenever a file changes
	@$(BIN)/watchfiles --target-type command '$(MAKE) --no-print-directory --keep-going $(if $(T),test-one) lint' portal plugins tests agency_configs pyproject.toml

hooks: .venv/installed-dev ## let git make the checks of .pre-commit-config.yaml at each commit
	@$(BIN)/pre-commit install

lock: .venv/installed-dev ## bring the lock files in line with pyproject.toml
	@$(BUILT_WITH) | $(PINNED) $(NEWEST) --output-file requirements.lock pyproject.toml -
	@$(BUILT_WITH) | $(PINNED) $(NEWEST) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml -

upgrade: NEWEST := --upgrade
upgrade: lock ## lock the newest releases that pyproject.toml allows

bench: .venv/installed-dev ## measure: sending, memory, pages, clocks
	$(BIN)/python -m tests.benchmarks
