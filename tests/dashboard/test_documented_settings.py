"""Every setting is documented, and nothing is documented that is no setting."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READERS = ("dashboard/env.py", "dashboard/settings.py", "dashboard/gunicorn_conf.py")
# The methods of dashboard/env.py. What holds for every secret's _FILE is said once.
SECRETS = {"env.secret", "env.database", "env.mail_server"}
READING = SECRETS | {
    f"env.{name}"
    for name in ("text", "number", "switch", "choice", "log_level", "time_zone", "path_prefix", "hosts",
                 "origin", "origins", "proxies")
} | {"os.environ.get"}  # fmt: skip


def names_read(source: str) -> set[str]:
    """The variables that the source reads by a name written out."""
    found = set()
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and call.args and ast.unparse(call.func) in READING:
            name = call.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                found.add(name.value)
    return found


def defaults_read(source: str) -> dict[str, str]:
    """The defaults that the source gives, as `.env` would write them."""
    switches = {True: "on", False: "off"}
    found = {}
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and len(call.args) > 1 and ast.unparse(call.func) in READING:
            name, default = call.args[:2]
            if isinstance(name, ast.Constant) and isinstance(default, ast.Constant):
                value = default.value
                found[str(name.value)] = switches[value] if isinstance(value, bool) else str(value)
    return found


def names_in_the_example() -> set[str]:
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def names_in_the_table() -> set[str]:
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))


@pytest.fixture(scope="module")
def read() -> set[str]:
    found = set().union(*(names_read((ROOT / path).read_text()) for path in READERS))
    return {name for name in found if name.removesuffix("_FILE") not in found - {name}}


def test_the_reader_of_this_test_sees_every_way_of_reading() -> None:
    assert names_read("A = env.number('B', 1, 2)\nC = env.hosts('D')") == {"B", "D"}
    assert names_read("E = env.secret('F')") == {"F"}
    source = "\n".join((ROOT / path).read_text() for path in ("dashboard/settings.py", "dashboard/gunicorn_conf.py"))
    used = set(re.findall(r"(?<!\.)\benv\.\w+|\benv\(|os\.environ\[|os\.getenv", source))
    # The channels have names of the reader's own
    strange = sorted(used - READING - {"env.files", "env.channels"})
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


def test_the_example_gives_the_defaults_of_the_code() -> None:
    code: dict[str, str] = {}
    for path in READERS:
        code |= defaults_read((ROOT / path).read_text())
    assert len(code) > 15
    example = dict(re.findall(r"^(?:# )?([A-Z0-9_]+)=(.+)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert example == code | {"ENV_FILE": ".env"}  # the only one that is read in another way


def test_the_readme_names_no_setting_that_is_not_read(read: set[str]) -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        assigned = set(re.findall(r"^(?:Environment=)?([A-Z][A-Z0-9_]*)=", page.read_text(), re.MULTILINE))
        assert assigned - {"DJANGO_SETTINGS_MODULE"} <= read, page
