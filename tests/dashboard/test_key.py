"""The API key is on no page, whatever happens."""

from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from inventory.models import PhoneNumber, Refresh
from inventory.sandbox import SANDBOX_KEY, Sandbox
from inventory.sandbox.http import refusal

from .reading import HTMX

pytestmark = pytest.mark.django_db


def everything(client: Client) -> list[HttpResponseBase]:
    places = [reverse(name) for name in ("numbers", "users", "groups", "changes", "refreshes", "login", "patterns")]
    places += [reverse("number", args=[number.pk]) for number in PhoneNumber.objects.all()[:2]]
    for refresh in Refresh.objects.all():
        places += [reverse("refresh", args=[refresh.pk]), f"/admin/inventory/refresh/{refresh.pk}/change/"]
    places += ["/admin/", "/admin/inventory/refresh/", "/no/such/page/", "/numbers/?state=x", "/healthz"]
    return [client.get(place, headers=headers, follow=True) for place in places for headers in ({}, HTMX)]


def whole(response: Any) -> str:
    return f"{response.headers}{response.content.decode()}"


def test_the_key_is_on_no_page(sandbox: Sandbox, owner: Client, settings: Settings) -> None:
    owner.post(reverse("refreshes"))
    sandbox.fault = "unauthorized"
    answers: list[HttpResponseBase] = []
    for key in (SANDBOX_KEY, "Bearer secret-of-ours", "secret-of-öurs", "secret-of-ours\nin-two-lines"):
        settings.QUO_API_KEY = key
        answers += [owner.post(reverse("refreshes"), headers=HTMX), owner.post(reverse("refreshes"), follow=True)]
    answers += everything(owner)
    settings.DEBUG = True
    answers += [owner.get("/no/such/page/"), owner.get(reverse("numbers"), {"state": "x"})]
    for response in answers:
        assert not any(part in whole(response) for part in (SANDBOX_KEY, "secret-of", "in-two-lines"))


def test_a_key_that_quo_repeats_is_on_no_page(sandbox: Sandbox, owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [{"path": "/", "message": f"bad {SANDBOX_KEY}", "value": SANDBOX_KEY}]
    monkeypatch.setattr(sandbox, "answer", lambda target, key: refusal(target, 401, f"{SANDBOX_KEY} is wrong", items))
    answer = owner.post(reverse("refreshes"), headers=HTMX)
    assert "[API key] is wrong" in whole(answer)
    for response in [answer, *everything(owner)]:
        assert SANDBOX_KEY not in whole(response)
