"""What a phone number tells of itself, by the numbering plans in the `phonenumbers` library."""

from functools import cache, lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from sys import intern
from types import ModuleType
from typing import Any, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, national_significant_number, timezone

from inventory.choices import Kind

KINDS = {
    PhoneNumberType.FIXED_LINE: Kind.LOCAL,
    # North America does not tell mobile from local numbers; people there call both local.
    PhoneNumberType.FIXED_LINE_OR_MOBILE: Kind.LOCAL,
    PhoneNumberType.MOBILE: Kind.MOBILE,
    PhoneNumberType.TOLL_FREE: Kind.TOLL_FREE,
    PhoneNumberType.UNKNOWN: Kind.UNKNOWN,
}
NORTH_AMERICA = 1
NOWHERE = {"ZZ", "001"}  # unknown, and the codes that belong to no country


class Derived(NamedTuple):
    """Country as ISO 3166 alpha-2 ("" where unknown), kind, and the area in English ("" where unknown)."""

    country: str
    kind: str
    area: str


@lru_cache(maxsize=4096)
def derive(number: str) -> Derived:
    """The facts of a number in E.164. Anything else has none."""
    parsed = _parse(number)
    if parsed is None:
        return Derived("", Kind.UNKNOWN, "")
    kind = KINDS.get(phonenumbers.number_type(parsed), Kind.OTHER)
    country = phonenumbers.region_code_for_number(parsed) or ""
    if not country:  # numbers outside the assigned ranges still tell their country by its code
        country = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    country = "" if country in NOWHERE else country
    area = _area(f"{parsed.country_code}{national_significant_number(parsed)}", country) if kind == Kind.LOCAL else ""
    return Derived(country, kind, area[:100])


def _area(digits: str, country: str) -> str:
    """By the longest prefix that has an area, or else the country."""
    areas = _areas()
    prefixes = (digits[:length] for length in range(len(digits), 0, -1))
    return next((areas[prefix] for prefix in prefixes if prefix in areas), _country_names().get(country, ""))


@cache
def _areas() -> dict[str, str]:
    """English names by prefix. Read where a refresh first stores a number, not for the pages: 40 MB and 0.4 s.

    `phonenumbers.geocoder` would read and keep them in all languages: 100 MB.
    """
    areas: dict[str, str] = {}
    for path in Path(phonenumbers.__path__[0], "geodata").glob("data*.py"):
        data = _geodata(path.stem).data
        areas.update((prefix, intern(names["en"])) for prefix, names in data.items() if "en" in names)
    return areas


@lru_cache(maxsize=4096)
def written(number: str) -> str:
    """A number as people write it: national style in North America, international elsewhere.

    What cannot be read as a number comes back as it is.
    """
    parsed = _parse(number)
    if parsed is None:
        return number
    style = PhoneNumberFormat.NATIONAL if parsed.country_code == NORTH_AMERICA else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)


def time_zones(number: str) -> list[str]:
    """The zones that a number may be in, such as America/New_York. None where its kind is at home nowhere."""
    parsed = _parse(number)
    if parsed is None or phonenumbers.number_type(parsed) == PhoneNumberType.TOLL_FREE:
        return []
    return [zone for zone in timezone.time_zones_for_number(parsed) if zone != timezone.UNKNOWN_TIMEZONE]


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """A country's name in English, or its code where the library has none."""
    return _country_names().get(code, code)


@cache
def _country_names() -> dict[str, str]:
    """English names by code."""
    names = {}
    for code, by_language in _geodata("locale").LOCALE_DATA.items():
        name = by_language.get("en", code)
        names[code] = by_language.get(name[1:], code) if name.startswith("*") else name  # "*de": the same as in German
    return names


def _geodata(name: str) -> Any:
    """A file of the library's, read by itself and not kept: importing it would read all areas in all languages."""
    module = ModuleType(f"phonenumbers.geodata.{name}")
    module.__package__ = "phonenumbers.geodata"
    SourceFileLoader(module.__name__, str(Path(phonenumbers.__path__[0], "geodata", f"{name}.py"))).exec_module(module)
    return module


def _parse(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
