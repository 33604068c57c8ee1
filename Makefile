PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
DEMO   := runs/demo
MIN_COVERAGE := 95

# The benchmark oracle. Without --no-deps it would pull torch; mpmath is all that its tools need.
ORACLE := bfcl-eval==2026.3.23
MPMATH := mpmath==1.3.0

# Empty files that say what is installed in $(VENV); a newer pyproject.toml makes them stale.
MADE    := $(VENV)/.made
RUNTIME := $(VENV)/.runtime-installed
DEV     := $(VENV)/.dev-installed

.DEFAULT_GOAL := help
.PHONY: help demo test bench lint format conformance clean
.DELETE_ON_ERROR:

help: ## Show this list
	@echo "Usage: make TARGET [PYTHON=python3.12]"
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) must be Python 3.11 or newer; try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUNTIME): pyproject.toml | $(MADE)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(DEV): pyproject.toml Makefile | $(MADE)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]' $(MPMATH)
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps $(ORACLE)
	@touch $(RUNTIME) $@

demo: $(RUNTIME) ## Generate 50 samples, verify all of them, replay the first one
	@rm -rf $(DEMO)
	$(BIN)/funreason-sim generate --out $(DEMO) -n 50 --seed 7
	$(BIN)/funreason-sim verify $(DEMO)/trajectories.jsonl
	id="$$($(BIN)/funreason-sim replay $(DEMO)/trajectories.jsonl --first)" \
		&& $(BIN)/funreason-sim replay $(DEMO)/trajectories.jsonl --id "$$id"
	@echo
	@echo "Above is the first of 50 samples, all verified; they are in $(DEMO)/trajectories.jsonl."
	@echo "What to try next:"
	@echo "  make other samples, and prove them again:"
	@echo "    $(BIN)/funreason-sim generate --out runs/mine -n 10 --seed 8 -e vehicle"
	@echo "    $(BIN)/funreason-sim verify runs/mine/trajectories.jsonl"
	@echo "  turn them into training rows:"
	@echo "    $(BIN)/funreason-sim export runs/mine/trajectories.jsonl --to llamafactory --out rows.jsonl"
	@echo "  see which tool needs which:"
	@echo "    $(BIN)/funreason-sim graph -e vehicle"
	@echo "  see every command, and run the checks:"
	@echo "    $(BIN)/funreason-sim --help"
	@echo "    make test"

test: lint ## Lint, check types, run every test with coverage
	$(PY) -m mypy --strict
	$(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term-missing --cov-fail-under=$(MIN_COVERAGE)

bench: $(RUNTIME) ## Time the engine and measure the seats (minutes)
	$(BIN)/funreason-sim bench
	$(PY) tools/bench_seats.py --seeds 1 2 3 -n 40

lint: $(DEV) ## Check style and formatting
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: $(DEV) ## Rewrite the code in the project's style
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

conformance: $(DEV) ## Run the long comparisons whole: with the benchmark oracle, and runs killed at many moments
	$(PY) -m pytest -m conformance --whole

clean: ## Remove the virtual environment, build products and caches (runs/ stays)
	rm -rf $(VENV) build dist *.egg-info .coverage .coverage.* htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
