"""Logs for people and machines: key=value or JSON, one line each, with the id of the request that caused it."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from inventory.runtime import tracing

PLAIN = re.compile(r"[\w.:/@+,-]+", re.ASCII)
# Lone surrogates, and what ends a line somewhere or steers a terminal.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def fields(record: logging.LogRecord, formatter: logging.Formatter) -> dict[str, str]:
    """The fields of a line, in this order."""
    found = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "process": str(record.process),
    }
    if id := tracing.current():
        found["request"] = id
    found["message"] = record.getMessage()
    if record.exc_info:
        found["error"] = formatter.formatException(record.exc_info)
    return found


class Line(logging.Formatter):
    """time=… level=… message="…". Nothing in a message can begin a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(f"{name}={quoted(value)}" for name, value in fields(record, self).items())


class Json(logging.Formatter):
    """An object a line, with the fields that a record brings in `extra={"fields": …}`."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(fields(record, self) | getattr(record, "fields", {}))


def quoted(text: str) -> str:
    if PLAIN.fullmatch(text):
        return text
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + '"'


def stream() -> TextIO:
    """stdout; but stderr for commands that print their result to stdout."""
    serving = ("db_worker", "runserver", "demo")
    is_command = sys.argv[0].endswith("manage.py") and len(sys.argv) > 1
    return sys.stderr if is_command and sys.argv[1] not in serving else sys.stdout


def configuration(kind: str, level: str) -> dict[str, Any]:
    """Python's logging, as Django and gunicorn take it. `kind` is line or json."""
    formatter = {"line": "Line", "json": "Json"}[kind]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": f"{__name__}.{formatter}"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "ours", "stream": stream()},
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "urllib3": {"level": "ERROR"},  # its lines hold the addresses of webhooks, which are secrets
        },
    }
