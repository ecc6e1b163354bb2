"""nginx as deploy/nginx.conf sets it up, in front of the site: TLS, any port, and nobody's search in its logs."""

import ipaddress
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from inventory.sandbox import Sandbox
from tests.deploy.conftest import DEPLOY
from tests.processes import PASSWORD, PATIENCE, Site, site, stop, until

pytestmark = pytest.mark.sqlite  # the processes have a database of their own

MAIN = """
daemon off;
pid {directory}/pid;
error_log {directory}/main.log;
events {{}}
http {{
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/quo-numbers.conf;
}}
"""


@dataclass
class Proxy:
    directory: Path
    plain: int
    tls: int
    path: str = ""

    @property
    def origin(self) -> str:
        return f"https://127.0.0.1:{self.tls}"

    @property
    def url(self) -> str:
        return f"{self.origin}{self.path}"

    @property
    def logs(self) -> str:
        return "".join(path.read_text() for path in self.directory.glob("*.log"))

    def cookie(self, name: str) -> str:
        return f"{'__Secure-' if self.path else '__Host-'}{name}"

    def session(self) -> requests.Session:
        session = requests.Session()
        session.verify = str(self.directory / "fullchain.pem")
        session.trust_env = False
        return session

    def signed_in(self) -> requests.Session:
        """As a browser does it: with Origin and Referer, which name the port."""
        session = self.session()
        login = f"{self.url}/accounts/login/"
        assert session.get(login, timeout=PATIENCE).status_code == 200
        form = {
            "username": "root",
            "password": PASSWORD,
            "csrfmiddlewaretoken": session.cookies[self.cookie("csrftoken")],
        }
        headers = {"Origin": self.origin, "Referer": login}
        response = session.post(login, form, headers=headers, timeout=PATIENCE, allow_redirects=False)
        assert response.status_code == 302, response.text
        return session


def certify(directory: Path) -> None:
    """A certificate for this machine that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (directory / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (directory / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def configure(directory: Path, site_port: int) -> Proxy:
    """deploy/nginx.conf with free ports and this directory in place of the machine's."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        proxy = Proxy(directory, one.getsockname()[1], other.getsockname()[1])
    text = (DEPLOY / "nginx.conf").read_text()
    for theirs, ours in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{proxy.plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{proxy.tls} ssl http2;"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{site_port}"),
        ("/etc/nginx/quo-numbers/", f"{directory}/"),
        ("/var/log/nginx/", f"{directory}/"),
    ):
        assert theirs in text
        text = text.replace(theirs, ours)
    (directory / "quo-numbers.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    (directory / "nginx.conf").write_text(user + MAIN.format(directory=directory))
    return proxy


@contextmanager
def nginx_before(where: Site, directory: Path) -> Iterator[Proxy]:
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("it needs nginx: install nginx-light")
    proxy = configure(directory, where.port)
    certify(proxy.directory)
    where.web()
    process = subprocess.Popen([nginx, "-c", str(proxy.directory / "nginx.conf")])  # noqa: S603 - our own command
    try:
        until(lambda: is_open(proxy.tls), process)
        yield proxy
    finally:
        stop(process)


@pytest.fixture(scope="module")
def proxy(where: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with nginx_before(where, tmp_path_factory.mktemp("nginx")) as found:
        yield found


@pytest.fixture(scope="module")
def session(proxy: Proxy) -> requests.Session:
    return proxy.signed_in()


def is_open(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def test_signing_in_works_on_a_port_of_ones_own(proxy: Proxy, session: requests.Session) -> None:
    page = session.get(f"{proxy.url}/numbers/", timeout=PATIENCE)
    assert page.status_code == 200
    assert page.url == f"{proxy.url}/numbers/"
    assert int(page.headers["Strict-Transport-Security"].removeprefix("max-age=")) > 0


def test_http_leads_to_https(proxy: Proxy) -> None:
    response = proxy.session().get(
        f"http://127.0.0.1:{proxy.plain}/numbers/?q=x", timeout=PATIENCE, allow_redirects=False
    )
    assert (response.status_code, response.headers["Location"]) == (301, "https://127.0.0.1/numbers/?q=x")


def test_metrics_are_not_for_the_outside(proxy: Proxy) -> None:
    response = proxy.session().get(f"{proxy.url}/metrics", timeout=PATIENCE)
    assert response.status_code == 404
    assert "nginx" in response.text


def test_the_client_and_the_request_are_known_behind_it(proxy: Proxy, where: Site) -> None:
    forged = {"X-Forwarded-For": "203.0.113.7", "X-Request-ID": "forged-by-the-client"}
    response = proxy.session().get(f"{proxy.url}/accounts/login/", headers=forged, timeout=PATIENCE)
    assert response.headers["X-Request-ID"] != "forged-by-the-client"
    until(lambda: f"request {response.headers['X-Request-ID']}" in proxy.logs)
    assert "203.0.113.7" not in proxy.logs + where.log.read_text()


def test_a_flood_of_sign_ins_stops_at_the_proxy_and_pages_go_on(proxy: Proxy, session: requests.Session) -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(
            threads.map(
                lambda _: proxy.session().get(f"{proxy.url}/accounts/login/", timeout=PATIENCE).status_code, range(60)
            )
        )
    assert set(outcomes) == {200, 429}
    assert session.get(f"{proxy.url}/numbers/", timeout=PATIENCE).status_code == 200


def test_no_log_holds_what_people_look_for(proxy: Proxy, where: Site, session: requests.Session) -> None:
    headers = {"Referer": f"{proxy.url}/find/?q=ada.lovelace"}
    assert session.get(f"{proxy.url}/numbers/?q=ada.lovelace", headers=headers, timeout=PATIENCE).status_code == 200
    session.get(f"http://127.0.0.1:{proxy.plain}/numbers/?q=ada.lovelace", timeout=PATIENCE, allow_redirects=False)
    for process in where.processes:
        stop(process)
    try:
        # What nginx says when the site is gone quotes the request.
        assert session.get(f"{proxy.url}/numbers/?q=ada.lovelace", timeout=PATIENCE).status_code == 502
        until(lambda: '"GET /numbers/ HTTP/1.1" 502' in proxy.logs)  # nginx writes when all is sent
    finally:
        where.web()  # for the tests that come after it, whichever they are
    assert "lovelace" not in proxy.logs + where.log.read_text()


# Under a path

UNDER = {"HTTPS": "on", "ALLOWED_HOSTS": "127.0.0.1", "SCRIPT_NAME": "/phone-numbers/"}


@pytest.fixture(scope="module")
def under(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Proxy, Site]]:
    with (
        Sandbox(numbers=40, requests_per_second=None) as api,
        site(tmp_path_factory.mktemp("under"), api.url, **UNDER) as where,
        nginx_before(where, tmp_path_factory.mktemp("nginx")) as found,
    ):
        yield replace(found, path="/phone-numbers"), where


def addresses(page: str) -> set[str]:
    """The places on this site that a page names, in whatever attribute."""
    return set(re.findall(r'(?<!data-key)="(/[^"/][^"]*|/)"', page))


def test_under_a_path_everything_stays_below_it(under: tuple[Proxy, Site]) -> None:
    proxy, _ = under
    session = proxy.signed_in()
    assert {(cookie.name, cookie.path) for cookie in session.cookies} == {
        (proxy.cookie(name), "/phone-numbers/") for name in ("csrftoken", "sessionid", "device")
    }
    form = {"scope": "workspace", "csrfmiddlewaretoken": session.cookies[proxy.cookie("csrftoken")]}
    headers = {"Origin": proxy.origin, "Referer": f"{proxy.url}/"}
    refreshed = session.post(f"{proxy.url}/refreshes/", form, headers=headers, timeout=PATIENCE)
    assert refreshed.history[0].headers["Location"].startswith("/phone-numbers/refreshes/")
    seen: set[str] = set()
    pages = ("/", "/numbers/", "/users/", "/changes/", "/refreshes/", "/accounts/sessions/", "/admin/", "/nowhere/")
    for path in pages:
        page = session.get(f"{proxy.url}{path}", timeout=PATIENCE).text
        found = addresses(page)
        assert [address for address in found if not f"{address}/".startswith("/phone-numbers/")] == [], path
        seen |= {address for address in found if "/static/" in address}
    assert len(seen) > 10
    for address in seen:
        assert session.get(f"{proxy.origin}{address}", timeout=PATIENCE).status_code == 200, address
    htmx = session.get(f"{proxy.url}/numbers/", headers={"HX-Request": "true"}, timeout=PATIENCE)
    assert htmx.status_code == 200
    assert not addresses(htmx.text) - {a for a in addresses(htmx.text) if a.startswith("/phone-numbers/")}
    choice = {"theme": "dark", "csrfmiddlewaretoken": session.cookies[proxy.cookie("csrftoken")]}
    themed = session.post(f"{proxy.url}/theme/", choice, headers=headers, timeout=PATIENCE, allow_redirects=False)
    assert themed.headers["Location"] == "/phone-numbers/"
    assert "Path=/phone-numbers/" in themed.headers["Set-Cookie"]


def test_under_a_path_who_is_not_signed_in_is_led_there_and_back(under: tuple[Proxy, Site]) -> None:
    proxy, where = under
    page = proxy.session().get(f"{proxy.url}/numbers/?q=a", timeout=PATIENCE)
    assert page.url == f"{proxy.url}/accounts/login/?next=/phone-numbers/numbers/%3Fq%3Da"
    link = where.run("manage.py", "signin_link", "root").strip()
    assert link.startswith("https://127.0.0.1/phone-numbers/accounts/login/link/?token=")
    followed = proxy.session().get(link.replace("127.0.0.1", f"127.0.0.1:{proxy.tls}"), timeout=PATIENCE)
    assert followed.status_code == 200
    assert 'action="/phone-numbers/accounts/login/link/' in followed.text or "Sign in" in followed.text
    assert proxy.session().get(f"{proxy.url}/metrics", timeout=PATIENCE).status_code == 404
    for path in ("/healthz", "/phone-numbers/healthz"):  # the first is what a probe asks the site itself
        assert requests.get(where.url + path, timeout=PATIENCE).status_code == 200
    assert "Traceback" not in where.log.read_text()
