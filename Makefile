# make run | test | check | bench | campaign: each does all the set-up it needs (Python >= 3.11 with venv).
PYTHON ?= $(firstword $(foreach p,python3.14 python3.13 python3.12 python3.11 python3,$(if $(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo yes),$(p))))
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
# A machine that forbids bytecode would compile the program anew for every process the tests start.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test check bench campaign lock messages clean

run: $(VENV)/run.stamp
	$(BIN)/python -m bot $(if $(wildcard config.toml),--config config.toml) run $(ARGS)

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/python -m tests.check_catalogues
	$(BIN)/python -m tests.check_migrations

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench $(ARGS)

campaign: $(VENV)/dev.stamp
	SISO_CAMPAIGN=1 $(BIN)/python -m pytest -m "slow or covering or campaign or postgres" --timeout 3600 $(ARGS)

messages: $(VENV)/dev.stamp
	$(BIN)/python -m tests.check_catalogues --update

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q -o requirements/dev.txt

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (with venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .import_linter_cache .hypothesis
