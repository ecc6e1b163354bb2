"""What error reports and the debug page may show: no key, whatever it is called and wherever it stands."""

from types import FrameType
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

SECRETS = (
    "SECRET_KEY", "QUO_API_KEY", "OIDC_CLIENT_SECRET", "METRICS_TOKEN", "ALERT_WEBHOOK_SECRET", "EMAIL_HOST_PASSWORD",
)  # fmt: skip
LEAST = 6  # characters: a shorter one is a word, and hiding it would blank out half of a report


class SecretsHidden(SafeExceptionReporterFilter):
    """Django's filter goes by names (KEY, TOKEN, PASS, …). This one also knows the secrets' values.

    So a key is hidden in any local variable, header or structure. Reports are made only with DEBUG, where whoever
    sees the page sees all variables of all frames.
    """

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType | None) -> Any:
        found = super().get_traceback_frame_variables(request, tb_frame)
        hidden = self.cleansed_substitute
        return [(name, hidden if self.hidden_settings.search(name) else self._without(value)) for name, value in found]

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        return {
            name: self._without(self.cleansed_substitute if "AUTHORIZATION" in name else value)
            for name, value in super().get_safe_request_meta(request).items()
        }

    def _without(self, value: Any) -> Any:
        """The value, unless a secret is anywhere in it."""
        try:
            shown = value if isinstance(value, str) else repr(value)
        except Exception:
            return self.cleansed_substitute
        return self.cleansed_substitute if any(secret in shown for secret in _secrets()) else value


def _secrets() -> list[str]:
    values = [str(getattr(settings, name, "")) for name in SECRETS]
    values += settings.ALERT_CHANNELS.values()
    values += [str(database.get("PASSWORD") or "") for database in settings.DATABASES.values()]
    return [secret for secret in values if len(secret) >= LEAST]
