# Needs only python3 and make. Every target sets up what it needs; a second run is quick.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
MODEL := models/kefir-guide.tar.gz

export RASA_TELEMETRY_ENABLED := false
export SQLALCHEMY_SILENCE_UBER_WARNING := 1
export TF_CPP_MIN_LOG_LEVEL := 3

.PHONY: help run chat test check fuzz train bench bench-understanding bench-web bench-channels setup setup-dev lock clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 24

run: setup ## Train if needed, start everything, print the address; Ctrl-C stops it
	@exec $(BIN)/python -m guide.runtime.supervisor

chat: setup ## Talk to the running bot in the terminal
	@exec $(BIN)/python -m guide.runtime.chat

train: setup ## Train the model if anything it is made from changed
	$(BIN)/python -m guide.runtime.training

check: setup-dev ## Lint and type checks
	$(BIN)/ruff check .
	$(BIN)/mypy guide actions

test: check ## Run every test, the quick ones first
	$(BIN)/pytest tests --ignore=tests/harness --ignore=tests/browser --ignore=tests/faults --ignore=tests/deploy -q
	$(BIN)/python -m guide.runtime.training
	$(BIN)/rasa data validate --fail-on-warnings
	$(BIN)/rasa test core --model $(MODEL) --stories tests/conversations --out results --fail-on-prediction-errors
	browser=$$($(PYTHON) scripts/browser.py) && export CHROMIUM=$$browser \
	&& $(BIN)/pytest widget/tests/browser -q \
	&& $(BIN)/pytest tests/harness tests/browser tests/faults tests/deploy -q

fuzz: setup-dev ## Send 5,000 made-up calls to the gateway, and 2,000 in the name of each platform
	GUIDE_FUZZ=5000 $(BIN)/pytest tests/gateway/test_openapi.py -q
	GUIDE_FUZZ_BODIES=2000 $(BIN)/pytest tests/gateway/channels/test_fuzz.py -q

bench: setup ## Measure beside Rasa's starter bot (about ten minutes, on an otherwise idle machine)
	$(BIN)/python -m benchmarks.latency

bench-understanding: setup ## Compare ways to understand messages; writes docs/understanding.md (an hour, resumable)
	$(BIN)/python -m benchmarks.understanding --test

bench-web: setup ## Let 200 people talk to the running guide over its public port (three minutes)
	$(BIN)/python -m benchmarks.web

bench-channels: setup ## Measure web replies beside a slow platform, on the running guide (two minutes)
	$(BIN)/python -m benchmarks.channels

setup: ## Make the environment that serving needs
	@$(PYTHON) scripts/environment.py rasa

setup-dev: ## Make the environment with the development tools
	@$(PYTHON) scripts/environment.py dev

COMPILE := uv pip compile pyproject.toml --python-version 3.11 --override requirements/overrides.txt \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

lock: ## Write requirements/*.txt anew from pyproject.toml
	$(COMPILE) --group rasa --group dev -o requirements/dev.txt
	$(COMPILE) --group rasa -c requirements/dev.txt -o requirements/rasa.txt
	$(COMPILE) -c requirements/dev.txt -o requirements/base.txt

clean: ## Remove the environment, models, logs and conversations
	rm -rf .venv var results .rasa .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -f models/*.tar.gz models/*.fingerprint
