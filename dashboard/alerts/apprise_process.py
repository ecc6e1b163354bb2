"""`python -m dashboard.alerts.apprise_process` sends the message on standard input by Apprise. Status 0: it was taken.

A process of its own, so that what hangs can be ended, and 20 MB of services are not kept in each process.
"""

import json
import logging
import sys

from apprise import Apprise, NotifyFormat

UNKNOWN = 2  # status: there is no such service


def main() -> int:
    logging.disable()  # lines of Apprise's may hold the address
    given = json.load(sys.stdin)
    service = Apprise()
    if not service.add(given["address"]):
        return UNKNOWN
    text = {"title": given["title"], "body": given["body"]}
    return 0 if service.notify(**text, body_format=NotifyFormat.TEXT, timeout=given["timeout"]) else 1


if __name__ == "__main__":
    sys.exit(main())
