"""Settings from the environment and from a file such as `.env`, for Django and for gunicorn's configuration.

Each method names the variable in its error, and what that variable takes.
"""

import os
from collections.abc import Callable, Collection
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values
from environs import Env, EnvError, ValidationError, validate

T = TypeVar("T")
BELOW = 1e9  # no setting of ours is sensible from here up


class Environment(Env):
    """The process's variables win over the file's. An empty value means the default."""

    def __init__(self, default_file: Path) -> None:
        super().__init__()
        file = env_file(default_file)
        # Without interpolation: a `$` in a password stands for itself.
        self._file = dotenv_values(file, interpolate=False) if file else {}
        self.files = [file] if file else []  # that hold secrets

    def _get_value(self, env_key: str, default: Any) -> Any:
        return self.given(env_key) or default

    def given(self, name: str) -> str:
        """The variable's value as it was given, "" where it was not."""
        return (os.environ.get(name) or self._file.get(name) or "").strip()

    def text(self, name: str, default: str = "") -> str:
        return self.str(name, default)

    def address_or_empty(self, name: str, default: str) -> str:
        """A URL. Unlike elsewhere, an empty value does not mean the default: it switches the feature off."""
        sources = (os.environ, self._file)
        value = next((source[name] or "" for source in sources if name in source), default).strip()
        if value and not value.startswith(("https://", "http://")):
            raise ImproperlyConfigured(f"{name} is {value!r}, but takes an https:// address, or nothing.")
        return value

    def missing(self, name: str, hint: str) -> ImproperlyConfigured:
        return ImproperlyConfigured(f"{name} is not set. {hint}")

    def names(self, name: str) -> list[str]:
        """Comma-separated."""
        return [part.strip() for part in self.given(name).split(",") if part.strip()]

    def number(self, name: str, default: float, least: float) -> float:
        limits = validate.Range(min=least, max=BELOW, max_inclusive=False)
        return self._read(lambda: self.float(name, default, validate=limits), name, f"a number from {least:g} up")

    def whole(self, name: str, default: int, least: int) -> int:
        limits = validate.Range(min=least, max=BELOW, max_inclusive=False)
        return self._read(lambda: self.int(name, default, validate=limits), name, f"a whole number from {least} up")

    def switch(self, name: str, default: bool) -> bool:
        """A typo is refused: guessing could turn DEBUG on in production."""
        return self._read(lambda: self.bool(name, default), name, "'on' or 'off'")

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        listed = " or ".join(map(repr, choices))
        return self._read(lambda: self.str(name, default, validate=validate.OneOf(choices)), name, listed)

    def log_level_name(self, name: str, default: str) -> str:
        def is_level(value: str) -> None:
            validate.OneOf(("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))(value.upper())

        takes = "DEBUG, INFO, WARNING, ERROR or CRITICAL"
        return self._read(lambda: self.str(name, default, validate=is_level), name, takes).upper()

    def time_zone(self, name: str, default: str) -> str:
        takes = "a name such as Europe/Berlin"
        return self._read(lambda: self.str(name, default, validate=_is_time_zone), name, takes)

    def addresses(self, name: str) -> list[str]:
        """Addresses and networks, comma-separated, or `unix` for a socket."""
        found = self.names(name)
        for part in found:
            try:
                if part != "unix":
                    ip_network(part, strict=False)
            except ValueError:
                raise ImproperlyConfigured(f"{name} is {part!r}, but takes addresses such as 10.0.0.9.") from None
        return found

    def secret(self, name: str) -> str:
        """The variable's value, or the content of the file that the variable with _FILE behind its name points to."""
        value, path = self.given(name), self.given(f"{name}_FILE")
        if value and path:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Leave one of them out.")
        if not path:
            return value
        try:
            text = Path(path).read_text().strip()
        except (OSError, UnicodeDecodeError):
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read.") from None
        if not text:
            raise ImproperlyConfigured(f"{name}_FILE names a file that is empty.")
        self.files.append(Path(path))
        return text

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's description of a database. A refused URL is not shown: it may hold a password."""
        url = self.secret(name) or default
        try:
            if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
                raise ValueError
            found: dict[str, Any] = {**dj_database_url.parse(url)}
            if not found.get("NAME"):
                raise ValueError
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} takes sqlite:///db.sqlite3 or postgres://user:password@host:5432/name."
            ) from None
        return found

    def _read(self, read: Callable[[], T], name: str, takes: str) -> T:
        try:
            return read()
        except EnvError:
            raise ImproperlyConfigured(f"{name} is {self.given(name)!r}, but takes {takes}.") from None


def env_file(default: Path) -> Path | None:
    """The file that ENV_FILE names, or the default where it exists.

    A file that cannot be opened is an error: ignoring it would make SECRET_KEY seem to be missing.
    """
    named = os.environ.get("ENV_FILE")
    path = Path(named) if named else default
    try:
        path.open("rb").close()
    except FileNotFoundError as error:
        if named:
            raise ImproperlyConfigured(f"{path} cannot be read ({error.strerror}). ENV_FILE names it.") from None
        return None
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read ({error.strerror}). Let this account read it.") from None
    return path


def _is_time_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValidationError("no time zone") from None
