# Two commands do everything: `make run` and `make test`. The others are their parts.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: run install dev test lint types bench soak screenshots e2e-model lock readme browser clean

run: $(RUN_STAMP)
	$(BIN)/gaigao serve

install: $(RUN_STAMP)

dev: $(DEV_STAMP)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

browser:
	sh tests/browser/install-chromium.sh

test: $(DEV_STAMP) lint browser
	$(BIN)/python -m pytest

bench: $(DEV_STAMP)
	$(BIN)/python -m pytest -q -s -m bench tests/benchmarks

soak: $(DEV_STAMP)
	$(BIN)/python -m pytest -s -m soak

e2e-model: $(DEV_STAMP)
	$(BIN)/python -m pytest -s -m model

screenshots: $(DEV_STAMP) browser
	$(BIN)/python tests/browser/screenshots.py

readme: $(DEV_STAMP)
	$(BIN)/python -m tests.readme_lists

lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet uv
	$(VENV)-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet --group dev -o requirements-dev.lock
	$(VENV)-lock/bin/uv pip compile pyproject.toml requirements-build.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet -c requirements-dev.lock -o requirements.lock
	rm -rf $(VENV)-lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
