"""A child: seconds from importing the site, as a web worker does, to its first answer, which is the sign-in page, and
to another page after that. Prints JSON.

python -m tests.benchmarks.child_start COOKIE ADDRESS
"""

import time

STARTED = time.perf_counter()

import json  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from wsgiref.util import setup_testing_defaults  # noqa: E402

from dashboard.wsgi import application  # noqa: E402


def look(cookie: str, address: str) -> float:
    """Seconds from the start of the import until this page is there."""
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": cookie, "HTTP_HOST": "127.0.0.1"}
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start_response(status: str, headers: object, error: object = None, /) -> Callable[[bytes], object]:
        statuses.append(status)
        return lambda written: None

    body = b"".join(application(environ, start_response))
    took = time.perf_counter() - STARTED
    if statuses != ["200 OK"] or not body:
        raise RuntimeError(f"{address} answered {statuses}")
    return took


def main(cookie: str, address: str) -> list[float]:
    return [look("", "/accounts/login/"), look(cookie, address)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])) + "\n")
