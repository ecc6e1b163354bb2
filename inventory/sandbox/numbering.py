"""Telephone numbers for the sandbox: unique, valid, and nobody's.

Where a regulator sets ranges aside for fiction, they are used: from 555-0100 on in North America, Ofcom's drama ranges,
ACMA's, the Bundesnetzagentur's and Arcep's. North America's hundred per area code do not carry a large workspace, so
the rest of exchange 555 follows, where hardly anyone can be reached.
"""

import random
from dataclasses import dataclass

US_AREAS = """
    212 Midtown, Tribeca, Upper West Side; 718 Brooklyn, Astoria, Flushing; 415 San Francisco, Mission Bay, Sausalito;
    213 Los Angeles, Echo Park; 512 Austin, Round Rock, South Congress; 214 Dallas, Oak Lawn; 713 Houston, The Heights;
    312 Chicago Loop, River North; 206 Seattle, Ballard, Capitol Hill; 503 Portland, Beaverton; 602 Phoenix, Arcadia;
    303 Denver, Boulder, Aurora; 617 Boston, Cambridge, Back Bay; 215 Philadelphia, Fishtown; 404 Atlanta, Decatur;
    305 Miami, Coral Gables; 615 Nashville, East Nashville; 808 Honolulu, Kailua; 907 Anchorage, Girdwood
"""
CANADIAN_AREAS = """
    604 Vancouver, Burnaby, North Shore; 416 Toronto, Etobicoke, Scarborough; 514 Montréal, Verdun;
    403 Calgary, Kensington; 613 Ottawa, Gatineau; 902 Halifax, Dartmouth
"""
TOLL_FREE_AREAS = ";".join(f"{area} Nationwide" for area in (800, 888, 877, 866, 855, 844, 833))
OVERSEAS_RANGES = """
    +442079460### London, Islington; +441614960### Manchester; +441314960### Edinburgh; +4917139200## Berlin (mobil);
    +6125550#### Sydney, Newcastle NSW; +6135550#### Melbourne; +493023125### Berlin; +498999998### München;
    +3319900#### Paris; +3346571#### Marseille, Nîmes; +52555555#### Ciudad de México, Coyoacán
"""
KINDS = {"us": US_AREAS, "canada": CANADIAN_AREAS, "toll-free": TOLL_FREE_AREAS, "overseas": OVERSEAS_RANGES}
SHARES = (70, 11, 8, 11)
DIRECTORY_ASSISTANCE = 1212


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
        self._ranges = {kind: [entry.split(maxsplit=1) for entry in KINDS[kind].split(";")] for kind in KINDS}
        self._given: dict[str, int] = {}

    def take(self) -> Line:
        chosen = self._chance.choices(list(KINDS), SHARES)[0]
        for kind in (chosen, *KINDS):  # When a kind is used up, the next one with numbers left serves.
            while ranges := self._ranges[kind]:
                range, places = entry = self._chance.choice(ranges)
                line = self._next(kind, range, [" ".join(place.split()) for place in places.split(",")])
                if line is not None:
                    return line
                ranges.remove(entry)
        raise OverflowError("The sandbox has no more telephone numbers to give out. Ask for fewer.")

    def _next(self, kind: str, range: str, places: list[str]) -> Line | None:
        given = self._given[range] = self._given.get(range, -1) + 1
        place = places[given % len(places)]
        if "#" in range:
            digits = range.count("#")
            return Line(f"{range.rstrip('#')}{given:0{digits}}", None, place) if given < 10**digits else None
        line = given + (100 if 100 + given < DIRECTORY_ASSISTANCE else 101)  # which is nobody's
        if line > 9999:
            return None
        return Line(f"+1{range}555{line:04}", f"({range}) 555-{line:04}", place, kind == "toll-free")
