"""PgBouncer in transaction mode between the site and PostgreSQL, with fewer sessions than clients."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
import requests

from inventory.sandbox import Sandbox
from tests.deploy.test_nginx import is_open
from tests.postgresql import Server, server_with_tables
from tests.processes import Site, free_port, site, stop, until

pytestmark = [pytest.mark.sqlite, pytest.mark.postgresql_server]  # the processes have a database of their own

NUMBERS = 1_100  # more rows than one piece of an export
INI = """
[databases]
quo = host=127.0.0.1 port={server} dbname=postgres user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with server_with_tables(tmp_path_factory.getbasetemp()) as ours:
        yield ours


@pytest.fixture(scope="module")
def pooled(database: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("it needs PgBouncer: install pgbouncer")
    directory, port = tmp_path_factory.mktemp("pooled"), free_port()
    with Sandbox(numbers=NUMBERS, requests_per_second=None) as sandbox:
        with psycopg.connect(database.url, autocommit=True) as owner:
            owner.execute("ALTER ROLE postgres SET statement_timeout = '20s'")
        ini = database.home / "pgbouncer.ini"
        ini.write_text(INI.format(server=database.port, port=port))
        user = "postgres" if os.geteuid() == 0 else None
        pooler = subprocess.Popen([program, "-q", ini], cwd="/", user=user)  # noqa: S603 - our own command
        try:
            until(lambda: is_open(port), pooler)
            url = f"postgres://quo@127.0.0.1:{port}/quo"
            with site(directory, sandbox.url, DATABASE_URL=url, WEB_CONCURRENCY="2") as where:
                where.web()
                yield where
        finally:
            stop(pooler)


@pytest.fixture(scope="module")
def session(pooled: Site) -> requests.Session:
    session = pooled.signed_in()
    assert pooled.refresh(session).status_code == 302
    until(lambda: pooled.ask("PhoneNumber.objects.count()") == str(NUMBERS))
    return session


def test_no_export_breaks_in_the_middle(pooled: Site, session: requests.Session) -> None:
    def export(kind: str) -> int:
        response = session.get(f"{pooled.url}/numbers/export.{kind}", timeout=60)
        if response.status_code == 429:  # one export at a time for an account
            return NUMBERS
        assert response.status_code == 200
        return len(response.json()) if kind == "json" else response.text.count("\n") - 1

    with ThreadPoolExecutor(4) as threads:
        counts = list(threads.map(export, ["csv", "json"] * 8))
    assert set(counts) == {NUMBERS}


def test_pages_of_more_clients_than_sessions_are_right(pooled: Site, session: requests.Session) -> None:
    paths = ("/", "/numbers/", "/numbers/?restricted=any&q=a", "/users/", "/changes/", "/refreshes/")

    def get(path: str) -> int:
        return session.get(pooled.url + path, timeout=60).status_code

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(get, paths * 10)) == {200}
    assert "Traceback" not in pooled.log.read_text()


def test_a_statement_has_the_time_of_its_role_and_a_refresh_more(pooled: Site) -> None:
    """Nothing stays behind in a session that the next client gets."""
    show = "connection.cursor().execute('SHOW statement_timeout').fetchone()[0]"
    code = (
        "import django; django.setup(); from django.db import connection, transaction; "
        "from inventory.runtime.database import allow_long_statements\n"
        f"with transaction.atomic(): allow_long_statements(); print({show})\n"
        f"print({show}, connection.settings_dict['DISABLE_SERVER_SIDE_CURSORS'])"
    )
    assert pooled.run("-c", code) == "10min\n20s True\n"


def test_without_a_pooler_cursors_stay_on_the_server(database: Server, pooled: Site) -> None:
    direct = replace(pooled, environment=pooled.environment | {"DATABASE_URL": database.url})
    code = (
        "import django; django.setup(); from django.db import connection; connection.ensure_connection(); "
        "print(connection.settings_dict.get('DISABLE_SERVER_SIDE_CURSORS', False))"
    )
    assert direct.run("-c", code) == "False\n"
