# The newcomer's commands. `make demo` and `make test` need Python 3.11 or newer, git and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
STAGE ?= closed
ARGS ?=
ITEMS ?= 50000

RUN = .venv/bin/python
export PYTHONUTF8 = 1
PRODUCTION = env -u DATABASE_URL -u REDIS_URL DEBUG=false ALLOWED_HOSTS=infohub.example INFOHUB_VAR=build/check \
	SECRET_KEY=only-to-let-the-deployment-check-run-0123456789-abcdefghijklmnopqrstuvwxyz

.PHONY: help setup runtime demo run test test-sqlite test-postgres check bench clean

help:
	@echo "make demo            a populated office on http://127.0.0.1:$(PORT)/   STAGE=empty|filed|compiling|signed|closed PORT=8000"
	@echo "make test            the whole suite, on SQLite and on PostgreSQL       ARGS='tests/scoring -k ledger'"
	@echo "make test-sqlite     only the first half;   make test-postgres   only the second"
	@echo "make check           style, imports, migrations, deployment, templates, lock files"
	@echo "make bench           what is claimed of speed and recall, measured        ITEMS=50000 DATABASE_URL=..."
	@echo "make run             a server that reloads, on your own database        DATABASE_URL=... REDIS_URL=..."
	@echo "make setup           everything the others need                         PYTHON=python3.11"
	@echo "make clean           remove build output (never var/, where the data is)"

setup:
	@"$(PYTHON)" tools/setup.py runtime dev

runtime:
	@"$(PYTHON)" tools/setup.py runtime

demo: runtime
	@$(RUN) -m tools.demo --stage "$(STAGE)" --port "$(PORT)"

run: runtime
	@DEBUG=true $(RUN) manage.py migrate --verbosity 1
	@DEBUG=true $(RUN) manage.py runserver 127.0.0.1:$(PORT)

test: setup
	@$(RUN) -m tools.suite $(ARGS)

test-sqlite: setup
	@$(RUN) -m tools.suite sqlite $(ARGS)

test-postgres: setup
	@$(RUN) -m tools.suite postgres $(ARGS)

check: setup
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	$(RUN) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	$(PRODUCTION) $(RUN) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(RUN) manage.py check --deploy --fail-level WARNING
	$(PRODUCTION) DJANGO_SETTINGS_MODULE=infohub.settings $(RUN) -m tools.templates
	$(RUN) -m tools.locks

bench: runtime
	@DEBUG=true INFOHUB_VAR="$${INFOHUB_VAR:-build/bench}" $(RUN) manage.py bench --items "$(ITEMS)" $(ARGS)

clean:
	rm -rf build .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find accounts submissions bulletins scoring infohub tests tools -name __pycache__ -prune -exec rm -rf {} +
