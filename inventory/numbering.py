"""What a phone number tells of itself, by the numbering plans in the `phonenumbers` library."""

from functools import cache, lru_cache
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, timezone

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
NO_COUNTRY = phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY  # of a calling code that belongs to none, such as +800


class Derived(NamedTuple):
    """Country as ISO 3166 alpha-2 ("" where there is none), kind, and the area in English ("" where unknown)."""

    country: str
    kind: Kind
    area: str


@lru_cache(maxsize=4096)
def derive(number: str) -> Derived:
    """The facts of a number in E.164. Anything else has none."""
    parsed = _parse(number)
    if parsed is None:
        return Derived("", Kind.UNKNOWN, "")
    kind = _kind(parsed)
    area = _geocoder().description_for_number(parsed, "en") if kind == Kind.LOCAL else ""
    return Derived(_country(parsed, kind), kind, area[:100])


def _kind(parsed: phonenumbers.PhoneNumber) -> Kind:
    return KINDS.get(phonenumbers.number_type(parsed), Kind.OTHER)


def _country(parsed: phonenumbers.PhoneNumber, kind: Kind) -> str:
    """The country that the calling code belongs to, or the one that the prefix names where countries share the code.

    A toll-free or other non-geographic number of a shared code has a country only where no other one has such numbers.
    """
    countries = list(phonenumbers.region_codes_for_country_code(parsed.country_code or 0))
    if len(countries) > 1 and kind in (Kind.LOCAL, Kind.MOBILE, Kind.UNKNOWN):
        countries = [phonenumbers.region_code_for_number(parsed) or NO_COUNTRY]
    elif len(countries) > 1:
        countries = [country for country in countries if phonenumbers.is_valid_number_for_region(parsed, country)]
    return countries[0] if len(countries) == 1 and countries[0] != NO_COUNTRY else ""


@cache
def _geocoder() -> Any:
    """Imported where a refresh first stores a number, not by processes that only show pages: 100 MB and 0.3 s."""
    from phonenumbers import geocoder

    return geocoder


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


def place(number: str, country: str, kind: str, area: str) -> str:
    """Where a number is at home, in a few words: area and country, or kind and calling code where it has none."""
    if kind == Kind.TOLL_FREE or not country:
        code = calling_code(number)
        return f"{Kind(kind).label} ({code})" if code else ""
    if area and country in ("US", "CA"):
        return area
    name = country_name(country)
    return f"{area}, {name}" if area and area != name else name


def calling_code(number: str) -> str:
    """The calling code of a number in E.164, such as +44."""
    parsed = _parse(number)
    return f"+{parsed.country_code}" if parsed else ""


def time_zones(number: str) -> list[str]:
    """The zones that a number may be in, such as America/New_York. None where it is at home nowhere."""
    parsed = _parse(number)
    if parsed is None or _kind(parsed) == Kind.TOLL_FREE or not _country(parsed, _kind(parsed)):
        return []
    return [zone for zone in timezone.time_zones_for_number(parsed) if zone != timezone.UNKNOWN_TIMEZONE]


@lru_cache(maxsize=512)
def country_name(code: str) -> str:
    """A country's name in English, or its code where the library has none."""
    names = _country_names().get(code, {})
    name = names.get("en", code)
    return str(names.get(name[1:], code) if name.startswith("*") else name)  # "*de": the same as in German


@cache
def _country_names() -> dict[str, dict[str, str]]:
    """Names by language, by country. The file is read by itself: its package would bring the geocoder's 100 MB."""
    path = Path(phonenumbers.__path__[0], "geodata", "locale.py")
    loader = SourceFileLoader("phonenumbers.geodata.locale", str(path))
    module = module_from_spec(ModuleSpec(loader.name, loader, origin=str(path)))
    loader.exec_module(module)
    names: dict[str, dict[str, str]] = module.LOCALE_DATA
    return names


def _parse(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
