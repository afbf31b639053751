# Two commands do all the set-up: `make demo` makes a film, `make test` runs the whole suite.
SERIES ?= examples/the-understudy
EPISODES ?= 1
ONLY ?=
PYTHON ?= python3
BIN := .venv/bin
export PYTHON
# Every worker is a process of its own: without compiled modules each compiles some 280 files at its start.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test test-ray test-theatre test-models check bench setup clean

demo: ## make .venv, install what is missing, build an episode, say where it lies
	@tools/setup.sh studio
	@$(BIN)/reelwright make $(SERIES) --episodes $(EPISODES)
	@echo "To watch it in a theatre: $(BIN)/reelwright serve --demo"

test: ## the whole suite
	@tools/setup.sh dev
	$(BIN)/python -m pytest -n 2 --dist loadscope --ignore=tests/cluster --ignore=tests/models --ignore=tests/theatre $(TESTS)

test-ray: ## a Ray cluster on loopback, with nodes killed: two minutes, by itself
	@tools/setup.sh dev
	$(BIN)/python -m pytest tests/cluster $(TESTS)

test-theatre: ## the theatre by itself, on SQLite, PostgreSQL and in a browser
	@tools/setup.sh theatre
	.venv-theatre/bin/python -m pytest -n 2 --dist loadscope tests/theatre --ignore=tests/theatre/browser $(TESTS)
	.venv-theatre/bin/python -m pytest tests/theatre/browser $(TESTS)

test-models: ## clients against small real models of their kind: half a minute, 100 MB to install
	@tools/setup.sh dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[model-tests]'
	$(BIN)/python -m pytest tests/models $(TESTS)

check: ## ruff, mypy, import-linter and the executed docs
	@tools/setup.sh dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/docs

bench: ## the figures: bench/results/latest.json; ONLY=episode does one section
	@tools/setup.sh dev
	$(BIN)/python -m bench $(ONLY)

setup:
	@tools/setup.sh dev

clean:
	rm -rf .venv .venv-theatre build dist
