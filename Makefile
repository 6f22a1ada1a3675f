# A machine with make and Python 3.11 or later is enough; another interpreter: make PYTHON=python3.13,
# for which the environment is made anew if it is another version's
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements/dev.lock
STAMP := $(VENV)/.installed

PIP := $(BIN)/python -m pip -qq --disable-pip-version-check

# hundreds of processes begin in the tests: none of them is to compile the package anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test every excel check coverage bench torture lock release notes clean

demo: $(STAMP)
	$(BIN)/xlsales demo demo-office

# the second Python's tests, and what they need, run beside the others; what they say comes last;
# tests of a real window that failed beside all that run once more alone (tests/again.py)
test: $(STAMP)
	@mkdir -p build
	@tests/install-desktop >build/desktop.log 2>&1 & desktop=$$!; \
	    $(MAKE) --no-print-directory check || exit; \
	    wait $$desktop || { cat build/desktop.log; exit 1; }
	@$(BIN)/python -m compileall -q xlsales
	@tests/another-python $(BIN)/python $(LOCK) >build/another-python.log 2>&1 & another=$$!; \
	    $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder; code=$$?; \
	    [ $$code != 1 ] || { $(BIN)/python -m tests.again; code=$$?; }; \
	    wait $$another || code=1; cat build/another-python.log; exit $$code

# every case of the tables of which make test tries a share
every: $(STAMP)
	@tests/install-desktop
	XLSALES_EVERY=1 $(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder \
	    tests/hosts tests/office/test_missing.py tests/office/test_as_known.py tests/demo

# the suites of real programs in what passes for Excel, too
excel: $(STAMP)
	@tests/install-desktop
	XLSALES_EXCEL=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests/hosts/test_contract.py tests/hosts/live

check: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry xlsales
	$(BIN)/python -m xlsales.derive --check

# what the tests run of the package, in processes of their own too; a floor: fail_under in pyproject.toml
coverage: $(STAMP)
	@tests/install-desktop
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --cov --cov-report=term --cov-report=html:build/coverage

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

# dist/: wheel and sdist of this version, tried in an environment that has nothing else
release: check
	rm -rf dist build/bare
	$(BIN)/python -m hatchling build
	$(BIN)/twine check --strict dist/*
	$(PYTHON) -m venv build/bare
	$(BIN)/python -m tests.release dist build/bare

# what CHANGELOG.md says of this version, for its tag
notes: $(STAMP)
	@$(BIN)/python -m tests.release --notes

clean:
	rm -rf build dist demo-office .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find xlsales tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

VERSION := import sys; print(sys.version)
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(PYTHON) -c '$(VERSION)' 2>/dev/null),$(shell $(BIN)/python -c '$(VERSION)' 2>/dev/null))
.PHONY: $(STAMP)
OTHER := yes
endif
endif

# The environment: made if it is missing, unusable or another version's, installed anew when the lock is newer.
$(STAMP): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo 'xlsales needs Python 3.11 or later as $(PYTHON); name another: make PYTHON=python3.13' >&2; exit 1; }
	@[ -z '$(OTHER)' ] && $(BIN)/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	        { echo '$(PYTHON) cannot make a virtual environment: install its venv package (Debian, Ubuntu: apt install python3-venv)' >&2; exit 1; }; \
	      $(PYTHON) -m venv --clear $(VENV); }
	@echo 'Installing into $(VENV) …'
	@$(PIP) install --only-binary :all: --require-hashes -r $(LOCK)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
