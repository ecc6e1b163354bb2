"""How Quo writes ids and times."""

import random
import string
from datetime import datetime
from typing import Any

Record = dict[str, Any]


def identifier(chance: random.Random, prefix: str) -> str:
    return prefix + "".join(chance.choices(string.digits + string.ascii_letters, k=10))


def timestamp(at: datetime) -> str:
    """Quo's form: UTC to the millisecond, `2022-01-01T00:00:00.000Z`."""
    return at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"
