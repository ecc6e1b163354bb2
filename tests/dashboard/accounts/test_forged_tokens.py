"""ID tokens that are not what they should be: none gets anybody in, and the audit says why."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.urls import reverse
from joserfc.jwk import RSAKey
from pytest_django import Settings
from requests import ConnectionError, Timeout

from dashboard.accounts import provider
from dashboard.accounts.models import Session
from dashboard.accounts.pending_sign_ins import LASTS, SALT, PendingSignIns
from dashboard.accounts.provider import Provider
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


def test_a_browser_keeps_its_last_five_sign_ins_in_a_cookie_and_the_server_none(liar: Liar) -> None:
    client = Client()
    states = []
    for _ in range(100):
        begun = client.get(reverse("single-sign-on"), {"next": "/numbers/?q=" + "a" * 900})
        states.append(liar.asked(begun.headers["Location"]))
    assert not Session.objects.exists()
    (cookie,) = [cookie for name, cookie in client.cookies.items() if name == "single-sign-on"]
    assert cookie["httponly"]
    assert len(cookie.value) < 3_500
    kept = PendingSignIns(signing.loads(cookie.value, salt=SALT))
    assert [name.rpartition("_")[2] for name in kept if name.startswith("_state_")] == states[-5:]
    answer = client.get(reverse("single-sign-on-callback"), {"code": "a-code", "state": states[0]})
    assert answer.status_code == 403
    assert client.get(reverse("single-sign-on-callback"), {"code": "a-code", "state": states[-1]}).status_code == 302


def test_a_forged_or_old_cookie_of_a_begun_sign_in_is_none(liar: Liar, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    state = liar.asked(client.get(reverse("single-sign-on")).headers["Location"])
    genuine = client.cookies["single-sign-on"].value
    forged = Client()
    forged.cookies["single-sign-on"] = genuine[:-1] + ("A" if genuine[-1] != "A" else "B")
    assert forged.get(reverse("single-sign-on-callback"), {"code": "c", "state": state}).status_code == 403
    later = time.time() + LASTS + 1
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
    monkeypatch.setattr("dashboard.accounts.provider.time.monotonic", lambda: now)
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
    monkeypatch.setattr(provider, "PATIENCE", 0.01)
    inside, both, answer = threading.Semaphore(0), threading.Barrier(3), threading.Event()

    def wait() -> None:
        with provider._asking():
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


def test_groups_may_come_with_the_user_information(liar: Liar) -> None:
    liar.claims = changed(groups=None)
    liar.userinfo = {"sub": "ada-1", "groups": ["staff"]}
    assert is_in(sign_in(liar))


@pytest.mark.parametrize("groups", [None, 7, {"staff": True}, [["staff"]], "staffing", ["STAFF"]])
def test_groups_that_are_not_quite_ours_give_no_role(groups: Any, liar: Liar) -> None:
    liar.claims = changed(groups=groups)
    liar.userinfo = {"sub": "ada-1"}
    client = sign_in(liar)
    assert not is_in(client)
    assert client.get(reverse("changes")).status_code in (302, 403)
