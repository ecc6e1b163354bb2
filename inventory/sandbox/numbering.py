"""Telephone numbers for the sandbox: unique, valid, and nobody's.

Where a regulator sets ranges aside for fiction, they are used first: 555-0100 to 555-0199 in North America,
Ofcom's drama ranges, ACMA's, the Bundesnetzagentur's and Arcep's. North America's hundred per area code do not
carry a large workspace, so the rest of exchange 555 follows, where hardly anyone can be reached. Ofcom's mobile
range (07700 900xxx) is left out: the `phonenumbers` library calls it invalid.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

US_AREAS = {
    "212": ("Midtown", "Tribeca", "Upper West Side"),
    "718": ("Brooklyn", "Astoria", "Flushing"),
    "415": ("San Francisco", "Mission Bay", "Sausalito"),
    "510": ("Oakland", "Berkeley"),
    "213": ("Los Angeles", "Echo Park"),
    "619": ("San Diego", "Chula Vista"),
    "512": ("Austin", "Round Rock", "South Congress"),
    "214": ("Dallas", "Oak Lawn"),
    "713": ("Houston", "The Heights"),
    "210": ("San Antonio", "Alamo Heights"),
    "312": ("Chicago Loop", "River North"),
    "206": ("Seattle", "Ballard", "Capitol Hill"),
    "503": ("Portland", "Beaverton"),
    "303": ("Denver", "Boulder", "Aurora"),
    "801": ("Salt Lake City", "Provo"),
    "602": ("Phoenix", "Arcadia"),
    "505": ("Santa Fe", "Albuquerque"),
    "702": ("Las Vegas", "Henderson"),
    "617": ("Boston", "Cambridge", "Back Bay"),
    "215": ("Philadelphia", "Fishtown"),
    "202": ("Washington DC", "Georgetown"),
    "404": ("Atlanta", "Decatur"),
    "305": ("Miami", "Coral Gables"),
    "407": ("Orlando", "Winter Park"),
    "704": ("Charlotte", "Uptown"),
    "615": ("Nashville", "East Nashville"),
    "313": ("Detroit", "Corktown"),
    "612": ("Minneapolis", "Uptown MPLS"),
    "808": ("Honolulu", "Kailua"),
    "907": ("Anchorage", "Girdwood"),
}
CANADIAN_AREAS = {
    "604": ("Vancouver", "Burnaby", "North Shore"),
    "416": ("Toronto", "Etobicoke", "Scarborough"),
    "514": ("Montréal", "Verdun"),
    "403": ("Calgary", "Kensington"),
    "613": ("Ottawa", "Gatineau"),
    "902": ("Halifax", "Dartmouth"),
}
TOLL_FREE_AREAS = ("800", "888", "877", "866", "855", "844", "833")
OVERSEAS_RANGES = (
    ("+442079460", 3, ("London", "Islington")),
    ("+441614960", 3, ("Manchester",)),
    ("+441314960", 3, ("Edinburgh",)),
    ("+6125550", 4, ("Sydney", "Newcastle NSW")),
    ("+6135550", 4, ("Melbourne",)),
    ("+6175550", 4, ("Brisbane",)),
    ("+493023125", 3, ("Berlin",)),
    ("+498999998", 3, ("München",)),
    ("+494066969", 3, ("Hamburg",)),
    ("+4917139200", 2, ("Berlin (mobil)",)),
    ("+3319900", 4, ("Paris",)),
    ("+3346571", 4, ("Marseille", "Nîmes")),
    ("+52555555", 4, ("Ciudad de México", "Coyoacán")),
    ("+52335555", 4, ("Guadalajara",)),
)
# ACMA names its fictional mobiles one by one.
AUSTRALIAN_MOBILES = (
    *("491570006", "491570156", "491570157", "491570158", "491570159", "491570110", "491570313", "491570737"),
    *("491571266", "491571491", "491571804", "491572549", "491572665", "491572983", "491573770", "491573087"),
    *("491574118", "491574632", "491575254", "491575789", "491576398", "491576801", "491577426", "491577644"),
)

KIND_SHARES = {"us": 70, "canada": 11, "toll-free": 8, "overseas": 11}


@dataclass(frozen=True, slots=True)
class Line:
    """One number: E.164, the `(212) 555-0150` form (North America only), and the place it belongs to."""

    number: str
    formatted: str | None
    place: str
    toll_free: bool = False


class NumberPlan:
    """Gives out lines in the company's usual mix, each once. `OverflowError` when none is left."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._ranges: dict[str, list[Iterator[Line]]] = {
            "us": [_north_american(area, places) for area, places in US_AREAS.items()],
            "canada": [_north_american(area, places) for area, places in CANADIAN_AREAS.items()],
            "toll-free": [_north_american(area, ("Nationwide",)) for area in TOLL_FREE_AREAS],
            "overseas": [*(_overseas(*each) for each in OVERSEAS_RANGES), _australian_mobiles()],
        }
        self._kinds = list(KIND_SHARES)
        self._shares = list(KIND_SHARES.values())

    def take(self) -> Line:
        kind = self._chance.choices(self._kinds, self._shares)[0]
        for each in (kind, *self._kinds):  # When a kind is used up, the next one with numbers left serves.
            ranges = self._ranges[each]
            while ranges:
                chosen = self._chance.randrange(len(ranges))
                line = next(ranges[chosen], None)
                if line is not None:
                    return line
                del ranges[chosen]
        raise OverflowError("The sandbox has no more telephone numbers to give out. Ask for fewer.")


def _scattered(size: int, first: int = 0) -> Iterator[int]:
    """Each of 0..size-1 once, and not in order. The strides share no factor with the sizes in use."""
    stride = 37 if size <= 100 else 3001
    return ((first + count * stride) % size for count in range(size))


def _north_american(area: str, places: tuple[str, ...]) -> Iterator[Line]:
    toll_free = area in TOLL_FREE_AREAS
    fictional = (100 + offset for offset in _scattered(100, first=int(area)))
    beyond = (200 + offset for offset in _scattered(9800) if offset != 1012)  # 555-1212 is directory assistance.
    for count, line in enumerate(chain(fictional, beyond)):
        place = places[count % len(places)]
        yield Line(f"+1{area}555{line:04}", f"({area}) 555-{line:04}", place, toll_free)


def _overseas(prefix: str, digits: int, places: tuple[str, ...]) -> Iterator[Line]:
    for count, line in enumerate(_scattered(10**digits, first=int(prefix))):
        yield Line(f"{prefix}{line:0{digits}}", None, places[count % len(places)])


def _australian_mobiles() -> Iterator[Line]:
    for number in AUSTRALIAN_MOBILES:
        yield Line(f"+61{number}", None, "Sydney (mobile)")
