"""The WSGI entry point, for gunicorn."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from dashboard.utf8 import Utf8Request
from inventory.database import use_page_timeouts

CANNOT_LOAD = 4  # gunicorn's status for an application that cannot be loaded: it ends, instead of trying again

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
try:
    application = get_wsgi_application()
    application.request_class = Utf8Request
except ImproperlyConfigured as error:
    sys.stderr.write(f"Not configured: {error}\n")
    raise SystemExit(CANNOT_LOAD) from None
use_page_timeouts()
