# make demo    install what is needed and show the two sample classes
# make test    everything the tests can prove on this machine
# make help    the other targets

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first Python that really answers; it only has to run tools/bootstrap.py, which finds the right one.
PYTHON ?= $(shell for p in python3 python3.13 python3.14 python3.12 /usr/bin/python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 6))' >/dev/null 2>&1 && { echo $$p; exit; }; done)
BIN := .venv/bin
PY := $(BIN)/python
CATALOGUE := src/khuevan/locale/vi/LC_MESSAGES/django
UV ?= uv
WORKERS ?= auto
ARGS ?=

define start
	@test -n "$(PYTHON)" || { echo "Cần Python 3 để bắt đầu: hãy cài python3. / Python 3 is needed to start: install python3."; exit 1; }
	@$(PYTHON) tools/bootstrap.py
endef

.PHONY: help install install-dev demo serve test lint bench format messages pins vendor clean
.PHONY: lint-style lint-types lint-layers lint-templates lint-words lint-house

help:
	@echo "make install      .venv with what the program needs; then .venv/bin/khuevan"
	@echo "make demo         fill an empty database with the two sample classes and serve them (ARGS=--no-serve ...)"
	@echo "make serve        serve the installation (ARGS='--port 8080')"
	@echo "make test         all tests (ARGS='-k roster', WORKERS=0 for one process)"
	@echo "make lint         style, types, layers, budgets, templates, translations, licences, pins"
	@echo "make bench        small form of every benchmark"
	@echo "make format       write the agreed layout into Python and templates"
	@echo "make messages     take new texts from the source into the Vietnamese catalogue"
	@echo "make pins         renew requirements/*.txt from pyproject.toml (UPGRADE=--upgrade for newer ones)"
	@echo "make vendor       fetch the vendored styles, fonts and icons again"

.venv/.khuevan-runtime: requirements/runtime.txt pyproject.toml tools/bootstrap.py tools/interpreters.py
	$(start)

.venv/.khuevan-dev: requirements/dev.txt pyproject.toml tools/bootstrap.py tools/interpreters.py
	$(start) --dev

$(CATALOGUE).mo: $(wildcard $(CATALOGUE).po) tools/messages.py tools/catalogue.py | .venv/.khuevan-runtime
	@$(PY) tools/messages.py compile

install: .venv/.khuevan-runtime $(CATALOGUE).mo

install-dev: .venv/.khuevan-dev $(CATALOGUE).mo

demo: install
	@$(BIN)/khuevan demo $(ARGS)

serve: install
	@$(BIN)/khuevan serve $(ARGS)

test: install-dev
	$(PY) -m pytest -n $(WORKERS) $(ARGS)

lint: lint-style lint-types lint-layers lint-templates lint-words lint-house

lint-style: install-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

lint-types: install-dev
	$(PY) -m mypy

lint-layers: install-dev
	$(BIN)/lint-imports

lint-templates: install-dev
	$(PY) -m djlint src --lint --quiet --allow-empty-input
	@$(PY) -m djlint src --check --allow-empty-input >.build/djlint.txt || { grep '^src/.*\.html' .build/djlint.txt; \
		echo "templates not in the agreed layout: run make format"; exit 1; }

lint-words: install-dev
	$(PY) tools/messages.py check

lint-house: install-dev
	$(PY) tools/check_budgets.py
	$(PY) tools/check_pins.py
	$(PY) tools/check_licences.py
	$(PY) tools/check_repository.py
	$(PY) tools/vendor.py --check

bench: install-dev
	@set -e; for script in $(sort $(wildcard benchmarks/[a-z]*.py)); do echo "$$script --small"; $(PY) $$script --small; done

format: install-dev
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .
	# Twice: one pass settles attributes, the next what follows from them; it answers 1 when it changed a file.
	-@$(PY) -m djlint src --reformat --quiet --allow-empty-input
	@$(PY) -m djlint src --reformat --quiet --allow-empty-input

messages: install-dev
	$(PY) tools/messages.py update
	$(PY) tools/messages.py compile

PIN := $(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --python-version 3.12 \
	--custom-compile-command "make pins" $(UPGRADE)

pins:
	$(PIN) pyproject.toml -o requirements/runtime.txt
	$(PIN) pyproject.toml --group dev --extra postgres -o requirements/dev.txt
	echo pip | $(PIN) - -o requirements/pip.txt
	echo uv | $(PIN) - -o requirements/uv.txt

vendor: install-dev
	$(PY) tools/vendor.py

clean:
	rm -rf .venv .build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
