"""Settings of `manage.py sandbox`: just what Django needs to find and load the command. Nothing is read or written."""

SECRET_KEY = "nothing-is-signed"  # noqa: S105
INSTALLED_APPS = ["inventory", "django.contrib.auth", "django.contrib.contenttypes"]
USE_I18N = False
