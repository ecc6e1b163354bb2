# What people type. `make help` lists it.

PYTHON ?= python3
PORT ?= 8000
NUMBERS ?= 214

BIN := .venv/bin
# What `make lint` checks is how the product runs in production, whatever this machine's .env says.
PRODUCTION := env -u DJANGO_SETTINGS_MODULE ENV_FILE=/dev/null DEBUG=off HTTPS=on \
	SECRET_KEY=an-example-for-checks-only-0123456789-abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=numbers.example.com DATABASE_URL=sqlite://:memory: QUO_API_KEY=example TRUSTED_PROXIES=127.0.0.1 \
	STATIC_ROOT=var/lint/static

.DEFAULT_GOAL := help
.PHONY: help install demo test test-slow lint benchmark mutants pins image image-test

help:
	@echo 'make demo     sets up everything and serves the dashboard with a made-up workspace'
	@echo '              (PORT=8000, NUMBERS=214, FAULT=name of something that goes wrong, API_VERSION=2026-03-30)'
	@echo 'make test     sets up everything and runs the tests'
	@echo '              (TEST_DATABASE_URL=postgres://…: a second time on PostgreSQL; REQUIRE_ALL=1: skip nothing)'
	@echo 'make test-slow  runs those that are slow by nature: browsers, servers, processes of their own'
	@echo 'make lint     ruff, mypy, djlint, missing migrations, deployment checks'
	@echo 'make benchmark  measures it, its floors and its peers, at 10,000 and 100,000 numbers; takes an hour'
	@echo '              (BENCHMARK_DATABASE_URL=postgres://…: on that server too; OPTIONS=--help: what else it can)'
	@echo 'make mutants  changes the code in small ways and lists the changes that no test notices'
	@echo '              (ONLY=dashboard.audit.record*: the functions whose names match)'
	@echo 'make image     builds the container image quo-numbers (ENGINE=docker or podman)'
	@echo 'make image-test  builds it without a registry and tests it as compose.yaml runs it. Needs root, debootstrap,'
	@echo '              buildah, podman, runc and postgresql; takes minutes'
	@echo 'make install  only the packages that the dashboard runs with, in .venv'
	@echo 'make pins     renews requirements*.txt from pyproject.toml (UPGRADE=1: to the newest versions)'

install: .venv/runtime

demo: .venv/runtime
	@$(BIN)/python manage.py demo --port '$(PORT)' --numbers '$(NUMBERS)' $(if $(FAULT),--fault '$(FAULT)') \
		$(if $(API_VERSION),--api-version '$(API_VERSION)')

# On SQLite, and what is about a database again on PostgreSQL where TEST_DATABASE_URL names one. Each test that is
# skipped says why. JOBS: how many processes share the work.
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
PYTEST := $(BIN)/python -m pytest -n '$(JOBS)' --dist worksteal

test: .venv/development
ifdef TEST_DATABASE_URL
	env -u TEST_DATABASE_URL $(PYTEST) -m 'not slow and not postgresql'
	$(PYTEST) -m '(database or postgresql) and not slow and not sqlite'
else
	$(PYTEST) -m 'not slow'
endif

test-slow: .venv/development
	env -u TEST_DATABASE_URL $(PYTEST) -m slow

lint: .venv/development
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy .
	$(BIN)/python -m djlint --lint --quiet templates
	$(PRODUCTION) $(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

# On SQLite, and on PostgreSQL where there is one. What it is compared with is installed into var/benchmarks.
benchmark: .venv/development
	@$(BIN)/python -m tests.benchmarks $(OPTIONS)

# By mutmut, in the folder mutants/. The first run notes which test calls which function, which takes minutes. Decorated
# functions and tables at the top of a module are left as they are.
mutants: .venv/development
	$(BIN)/mutmut run --max-children 1 $(if $(ONLY),'$(ONLY)')
	@$(BIN)/mutmut results

ENGINE ?= $(firstword $(notdir $(wildcard /usr/bin/docker /usr/bin/podman)) docker)
VERSION = $(shell sed -n 's/^__version__ = "\(.*\)"/\1/p' dashboard/__init__.py)

image:
	'$(ENGINE)' build --file Containerfile --tag quo-numbers --tag 'quo-numbers:$(VERSION)' \
		--build-arg 'VERSION=$(VERSION)' --build-arg "REVISION=$$(git rev-parse HEAD 2>/dev/null)" .

image-test: .venv/development
	$(BIN)/python -m pytest tests/image/check_image.py

# The stamps make pip run only where the pins have changed.
.venv/runtime: requirements.txt | $(BIN)/python var/pip/bin/pip
	@echo 'Installing the packages into .venv. This takes a minute the first time.'
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/development: requirements-dev.txt | $(BIN)/python var/pip/bin/pip
	@echo 'Installing the packages into .venv, with those for tests. This takes a few minutes the first time.'
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ .venv/runtime

# Neither pip nor setuptools is in .venv, where they would have to be kept up to date. Nothing is built: whatever has no
# wheel is refused, for building runs code of the package's.
PIP_FLAGS = -qq --disable-pip-version-check --require-hashes --only-binary :all:
INSTALL = var/pip/bin/pip --python $(BIN)/python install $(PIP_FLAGS)

var/pip/bin/pip: | $(BIN)/python
	@'$(PYTHON)' -m venv --clear var/pip

$(BIN)/python:
	@command -v '$(PYTHON)' >/dev/null || { \
		echo 'Python was not found. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "This needs Python 3.11 or newer, and $(PYTHON) is $$('$(PYTHON)' --version 2>&1)." \
			'Name a newer one: make PYTHON=python3.12' >&2; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip' && '$(PYTHON)' -m venv --without-pip --clear .venv || { \
		rm -rf .venv; \
		echo 'Python could not make .venv. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }

# --universal: the same pins on every system. uv writes down no index unless told to, and it is not to be.
PIN = var/pins/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header --no-annotate $(if $(UPGRADE),--upgrade)

pins: var/pins/stamp
	$(PIN) --output-file requirements-tools.txt --group tools
	$(PIN) --output-file requirements.txt pyproject.toml
	$(PIN) --output-file requirements-dev.txt pyproject.toml --extra dev --constraint requirements.txt

var/pins/stamp: requirements-tools.txt
	@'$(PYTHON)' -m venv --clear var/pins
	@var/pins/bin/pip install $(PIP_FLAGS) -r requirements-tools.txt
	@touch $@
