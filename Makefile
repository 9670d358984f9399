# Every target does its own set-up; the second time it is quick.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
export PORT ?= 8000
export WEIGUAN_HOME ?= .local
# As many tests at once as there are processors; those of one file stay together.
SPREAD ?= -n auto --dist loadfile

.PHONY: run test lint check format bench drills ledger cost deploy plan secrets admin redrive destroy \
  doctor takeover handback domain-file import-catalogue clear-quota lock audit \
  backup restore replay export release-sample

run: $(VENV)/.ready
	@$(BIN)/python -m local.server

test: $(VENV)/.ready
	@$(BIN)/python -m pytest $(SPREAD) -m "not drill and not browser and not cloud"

lint: $(VENV)/.ready
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

check: lint
	@$(BIN)/python -m pytest $(SPREAD) -m "not drill and not browser and not peer and not engine"

format: $(VENV)/.ready
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.ready
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r bench/requirements.txt
	@$(BIN)/python -m bench

drills: $(VENV)/.ready
	@DRILLS=long $(BIN)/python -m pytest -m drill
	@DRILLS=long $(BIN)/python -m pytest tests/staff/test_fuzz.py tests/staff/test_schema.py

cost: $(VENV)/.ready
	@$(BIN)/python -m bench.counts
	@$(BIN)/python -m infra.cost_page

ledger: $(VENV)/.ready
	@$(BIN)/python -m local.ledger

doctor: $(VENV)/.ready
	@$(BIN)/python -m $(if $(STAGE),infra.doctor $(STAGE) --at "$(AT)",local.doctor)

takeover handback: $(VENV)/.ready
	@$(BIN)/python -m $(if $(STAGE),infra,local).takeover $@ $(or $(STAGE),box) \
	  --again "$(AGAIN)" --drafts "$(DRAFTS)"

domain-file: $(VENV)/.ready
	@test -n "$(STAGE)" -a -n "$(FILE)" \
	  || { echo "Which file? make $@ STAGE=prod FILE=MP_verify_....txt"; exit 1; }
	@$(BIN)/python -m infra.domain_file $(STAGE) "$(FILE)"

clear-quota: $(VENV)/.ready
	@test -n "$(STAGE)" || { echo "Which stage? make $@ STAGE=prod"; exit 1; }
	@$(BIN)/python -m infra.clear_quota $(STAGE)

import-catalogue: $(VENV)/.ready
	@test -n "$(FILE)" || { echo "Which file? make $@ FILE=books.mrc STAGE=prod"; exit 1; }
	@$(BIN)/python -m $(if $(STAGE),infra.catalogue $(STAGE),local.catalogue) "$(FILE)"

admin: $(VENV)/.ready
	@$(BIN)/python -m $(if $(STAGE),infra.deploy admin $(STAGE) --reset "$(RESET)",local.admin "$(RESET)")

release-sample: $(VENV)/.ready
	@$(BIN)/python -m local.release_sample

backup restore replay export: $(VENV)/.ready
	@test -n "$(STAGE)" || { echo "Which stage? make $@ STAGE=prod FILE=..."; exit 1; }
	@$(BIN)/python -m $(if $(filter local,$(STAGE)),local.copies,infra.copies) $@ $(STAGE) \
	  --file "$(FILE)" --erasures "$(ERASURES)" --since "$(SINCE)"

deploy plan secrets redrive destroy: $(VENV)/.ready
	@test -n "$(STAGE)" || { echo "Which stage? make $@ STAGE=prod"; exit 1; }
	@$(BIN)/python -m infra.deploy $@ $(STAGE) --reset "$(RESET)" --adopt "$(ADOPT)"

lock: $(VENV)/.ready
	@$(BIN)/python -m pip install -q --disable-pip-version-check pip-tools==7.6.2
	@$(BIN)/pip-compile -q --generate-hashes --no-annotate --no-header --allow-unsafe --strip-extras \
	  $(UPGRADE) requirements.txt -o requirements.lock
	@sed -i -e '/^--/d' -e '/./,$$!d' requirements.lock  # names and hashes alone: where they come from is each machine's own

audit: $(VENV)/.ready
	@$(BIN)/python -m pip install -q --disable-pip-version-check pip-audit==2.10.1
	@$(BIN)/python -m infra.audit

$(VENV)/.ready: requirements.txt requirements.lock requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
