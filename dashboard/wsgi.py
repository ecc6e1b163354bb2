"""The WSGI entry point, for gunicorn."""

import os
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.wsgi import get_wsgi_application

from inventory.runtime.database import use_page_timeouts

CANNOT_LOAD = 4  # gunicorn's status for an application that cannot be loaded: it ends, instead of trying again


class Utf8Request(WSGIRequest):
    """Our pages and forms are in UTF-8. Django would take any codec of Python's that the Content-Type names, already
    before a middleware: `zlib` decodes no text, and others decode halves of characters, which no database takes.
    """

    @property
    def encoding(self) -> None:
        return None

    @encoding.setter
    def encoding(self, named: Any) -> None:
        """Ignored."""


class Application:
    """Django's, under the path SCRIPT_NAME. Probes may leave it out: gunicorn would answer them 500."""

    def __init__(self, django: WSGIHandler) -> None:
        self.django = django
        self.prefix = settings.SCRIPT_NAME
        os.environ.pop("SCRIPT_NAME", None)  # gunicorn's own way

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if f"{environ['PATH_INFO']}/".startswith(f"{self.prefix}/"):
            environ["PATH_INFO"] = environ["PATH_INFO"][len(self.prefix) :]
        return self.django(environ, start_response)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
try:
    django = get_wsgi_application()
    django.request_class = Utf8Request
    application = Application(django)
except ImproperlyConfigured as error:
    sys.stderr.write(f"Not configured: {error}\n")
    raise SystemExit(CANNOT_LOAD) from None
use_page_timeouts()
