"""Pages, messages and docs use the words of docs/glossary.md, and none of those that it retires."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"
ROWS = re.findall(r"^\| (?!write|---)(.+?) \| (.+?) \|$", GLOSSARY.read_text(), re.MULTILINE)
RETIRED = [phrase.strip() for _, phrases in ROWS for phrase in phrases.split(";")]
TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
SHOWN_ATTRIBUTE = re.compile(r'(?:title|aria-label|placeholder|alt)="([^"]*)"')


# Words of names in code, and phrases of docstrings, that the terms of the field replace.
RETIRED_IN_NAMES = {
    "pulse", "beat", "doubt", "doubtful", "testimony", "witness", "witnesses", "figures", "personal", "watching",
    "tell", "tells", "told", "holding", "holdings", "holders", "faces", "patience", "wish", "ways", "borne", "moved",
    "moves", "looks", "rail", "stuck", "trial", "usual", "calm",
}  # fmt: skip
RETIRED_IN_DOCSTRINGS = [
    "pulse",
    "signs of life",
    "testimony",
    "witness",
    "dead worker",
    "lost place",
    "holdings",
    "ways out",
]


def documents() -> Iterator[tuple[str, str]]:
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))):
        if path != GLOSSARY:
            yield path.relative_to(ROOT).as_posix(), re.sub(r"`[^`]*`", "", path.read_text())


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        markup = path.read_text()
        shown = [TEMPLATE_CODE.sub(" ", markup), *SHOWN_ATTRIBUTE.findall(markup)]
        yield path.relative_to(ROOT).as_posix(), " ".join(shown)


@cache
def code() -> dict[str, ast.Module]:
    paths = sorted([*(ROOT / "dashboard").rglob("*.py"), *(ROOT / "inventory").rglob("*.py")])
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
        for path in paths
        if "migrations" not in path.parts and "sandbox" not in path.parts
    }


@cache
def sources() -> dict[str, str]:
    """All texts, with any spaces as one."""
    found = dict([*documents(), *templates()]) | {name: texts(tree) for name, tree in code().items()}
    return {name: " ".join(text.split()) for name, text in found.items()}


def texts(tree: ast.Module) -> str:
    """What the code says, and what its docstrings say of it: texts of more than one word."""
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return "\n".join(text for text in found if " " in text)


@cache
def docstrings() -> dict[str, str]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return {
        name: " ".join(ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, documented))
        for name, tree in code().items()
    }


def names(tree: ast.Module) -> set[str]:
    """Of what is defined or assigned here."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return found


def test_there_is_something_to_read() -> None:
    assert len(RETIRED) > 40
    assert {
        "README.md",
        "docs/operations.md",
        "templates/base.html",
        "dashboard/responses/errors.py",
    } <= sources().keys()


@pytest.mark.parametrize("phrase", RETIRED)
def test_a_retired_word_is_nowhere(phrase: str) -> None:
    wanted = re.compile(rf"\b{re.escape(phrase)}(?!\w)", re.IGNORECASE)
    assert [name for name, text in sources().items() if wanted.search(text)] == []


def test_no_name_in_code_has_a_retired_word() -> None:
    found = {
        f"{file}: {name}"
        for file, tree in code().items()
        for name in names(tree)
        if RETIRED_IN_NAMES & {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}
    }
    assert found == set()


@pytest.mark.parametrize("phrase", RETIRED_IN_DOCSTRINGS)
def test_no_docstring_has_a_metaphor_that_is_retired(phrase: str) -> None:
    wanted = re.compile(rf"\b{re.escape(phrase)}(?!\w)", re.IGNORECASE)
    assert [name for name, text in docstrings().items() if wanted.search(" ".join(text.split()))] == []
