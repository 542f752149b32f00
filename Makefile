# Two commands on a bare machine: make demo, make test. Both may be run again at any time, and at the same time.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
APPS := accounts spinouts procurement partners scoring config
LOCAL := $(PY) -m config.local
# For the checks alone: what a server would set.
PRODUCTION := env DEBUG=0 DEMO=0 ALLOWED_HOSTS=competitions.example.org EMAIL_URL=console: \
	SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(64))") \
	SEALING_KEY=$$($(PY) -c "import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())")

.PHONY: help setup setup-tests demo demo-reset test checks-and-tests databases coverage check check-django bench rush requirements clean

help:
	@echo "make demo         start the demonstration (PORT=8123 make demo for another port)"
	@echo "make demo-reset   forget what was entered in it"
	@echo "make test         all checks and tests"
	@echo "make coverage     the tests, and which lines none of them reached (twice as long)"
	@echo "make check        the checks that need no database"
	@echo "make bench        measure"
	@echo "make rush         200 bidders in the last minute, while every part of the machine is killed once (three minutes)"
	@echo "make setup        install what these need, and build the style"
	@echo "make requirements pin the Python packages anew, after a change of requirements/*.in"
	@echo "make clean        remove what was installed and built; what you entered in the demonstration stays"

setup:
	@$(PYTHON) config/local/install.py

setup-tests:
	@$(PYTHON) config/local/install.py --tests

demo: setup
	@$(LOCAL) demo

demo-reset: setup
	@$(LOCAL) demo-reset

test: setup-tests
	@$(LOCAL) run -- $(MAKE) --no-print-directory checks-and-tests

# Run inside `config.local run`. The databases of the tests are made beside the checks: either by itself leaves a core idle.
checks-and-tests:
	@$(MAKE) --no-print-directory --jobs=2 check check-django databases
	@$(PY) -m config.local.tests $(ARGS)

databases:
	@$(PY) -m config.local.databases

coverage: setup-tests
	@$(LOCAL) run -- sh -c '$(PY) -m config.local.databases && $(PY) -m config.local.tests --coverage $(ARGS)'

check: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	@DEBUG=1 $(PY) -m mypy .
	@$(PY) .venv/bin/lint-imports
	@find $(APPS) templates -path '*templates/*' -name '*.html' -print0 | xargs -0 .venv/bin/djade --target-version 5.2 --check

# Run inside `config.local run`, which gives it a database.
check-django:
	@DEBUG=1 $(PY) manage.py makemigrations --check --dry-run
	@$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING --database default

bench: setup
	@$(LOCAL) run -- $(PY) -m benchmarks.pages

rush: setup
	@$(PY) -m benchmarks.rush $(ARGS)

requirements: setup
	@for name in base dev; do \
		$(PY) -m uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-strip-extras \
			--python-version 3.11 --custom-compile-command "make requirements" \
			requirements/$$name.in --output-file requirements/$$name.txt || exit 1; \
	done

clean:
	rm -rf .venv node_modules static/build staticfiles .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
