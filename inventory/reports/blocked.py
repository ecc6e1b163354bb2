"""Why a number cannot message the US, as far as its kind tells: what to do, and Quo's page on it."""

from dataclasses import dataclass

from inventory.choices import RESTRICTED, Kind
from inventory.reports.number_index import NumberIndex


@dataclass(frozen=True, slots=True)
class Reason:
    words: str
    url: str

    @property
    def is_registration(self) -> bool:
        """Whether the workspace's registration is the way out."""
        return self == REGISTRATION


REGISTRATION = Reason(
    "a missing carrier registration (A2P 10DLC)", "https://support.openphone.com/hc/en-us/articles/15519949741463"
)
VERIFICATION = Reason(
    "a missing toll-free verification", "https://support.openphone.com/hc/en-us/articles/12134416048279"
)
ABROAD = Reason("the workspace’s international setting or the country’s rules", "https://support.quo.com/")
NORTH_AMERICA = ("US", "CA", "")  # where toll-free numbers are shared; without a country they may be


def why_blocked(country: str, kind: str) -> Reason:
    if kind == Kind.TOLL_FREE and country in NORTH_AMERICA:
        return VERIFICATION
    return REGISTRATION if country == "US" else ABROAD


def blocked_by_reason(index: NumberIndex) -> list[tuple[Reason, int]]:
    """The reasons for which current numbers cannot message the US, each with how many it may be about."""
    blocked = index.current & index.having("messaging_us", RESTRICTED)
    counts = dict.fromkeys((REGISTRATION, VERIFICATION, ABROAD), 0)
    for country, _ in index.counts("country", blocked):
        of_country = blocked & index.having("country", country)
        for kind, count in index.counts("kind", of_country):
            counts[why_blocked(country, kind)] += count
    return [(reason, count) for reason, count in counts.items() if count]
