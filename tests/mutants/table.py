"""Which files are mutated, and which tests have to notice. The one place to adjust when files move."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Subject:
    """Files, and the tests that are about them: paths or patterns from the project's directory."""

    files: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()


SUBJECTS = (
    Subject(
        files=("inventory/quo/*.py",),
        tests=("tests/inventory/quo/test_*.py",),  # all but those of the sandbox
    ),
    Subject(
        files=("inventory/refreshing/*.py",),
        tests=("tests/inventory/refreshing", "tests/inventory/test_refresh_command.py"),
    ),
    Subject(
        files=(
            "dashboard/numbers/filters.py",
            "dashboard/numbers/facets.py",
            "dashboard/numbers/rail.py",
            "dashboard/changes/filters.py",
            "dashboard/audit/filters.py",
            "dashboard/overview/attention.py",
            "inventory/statistics.py",
            "dashboard/csv_text.py",
            "dashboard/numbers/exports.py",
            "dashboard/numbers/export_views.py",
        ),
        tests=(
            "tests/dashboard/test_against_a_model.py",
            "tests/dashboard/test_bad_input.py",
            "tests/dashboard/changes/test_changes.py",
            "tests/dashboard/numbers/test_exports.py",
            "tests/dashboard/test_groups.py",
            "tests/dashboard/overview/test_overview.py",
            "tests/dashboard/users/test_users.py",
            "tests/dashboard/numbers/test_saved_views.py",
            "tests/dashboard/numbers/test_search.py",
            "tests/dashboard/audit/test_audit.py",
        ),
    ),
    Subject(
        files=("dashboard/accounts/*.py", "dashboard/monitoring/client_address.py"),
        tests=(
            "tests/dashboard/accounts/test_access_words.py",
            "tests/dashboard/monitoring/test_client_address.py",
            "tests/dashboard/accounts/test_forged_tokens.py",
            "tests/dashboard/accounts/test_provider_accounts.py",
            "tests/dashboard/accounts/test_roles.py",
            "tests/dashboard/accounts/test_sessions.py",
            "tests/dashboard/accounts/test_single_sign_on.py",
            "tests/dashboard/accounts/test_sliding_sessions.py",
            "tests/dashboard/accounts/test_throttling.py",
        ),
    ),
)


class MissingPath(Exception):
    """A path or pattern that names no file."""


def found(root: Path, patterns: Iterable[str]) -> list[str]:
    """The paths that the patterns name, relative to the root. Raises MissingPath when one names none."""
    paths: list[str] = []
    for pattern in patterns:
        matches = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
        if not matches:
            raise MissingPath(f"{pattern} names no file: adjust tests/mutants/table.py.")
        paths += matches
    return paths


def files_of(root: Path, subject: Subject) -> list[str]:
    without = found(root, subject.without)
    return [path for path in found(root, subject.files) if path not in without]


def selected(root: Path, wanted: Iterable[str]) -> Iterator[tuple[Subject, list[str]]]:
    """Each subject with those of its files that are wanted, by path or by folder; all where nothing is named."""
    rows = [(subject, files_of(root, subject)) for subject in SUBJECTS]
    names = [name.rstrip("/") for name in wanted]
    for name in names:
        if not any(_is_within(path, name) for _, paths in rows for path in paths):
            raise MissingPath(f"{name} is no file or folder of tests/mutants/table.py.")
    for subject, paths in rows:
        chosen = [path for path in paths if not names or any(_is_within(path, name) for name in names)]
        if chosen:
            yield subject, chosen


def _is_within(path: str, name: str) -> bool:
    return path == name or path.startswith(f"{name}/")
