"""That mutation testing looks at files that exist, and that its mutants are what they are taken for."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .harmless import HARMLESS
from .mutations import mutants_of
from .table import MissingPath, found, selected

PROJECT = Path(__file__).parents[2]
SOURCE = '''
"""A docstring."""
LIMIT = 5

def first(items: list[int], *, strict: bool = True) -> int | None:
    """Another."""
    for item in items:
        if strict and item > LIMIT:
            items.remove(item)
            return item
    raise ValueError("There is none.")
'''


def test_each_file_and_test_of_the_table_exists() -> None:
    rows = list(selected(PROJECT, []))
    assert all(paths and found(PROJECT, subject.tests) for subject, paths in rows)


@pytest.mark.parametrize(("name", "before"), [harmless[:2] for harmless in HARMLESS])
def test_the_code_that_harmless_mutants_change_still_stands(name: str, before: str) -> None:
    sources = [PROJECT / path for _, paths in selected(PROJECT, []) for path in paths if Path(path).name == name]
    texts = [" ".join(line.strip() for line in source.read_text("utf-8").splitlines()) for source in sources]
    assert any(before in text for text in texts)


@pytest.mark.parametrize("name", ["inventory/models.py", "inventory/quo/no_such_file.py", "quo"])
def test_a_file_that_is_not_in_the_table_is_refused(name: str) -> None:
    with pytest.raises(MissingPath, match=name):
        list(selected(PROJECT, [name]))


def test_a_folder_names_its_files() -> None:
    ((_, paths),) = selected(PROJECT, ["inventory/refreshing/"])
    assert "inventory/refreshing/apply.py" in paths


def changes(sample: int = 0, seed: str = "1") -> Iterator[tuple[int, str]]:
    return ((mutant.line, mutant.after) for mutant in mutants_of("example.py", SOURCE, sample, seed))


def test_it_mutates_what_matters_and_leaves_words_and_types_alone() -> None:
    assert {
        (3, "LIMIT = 6"),
        (8, "if strict or item > LIMIT:"),
        (8, "if strict and item >= LIMIT:"),
        (8, "if not (strict and item > LIMIT):"),
        (9, "pass"),
        (10, "return None"),
        (11, "pass"),
    } <= {*changes()}
    assert not {2, 6} & {line for line, _ in changes()}
    assert not any("NONE" in after for _, after in changes())


def test_each_mutant_is_another_program_in_the_function_that_it_names() -> None:
    mutants = mutants_of("example.py", SOURCE, 0, "1")
    assert len({ast.dump(ast.parse(source)) for source in (SOURCE, *(mutant.source for mutant in mutants))}) == (
        len(mutants) + 1
    )
    assert {(mutant.line == 3, mutant.function) for mutant in mutants} == {(True, None), (False, (6, 11))}


def test_a_seed_draws_the_same_sample_again_and_another_one_another() -> None:
    assert len({*changes(5)}) == 5
    assert {*changes(5)} == {*changes(5)} != {*changes(5, seed="2")}
