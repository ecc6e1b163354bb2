"""What the docs tell people to type or to open is there: commands, make targets, files, tags, links."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXT = {page.name: page.read_text() for page in PAGES}
LONGEST = 9_000  # words altogether
OURS = ("dashboard", "deploy", "docs", "inventory", "static", "templates", "tests", ".ci")


def code(text: str) -> str:
    """What is written as code: between backticks, and in indented blocks."""
    return "\n".join(map("".join, re.findall(r"`([^`\n]+)`|^ {4}(.*)$", text, re.MULTILINE)))


@pytest.mark.parametrize("page", TEXT)
def test_every_command_exists(page: str) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", TEXT[page]))
    assert named <= get_commands().keys()


@pytest.mark.parametrize("page", TEXT)
def test_every_make_target_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^|&& |[A-Z_]+=\S+ )make ([a-z-]+)", code(TEXT[page]), re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", TEXT)
def test_every_path_of_ours_exists(page: str) -> None:
    pattern = rf"(?<![\w/.-])((?:{'|'.join(map(re.escape, OURS))})/[\w./@*-]*)"
    named = {path.rstrip(".") for path in re.findall(pattern, code(TEXT[page]))}
    assert {path for path in named if not any((*ROOT.glob(path), *ROOT.glob(f"tests/{path}")))} == set()


@pytest.mark.parametrize("page", TEXT)
def test_every_link_leads_somewhere(page: str) -> None:
    where = ROOT if page in ("README.md", "CONTRIBUTING.md") else ROOT / "docs"
    for target in re.findall(r"\]\(([^)\s]+)\)", TEXT[page]):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        file = where / path if path else where / page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, target


@pytest.mark.parametrize("page", TEXT)
def test_every_page_of_the_site_exists(page: str) -> None:
    for path in re.findall(r"`(/[a-z][\w/.-]*)`", TEXT[page]):
        if not path.startswith(("/etc/", "/srv/", "/var/", "/tmp", "/usr/", "/run/", "/proc/")):  # noqa: S108
            resolve(path.partition("?")[0])


@pytest.mark.parametrize("page", TEXT)
def test_no_release_is_named_that_is_not_there(page: str) -> None:
    tags = subprocess.run(["git", "tag"], cwd=ROOT, capture_output=True, text=True).stdout.split()  # noqa: S607
    named = set(re.findall(r"(?:--branch |checkout |quo-numbers:)(v?\d[\w.]*)", TEXT[page]))
    assert named <= {*tags, *(tag.removeprefix("v") for tag in tags)}


def test_they_are_short() -> None:
    """A table's bars are no words, and neither are the figures that the benchmark puts there."""
    written = [re.sub(r"<!-- (\w+) -->.*?<!-- end of \1 -->", "", text, flags=re.DOTALL) for text in TEXT.values()]
    assert sum(len(text.replace("|", " ").split()) for text in written) <= LONGEST
