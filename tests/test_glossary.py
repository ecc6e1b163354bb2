"""Pages, messages and docs use the words of docs/glossary.md, and none of those that it retires."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"
ROWS = re.findall(r"^\| (?!write|---)(.+?) \| (.+?) \|$", GLOSSARY.read_text(), re.MULTILINE)
RETIRED = [phrase.strip() for _, phrases in ROWS for phrase in phrases.split(";")]
TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
SHOWN_ATTRIBUTE = re.compile(r'(?:title|aria-label|placeholder|alt)="([^"]*)"')


def documents() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        if path != GLOSSARY:
            yield path.relative_to(ROOT).as_posix(), re.sub(r"`[^`]*`", "", path.read_text())


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        markup = path.read_text()
        shown = [TEMPLATE_CODE.sub(" ", markup), *SHOWN_ATTRIBUTE.findall(markup)]
        yield path.relative_to(ROOT).as_posix(), " ".join(shown)


def messages() -> Iterator[tuple[str, str]]:
    """What the code says: its texts of more than one word, but no docstrings."""
    for path in sorted([*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "inventory").rglob("*.py")]):
        if "migrations" in path.parts or "sandbox" in path.parts:
            continue
        tree = ast.parse(path.read_text())
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        texts = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
        ]
        yield path.relative_to(ROOT).as_posix(), "\n".join(text for text in texts if " " in text)


SOURCES = dict([*documents(), *templates(), *messages()])


def test_there_is_something_to_read() -> None:
    assert len(RETIRED) > 40
    assert {"README.md", "docs/operations.md", "templates/base.html", "dashboard/responses/errors.py"} <= SOURCES.keys()


@pytest.mark.parametrize("phrase", RETIRED)
def test_a_retired_word_is_nowhere(phrase: str) -> None:
    wanted = re.compile(rf"\b{re.escape(phrase)}(?!\w)", re.IGNORECASE)
    assert [name for name, text in SOURCES.items() if wanted.search(" ".join(text.split()))] == []
