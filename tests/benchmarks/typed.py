"""What people may type into a search: the same 200 texts in every run. A page answers each in less than a second."""

import random
import string
from urllib.parse import quote

from tests.benchmarks.serving import Browser

HARD = ("a e i o n r", "line 1 2 3 4 5 6", "1", "@", "e", "2 0 5 1 7 3", "example.com", "an er on in")
WORDS = ("dispatch", "bookings", "billing", "after", "hours", "kim", "rossi", "example.com", "texas", "line")
COUNT = 200
LISTS = ("/numbers/?q=", "/changes/?number=", "/changes/?user=")


def texts() -> list[str]:
    """Single letters, parts of words in any order, digits as people group them, addresses."""
    chance = random.Random(COUNT)

    def parts(most: int) -> str:
        words = chance.sample(WORDS, chance.randint(1, most))
        return " ".join(word[: chance.randint(1, len(word))] for word in words)

    kinds = (
        lambda: " ".join(chance.sample(string.ascii_lowercase, chance.randint(1, 6))),
        lambda: parts(6),
        lambda: "".join(chance.choices(string.digits + " -", k=chance.randint(1, 12))).strip() or "7",
        lambda: f"{parts(1)}@{chance.choice(('', 'e', 'example'))}",
    )
    return [*HARD, *(kinds[place % len(kinds)]() for place in range(COUNT - len(HARD)))]


def slowest(browser: Browser, some: list[str]) -> float:
    """Seconds that the slowest of these texts takes in a list, each asked once."""
    return max(browser.get(f"{place}{quote(text)}").seconds for text in some for place in LISTS)
