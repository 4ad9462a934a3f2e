# The commands of this checkout. Each installs what it needs; a second run finds it done.
# Settings may follow a command, as in `make run PORT=8080`, or stand in the environment.

SETUP = @python3 -m runtime.setup
PYTHON = @.venv/bin/python

# What a council's or a trust's own server would have. No database is asked.
PRODUCTION = @env DEMO=0 PUBLIC_BASE_URL=https://steering.example.org \
	ALLOWED_HOSTS=steering.example.org \
	SECRET_KEY=$$(python3 -c 'import secrets; print(secrets.token_urlsafe(50))') \
	DATABASE_URL=postgres://thinkfamily@127.0.0.1/thinkfamily .venv/bin/python

LOCK = @.venv/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11

.PHONY: help run test lint bench pictures lock

help:
	@echo "make run    installs all it needs and serves http://127.0.0.1:8000"
	@echo "make test   runs the whole suite, browser included"
	@echo "make lint   runs the linters, the type checker and Django's own checks"
	@echo "make bench  runs the benchmarks"
	@echo "make pictures  takes the pictures of README and docs anew"
	@echo "make lock   brings the lock files up to requirements/*.in and package.json"

run:
	$(SETUP) run -m runtime.supervisor

test:
	$(SETUP) test -m pytest

bench:
	$(SETUP) lint -m bench

pictures:
	$(SETUP) test -m tests.pictures

lint:
	$(SETUP) lint
	$(PYTHON) -m ruff check --quiet .
	$(PYTHON) -m ruff format --quiet --check .
	$(PRODUCTION) -m mypy --no-error-summary .
	$(PYTHON) .venv/bin/lint-imports --no-logo
	$(PYTHON) -m djlint --quiet --lint templates
	$(PRODUCTION) -W "ignore:Got an error checking a consistent migration history" \
		manage.py makemigrations --check --dry-run
	$(PRODUCTION) manage.py check --deploy --fail-level WARNING

lock:
	@python3 -m venv .venv/lock
	@.venv/lock/bin/pip install --quiet --disable-pip-version-check uv
	$(LOCK) requirements/app.in --output-file requirements/app.txt
	$(LOCK) requirements/test.in --output-file requirements/test.txt --constraints requirements/app.txt
	$(LOCK) requirements/node.in --output-file requirements/node.txt
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund
