# Two commands set everything up: `make chat` talks, `make test` proves. Both create .venv the first time.
# the first of these that runs and is new enough (a name on the PATH may be a shim without an interpreter behind it)
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

# where this is set each start compiles the whole program again, and tests start it hundreds of times
unexport PYTHONDONTWRITEBYTECODE

.PHONY: chat test check style types names floors flows coverage bench nightly clean help

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

chat: $(VENV)/.runs  ## talk with the bot in this terminal
	@$(BIN)/wenzhu chat $(ARGS)

# in the order of the folders: reordered by their number of tests, the long walk would come last and keep one core waiting
test: $(VENV)/.develops  ## run every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q $(ARGS)

check: style types names floors flows  ## style, types, floors, the shipped flows

style: $(VENV)/.develops
	$(BIN)/ruff format --check bot tests bench tools
	$(BIN)/ruff check bot tests bench tools

types: $(VENV)/.develops
	$(BIN)/mypy

names: $(VENV)/.develops
	$(BIN)/mypy --config-file tests/mypy.ini

floors: $(VENV)/.develops
	$(BIN)/lint-imports

flows: $(VENV)/.develops
	$(BIN)/wenzhu flows check

nightly: $(VENV)/.develops  ## the long property runs
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest -n 2 --dist loadfile -q -m "nightly or not nightly" $(ARGS)

# without the machine walk: two minutes by itself, several times that while it is traced
coverage: $(VENV)/.develops  ## branches of engine and content that their tests take: at least 95 % (four minutes)
	$(BIN)/python -m pytest -n 2 --dist loadfile -q --cov=bot.engine --cov=bot.content --cov-branch --cov-fail-under=95 \
	  --cov-report=term-missing:skip-covered tests/engine tests/content tests/authoring --ignore=tests/authoring/test_walking.py $(ARGS)

bench: $(VENV)/.develops  ## figures, each beside a baseline of the same run
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

$(VENV)/.made:
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "wenzhu needs Python 3.11 or newer. Say which one: make chat PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making $(VENV) (once) …"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runs: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing (once) …"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.develops: $(VENV)/.made pyproject.toml constraints.txt
	@echo "Installing the development tools (once) …"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $(VENV)/.runs $@

clean:  ## remove what can be made again (never data/)
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
