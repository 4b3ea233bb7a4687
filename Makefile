# Paktum: `make demo` runs it, `make test` tests it. Each target first sets up what it needs and is quick the second time.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# The newest Python that the platform runs on and that can make environments; choose another with PYTHON=...
PYTHON ?= $(shell for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null \
	&& { command -v $$name; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
STAMPS := $(VENV)/stamps
CATALOGUES := $(wildcard platform/paktum/translations/*/LC_MESSAGES/messages.po)

# The commands of an environment name the place it was made in: one that was moved or copied is made anew.
ifneq ($(wildcard $(STAMPS)/place),)
ifneq ($(shell cat $(STAMPS)/place),$(CURDIR))
$(shell rm -rf $(VENV))
endif
endif

.PHONY: help setup demo test check bench assets catalogues clean FORCE

help:
	@echo "make demo         run everything here, with five pacts to try (PORT=$(PORT))"
	@echo "make test         all tests"
	@echo "make check        style, types, layers, catalogues, migrations and row-level security"
	@echo "make bench        what a page costs, beside three small reference apps"
	@echo "make setup        only set up: .venv with the paktum command"
	@echo "make assets       build what the browser loads"
	@echo "make catalogues   compile the messages of the five languages"
	@echo "make clean        remove what the others made, but no data"

setup: $(STAMPS)/installed $(STAMPS)/catalogues $(STAMPS)/assets

# The recipe is one command that takes the shell's place, so that a signal to it reaches the demo itself.
demo: setup
	@exec $(BIN)/paktum demo --port $(PORT)

test: setup $(STAMPS)/dev
	@exec $(BIN)/python -m pytest -rs -n 3 --dist loadfile --no-loadscope-reorder $(TESTS)

check: setup $(STAMPS)/dev
	@echo "style";      $(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@echo "types";      $(BIN)/mypy --no-error-summary
	@echo "layers";     $(BIN)/lint-imports --no-logo > $(STAMPS)/layers.log || { cat $(STAMPS)/layers.log; exit 1; }
	@echo "catalogues"; $(BIN)/paktum catalogues check
	@echo "migrations and row-level security"; $(BIN)/python -m pytest tests/architecture tests/isolation/test_tables.py
	@echo "all checks hold"

bench: setup $(STAMPS)/dev
	@exec $(BIN)/python -m tests.bench

assets: $(STAMPS)/installed
	@$(BIN)/paktum assets build --again

catalogues: $(STAMPS)/installed
	@$(BIN)/paktum catalogues compile

clean:
	@rm -rf $(VENV) build *.egg-info platform/*.egg-info platform/paktum/web/built platform/paktum/web/node_modules
	@find platform/paktum/translations -name '*.mo' -delete 2>/dev/null || true

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python from 3.11 to 3.14 with venv was found here."; \
		echo "Install one (on Debian: apt-get install python3-venv), or name it: make setup PYTHON=/path/to/python3"; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv --clear $(VENV)

$(STAMPS)/python: $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "$(CURDIR)" > $(STAMPS)/place
	@touch $@

$(STAMPS)/locked: requirements.lock | $(STAMPS)/python
	@echo "Installing the packages of requirements.lock …"
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@touch $@

$(STAMPS)/installed: pyproject.toml $(STAMPS)/locked
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@# pip compiles what it copies, and an editable package is not copied: every start would read the source anew.
	@$(BIN)/python -m compileall -q platform/paktum plugins
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/installed
	@echo "Installing the packages of requirements-dev.lock …"
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(STAMPS)/catalogues: $(CATALOGUES) $(STAMPS)/installed
	@$(BIN)/paktum catalogues compile
	@touch $@

# The command itself knows whether a source changed, and does nothing when none did.
$(STAMPS)/assets: $(STAMPS)/installed FORCE
	@$(BIN)/paktum assets build > $(STAMPS)/assets.log || { cat $(STAMPS)/assets.log; exit 1; }
	@touch $@
FORCE:
