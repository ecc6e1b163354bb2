"""The product's version stands in one place, and everything that tells it tells that one."""

import re
from pathlib import Path

from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from responses import RequestsMock

from dashboard import __version__
from inventory.refreshing.run import client

ROOT = Path(__file__).resolve().parents[2]


def test_the_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == __version__


def test_every_page_tells_it(viewer: Client) -> None:
    assert f"Version {__version__} ·" in viewer.get(reverse("overview")).content.decode()


def test_the_sign_in_does_not_tell_it(outsider: Client) -> None:
    assert __version__ not in outsider.get(reverse("login")).content.decode()


def test_quo_is_told(settings: Settings) -> None:
    settings.QUO_API_KEY, settings.QUO_API_URL = "some-key", "https://api.openphone.com"
    with RequestsMock() as mock, client() as quo:
        mock.get("https://api.openphone.com/v1/phone-numbers/PN1", b'{"data": {}}')
        quo.fetch_number("PN1")
        assert mock.calls[0].request.headers["User-Agent"] == f"quo-numbers/{__version__}"
