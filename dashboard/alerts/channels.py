"""Where messages go: the channels that the settings define, and the mail of accounts.

An address is a secret. No error and no line of a log has it: what a channel answers is told in words of our own.
"""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import unquote

import requests
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.crypto import salted_hmac
from standardwebhooks.webhooks import Webhook

from dashboard.alerts.models import ME
from inventory.quo.error_responses import read_retry_after
from inventory.quo.transport import Session

GONE, BUSY = 410, (429, 503)
NO_SUCH_SERVICE = 2  # of dashboard.alerts.apprise_process, which is not imported here
# What chats may read as a mention, a link or Markdown, each as the character that looks like it
FOR_CHATS = {ord(mark): ord(mark) + 0xFEE0 for mark in "<>@*_`~[]|#\\"}
ADDRESS = r"https?://[\w/?=&%.:+-]*"


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel sends: mail and chats the words, webhooks the data."""

    subject: str
    text: str
    html: str
    data: Mapping[str, Any]


class NotSent(Exception):
    """The receiver did not take a message; why, in words for users.

    final  asking again is no use
    wait   for how many seconds it asked not to be asked again
    """

    def __init__(self, words: str, *, final: bool = False, wait: float = 0.0) -> None:
        super().__init__(words)
        self.final, self.wait = final, wait


def channels() -> dict[str, str]:
    """The kinds of those of the settings, such as "Webhook", by their names."""
    return {name: _kind(address) for name, address in sorted(settings.ALERT_CHANNELS.items())}


def receivers(name: str) -> list[str]:
    """A digest of each mail address of a channel. "" for the one receiver of another; ME has none of its own."""
    address = settings.ALERT_CHANNELS.get(name, "")
    if name == ME:
        return []
    return [_digest(one) for one in _mail_addresses(address)] if _scheme(address) == "mailto" else [""]


def subject_line(text: str) -> str:
    """As a subject: without line breaks and other control characters."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()[:200]


def for_chat(text: str) -> str:
    """A message's text for a chat: without mentions (`<!channel>`, `@everyone`), hidden links and Markdown."""
    return re.sub(
        rf"({ADDRESS})|([^h]+|h)", lambda found: found[1] or found[2].translate(FOR_CHATS), text, flags=re.ASCII
    )


def send(name: str, receiver: str, key: str, message: Message) -> None:
    """Sends a message to a receiver of a channel, who knows it by its key. Raises NotSent."""
    address = settings.ALERT_CHANNELS.get(name)
    if address is None:
        raise NotSent("The settings have no channel of this name.")
    match _scheme(address):
        case "mailto":
            to = [one for one in _mail_addresses(address) if receiver in ("", _digest(one))]
            if not to:
                raise NotSent("The channel no longer has this address.", final=True)
            for one in to:  # all of them where it was decided on while the settings had no such channel
                send_mail(one, key, message)
        case "http" | "https":
            _in_time(lambda: _post(address, key, message.data))
        case "outbox":
            pass  # the demo's, which shows what it would send
        case _:
            _notify(address, message)


def send_mail(to: str, key: str, message: Message) -> None:
    """Sends a mail to one address. Raises NotSent."""
    if not settings.EMAIL_HOST:
        raise NotSent("No mail server is set up.")
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(subject_line(message.subject), message.text, to=[to], headers=headers)
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    _in_time(lambda: _mail(mail))


def _mail(mail: EmailMultiAlternatives) -> None:
    try:
        mail.send()
        return
    except SMTPRecipientsRefused as error:
        words = f"The mail server refused the address ({next(iter(error.recipients.values()))[0]})."
    except SMTPResponseException as error:
        words = f"The mail server refused the message ({error.smtp_code})."
    except TimeoutError:
        words = "The mail server did not answer in time."
    except (OSError, SMTPException) as error:
        words = f"The mail server could not be used ({type(error).__name__})."
    raise NotSent(words)


def _post(address: str, key: str, data: Mapping[str, Any]) -> None:
    """A signed POST, as Standard Webhooks has it. The answer's status decides; its body is not read."""
    now, body = datetime.now(UTC), json.dumps(data)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"quo-numbers/{settings.VERSION}",
        "webhook-id": key,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(settings.ALERT_WEBHOOK_SECRET).sign(key, now, body),
    }
    try:
        with (
            Session() as session,  # which never follows a redirect
            session.post(
                address, body.encode(), headers=headers, timeout=settings.ALERT_TIMEOUT, stream=True
            ) as response,
        ):
            status, asked = response.status_code, read_retry_after(response.headers.get("Retry-After"))
    except requests.Timeout:
        raise NotSent("The webhook did not answer in time.") from None
    except (requests.RequestException, ValueError) as error:
        raise NotSent(f"The webhook could not be reached ({type(error).__name__}).") from None
    if 300 <= status < 400:
        raise NotSent(f"The webhook redirects ({status}), which is not followed.")
    if not 200 <= status < 300:
        wait = asked if asked and status in BUSY else 0.0
        raise NotSent(f"The webhook answered {status}.", final=status == GONE, wait=wait)


def _notify(address: str, message: Message) -> None:
    """By Apprise, in a process of its own: it takes long to load, and it could hang, or log the address."""
    title, text = for_chat(subject_line(message.subject)), for_chat(message.text)
    given = json.dumps({"address": address, "title": title, "body": text, "timeout": settings.ALERT_TIME_BUDGET})
    command = [sys.executable, "-m", "dashboard.alerts.apprise_process"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=given,
            text=True,
            capture_output=True,
            timeout=2 * settings.ALERT_TIME_BUDGET,
            cwd=settings.BASE_DIR,
        )
    except subprocess.TimeoutExpired:
        raise NotSent("The service did not answer in time.") from None
    if done.returncode == NO_SUCH_SERVICE:
        raise NotSent("Apprise knows no such service, or its address is not whole.")
    if done.returncode:
        raise NotSent("The service did not take it.")


def _in_time(send: Callable[[], None]) -> None:
    """Waits no longer than the time budget: a time-out of a socket begins anew with every byte."""
    failures: list[NotSent] = []

    def run() -> None:
        try:
            send()
        except NotSent as error:
            failures.append(error)
        except Exception as error:  # its words may hold the address
            failures.append(NotSent(f"An unexpected error ({type(error).__name__})."))

    thread = threading.Thread(target=run, name="alert", daemon=True)
    thread.start()
    thread.join(settings.ALERT_TIME_BUDGET)
    if thread.is_alive():
        raise NotSent("The answer took too long.")
    if failures:
        raise failures[0]


def _scheme(address: str) -> str:
    return address.partition(":")[0].lower()


def _kind(address: str) -> str:
    scheme = _scheme(address)
    return {"mailto": "Mail", "http": "Webhook", "https": "Webhook"}.get(scheme, scheme.capitalize())


def _mail_addresses(address: str) -> list[str]:
    """Those of `mailto:a@example.com,b@example.com`."""
    return [one for part in address.partition(":")[2].partition("?")[0].split(",") if (one := unquote(part).strip())]


def _digest(address: str) -> str:
    return salted_hmac("dashboard.alerts.receiver", address.lower()).hexdigest()[:16]
