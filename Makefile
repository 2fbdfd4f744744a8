# Every command does its own set-up in .venv and needs nothing but Python 3.11 or newer and make.
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= data/mnist
export HOST PORT
# Else every process of a test run compiles all that it imports: that takes three times as long.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$candidate && break; done)
VENV := .venv
BIN := $(VENV)/bin
RAY := .venv-ray
BENCH := .venv-bench
OLDEST := .venv-oldest
# The tools of the page run on the Node.js that the development lock brings, whatever the machine has.
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

.PHONY: help install tools browser run test test-kernels test-fonts test-ray test-oldest audit lint lint-python lint-page format train evaluate bench lock vendor clean
help:
	@echo "make run      serve the page on http://$(HOST):$(PORT) (HOST= and PORT= are honoured)"
	@echo "make test     run every test, in Chromium too"
	@echo "make test-kernels run the numeric tests as other processors compute them (KERNELS=$(KERNELS))"
	@echo "make test-fonts run the layout tests with other fonts (FONT_SETS=$(FONT_SETS))"
	@echo "make test-ray run the recorded requests through Ray Serve, and a job of Ray Data"
	@echo "make test-oldest run the tests with the lowest versions that pyproject.toml allows"
	@echo "make audit    look for known vulnerabilities of the pinned packages, where their database can be reached"
	@echo "make lint     ruff, mypy, eslint and tsc"
	@echo "make bench    measure speed against onnxruntime and PyTorch, over HTTP and in the page"
	@echo "make train    train the weights on MNIST (DATA=$(DATA); fetched when missing)"
	@echo "make evaluate measure the shipped weights on the MNIST test set"
	@echo "make lock     resolve the dependencies again and write the lock files"
	@echo "make vendor   build static/vendor again from the npm packages"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "LeNet Lens needs Python 3.11 or newer; none was found on the PATH." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module failed: on Debian and Ubuntu, install python3-venv." >&2; rm -rf $(VENV); exit 1; }

$(VENV)/.run-time: requirements/run.lock | $(BIN)/python
	@echo "Setting up in $(VENV); this takes a minute or two, once."
	@$(PIP_INSTALL) -r requirements/run.lock
	@touch $@

$(VENV)/.development: requirements/dev.lock | $(BIN)/python
	@echo "Setting up the development tools in $(VENV); this takes some minutes, once."
	@$(PIP_INSTALL) --no-compile -r requirements/dev.lock
	@touch $@ $(VENV)/.run-time $(VENV)/.training

$(VENV)/.training: requirements/train.lock $(VENV)/.run-time
	@$(PIP_INSTALL) -r requirements/train.lock
	@touch $@

# What the benchmarks compare with has an environment of its own: PyTorch's processor-only build where an index or folder
# known to pip offers it (200 MB), else the one of the lock (3 GB).
BENCH_INSTALL := $(PIP_INSTALL:$(BIN)/%=$(BENCH)/bin/%)
$(BENCH)/.installed: requirements/dev.lock requirements/bench.lock requirements/bench-torch-cpu.lock requirements/bench-torch.lock | $(BIN)/python
	@echo "Setting up the benchmarks in $(BENCH); this takes some minutes, once."
	@$(BIN)/python -m venv $(BENCH)
	$(BENCH_INSTALL) -r requirements/dev.lock
	$(BENCH_INSTALL) -r requirements/bench.lock
	$(BENCH_INSTALL) -r requirements/bench-torch-cpu.lock 2>/dev/null || $(BENCH_INSTALL) -r requirements/bench-torch.lock
	@touch $@

# Ray has an environment of its own, as it brings sixty packages that nothing else here uses.
$(RAY)/.installed: requirements/ray.lock | $(BIN)/python
	@echo "Setting up Ray in $(RAY); this takes some minutes, once."
	@$(BIN)/python -m venv $(RAY)
	@$(RAY)/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements/ray.lock
	@touch $@

requirements/node_modules/.installed: requirements/package-lock.json $(VENV)/.development
	$(NODE) npm --prefix requirements ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

install: $(VENV)/.run-time

run: $(VENV)/.run-time
	@$(BIN)/python -m app serve

# Everything that .ci/run needs; `make -j2 tools` sets up two things at once.
tools: browser requirements/node_modules/.installed

browser: $(VENV)/.development
	@$(BIN)/python -m tests.browser.chromium --install
	@$(BIN)/python -m tests.debian

# One thread for matrix products: tests run side by side, and threads that wait for each other take the cores.
PYTEST := OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto

test: browser requirements/node_modules/.installed
	$(PYTEST) --dist worksteal

# The numbers with other kernels of OpenBLAS than the processor's own, as other processors compute them: the oldest ones,
# without AVX. `make test` runs them with the processor's own.
KERNELS := Nehalem
NUMERIC := tests/lenet tests/training tests/contract tests/imaging
test-kernels: $(VENV)/.development
	@for kernel in $(KERNELS); do echo "OPENBLAS_CORETYPE=$$kernel"; OPENBLAS_CORETYPE=$$kernel \
		$(PYTEST) -q $(NUMERIC) || exit 1; done

# The page's layout with one font set only; the fonts of this machine are those of `make test`.
FONT_SETS := dejavu
test-fonts: browser
	@for fonts in $(FONT_SETS); do echo "FONTS=$$fonts"; FONTS=$$fonts \
		$(PYTEST) -q -m layout tests/browser || exit 1; done

test-ray: $(VENV)/.development $(RAY)/.installed
	$(BIN)/python -m pytest -m ray tests/deploy

# The lowest versions that pyproject.toml allows, in an environment of their own; the page's tests need none of them.
$(OLDEST)/.installed: requirements/oldest.lock | $(BIN)/python
	@$(BIN)/python -m venv $(OLDEST)
	@$(OLDEST)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/oldest.lock
	@touch $@

test-oldest: $(OLDEST)/.installed
	$(OLDEST)/bin/python -m pytest --numprocesses auto --ignore=tests/browser --ignore=tests/test_vendor.py

audit: $(VENV)/.development
	@$(BIN)/python -m tests.audit requirements/dev.lock requirements/ray.lock

# Two halves, as one core can do the one and another the other.
lint: lint-python lint-page

lint-python: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lint-page: $(VENV)/.development requirements/node_modules/.installed
	$(NODE) requirements/node_modules/.bin/eslint -c requirements/eslint.config.js --max-warnings 0 static
	$(NODE) requirements/node_modules/.bin/tsc -p requirements/jsconfig.json

format: $(VENV)/.development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

train: $(VENV)/.training
	$(BIN)/python -m app train --data $(DATA) --download

evaluate: $(VENV)/.training
	$(BIN)/python -m app evaluate

bench: $(BENCH)/.installed requirements/node_modules/.installed browser
	$(BENCH)/bin/python -m app bench

# uv is used for this one command only: it resolves for every Python and platform at once.
LOCK := uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate
lock:
	$(LOCK) -o requirements/run.lock
	$(LOCK) --extra train -c requirements/run.lock -o requirements/train.lock
	$(LOCK) --extra dev -c requirements/train.lock -o requirements/dev.lock
	$(LOCK) --extra bench -c requirements/dev.lock -o requirements/bench.lock
	$(LOCK) --extra ray -c requirements/dev.lock -o requirements/ray.lock
	$(LOCK) --extra bench-torch -c requirements/dev.lock -c requirements/bench.lock -o requirements/bench-torch.lock
	$(LOCK) --extra client --extra metrics --extra train --extra test --resolution lowest-direct -o requirements/oldest.lock

vendor: requirements/node_modules/.installed
	$(NODE) node static/vendor/build.mjs

clean:
	rm -rf $(VENV) $(RAY) $(BENCH) $(OLDEST) requirements/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
