"""Columns that both databases compare alike."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models


class Bytewise:
    """Text that is compared byte by byte, as SQLite does, whatever collation a PostgreSQL database has.

    Orders are then the same everywhere, and what begins with a text is a range of an index. Not `db_collation`: each
    database has names of its own for that.
    """

    def db_parameters(self, connection: Any) -> dict[str, Any]:
        collation = {"collation": "C"} if connection.vendor == "postgresql" else {}
        return {**super().db_parameters(connection), **collation}  # type: ignore[misc]


if TYPE_CHECKING:
    Set = TypeVar("Set", contravariant=True)
    Get = TypeVar("Get", covariant=True)

    class KeyField(models.CharField[Set, Get]): ...

    class KeyTextField(models.TextField[Set, Get]): ...
else:

    class KeyField(Bytewise, models.CharField):
        pass

    class KeyTextField(Bytewise, models.TextField):
        pass
