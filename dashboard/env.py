"""The file that settings may come from, for Django and for gunicorn's configuration."""

import os
from pathlib import Path


class Unreadable(Exception):
    """Says which file cannot be read, and why."""


def env_file(default: Path) -> Path | None:
    """The file that ENV_FILE names, or the default where there is one. Raises Unreadable.

    django-environ takes a file that it may not open for one that is not there, so that SECRET_KEY seems to be missing.
    """
    named = os.environ.get("ENV_FILE")
    path = Path(named) if named else default
    try:
        path.open("rb").close()
    except FileNotFoundError as error:
        if named:
            raise Unreadable(f"{path} cannot be read ({error.strerror}). ENV_FILE names it.") from None
        return None
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}). Let this account read it.") from None
    return path
