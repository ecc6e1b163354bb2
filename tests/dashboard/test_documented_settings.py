"""Every setting is documented, and nothing is documented that is no setting."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READERS = ("dashboard/settings.py", "dashboard/gunicorn_conf.py")
# The settings' own helpers, and how they and gunicorn's file read the environment.
READING = {
    "required",
    "number",
    "whole",
    "switch",
    "database",
    "time_zone",
    "level",
    "addresses",
    "env.str",
    "env.list",
    "os.environ.get",
}


def names_read(source: str) -> set[str]:
    """The variables that the source reads by a name written out."""
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and call.args and ast.unparse(call.func) in READING
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def names_in_the_example() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def names_in_the_table() -> set[str]:
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def read() -> set[str]:
    return set().union(*(names_read((ROOT / path).read_text()) for path in READERS))


def test_the_reader_of_this_test_sees_every_way_of_reading() -> None:
    source = "\n".join((ROOT / path).read_text() for path in READERS)
    assert names_read("A = number('B', 1, 2)\nC = env.list('D', default=[])") == {"B", "D"}
    strange = re.findall(r"(?<!\.)\benv\.(?!str\b|list\b|db_url_config\b)\w+|\benv\(|os\.environ\[|os\.getenv", source)
    assert strange == [], "teach this test the new way of reading a setting"


def test_the_example_lists_what_is_read(read: set[str]) -> None:
    assert names_in_the_example() == read


def test_the_table_lists_what_is_read(read: set[str]) -> None:
    assert names_in_the_table() == read


def test_the_example_and_the_table_give_the_same_defaults() -> None:
    table = dict(
        re.findall(r"^\| `([A-Z0-9_]+)` \| `([^`]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
    )
    example = dict(re.findall(r"^(?:# )?([A-Z0-9_]+)=(.+)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert table == example


def test_the_readme_names_no_setting_that_is_not_read(read: set[str]) -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        assigned = set(re.findall(r"^(?:Environment=)?([A-Z][A-Z0-9_]*)=", page.read_text(), re.MULTILINE))
        assert assigned <= read | {"DJANGO_SETTINGS_MODULE"}, page
