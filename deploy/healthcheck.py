"""The container's health check: whether the site in it answers, and its database. Exits 1 where not."""

import os
import sys
from http.client import HTTPConnection

port = os.environ.get("BIND", "").rpartition(":")[2] or "8000"
connection = HTTPConnection("127.0.0.1", int(port), timeout=4)
try:
    connection.request("GET", "/healthz")
    response = connection.getresponse()
    sys.stdout.write(response.read(200).decode())
    sys.exit(response.status != 200)
except OSError as error:
    sys.exit(f"the site does not answer: {error}")
