# `make run` starts everything, `make test` checks everything; `make help` lists the rest.

PYTHON ?= python3
# Another port for the local cloud: make run PORT=4567
export PORT
# A browser for the tests that stands where none is looked for: make test CHROME_BIN=/path/to/chrome
export CHROME_BIN
# Node, where the machine had none that is new enough.
export PATH := $(CURDIR)/.local/node/commands:$(PATH)
PY := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup tools run up down clean logs code format check check-js test trials trial-payments storm races mutants docs pins template bench load demo package deploy rollback backup restore close open ask-stage reconcile verify export screens weight verdict typeface holidays month-end trip-year clients

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## The two virtual environments; does nothing when they are up to date
	@$(PYTHON) -m infra.localcloud.install

tools: setup ## What the tests need beside Python: browser, Korean font, node, a second DynamoDB
	@$(PYTHON) -m infra.localcloud.machine test

run: setup ## The whole system on this machine, until Ctrl-C; the data stays
	@$(PY) -m infra.localcloud.local run

up: setup ## The same in the background; returns when it is ready
	@$(PY) -m infra.localcloud.local up

down: ## Stops what `make up` started; the data stays
	@if [ -x $(PY) ]; then $(PY) -m infra.localcloud.local down; fi

clean: ## Stops it and removes its data
	@if [ -x $(PY) ]; then $(PY) -m infra.localcloud.local clean; fi

logs: ## What the functions logged of late
	@$(PY) -m infra.localcloud.local logs

code: ## The code that an authenticator app would show now, for the staff page (WHO=staff or approver)
	@$(PY) -m infra.localcloud.local code $(or $(WHO),staff)

format: setup ## Formats the code, and mends what the linter can mend
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format .

check: setup check-js ## Linter, formatting, types, import rules; no tests but those of the scripts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports

# What the scripts are checked against is made from the app each time: see infra/deploy/page_contract.py.
check-js: setup ## The same for the scripts of the pages, and the tests of their logic
	@$(PYTHON) -m infra.localcloud.machine check
	@$(MAKE) --no-print-directory node_modules/.package-lock.json
	@$(PY) -m infra.deploy.page_contract build && npm run --silent check

node_modules/.package-lock.json: package.json package-lock.json .npmrc
	@npm ci --silent && touch $@

# In parts, as many at once as there are cores, and beside them end to end, which mostly waits:
# infra/localcloud/run_tests.py. Each part's log is shown when it ends.
test: tools node_modules/.package-lock.json ## Everything, with the end-to-end tests on a local cloud of their own
	@$(PY) -m infra.localcloud.run_tests

trials: setup ## The random walks, long: STEPS=300000 SEED=1; every pair of faults in every command
	TRIAL_STEPS=$(or $(STEPS),300000) TRIAL_SEED=$(or $(SEED),1) $(PY) -m pytest tests/model
	ONMIN_FAULT_DEPTH=$(or $(DEPTH),2) ONMIN_FAULT_SEED=$(or $(SEED),1) $(PY) -m pytest tests/faults

trial-payments: setup ## Simulated payments with every fault of a provider: PAYMENTS=10000 SEED=1
	PAYMENTS=$(or $(PAYMENTS),10000) TRIAL_SEED=$(or $(SEED),1) $(PY) -m pytest -s tests/payments/test_trial.py

storm: setup ## A rush of buyers upon a round while consumers are killed: BUYERS=3000 UNITS=1000
	BUYERS=$(or $(BUYERS),3000) UNITS=$(or $(UNITS),1000) $(PY) -m pytest tests/buying/test_storm_of_buyers.py

races: tools ## Commands that meet, long: every order of their calls; RACES=2000 on each DynamoDB
	TRIAL_RACES=$(or $(RACES),2000) $(PY) -m pytest tests/contract/test_interleavings.py

clients: tools node_modules/.package-lock.json ## Lints the OpenAPI document, makes clients of it (Python, TypeScript, Postman) and pays with each
	@$(PY) -m tests.clients.trial

month-end: setup ## Settles 2,800 shops and 100,000 payments over a month's end and a long holiday
	@$(PY) -c 'import tests.conftest; from tests.settlement import month_end; month_end.main()' $(or $(SHOPS),2800) $(or $(PAYMENTS),100000)

trip-year: setup ## Plays a year of half-price trips, one in twenty with each fraud: TEAMS=39066
	@$(PY) -c 'import tests.conftest; from tests.trips import year_report; year_report.main()' $(or $(TEAMS),39066)

mutants: setup ## Mutation testing of what decides about value and people: PACKAGE=ledger; or one module: PACKAGE=sales.rounds
	@$(PYTHON) -m infra.localcloud.install mutants
	@.local/mutants/bin/python -m tests.mutation.run $(PACKAGE)

screens: tools ## Pictures of every page in build/screens; VIEWS=home,wallet WIDTHS=390 LANGS=ko MODES=dark
	@$(PY) -m tests.screens.shoot

weight: tools ## What a first visit of the sign-up page transfers, and when it can be used, on a slow line
	@$(PY) -m tests.screens.weight

verdict: tools ## How long a gate without a net takes from a pass's text to the painted verdict, on a slow phone
	@$(PY) -m tests.screens.verdict

typeface: setup ## Cuts the pages' typeface anew, when they gained letters: FONT=PretendardGOVVariable.woff2
	@.local/uv/bin/uv run --no-project --isolated --with fonttools==4.68.0 --with brotli==1.2.1 python -m infra.deploy.typeface $(FONT)

holidays: setup ## Writes Korea's holidays anew, by the kept library
	@.local/uv/bin/uv run --no-project --isolated --with holidays==0.109 python -m infra.deploy.holidays

docs: setup ## Writes docs/api.md anew from the code
	@$(PY) -m infra.deploy.api_docs

PINS = .local/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make pins" $(if $(UPGRADE),--upgrade)

pins: setup ## Writes the requirements files anew from pyproject.toml; UPGRADE=1 takes the newest
	@$(PINS) pyproject.toml -o requirements.txt
	@$(PINS) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	@$(PINS) --group mutants -c requirements-dev.txt -o tests/mutation/requirements.txt
	@$(PINS) --group load -c requirements-dev.txt -o bench/load/requirements.txt
	@$(PINS) --group localcloud -o infra/localcloud/requirements.txt
	@$(PINS) --group uv -o infra/localcloud/requirements-uv.txt
	@$(PINS) --group node -o infra/localcloud/requirements-node.txt

template: setup ## Writes tests/infra/template.yaml anew from the code: read its diff
	@$(PY) -m infra.deploy.committed_template

bench: setup ## Units and CPU time of each operation; bench/results.json
	@$(PY) -m bench.run

load: tools ## Payments and sign-ups over HTTP; PEER=folder runs pretix beside it: docs/load.md
	@$(PYTHON) -m infra.localcloud.install load
	@PEER="$(PEER)" ROUNDS=$(ROUNDS) COUNT=$(COUNT) $(PY) -m bench.load.run

demo: up ## Replays the festival of the seed figures; SCALE=0.05 makes a quick one
	@$(PY) -m infra.demo.main

reconcile: setup ## Reconciles a past day of the ledger again: ON=2026-11-21
	@ON=$(ON) $(PY) -m infra.localcloud.reconcile

dead-letters: setup ## What no worker could finish (STAGE=…); QUEUE=… [MESSAGE=…] sends it again
	@$(PY) -m infra.deploy.dead_letters "$(QUEUE)" "$(MESSAGE)"

name-keys: setup ## Gives members of before the search by name their place in it (STAGE=…)
	@$(PY) -m infra.deploy.name_keys

ended-wallets: setup ## Names in profiles of before the wallets that ended in them (STAGE=…)
	@$(PY) -m infra.deploy.ended_wallets

verify: setup ## Checks every entry, total and published day; SOURCE=folder takes an export
	@$(PY) -m infra.verifier.verify

export: setup ## Writes the whole ledger and its published days to the folder TO
	@$(PY) -m infra.verifier.export $(TO)

package: setup ## The deployment package of STAGE=dev or prod, in build/
	@$(PY) -m infra.deploy.package $(or $(STAGE),prod) build/$(or $(STAGE),prod)

# These change what runs: which stage, must be said.
deploy rollback restore backup close open: $(if $(filter undefined,$(origin STAGE)),ask-stage)

deploy: setup ## Deploys STAGE=dev or prod: shows what changes, and asks; PARAMETERS="MailFrom=…"
	@$(PY) -m infra.deploy.deploy deploy $(STAGE)

rollback: setup ## Brings the version before back, of STAGE=dev or prod; the data stays; shows and asks
	@$(PY) -m infra.deploy.deploy rollback $(STAGE)

backup: setup ## A backup of the table of STAGE=dev or prod that stays until somebody deletes it
	@$(PY) -m infra.deploy.restore backup $(STAGE)

restore: setup ## The data of STAGE=dev or prod as it was AT=2026-11-29T03:00:00Z, or its newest backup
	@$(PY) -m infra.deploy.restore restore $(STAGE)

close: setup ## Stops every function of STAGE=dev or prod, until `make open`: nothing is written, nobody can pay
	@$(PY) -m infra.deploy.closure close $(STAGE)

open: setup ## Opens STAGE=dev or prod, after `make close` or a restore that did not end
	@$(PY) -m infra.deploy.closure open $(STAGE)

ask-stage:
	@echo "Which stage? STAGE=dev or STAGE=prod"; exit 1

export SCALE SOURCE PROOF REPORTS TOTALS PARAMETERS YES AT ANYWAY
TO ?= build/ledger
