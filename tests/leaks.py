"""Watches the whole run for leaked secrets: every response, every line of the log, every row of the database.

A pytest plugin. A test after which a secret stands where none may fails, whatever it was about.
"""

import logging
from collections.abc import Generator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http.response import HttpResponseBase

from inventory.sandbox import SANDBOX_KEY
from inventory.sandbox.workspace import BUSINESS_SECRETS

LEAKS: list[str] = []
LABELS = ("numbers", "audit", "accounts", "inventory", "sessions", "admin")


def watch(where: str, text: str) -> None:
    """Notes a secret in the text. Both keys are of letters, digits, - and _, which no page, log or column escapes."""
    folded = text.casefold()
    for secret in (SANDBOX_KEY, settings.SECRET_KEY):
        if secret.casefold() in folded:
            LEAKS.append(where)
    if any(secret in text for secret in BUSINESS_SECRETS):
        LEAKS.append(where)


class Listener(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        watch(f"the log: {record.name}, {record.pathname}:{record.lineno}", self.format(record))


def pytest_configure(config: pytest.Config) -> None:
    listener = Listener()
    for name in ("inventory", "dashboard"):
        logging.getLogger(name).setLevel(logging.DEBUG)  # also the lines that nobody usually sees
        logging.getLogger(name).addHandler(listener)
    logging.getLogger().addHandler(listener)
    answer = BaseHandler.get_response

    def watched(self: BaseHandler, request: Any) -> HttpResponseBase:
        response = answer(self, request)
        watch(f"the headers of {request.path}", repr(response.headers))
        if not response.streaming:
            watch(f"the page {request.path}", response.content.decode("utf-8", "replace"))  # type: ignore[attr-defined]
        return response

    BaseHandler.get_response = watched  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """While the test's database is still there, its rows are read; those of tests that speak with the sandbox."""
    names = getattr(item, "fixturenames", ())
    if "sandbox" in names and {"db", "transactional_db"} & {*names} and not connection.needs_rollback:
        look_at_tables()
    found = LEAKS[:]
    LEAKS.clear()
    yield
    assert not found, f"a secret leaked into {', '.join(found)}"


def look_at_tables() -> None:
    for config in apps.get_app_configs():
        if config.label not in LABELS:
            continue
        for model in config.get_models(include_auto_created=True):
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a model's name
                for row in cursor:
                    watch(f"the table {table}", repr(row))
