"""Several values of one filter, as they stand in a URL or a form."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError

MOST_VALUES = 50  # of one filter


def distinct(values: Iterable[str]) -> list[str]:
    """Each value once, without those that a form sends empty."""
    return list(dict.fromkeys(filter(None, values)))


def check_count(values: Sequence[str]) -> None:
    """Raises ValidationError where they are too many."""
    if len(values) > MOST_VALUES:
        raise ValidationError(f"At most {MOST_VALUES} values; this link has {len(values)}.")
