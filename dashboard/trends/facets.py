"""What trends may be asked of: which numbers, and which days."""

from datetime import date, timedelta

from dashboard.lists.days import day_of
from dashboard.lists.query import DATE, Column, Facet, Listing, Query, always, no_chip, unfiltered
from dashboard.numbers.facets import FACETS
from inventory.choices import RESTRICTION_BY_KEY
from inventory.reports.trends import first_day, today

SPANS = {"30d": ("30 days", 30), "90d": ("90 days", 90), "1y": ("A year", 365), "all": ("All", None)}
BY = ("country", "kind")


TRENDS = Listing(
    "trends",
    (
        # The view asks for the days (span_of), and for the restriction.
        *(facet for facet in FACETS if facet.name in BY),
        Facet("restricted", unfiltered, no_chip, values=tuple(RESTRICTION_BY_KEY), default="messaging.US"),
        Facet("from", unfiltered, "From {}".format, check=day_of, shown=DATE, heading=always("From")),
        Facet("to", unfiltered, "To {}".format, check=day_of, shown=DATE, heading=always("To")),
        Facet("span", unfiltered, no_chip, values=tuple(SPANS), default="1y"),
    ),
    (Column("day", "Day", ("day", "country", "kind", "porting_status")),),
)  # fmt: skip


def span_of(query: Query) -> tuple[date, date] | None:
    """The first and the last day that are asked for, as far as anything is known of them: None where nothing is.

    `from` goes before `span`, which counts back from `to`. An impossible one is an error of the query.
    """
    if query.errors:
        return None
    asked, earliest = query.first, first_day()
    last = min(day_of(asked["to"]), today()) if "to" in asked else today()
    first = day_of(asked["from"]) if "from" in asked else None
    if first and first > last:
        query.errors["from"] = [f"Enter a day that is not after {last}."]
    if query.errors or not earliest or earliest > last:
        return None
    length = SPANS[asked.get("span", "1y")][1]
    return max(earliest, first or (last - timedelta(days=length - 1) if length else earliest)), last
