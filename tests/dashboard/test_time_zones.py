"""Times and days in the zone of whoever looks: the chosen one, else the browser's, else the server's."""

import zoneinfo
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inventory.models import Change
from tests.dashboard.reading import html_of, text_of
from tests.inventory.refreshing.helpers import a_number, answer_of, refresh_with

pytestmark = pytest.mark.django_db


def choose(client: Client, zone: str) -> None:
    response = client.post(reverse("time-zone"), {"zone": zone, "next": reverse("users")})
    assert response.headers["Location"] == reverse("users")


def test_the_browsers_zone_counts_until_another_is_chosen(owner: Client) -> None:
    assert "Times in UTC" in text_of(owner.get(reverse("overview")))
    owner.cookies["browser-time-zone"] = "Pacific/Auckland"
    assert "Times in Pacific/Auckland" in text_of(owner.get(reverse("overview")))
    choose(owner, "Europe/Berlin")
    assert "Times in Europe/Berlin" in text_of(owner.get(reverse("overview")))
    assert "<option selected>Europe/Berlin" in html_of(owner.get(reverse("time-zone")))
    choose(owner, "")
    assert "Times in Pacific/Auckland" in text_of(owner.get(reverse("overview")))
    assert timezone.get_current_timezone_name() == "UTC", "the next request starts anew"


@pytest.mark.parametrize("cookie", ["time-zone", "browser-time-zone"])
@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", '"><script>alert(1)</script>', "x" * 5000])
def test_a_cookie_that_names_no_zone_is_ignored(cookie: str, zone: str, owner: Client) -> None:
    owner.cookies[cookie] = zone
    assert "Times in UTC" in text_of(owner.get(reverse("overview")))


def test_a_zone_that_does_not_exist_is_not_saved(owner: Client) -> None:
    choose(owner, "Mars/Olympus")
    assert "Times in UTC" in text_of(owner.get(reverse("overview")))


@pytest.mark.parametrize(("zone", "greeting"), [("Asia/Tokyo", "Good morning"), ("America/New_York", "Good evening")])
def test_the_greeting_and_the_days_follow_the_zone(zone: str, greeting: str, owner: Client) -> None:
    refresh_with(answer_of([a_number()]))
    refresh_with(answer_of([a_number(name="Reception")]))
    owner.cookies["browser-time-zone"] = zone
    now = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # the sixth in Tokyo, still the fifth in New York
    Change.objects.update(at=datetime(2026, 3, 4, 14, 0, tzinfo=UTC))  # the fourth in both
    with patch("django.utils.timezone.now", return_value=now):
        text = text_of(owner.get(reverse("overview")))
    assert greeting in text
    assert f"{0 if zone == 'Asia/Tokyo' else 1} change" in text


def test_exact_times_name_their_zone(owner: Client) -> None:
    refresh_with(answer_of([a_number()]))
    owner.cookies["browser-time-zone"] = "Asia/Tokyo"
    assert ' JST">' in html_of(owner.get(reverse("overview")))


def test_a_server_without_zones_of_its_own_knows_links_too() -> None:
    """Slim images have no tzdata; browsers name zones by their older names."""
    zoneinfo.reset_tzpath(to=[])
    try:
        assert {"Asia/Calcutta", "US/Pacific", "Europe/Kiev"} <= zoneinfo.available_timezones()
        assert zoneinfo.ZoneInfo.no_cache("Asia/Calcutta")
    finally:
        zoneinfo.reset_tzpath()
