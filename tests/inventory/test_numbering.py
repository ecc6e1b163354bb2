"""What numbers tell of themselves, and what a process that only shows pages does not read for it."""

import os
import subprocess
import sys
from importlib import import_module

import phonenumbers
import pytest
from phonenumbers import PhoneNumberType

from inventory.models import PhoneNumber
from inventory.numbering import country_name, derive, time_zones

PAGES = """
import sys, django
django.setup()
import dashboard.urls
from inventory.numbering import country_name, derive, time_zones, written
assert (country_name("DE"), written("+4930123456")) == ("Germany", "+49 30 123456")
assert time_zones("+4930123456") == ["Europe/Berlin"]
assert not {"phonenumbers.geodata", "authlib", "cryptography", "xlsxwriter"} & sys.modules.keys()
assert derive("+4930123456").area == "Berlin"
"""


def test_the_areas_are_read_where_a_number_is_stored_and_what_few_need_is_not_read_for_pages() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    subprocess.run([sys.executable, "-c", PAGES], env=environment, check=True, timeout=60)  # noqa: S603 - our own code


def test_countries_have_the_names_that_the_library_gives() -> None:
    for code, names in import_module("phonenumbers.geodata.locale").LOCALE_DATA.items():
        if not names.get("en", "*").startswith("*"):
            assert country_name(code) == names["en"]
    assert country_name("XX") == "XX"


@pytest.mark.parametrize(
    ("number", "country", "place"),
    [
        # The calling code is one country's, or the prefix is.
        ("+4980012345678", "DE", "Toll-free (+49)"),
        ("+12122000000", "US", "New York, NY"),
        ("+16135550123", "CA", "Ontario"),
        ("+18765550100", "JM", "Jamaica"),
        ("+447400123456", "GB", "United Kingdom"),
        ("+447911123456", "GG", "Guernsey"),
        ("+61412345678", "AU", "Australia"),
        # Countries share the code, and such numbers.
        ("+18005550123", "", "Toll-free (+1)"),
        ("+18885550123", "", "Toll-free (+1)"),
        ("+19005550123", "", "Other (+1)"),
        ("+15005550123", "", "Other (+1)"),
        ("+78001234567", "", "Toll-free (+7)"),
        ("+448001111111", "", "Toll-free (+44)"),
        # The code belongs to no country.
        ("+80012345678", "", "Toll-free (+800)"),
        ("+870773111632", "", "Mobile (+870)"),
        ("+88310012345", "", "Other (+883)"),
        # No country has given the prefix to anybody.
        ("+15555550123", "", "Unknown (+1)"),
        ("+12425550123", "BS", "Bahamas"),
        ("extension 7", "", ""),
    ],
)
def test_a_number_has_a_country_only_where_its_prefix_says_so(number: str, country: str, place: str) -> None:
    found = derive(number)
    assert found.country == country
    assert PhoneNumber(number=number, **found._asdict()).place == place
    assert time_zones(number) == [] or country


def test_a_prefix_that_the_library_does_not_know_yet_has_no_country(monkeypatch: pytest.MonkeyPatch) -> None:
    """As +1 942 for phonenumbers 8.13.50, which has since been given to Toronto."""
    assert derive("+19425550123").country == "CA"
    monkeypatch.setattr(phonenumbers, "number_type", lambda number: PhoneNumberType.UNKNOWN)
    monkeypatch.setattr(phonenumbers, "region_code_for_number", lambda number: None)
    assert derive.__wrapped__("+19425550123") == ("", "unknown", "")


def test_the_area_is_what_the_library_describes() -> None:
    assert derive("+12122000000").area == "New York, NY"
    assert derive("+442079460018").area == "London"
    assert derive("+18005550123").area == ""
