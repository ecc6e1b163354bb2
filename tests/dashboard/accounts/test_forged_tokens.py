"""ID tokens that are not what they should be: none gets anybody in, and the audit says why."""

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from joserfc.jwk import RSAKey
from pytest_django import Settings
from requests import ConnectionError, Timeout

from dashboard.accounts import openid_connect
from dashboard.accounts.models import Session
from dashboard.accounts.openid_connect import LEEWAY, LONGEST_COOKIE, PENDING_SECONDS, Provider
from dashboard.audit.models import AuditEntry
from tests.dashboard.accounts.provider import CLIENT_ID, CLIENT_SECRET, Liar, lying_provider


@pytest.fixture
def liar(settings: Settings, db: None) -> Iterator[Liar]:
    with lying_provider() as found:
        settings.OIDC_ON = True
        settings.OIDC_ISSUER = found.issuer
        settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        settings.OIDC_VIEWER_GROUP = "staff"
        yield found


def sign_in(liar: Liar, state: str | None = None) -> Client:
    client = Client()
    begun = client.get(reverse("single-sign-on"))
    if begun.status_code == 302:
        given = liar.asked(begun.headers["Location"])
        client.get(reverse("single-sign-on-callback"), {"code": "a-code", "state": state or given})
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("changes")).status_code == 200


def test_an_honest_answer_gets_in(liar: Liar) -> None:
    assert is_in(sign_in(liar))
    assert len(liar.verifiers) == 1


def changed(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda claims: {name: value for name, value in (claims | values).items() if value is not None}


NOW = int(time.time())
FORGED = {
    "wrong issuer": changed(iss="https://evil.example"),
    "no issuer": changed(iss=None),
    "wrong audience": changed(aud="another-client"),
    "no audience": changed(aud=None),
    "ours among others, for another party": changed(aud=[CLIENT_ID, "another"], azp="another"),
    "wrong nonce": changed(nonce="made-up"),
    "no nonce": changed(nonce=None),
    "empty nonce": changed(nonce=""),
    "run out": changed(exp=NOW - 600, iat=NOW - 900),
    "no end": changed(exp=None),
    "not yet": changed(nbf=NOW + 3600),
    "from the future": changed(iat=NOW + 3600, exp=NOW + 7200),
    "no subject": changed(sub=None),
    "empty subject": changed(sub=""),
    "a subject that is no text": changed(sub=["ada"]),
    "times that are none": changed(exp="tomorrow"),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_a_forged_claim_is_refused(forgery: str, liar: Liar) -> None:
    liar.claims = FORGED[forgery]
    client = sign_in(liar)
    assert not is_in(client)
    assert not User.objects.exists()
    entry = AuditEntry.objects.get(action="sign-in-refused")
    assert entry.detail.startswith("single sign-on: ")
    assert "a-code" not in entry.detail


def test_a_signature_by_another_key_is_refused(liar: Liar) -> None:
    liar.key = RSAKey.generate_key(2048, {"kid": "one"})
    assert not is_in(sign_in(liar))


def test_a_signature_by_a_key_that_nobody_published_is_refused(liar: Liar) -> None:
    liar.key = RSAKey.generate_key(2048, {"kid": "two"})
    liar.header = {"alg": "RS256", "kid": "two"}
    assert not is_in(sign_in(liar))


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_no_signature_or_one_with_the_public_key_as_secret_is_refused(algorithm: str, liar: Liar) -> None:
    liar.header = {"alg": algorithm, "kid": "one"}
    assert not is_in(sign_in(liar))


def test_a_new_key_of_the_providers_is_found(liar: Liar) -> None:
    assert is_in(sign_in(liar))
    liar.key = liar.published = RSAKey.generate_key(2048, {"kid": "two"})
    liar.header = {"alg": "RS256", "kid": "two"}
    assert is_in(sign_in(liar))


def test_a_provider_that_calls_itself_something_else_is_refused(liar: Liar) -> None:
    liar.metadata = {"issuer": "https://evil.example"}
    client = sign_in(liar)
    assert not is_in(client)
    liar.metadata = {}
    assert is_in(sign_in(liar)), "what it said then is forgotten"


def test_a_made_up_state_is_refused(liar: Liar) -> None:
    assert not is_in(sign_in(liar, state="made-up"))
    assert not liar.verifiers


def test_a_callback_that_nobody_began_asks_no_provider_and_notes_none_of_its_text(liar: Liar) -> None:
    liar.metadata = {"issuer": "https://evil.example"}  # would be seen if it were asked
    for place in range(30):
        response = Client().get(reverse("single-sign-on-callback"), {"error": f"attack-{place}", "state": "x\x00y"})
        assert response.status_code == 403
    entry = AuditEntry.objects.get()
    assert (entry.detail, entry.count) == ("single sign-on: the state is not one of this browser's", 30)


def test_a_provider_that_went_away_meanwhile_is_a_refusal(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(self: Provider) -> None:
        raise ConnectionError

    client = Client()
    state = liar.asked(client.get(reverse("single-sign-on")).headers["Location"])
    monkeypatch.setattr(Provider, "load_server_metadata", gone)
    response = client.get(reverse("single-sign-on-callback"), {"code": "a-code", "state": state})
    assert response.status_code == 403
    assert f"{liar.issuer} failed: ConnectionError" in AuditEntry.objects.latest("pk").detail


def test_a_browser_keeps_its_last_sign_ins_in_a_cookie_of_bounded_size_and_the_server_none(liar: Liar) -> None:
    client = Client()
    states = []
    for place in range(30):
        page = f"/numbers/?q={place}" + secrets.token_urlsafe(600)
        states.append(liar.asked(client.get(reverse("single-sign-on"), {"next": page}).headers["Location"]))
    assert not Session.objects.exists()
    (cookie,) = [cookie for name, cookie in client.cookies.items() if name == "single-sign-on"]
    assert cookie["httponly"]
    assert len(cookie.value) <= LONGEST_COOKIE
    answer = client.get(reverse("single-sign-on-callback"), {"code": "a-code", "state": states[0]})
    assert answer.status_code == 403
    answer = client.get(reverse("single-sign-on-callback"), {"code": "a-code", "state": states[-1]})
    assert answer.headers["Location"] == page


def test_a_forged_or_old_cookie_of_a_begun_sign_in_is_none(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    state = liar.asked(client.get(reverse("single-sign-on")).headers["Location"])
    genuine = client.cookies["single-sign-on"].value
    forged = Client()
    forged.cookies["single-sign-on"] = genuine[:-1] + ("A" if genuine[-1] != "A" else "B")
    assert forged.get(reverse("single-sign-on-callback"), {"code": "c", "state": state}).status_code == 403
    later = time.time() + PENDING_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get(reverse("single-sign-on-callback"), {"code": "c", "state": state}).status_code == 403


@pytest.mark.parametrize("failure", [ConnectionError, Timeout])
def test_a_provider_that_does_not_answer_is_left_alone_for_half_a_minute(
    failure: type[Exception], liar: Liar, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, now = [], time.monotonic()

    def gone(self: Provider, *_: object, **__: object) -> None:
        calls.append(1)
        raise failure

    clients = [Client() for _ in range(6)]
    states = [liar.asked(client.get(reverse("single-sign-on")).headers["Location"]) for client in clients]
    monkeypatch.setattr(Provider, "fetch_access_token", gone)
    monkeypatch.setattr("dashboard.accounts.openid_connect.time.monotonic", lambda: now)
    for client, state in zip(clients[:5], states[:5], strict=True):
        answer = client.get(reverse("single-sign-on-callback"), {"code": "a-code", "state": state})
        assert answer.status_code == 403
    assert len(calls) == 1
    assert Client().get(reverse("single-sign-on")).status_code == 403
    now += 31
    clients[5].get(reverse("single-sign-on-callback"), {"code": "a-code", "state": states[5]})
    assert len(calls) == 2


def test_a_wrong_code_does_not_make_the_provider_count_as_away(liar: Liar) -> None:
    liar.token_status = 400
    sign_in(liar)
    liar.token_status = 200
    assert is_in(sign_in(liar))


def test_two_threads_at_most_wait_for_the_provider(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get(reverse("single-sign-on")).status_code == 302
    monkeypatch.setattr(openid_connect, "WAIT_SECONDS", 0.01)
    inside, both, answer = threading.Semaphore(0), threading.Barrier(3), threading.Event()

    def wait() -> None:
        with openid_connect._asking():
            both.wait(30)
            inside.release()
            answer.wait(30)

    threads = [threading.Thread(target=wait) for _ in range(2)]
    for thread in threads:
        thread.start()
    both.wait(30)
    try:
        assert Client().get(reverse("single-sign-on")).status_code == 403
        assert AuditEntry.objects.latest("id").detail.endswith("too many people are at the provider at once")
    finally:
        answer.set()
        for thread in threads:
            thread.join()
    assert Client().get(reverse("single-sign-on")).status_code == 302


def test_user_information_about_somebody_else_is_refused(liar: Liar) -> None:
    liar.claims = changed(groups=None)
    liar.userinfo = {"sub": "mallory", "groups": ["staff"]}
    assert not is_in(sign_in(liar))


def roles(name: str) -> set[str]:
    return set(User.objects.get(username=name).groups.values_list("name", flat=True))


def test_groups_and_names_may_come_with_the_user_information(liar: Liar) -> None:
    liar.claims = changed(groups=None, preferred_username=None)
    liar.userinfo = {"sub": "ada-1", "groups": ["staff"], "preferred_username": "ada", "email": "ada@example.com"}
    assert is_in(sign_in(liar))
    liar.claims = changed(preferred_username=None)  # groups in the token, and no name
    liar.userinfo = {"sub": "bea-1", "preferred_username": "bea"}
    assert not is_in(sign_in(liar)), "about somebody else"
    liar.userinfo = {"sub": "ada-1", "groups": []}
    assert is_in(sign_in(liar)), "the token's groups win"
    account = User.objects.get()
    assert (account.username, account.email) == ("ada", "ada@example.com"), "what is not told stays"


def test_names_that_cannot_be_asked_for_keep_nobody_out(liar: Liar) -> None:
    liar.userinfo_status = 403
    assert is_in(sign_in(liar))
    liar.claims = changed(groups=None)
    assert not is_in(sign_in(liar)), "groups that cannot be asked for are not known"
    assert roles("ada") == {"Viewer"}


@pytest.mark.parametrize("groups", [["staffing"], "STAFF", [], ["staff "], {"choir": {}}, {"staff": False}])
def test_groups_that_are_not_quite_ours_give_no_role(groups: Any, liar: Liar) -> None:
    liar.claims = changed(groups=groups)
    client = sign_in(liar)
    assert not is_in(client)
    assert client.get(reverse("changes")).status_code == 403


UNREADABLE: dict[str, dict[str, Any]] = {
    "entra's overage": {"groups": None, "_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}},
    "the same without a claim of its own": {"groups": None, "hasgroups": True},
    "the same as text": {"groups": None, "hasgroups": "true"},
    "a number": {"groups": 7},
    "lists in a list": {"groups": [["staff"]]},
    "objects without a name": {"groups": [{"id": "4711"}]},
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_groups_that_cannot_be_read_leave_the_roles_and_are_said(kind: str, liar: Liar) -> None:
    liar.userinfo = {"sub": "ada-1"}
    sign_in(liar)
    liar.claims = changed(**UNREADABLE[kind])
    client = sign_in(liar)
    page = client.get(reverse("changes"))
    assert page.status_code == 200
    assert "so your roles here stay as they were" in page.content.decode()
    assert AuditEntry.objects.filter(action="role", who="ada", detail__contains="roles here stay").exists()
    liar.claims = changed(sub="new", preferred_username="new", **UNREADABLE[kind])
    liar.userinfo = {"sub": "new"}
    assert "so your roles here stay as they were" in sign_in(liar).get(reverse("changes")).content.decode()


def test_no_groups_at_all_end_the_roles_and_are_said(liar: Liar) -> None:
    liar.userinfo = {"sub": "ada-1"}
    sign_in(liar)
    liar.claims = changed(groups=None)
    page = sign_in(liar).get(reverse("changes"))
    assert page.status_code == 403
    assert "The provider sent no groups claim" in page.content.decode()
    assert roles("ada") == set()


@pytest.mark.parametrize(
    ("listed", "sent"),
    [
        (None, "basic"),
        (["client_secret_post"], "post"),
        (["private_key_jwt", "client_secret_post"], "post"),
        (["client_secret_post", "client_secret_basic"], "basic"),
    ],
)
def test_the_secret_is_sent_as_the_provider_lists(listed: list[str] | None, sent: str, liar: Liar) -> None:
    liar.metadata = {"token_endpoint_auth_methods_supported": listed} if listed else {}
    assert is_in(sign_in(liar))
    assert liar.authenticated == [sent]


@pytest.mark.parametrize("listed", [["private_key_jwt"], ["none"], ["tls_client_auth", "client_secret_jwt"]])
def test_a_provider_that_wants_no_secret_is_said_to_be_not_supported(listed: list[str], liar: Liar) -> None:
    liar.metadata = {"token_endpoint_auth_methods_supported": listed}
    assert Client().get(reverse("single-sign-on")).status_code == 403
    detail = AuditEntry.objects.get().detail
    assert "takes none of client_secret_basic and client_secret_post, and others are not supported" in detail


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"iat": 120, "nbf": 120, "exp": 420}, "the claim {} is still to come: {}, and here it is {}. Set the clocks"),
        ({"iat": -400, "exp": -120}, "the claim exp is over: {}, and here it is {}. Set the clocks"),
    ],
)
def test_a_clock_that_is_off_is_named_with_both_times(
    claims: dict[str, int], said: str, liar: Liar, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = int(time.time())
    liar.claims = changed(**{name: now + seconds for name, seconds in claims.items()})
    monkeypatch.setattr(time, "time", lambda: float(now))
    assert not is_in(sign_in(liar))
    detail = AuditEntry.objects.get().detail
    assert re.search(said.replace("{}", "([0-9a-zT:+-]+)"), detail), detail
    shift = claims["exp"] if "over" in said else 120
    for moment in (now, now + shift):
        assert datetime.fromtimestamp(moment, UTC).isoformat() in detail
    assert f"{LEEWAY} seconds apart" in detail


def test_a_clock_that_is_off_by_less_than_a_minute_is_tolerated(liar: Liar) -> None:
    liar.claims = lambda claims: claims | {"iat": claims["iat"] + 50, "nbf": claims["iat"] + 50}
    assert is_in(sign_in(liar))
    liar.claims = lambda claims: claims | {"exp": claims["iat"] - 50, "iat": claims["iat"] - 300}
    assert is_in(sign_in(liar))


@pytest.mark.parametrize(
    ("forgery", "said"),
    [
        ("wrong audience", "the claim aud is not right: it is 'another-client' in place of 'numbers'"),
        ("wrong issuer", "the claim iss is not right: it is 'https://evil.example' in place of 'http://127.0.0.1"),
        ("no end", "the token lacks the claim exp"),
        ("wrong nonce", "the claim nonce is not right"),
    ],
)
def test_a_refused_claim_is_named_with_what_it_should_be(forgery: str, said: str, liar: Liar) -> None:
    liar.claims = FORGED[forgery]
    sign_in(liar)
    assert AuditEntry.objects.get().detail.startswith(f"single sign-on: {said}")


def test_a_hash_of_another_access_token_is_refused(liar: Liar) -> None:
    liar.claims = changed(at_hash="bm90IHRoZSBoYXNoIG9mIGl0")
    assert not is_in(sign_in(liar))
    assert "the claim at_hash is not right" in AuditEntry.objects.get().detail
