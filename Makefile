# SPDX-FileCopyrightText: The Sidelight authors
# SPDX-License-Identifier: Apache-2.0

PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup run test test-all lint format bench docs clean distclean
.PHONY: check-format check-rules check-types check-layers check-tree

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

setup: ## make .venv with the pinned packages (the other targets do it by themselves); PYTHON=… chooses one
	@PYTHON="$(PYTHON)" sh packaging/setup.sh

run: setup ## start Sidelight; without a display: on a virtual one, with a screenshot
	@sh packaging/run.sh $(ARGS)

# Each of the workers has a display of its own. A file's tests stay together: they share what is costly to make.
WORKERS ?= 2
PYTEST := $(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile

test: setup ## every test but the slow ones; ARGS=… goes to pytest, WORKERS=0 runs them one after the other
	$(PYTEST) -m "not slow" $(ARGS)

test-all: setup ## every test
	$(PYTEST) $(ARGS)

# Each check is a target of its own, so that `make -k lint` shows what all of them have to say.
lint: check-format check-rules check-types check-layers check-tree ## format, rules, types, layers, and what no file may name

check-format: setup
	$(PY) -m ruff format --check --quiet .

check-rules: setup
	$(PY) -m ruff check .

check-types: setup
	$(PY) -m mypy
	MYPYPATH=$$(echo plugins/* | tr ' ' ':') $(PY) -m mypy $$(for each in plugins/*/sidelight_*; do echo -p $${each##*/}; done)

check-layers: setup
	.venv/bin/lint-imports

check-tree: setup
	$(PY) packaging/check_tree.py
	$(PY) packaging/build_recording.py --check
	$(PY) packaging/build_ranks.py --check
	$(PY) packaging/build_endings.py --check
	$(PY) packaging/build_plugin_api.py --check

format: setup ## put every file into the agreed form
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: setup ## measure; prints figures beside their goals; ARGS=… names some of them
	$(PY) tests/bench $(ARGS)

docs: setup ## build the documentation into build/site
	$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[docs]'
	$(PY) -m mkdocs build --strict

clean: ## remove what was built; .venv stays
	rm -rf build dist site .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find app tests packaging plugins -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove .venv as well
	rm -rf .venv
