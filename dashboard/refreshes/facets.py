"""What the list of refreshes may be asked for."""

from dashboard.lists.query import MENU, TEXT, Facet, Listing, always
from inventory.choices import Removals, Scope, State

STATES = dict(State.choices) | {"held": "Removals held"}
SCOPES = dict(Scope.choices)

REFRESHES = Listing(
    "refreshes",
    (
        Facet(
            "result",
            lambda values, refreshes: (
                refreshes.filter(state__in=values) | refreshes.filter(removals__in={*values} & {Removals.HELD})
            ),
            lambda value: STATES.get(value, value), several=True, values=tuple(STATES), shown=MENU,
            heading=always("Result"), label=lambda value: STATES.get(value, value),
        ),
        Facet(
            "scope", lambda values, refreshes: refreshes.filter(scope__in=values),
            lambda value: SCOPES.get(value, value), several=True, values=tuple(SCOPES), shown=MENU,
            heading=always("Scope"), label=lambda value: SCOPES.get(value, value),
        ),
        Facet(
            "by", lambda values, refreshes: refreshes.filter(requested_by_name=values[0]), "Requested by {}".format,
            shown=TEXT, heading=always("Requested by"),
        ),
    ),
)  # fmt: skip
EXPORTED = (
    "id", "requested_at", "requested_by_name", "scope", "target", "state", "started_at", "finished_at", "checked",
    "added", "changed", "removed", "restored", "users_added", "users_changed", "users_removed", "rejected", "warned",
    "removals", "error_status", "error_code", "error_summary", "error_trace",
)  # fmt: skip
