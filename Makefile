# make run: everything from nothing to the page. make test: everything the continuous integration runs.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

# Tests are rewritten before they run: the bytecode is kept, even where the environment says not to.
QUICK  := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/.pytest_cache/bytecode OMP_NUM_THREADS=1 \
	$(BIN)/python -m pytest -q -p no:xdist -p no:anyio --hypothesis-profile quick \
	-m "not slow and not model and not browser and not data"

.PHONY: run test quick quick-reading quick-answering lint bench profile clean

run: $(READY)
	@$(BIN)/rag sources > /dev/null 2>&1 || $(BIN)/rag build
	$(BIN)/rag serve

test: $(READY) lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

# What the program knows: texts are read, questions understood, answers found, proven and told. Two plain
# processes: pytest-xdist would take longer for each of these tests than the test itself.
quick: $(READY)
	@$(MAKE) --no-print-directory -j 2 quick-reading quick-answering

quick-reading:
	@$(QUICK) $(addprefix tests/,text readers question)

quick-answering:
	@$(QUICK) $(addprefix tests/,index search proof output)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The figures of docs/figures.md; the development collection is named by RAG_DEV_DATA.
bench: $(READY)
	$(BIN)/python -m benchmarks

# Where the time of a question and of a build goes, over the same collection.
profile: $(READY)
	$(BIN)/python -m benchmarks.profile

# torch comes first and alone: by itself pip would choose a build of several gigabytes.
$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(sed -n 's/^ *"\(torch==[^"]*\)",$$/\1/p' pyproject.toml)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis artifacts *.egg-info
