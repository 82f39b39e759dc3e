# The targets are the steps of CI (tools/ci.py), and the generators. Nothing else lives here.
PYTHON ?= .venv/bin/python

.PHONY: setup check lint format types contracts test package shared generate model index

setup: ## environment with everything that the steps need, then all steps
	python3 tools/setup.py --test

check: ## every step of CI
	$(PYTHON) tools/ci.py

lint format types contracts test package: ## one step of CI
	$(PYTHON) tools/ci.py $@

shared: ## the suite that needs the maintainers' corpora
	$(PYTHON) -m pytest -q -m shared

generate: ## licenses/, rubric/, data/ -> data/knowledge.sqlite, data/clauses/compiled.json, generated pages
	$(PYTHON) tools/compile_clauses
	$(PYTHON) -m tools.generate
	$(PYTHON) -m openness registry page -o docs/registry.md

model: ## the detector's sentence model, from data/clauses; needs the [analyze] extra
	$(PYTHON) tools/train_clauses

index: ## the fingerprint index, from the inputs that data/index/sources.json names
	$(PYTHON) -m tools.build_index
