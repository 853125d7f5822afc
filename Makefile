# Every command there is. `make` lists them; people, hooks and CI use the same.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9
DATA ?= ../shared/data
export KREISBLICK_DATA ?= $(abspath $(DATA))

.DEFAULT_GOAL := help
.PHONY: help setup engines demo test check bench docs pictures serve berlin flensburg golden-update

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*##/\t/' | expand -t 16

setup: .setup-stamp  ## install everything the project needs

.setup-stamp: requirements.txt pyproject.toml web/package-lock.json bin/install-system
	bash bin/install-system
	test -x $(BIN)/python || $(PY) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	cd web && npm ci --silent --no-audit --no-fund --ignore-scripts
	touch .setup-stamp

engines: .setup-engines-stamp  ## install the other engines that the tests count on

# apart from setup: Spark alone is 450 MB, and only the tests need it
.setup-engines-stamp: .setup-stamp requirements-engines.txt
	bash bin/install-system engines
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-engines.txt
	touch .setup-engines-stamp

demo: setup  ## invent the district Lindenau and go the whole round with it
	$(BIN)/kreisblick demo --out demo

test: setup engines check  ## check the house and run all tests
	$(BIN)/pytest -n 2 --dist loadgroup

check: setup  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup  ## measure against the peers
	for file in benchmarks/[a-z]*.py; do $(BIN)/python $$file || exit 1; done

docs: setup  ## write the generated reference pages
	$(BIN)/python docs/generate.py

pictures: setup  ## take the pictures of the docs from the demo
	$(BIN)/python docs/pictures.py demo

serve: setup  ## look at the demo's pages on this computer
	$(BIN)/kreisblick serve -w demo

berlin: setup  ## the round with Berlin's published data
	$(BIN)/kreisblick run -w examples/berlin --out berlin
	$(BIN)/kreisblick run -w examples/berlin-2019 --out berlin/edition-2019
	$(BIN)/python examples/berlin/compare.py berlin --edition-2019 berlin/edition-2019

flensburg: setup  ## the round with Flensburg's published social atlas
	$(BIN)/kreisblick run -w examples/flensburg --out flensburg

golden-update: setup  ## rewrite the golden files; review their difference like a published figure
	KREISBLICK_GOLDEN=update $(BIN)/pytest -n 0 tests/golden
