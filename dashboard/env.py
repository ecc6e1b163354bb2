"""Settings from the environment and from a file such as `.env`, for Django and for gunicorn's configuration.

Each method names the variable in its error, and what that variable takes. Quotes around a value do not count: Docker
and systemd hand them on or not, as their versions have it.
"""

import codecs
import io
import os
import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import dotenv_values

from dashboard.monitoring.current_request import address_of, trusted_peer

BELOW = 1e9  # no setting of ours is sensible from here up
SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
QUOTES = ('""', "''", "“”", "‘’", "``")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
HOST = re.compile(r"\*|\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
MAIL = r"[^\s@,]+@[^\s@,]+"
CHANNEL = re.compile(rf"mailto:{MAIL}(,\s*{MAIL})*|(?!mailto:)[a-z][a-z0-9+.-]*:\S+", re.ASCII | re.IGNORECASE)
SMTP_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
ORIGIN = re.compile(r"(https?)://((?:\*\.)?[^/*@?#\s]+)/?", re.ASCII)


class Environment:
    """The process's variables win over the file's. An empty value means the default."""

    def __init__(self, default_file: Path) -> None:
        file = env_file(default_file)
        # Without interpolation: a `$` in a password stands for itself.
        self._file = dotenv_values(stream=io.StringIO(text_of(file)), interpolate=False) if file else {}
        self.files = [file] if file else []  # that hold secrets

    def text(self, name: str, default: str = "") -> str:
        return unquoted(os.environ.get(name) or self._file.get(name) or "") or default

    def number(self, name: str, default: float, least: float, kind: type[float] = float) -> float:
        value = self.text(name)
        try:
            number = kind(value or default)
        except ValueError:
            number = least - 1
        if not least <= number < BELOW:
            takes = "a whole number" if kind is int else "a number"
            raise ImproperlyConfigured(f"{name} is {value!r}, but takes {takes} from {least:g} up.")
        return number

    def switch(self, name: str, default: bool) -> bool:
        """A typo is refused: guessing could turn DEBUG on in production."""
        value = self.text(name)
        if value and value.lower() not in SWITCH:
            raise ImproperlyConfigured(f"{name} is {value!r}, but takes 'on' or 'off'.")
        return SWITCH[value.lower()] if value else default

    def choice(self, name: str, default: str, choices: Collection[str]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise ImproperlyConfigured(f"{name} is {value!r}, but takes {' or '.join(map(repr, choices))}.")
        return value

    def log_level(self, name: str, default: str) -> str:
        level = self.text(name, default).upper()
        if level not in LEVELS:
            raise ImproperlyConfigured(f"{name} is {self.text(name)!r}, but takes {', '.join(LEVELS)}.")
        return level

    def time_zone(self, name: str, default: str) -> str:
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ImproperlyConfigured(f"{name} is {value!r}, but takes a name such as Europe/Berlin.") from None
        return value

    def path_prefix(self, name: str) -> str:
        """A path such as /numbers, without a slash at its end."""
        value = self.text(name).rstrip("/")
        if value and not re.fullmatch(r"(/[\w.~-]+)+", value, re.ASCII):
            raise ImproperlyConfigured(f"{name} is {value!r}, but takes a path such as /numbers.")
        return value

    def hosts(self, name: str) -> list[str]:
        return self._list(name, "", host, "numbers.example.com,numbers.example.org")

    def origin(self, name: str) -> str:
        value = self.text(name)
        try:
            return origin(value) if value else ""
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} is {value!r}, but takes an address without a path, such as https://numbers.example.com:8443."
            ) from None

    def origins(self, name: str) -> list[str]:
        return self._list(name, "", origin, "https://numbers.example.com:8443,https://numbers.example.org")

    def proxies(self, name: str, default: str) -> list[str]:
        """Addresses and networks, or `unix` for a socket."""
        return self._list(name, default, trusted_peer, "127.0.0.1,10.0.0.0/8")

    def _list(self, name: str, default: str, parse: Callable[[str], str], example: str) -> list[str]:
        """What commas separate. What else separates it is refused, with the form that it should have."""
        value = self.text(name, default)
        try:
            parts = [part.strip(" \t\"'“”‘’`") for part in value.split(",")]
            return [parse(part) for part in parts if part]
        except ValueError:
            right = example
        try:
            pieces = [piece for piece in re.split(r"[\s,;|\"'()\[\]]+", value) if piece]
            right = ",".join(map(parse, pieces)) or example
        except ValueError:
            pass
        raise ImproperlyConfigured(f"{name} is {value!r}, but takes a list separated by commas, such as {name}={right}")

    def secret(self, name: str) -> str:
        """The variable's value, or the content of the file that the variable with _FILE behind its name points to."""
        value, path = self.text(name), self.text(f"{name}_FILE")
        if value and path:
            raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Leave one of them out.")
        if not path:
            return value
        try:
            text = unquoted(text_of(Path(path)))
        except (OSError, ImproperlyConfigured):
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read.") from None
        if not text:
            raise ImproperlyConfigured(f"{name}_FILE names a file that is empty.")
        self.files.append(Path(path))
        return text

    def channels(self, prefix: str) -> dict[str, str]:
        """The addresses in variables of this prefix, or in the files that they name, by the rest of the name."""
        names = {name for name in (*self._file, *os.environ) if name.startswith(prefix) and self.text(name)}
        found = {}
        for name in sorted({re.sub(r"(?<=[^_])_FILE$", "", name) for name in names}):
            channel, address = name.removeprefix(prefix), self.secret(name)
            if not re.fullmatch(r"[A-Z0-9_]+", channel) or channel == "ME":
                raise ImproperlyConfigured(f"{name} names no channel: take capitals, digits and _, and not ME.")
            if not CHANNEL.fullmatch(address):
                raise ImproperlyConfigured(
                    f"{name} takes mailto:ops@example.com, https://… or an address of Apprise's."
                )
            found[channel.lower()] = address
        return found

    def mail_server(self, name: str) -> dict[str, Any]:
        """The mail server at a URL: host, port, user, password, starttls, tls. A refused one is not shown."""
        url = self.secret(name)
        try:
            parts = urlsplit(url)
            port = parts.port or SMTP_PORTS[parts.scheme] if url else 0
        except (ValueError, KeyError):
            port = 0
        if not url:
            return {}
        if not port or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ImproperlyConfigured(
                f"{name} takes smtp+starttls://user:password@host, smtps://… or, unencrypted, smtp://host."
            )
        return {
            "host": parts.hostname,
            "port": port,
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "starttls": parts.scheme == "smtp+starttls",
            "tls": parts.scheme == "smtps",
        }

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Django's description of a database. A refused URL is not shown: it may hold a password."""
        try:
            return database_at(self.secret(name) or default)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} takes sqlite:///db.sqlite3 or postgres://user:password@host:5432/name."
            ) from None


def database_at(url: str) -> dict[str, Any]:
    """Django's description of the database at a URL. ValueError for another kind, or one without a name."""
    if not url.startswith(("sqlite://", "postgres://", "postgresql://")):
        raise ValueError
    found: dict[str, Any] = {**dj_database_url.parse(url)}
    # What names no path, as sqlite://db.sqlite3 does, would be a database in memory, which no other process sees.
    if not found.get("NAME") or (found["NAME"] == ":memory:" and ":memory:" not in url):
        raise ValueError
    return found


def unquoted(value: str) -> str:
    value = value.strip()
    is_quoted = len(value) > 1 and value[0] + value[-1] in QUOTES
    return value[1:-1].strip() if is_quoted else value


def host(text: str) -> str:
    """A host as Django takes it: without scheme, port and slash, `*.example.com` as `.example.com`."""
    text = re.sub(r"^https?://", "", text.lower()).rstrip("/")
    if address := address_of(text):
        return f"[{address}]" if address.version == 6 else str(address)
    text = re.sub(r":\d+$", "", text).rstrip(".")
    text = text[1:] if text.startswith("*.") else text
    if not text.isascii():
        text = text.encode("idna").decode()
    if not HOST.fullmatch(text):
        raise ValueError
    return text


def origin(text: str) -> str:
    """An origin as browsers send it: with its scheme, and without the port that the scheme implies."""
    found = ORIGIN.fullmatch(text.lower())
    if found is None:
        raise ValueError
    scheme, place = found.groups()
    host(place.removeprefix("*."))
    return f"{scheme}://{place.removesuffix(':443' if scheme == 'https' else ':80')}"


def text_of(path: Path) -> str:
    """A file's text, in UTF-8, or in the UTF-16 that PowerShell's `>` writes."""
    content = path.read_bytes()
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ImproperlyConfigured(f"{path} is not in UTF-8. Save it in that encoding.")
    return text


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
