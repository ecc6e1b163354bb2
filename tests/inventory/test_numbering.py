"""A process that only shows pages does not read what only storing numbers needs."""

import os
import subprocess
import sys

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, geocoder
from phonenumbers.geodata import GEOCODE_DATA
from phonenumbers.geodata.locale import LOCALE_DATA

from inventory.choices import Kind
from inventory.numbering import country_name, derive

PAGES = """
import sys, django
django.setup()
import dashboard.urls
from inventory.numbering import _areas, country_name, derive, written
assert (country_name("DE"), written("+4930123456")) == ("Germany", "+49 30 123456")
assert not _areas.cache_info().currsize
assert derive("+4930123456").area == "Berlin"
assert "phonenumbers.geodata" not in sys.modules  # it would be all languages
"""


def test_the_areas_are_read_where_a_number_is_stored_and_not_for_pages() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    subprocess.run([sys.executable, "-c", PAGES], env=environment, check=True, timeout=60)  # noqa: S603 - our own code


def test_countries_have_the_names_that_the_library_gives() -> None:
    for code, names in LOCALE_DATA.items():
        if not names.get("en", "*").startswith("*"):
            assert country_name(code) == names["en"]
    assert country_name("XX") == "XX"


def test_areas_are_those_that_the_library_gives() -> None:
    """Of an example of each country's, and of numbers that begin with one in 50 of all prefixes."""
    examples = [
        phonenumbers.format_number(example, PhoneNumberFormat.E164)
        for country in phonenumbers.SUPPORTED_REGIONS
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)
        if (example := phonenumbers.example_number_for_type(country, kind))
    ]
    prefixed = [
        f"+{prefix}{'2345678901'[: size - len(prefix)]}" for prefix in list(GEOCODE_DATA)[::50] for size in (11, 12)
    ]
    local = {number for number in {*examples, *prefixed} if derive(number).kind == Kind.LOCAL}
    expected = {
        number: geocoder.description_for_valid_number(phonenumbers.parse(number), "en")[:100] for number in local
    }
    assert len(set(expected.values())) > 500
    # Nothing where a number belongs to several countries; we name the one that the library names first.
    assert {number: derive(number).area for number in local if expected[number]} == {
        number: area for number, area in expected.items() if area
    }
