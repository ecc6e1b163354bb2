"""The list's refresh button: from the click until its rows show what changed, on the product's own processes."""

import time
from pathlib import Path

import msgspec
import requests

from tests.benchmarks.children import OWN_SETTINGS
from tests.benchmarks.conversation import ChildFailed
from tests.benchmarks.quo import Quo
from tests.benchmarks.serving import gunicorn, wait_for

LOOK_AGAIN = 0.1  # seconds; each look takes time of the processes that refresh
LONGEST = 300  # seconds
CSRF = "c" * 32


def measure(env: dict[str, str], cookie: str, quo: Quo, log: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from click to the new row, and those of Quo's answer alone, of each round."""
    env = env | OWN_SETTINGS | {"TASKS": "immediate", "QUO_API_URL": quo.url}
    before = quo.numbers
    first = msgspec.json.decode(before)["data"][0]
    name = msgspec.json.encode(first["name"])
    headers = {"Cookie": f"{cookie}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
    clicks, answers = [], []
    with gunicorn(env, log) as server:
        site = f"http://127.0.0.1:{server.port}"
        renewed = {"HX-Request": "true", "HX-Trigger": "results", "HX-Current-URL": f"{site}/numbers/"}
        wait_for(server.port, "/readyz", log)
        for number in range(rounds):
            shown = f"! Clicked in round {number}"  # by this name it is the first of the list
            quo.numbers = before.replace(name, msgspec.json.encode(shown), 1)
            time.sleep(1)  # Quo counts requests by the second
            started = time.perf_counter()
            posted = requests.post(f"{site}/refreshes/", {"scope": "workspace"}, headers=headers, timeout=60)
            if posted.status_code != 200:
                raise ChildFailed(f"the click was answered with {posted.status_code}")
            while shown not in requests.get(f"{site}/numbers/", headers=headers | renewed, timeout=60).text:
                if time.perf_counter() - started > LONGEST:
                    raise ChildFailed(f"{shown} was not shown: {log.read_text(errors='replace')[-500:]}")
                time.sleep(LOOK_AGAIN)
            clicks.append(time.perf_counter() - started)
            time.sleep(1)
            started = time.perf_counter()
            requests.get(f"{quo.url}/v1/phone-numbers", timeout=60).raise_for_status()
            answers.append(time.perf_counter() - started)
    quo.numbers = before
    return clicks, answers
