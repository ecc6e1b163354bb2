"""The styles as a whole."""

import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"


def test_pages_change_at_three_widths_and_nowhere_else() -> None:
    sources = [path.read_text() for path in (*STATIC.rglob("*.css"), *STATIC.rglob("*.js"))]
    conditions = [
        one for text in sources for line in re.findall(r"(?:@media|matchMedia)(.+)", text) for one in asked(line)
    ]
    assert {width for one in conditions for width in re.findall(r"(\d+)px", one)} == {"720", "1100", "1400"}


def asked(line: str) -> list[str]:
    """What a condition asks of the width."""
    return re.findall(r"\(([^()]*width[^()]*)\)", line)
