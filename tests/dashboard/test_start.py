"""A start that cannot succeed ends at once, with one line that says why."""

import os
import socket
from urllib.parse import urlsplit

import pytest

from tests.dashboard.test_settings import run

GUNICORN = ("-m", "gunicorn", "-c", "dashboard/gunicorn_conf.py", "dashboard.wsgi:application")


def test_gunicorn_without_settings_says_what_is_missing_and_shows_no_traceback() -> None:
    result = run(*GUNICORN, SECRET_KEY=None, BIND="127.0.0.1:0", WEB_CONCURRENCY="1")
    assert result.returncode != 0
    assert result.stderr.startswith("Not configured: SECRET_KEY is not set.")
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize("command", ["migrate", "refresh"])
def test_a_command_without_its_database_says_why_in_one_line(command: str) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        result = run("manage.py", command, DATABASE_URL=f"postgres://quo:a-password@127.0.0.1:{port}/quo")
    assert result.returncode == 1
    assert f"port {port} failed: Connection refused" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "a-password" not in result.stderr


@pytest.mark.postgresql
def test_no_such_database_and_no_such_user_are_told_apart() -> None:
    server = urlsplit(os.environ["TEST_DATABASE_URL"])
    for url, words in (
        (server._replace(path="/no-such-database"), 'database "no-such-database" does not exist'),
        (server._replace(netloc=server.netloc.replace("postgres@", "nobody@")), 'role "nobody" does not exist'),
    ):
        result = run("manage.py", "db_worker", DATABASE_URL=url.geturl(), TASKS="database")
        assert result.returncode == 1
        assert words in result.stderr
        assert "Traceback" not in result.stdout + result.stderr
