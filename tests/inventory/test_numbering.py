"""A process that only shows pages does not read what only storing numbers needs."""

import os
import subprocess
import sys

from phonenumbers.geodata.locale import LOCALE_DATA

from inventory.numbering import country_name

PAGES = """
import sys, django
django.setup()
import dashboard.urls
from inventory.numbering import country_name, written
assert (country_name("DE"), written("+4930123456")) == ("Germany", "+49 30 123456")
assert "phonenumbers.geodata" not in sys.modules
from inventory.numbering import derive
assert derive("+4930123456").area == "Berlin"
assert "phonenumbers.geodata" in sys.modules
"""


def test_the_areas_are_read_where_a_number_is_stored_and_not_for_pages() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    subprocess.run([sys.executable, "-c", PAGES], env=environment, check=True, timeout=60)  # noqa: S603 - our own code


def test_countries_have_the_names_that_the_library_gives() -> None:
    for code, names in LOCALE_DATA.items():
        if not names.get("en", "*").startswith("*"):
            assert country_name(code) == names["en"]
    assert country_name("XX") == "XX"
