# `make test` and `make check` need nothing but Python 3.11+ and the package registry.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.installed

.PHONY: test test-spark check docs torture mutants format catalog lock clean

$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("modelscan needs Python 3.11 or newer: make PYTHON=python3.11 ...") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev]'
	$(BIN)/python -m compileall -q scanner
	touch $(STAMP)

test: $(STAMP)
	$(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_ARGS)

# A master and two workers on loopback; needs Java 17 or newer, and says so where there is none. Some two minutes.
test-spark: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]'
	MODELSCAN_TEST_SPARK=1 PYSPARK_PYTHON=$(abspath $(BIN)/python) $(BIN)/python -m pytest tests/spark $(PYTEST_ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The pages as a site in build/site; a link or an anchor that leads nowhere stops it.
docs: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(BIN)/mkdocs build --strict

# Faults x worlds: no answer may be better than without them; mutated input: nothing raised, slow or large. Some forty
# minutes; TORTURE_ARGS="--sample N" for fewer, and FUZZ_ARGS="--cards N --others N" for more.
torture: $(STAMP)
	$(BIN)/python -m tests.torture $(TORTURE_ARGS)
	$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

# One small mistake at a time in what decides: which do the tests not notice? Some 40 minutes; --sample N for fewer.
mutants: $(STAMP)
	$(BIN)/python -m scripts.mutants $(MUTANTS_ARGS)

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Rebuilds the bundled catalog from the data beside the checkout (see scripts/build_catalog.py).
catalog: $(STAMP)
	$(BIN)/python -m scripts.build_catalog

# The versions and hashes that the Action and a release are installed with (requirements/README.md).
lock: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml requirements/build.in -o requirements/action.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --all-extras pyproject.toml requirements/build.in -o requirements/dev.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
