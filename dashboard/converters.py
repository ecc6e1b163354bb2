"""Ids of Quo's in our URLs."""


class QuoId:
    """An id is opaque: any text at all, percent-encoded in the URL, and no path segment."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        if "\x00" in value or len(value) > 255:
            raise ValueError("no database can hold this id")
        return value

    def to_url(self, value: str) -> str:
        return value
