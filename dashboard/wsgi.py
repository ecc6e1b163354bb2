"""The WSGI entry point, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from inventory.database import serve_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
application = get_wsgi_application()
serve_pages()
