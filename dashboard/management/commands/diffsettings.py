"""`manage.py diffsettings`: Django's, without the secrets. What it prints is made to be pasted into a question."""

from typing import Any

from django.conf import settings
from django.core.management.commands import diffsettings
from django.views.debug import get_default_exception_reporter_filter


def hidden(shown: dict[str, str]) -> dict[str, str]:
    """The settings as texts, by name, with each secret replaced as the debug page replaces it."""
    cleanse = get_default_exception_reporter_filter().cleanse_setting
    ours = [name for name in shown if hasattr(settings, name)]
    return shown | {name: repr(cleanse(name, getattr(settings, name))) for name in ours}


class Command(diffsettings.Command):
    def output_hash(self, user_settings: dict[str, str], default_settings: dict[str, str], **options: Any) -> list[str]:
        lines: list[str] = super().output_hash(hidden(user_settings), default_settings, **options)
        return lines

    def output_unified(
        self, user_settings: dict[str, str], default_settings: dict[str, str], **options: Any
    ) -> list[str]:
        lines: list[str] = super().output_unified(hidden(user_settings), default_settings, **options)
        return lines
