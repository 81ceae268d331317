# Two commands do everything: make run, make test. Each sets up what it needs on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin
STORE ?= data/store

.PHONY: run test bench soak screenshots setup browser
.DELETE_ON_ERROR:

.venv/ready: requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

setup: .venv/ready

# Browser tests drive Debian's Chromium; a browser's own download is never used.
browser:
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core >/dev/null) || \
		(echo "Chromium is missing and could not be installed; run: sudo apt-get install chromium" && exit 1)

run: setup
	@test -e $(STORE)/published/current.json || $(BIN)/perfdash demo --store $(STORE)
	$(BIN)/perfdash serve --store $(STORE)

test: setup browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2

bench: setup browser
	$(BIN)/python -m benchmarks

# Thirty people for three minutes.
soak: setup
	$(BIN)/python -m benchmarks.soak

screenshots: setup browser
	$(BIN)/python docs/take_screenshots.py
