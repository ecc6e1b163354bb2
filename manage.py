#!/usr/bin/env python
"""Django's command line, with the product's own commands: refresh, sandbox, demo."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from inventory.runtime.database import failure, is_not_migrated, outage

# These bring settings of their own, so that they run on a machine where nothing is configured yet.
SELF_CONTAINED = {"demo": "dashboard.demo.settings", "sandbox": "inventory.sandbox.settings"}
FOR_OTHERS = ("collectstatic", "makemigrations")  # what they write others read; all else, as SQLite's database, nobody
STOPPED = 130  # as a shell has it: by Ctrl-C
SETTINGS = SELF_CONTAINED.get("".join(sys.argv[1:2]), "dashboard.settings")


def main() -> None:
    if sys.argv[1:2] and sys.argv[1] not in FOR_OTHERS:
        os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Not configured: {error}")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(STOPPED)
    except Exception as error:
        failed = error if is_not_migrated(error) else outage(error)
        if failed is None or "--traceback" in sys.argv:
            raise
        sys.exit(failure(failed))


if __name__ == "__main__":
    main()
