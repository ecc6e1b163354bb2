"""From an answer that is not a 200 to the error that says what to do. Pure: no sending, no waiting.

Three JSON bodies are live: the documented ``{message, code, status, docs, title, trace?, errors?}``, the
gateway's ``{"error": {message, key, trace}}`` and the newer ``{title, message, docs, trace?, errors?}``. A
proxy in between may answer HTML, or nothing. All are borne, also with wrong types inside.
Source: https://www.quo.com/docs/mdx/api-reference/phone-numbers/list-phone-numbers.md
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from .errors import (
    BadAnswer,
    CheckKey,
    CheckSettings,
    CheckSubscription,
    NotFound,
    QuoError,
    RateLimited,
    RequestRefused,
    TryLater,
)

Generation = Literal["v1", "2026-03-30"]

Clean = Callable[[str], str]
"""Takes secrets out of a text. It sees each text whole, before shortening could leave half a secret."""

MAX_TEXT = 500
MAX_ERRORS = 20
MAX_BODY = 2**20
"""Bytes of an error's body that are looked at."""

NOT_FOUND = "0400404"
"""v1's own code for a number or user that is not there. The newer generation has no codes."""
VERSION_HEADER = "Quo-Api-Version"

RETRYABLE_STATUSES = (408, 425, 500, 502, 503, 504, *range(520, 531))  # from 520 on: Cloudflare's

# Bounded repeats: a body made of "<title" over and over must not cost more than its length.
TITLE = re.compile(r"<title[^>]{0,200}>(.{0,1000}?)</title", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"<[^>]{0,200}>")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """What an error's body says, all of it text that is safe to store and show."""

    code: str = ""
    title: str = ""
    message: str = ""
    trace: str = ""
    errors: list[dict[str, str]] = field(default_factory=list)
    is_json: bool = False
    is_html: bool = False
    generation: Generation | None = None  # whose documented error body it is
    is_gateways: bool = False  # the body of the gateway in front of both generations

    @property
    def is_quos(self) -> bool:
        """Whether these are Quo's own words, rather than those of a proxy, firewall or portal in between."""
        return self.generation is not None or self.is_gateways


def refusal(
    status: int, headers: Mapping[str, str], body: bytes, generation: Generation = "v1", clean: Clean = str
) -> QuoError:
    """The error for an answer whose status is not 200, where this generation was asked."""
    parsed = read_body(body, clean)
    error = _refusal(status, headers, parsed, generation, clean)
    if isinstance(error, CheckKey | CheckSubscription | RequestRefused) and parsed.generation not in (None, generation):
        error.advice += (
            f" The answer is in the words of {parsed.generation}: where key or address know nothing else, set"
            f" QUO_API_VERSION to {parsed.generation}."
        )
    return error


def _refusal(
    status: int, headers: Mapping[str, str], parsed: ErrorBody, generation: Generation, clean: Clean
) -> QuoError:
    of_body = {name: getattr(parsed, name) for name in ("code", "title", "message", "trace", "errors")}
    facts: dict[str, Any] = {"status": status, **of_body}
    retry_after = read_retry_after(headers.get("Retry-After"))
    words = tidy(parsed.message or parsed.title, limit=200)
    answered = f"{status}: {words.rstrip('.')}" if words else f"{status}, without saying why"

    if status in (301, 302, 303, 307, 308):
        return CheckSettings(
            f"The API redirects elsewhere ({status}). It was not followed, so the key went nowhere else.",
            advice="Check QUO_API_URL: it must be the API's own address, such as https://api.openphone.com.",
            **facts,
        )
    if status in RETRYABLE_STATUSES:
        return TryLater(f"Quo could not answer ({answered}).", retry_after=retry_after, **facts)
    if status == 511 or (400 <= status < 500 and status not in (404, 429) and not parsed.is_quos):
        server = tidy(headers.get("Server"), clean, 100)
        named = ", ".join(filter(None, [server and f"server “{server}”", parsed.title and f"page “{parsed.title}”"]))
        return BadAnswer(
            f"Not Quo, but something in between refused the request: {answered}{named and f' ({named})'}.",
            advice="Nothing was changed, and the API key was not judged. Ask who runs the network in between, such as a"
            " proxy or firewall, to let requests to QUO_API_URL through.",
            **facts,
        )
    if status == 401:
        return CheckKey(f"Quo refused the API key ({answered}).", **facts)
    if status == 403:
        return CheckKey(f"Quo does not let this API key read this ({answered}).", **facts)
    if status == 402:
        return CheckSubscription(
            f"Quo says that the workspace's subscription does not allow this ({answered}).", **facts
        )
    if status == 404 and parsed.generation not in (None, generation):
        return CheckSettings(
            f"The API at this address is {parsed.generation}, not {generation} ({answered}).",
            advice=f"Set QUO_API_VERSION to {parsed.generation}, or check QUO_API_URL.",
            **facts,
        )
    if status == 404 and parsed.generation == generation and parsed.code in ("", NOT_FOUND):
        return NotFound(f"Quo does not have what was asked for ({answered}).", **facts)
    if status == 404:
        # Only Quo's own word may take a number away. A proxy, a parked domain or a wrong path also says 404.
        return BadAnswer("The answer was 404, but not in Quo's words, so it says nothing about the number.", **facts)
    if status == 429:
        return RateLimited(f"Quo got too many requests with this key ({answered}).", retry_after=retry_after, **facts)
    if status == 400 and any(item.get("path") == f"/{VERSION_HEADER}" for item in parsed.errors):
        return CheckSettings(
            f"Quo does not accept {generation} as the version of its API ({answered}).",
            advice="Check QUO_API_VERSION.",
            **facts,
        )
    if 400 <= status < 500:
        return RequestRefused(f"Quo refused the request ({answered}).", **facts)
    if 500 <= status < 600:
        return TryLater(f"Quo could not answer ({answered}).", worth_retrying=False, **facts)
    return BadAnswer(f"The answer's status was {status} instead of 200.", **facts)


def read_body(body: bytes, clean: Clean = str) -> ErrorBody:
    """What an error's body says. Anything at all may come; nothing is raised."""
    text = bytes(body[:MAX_BODY]).decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        found = TITLE.search(text[:16_384])
        title = TAG.sub(" ", html.unescape(TAG.sub(" ", found[1]))) if found else ""
        return ErrorBody(title=tidy(title, clean, 200), is_html=True)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ErrorBody(message="" if text.startswith(("{", "[")) else tidy(text, clean, 200))
    if not isinstance(data, dict):
        return ErrorBody()
    inner = data.get("error")
    if isinstance(inner, dict):
        return ErrorBody(
            code=tidy(inner.get("key"), clean),
            message=tidy(inner.get("message"), clean),
            trace=tidy(inner.get("trace"), clean),
            is_json=True,
            is_gateways=isinstance(inner.get("message"), str) and ("key" in inner or "trace" in inner),
        )
    return ErrorBody(
        code=tidy(data.get("code"), clean),
        title=tidy(data.get("title"), clean),
        message=tidy(data.get("message") or inner, clean),
        trace=tidy(data.get("trace"), clean),
        errors=read_errors(data.get("errors"), clean),
        is_json=True,
        generation=_generation_of(data),
    )


def _generation_of(body: dict[str, Any]) -> Generation | None:
    if isinstance(body.get("code"), str):
        return "v1"
    documented = isinstance(body.get("title"), str) and isinstance(body.get("message"), str)
    return "2026-03-30" if documented and "code" not in body and "status" not in body else None


def read_errors(errors: object, clean: Clean) -> list[dict[str, str]]:
    """Quo's ``errors``, ``{path, message, value, schema}`` each, with every value as text."""
    if not isinstance(errors, list):
        return []
    return [
        {tidy(key, clean, 50): tidy(value, clean) for key, value in list(error.items())[:10]}
        if isinstance(error, dict)
        else {"message": tidy(error, clean)}
        for error in errors[:MAX_ERRORS]
    ]


def tidy(value: object, clean: Clean = str, limit: int = MAX_TEXT) -> str:
    """Any JSON value as one line of text without secrets and without what a database refuses, shortened."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value
    else:
        try:
            text = json.dumps(value, ensure_ascii=False)
        except (ValueError, RecursionError):  # such as a whole number of 5,000 digits
            text = "(unreadable)"
    text = UNPRINTABLE.sub(" ", clean(text)).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"


def read_retry_after(text: str | None) -> float | None:
    """Seconds to wait, from either form of Retry-After (seconds, or an HTTP date); None when unreadable."""
    text = (text or "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
