# A machine with make and Python 3.11 or later is enough; another interpreter: make PYTHON=python3.13
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements/dev.lock
STAMP := $(VENV)/.installed

PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

.PHONY: demo test check bench torture lock clean

demo: $(STAMP)
	$(BIN)/xlsales demo demo-office

test: check
	@tests/install-desktop
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m xlsales.derive --check

bench: $(STAMP)
	$(BIN)/python -m bench

# a fault at every call that writes, then eight processes at once for a minute: about 40 minutes
torture: $(STAMP)
	$(BIN)/python -m tests.office.torture
	$(BIN)/python -m tests.office.crowd
	XLSALES_TORTURE=20 $(BIN)/python -m pytest tests/office/test_fuzz.py

# after a change of the dependencies in pyproject.toml; newer versions: make lock UPGRADE=--upgrade
lock: $(STAMP)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --custom-compile-command 'make lock' --no-emit-index-url --no-emit-find-links \
	    --group dev $(UPGRADE) --output-file $(LOCK) pyproject.toml

clean:
	rm -rf build dist demo-office .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find xlsales tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# The environment: made if it is missing or unusable, installed anew when the lock is newer.
$(STAMP): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo 'xlsales needs Python 3.11 or later as $(PYTHON); name another: make PYTHON=python3.13' >&2; exit 1; }
	@$(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	        { echo '$(PYTHON) cannot make a virtual environment: install its venv package (Debian, Ubuntu: apt install python3-venv)' >&2; exit 1; }; \
	      $(PYTHON) -m venv --clear $(VENV); }
	@echo 'Installing into $(VENV) …'
	@$(PIP) install --only-binary :all: --require-hashes -r $(LOCK)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
