"""The API key and the one place it may be sent to.

Nothing here repeats the key or the URL in an error: a key pasted into the wrong setting must not reach a log.
"""

import hashlib
import html
import ipaddress
import re
from typing import NoReturn
from urllib.parse import quote, urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase

from .errors import CheckSettings

HIDDEN = "[API key]"


class KeyAuth(AuthBase):
    """Sends the raw key, without ``Bearer``, as Quo wants it.

    Being an ``auth``, it also keeps requests from taking a password for the host out of ~/.netrc.
    """

    def __init__(self, key: str) -> None:
        self._key = check_key(key)
        self._forms = _forms_of(self._key)
        self.fingerprint = hashlib.blake2b(self._key.encode(), digest_size=16).digest()

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = self._key
        return request

    def __repr__(self) -> str:
        return f"KeyAuth({HIDDEN})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("An API key is not pickled.")

    def hide(self, text: str) -> str:
        """The text without the key, should a vendor or proxy have repeated it in any usual form."""
        return self._forms.sub(HIDDEN, text)


def check_key(key: str) -> str:
    """The key without outer whitespace. Raises CheckSettings, without showing it, when it cannot be one."""
    key = key.strip() if isinstance(key, str) else ""
    if not key:
        raise CheckSettings(
            "No API key yet: set QUO_API_KEY.", advice="An owner or admin makes one in Quo's settings, under API."
        )
    if key.lower().startswith("bearer ") or key.lower() == "bearer":
        raise CheckSettings("QUO_API_KEY begins with “Bearer”.", advice="Remove that word: Quo wants the key alone.")
    if not re.fullmatch(r"[\x21-\x7e]+", key):
        raise CheckSettings(
            "QUO_API_KEY holds a space, a line break or a character that is not plain ASCII.",
            advice="Copy the key again from Quo's settings, in one piece.",
        )
    return key


def check_url(url: str) -> str:
    """The URL without a closing slash. Raises CheckSettings when the key should not be sent there."""
    url = url.strip() if isinstance(url, str) else ""
    if not re.fullmatch(r"[^\s\\\x00-\x1f\x7f]+", url):
        raise _bad_url("is empty or holds a space, a line break or a backslash")
    host, parts = None, None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts = None  # raised below: this ValueError quotes the URL, and would stay attached
    if parts is None:
        raise _bad_url("cannot be read as a URL")
    if parts.scheme not in ("https", "http") or not host:
        raise _bad_url("is not an https:// address")
    if "@" in parts.netloc:
        raise _bad_url("holds a user name or password")
    if "?" in url or "#" in url:
        raise _bad_url("holds a query or a fragment")
    if parts.scheme == "http" and not is_loopback(host):
        raise _bad_url("is http://, which would send the key unencrypted")
    if re.search(r"/v1/?$", parts.path):
        raise _bad_url("ends with /v1, which is added by itself")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether the host is this machine, by name or address, without asking DNS."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _bad_url(problem: str) -> CheckSettings:
    return CheckSettings(
        f"QUO_API_URL {problem}.",
        advice="Set it to an address such as https://api.openphone.com (http:// only for this machine).",
    )


def _forms_of(key: str) -> re.Pattern[str]:
    """The key as it is, percent-encoded, escaped for HTML and escaped for JSON, in any case."""
    json_escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    forms = {key, quote(key, safe=""), quote(key), html.escape(key), json_escaped, json_escaped.replace("/", "\\/")}
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile("|".join(re.escape(form) for form in longest_first), re.IGNORECASE)
