"""Imports run one way: dashboard -> inventory -> inventory.quo. And what is called pure does no I/O."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PURE = [f"inventory.refreshing.{name}" for name in ("reconcile", "plan", "facts", "diff")]
# What reads or writes anything outside the process's own memory.
DOES_IO = (
    "django.db", "django.conf", "django.core", "django.utils.timezone", "inventory.models",
    "inventory.quo.client", "inventory.quo.transport", "inventory.sandbox", "inventory.refreshing.snapshot",
    "inventory.refreshing.apply", "inventory.refreshing.run", "inventory.refreshing.lease",
    "io", "logging", "os", "pathlib", "random", "requests", "socket", "sqlite3", "subprocess", "tempfile",
    "threading", "time", "urllib3",
)  # fmt: skip


def modules_of(package: str) -> dict[str, Path]:
    """The package's modules by name, without migrations: those are written by Django."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    }


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(module: str, path: Path) -> Iterator[str]:
    """Everything that a module imports, wherever in it: `from a.b import c` is a.b and a.b.c."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def forbidden(imports: Iterator[str], names: tuple[str, ...]) -> set[str]:
    return {found for found in imports for name in names if found == name or found.startswith(f"{name}.")}


INVENTORY = modules_of("inventory")
QUO = {module: path for module, path in INVENTORY.items() if module.startswith("inventory.quo")}
SANDBOX = {module: path for module, path in INVENTORY.items() if module.startswith("inventory.sandbox")}
# The two commands that start the sandbox, and the demo: its settings need the key, its past the workspace.
MAY_USE_THE_SANDBOX = {
    "inventory.management.commands.sandbox", "dashboard.management.commands.demo", "dashboard.demo.settings",
    "dashboard.demo.past",
}  # fmt: skip
PRODUCTION = {**INVENTORY, **modules_of("dashboard")}.items() - SANDBOX.items()


def test_the_modules_are_found() -> None:
    assert {"inventory.models", "inventory.quo", "inventory.quo.client", *PURE} <= INVENTORY.keys()
    assert "inventory.sandbox.server" in SANDBOX


def test_the_inventory_knows_no_dashboard() -> None:
    for module, path in INVENTORY.items():
        assert forbidden(imports_of(module, path), ("dashboard", "tests")) == set(), module


def test_the_wire_knows_no_database_and_the_sandbox_nothing_of_the_product() -> None:
    for room, modules in (("inventory.quo", QUO), ("inventory.sandbox", SANDBOX)):
        for module, path in modules.items():
            imports = {name for name in imports_of(module, path) if name.startswith(("django", "inventory"))}
            assert all(name.startswith(room) for name in imports - {"inventory"}), module


def test_nothing_in_production_imports_the_sandbox() -> None:
    users = {module for module, path in PRODUCTION if forbidden(imports_of(module, path), ("inventory.sandbox",))}
    assert users == MAY_USE_THE_SANDBOX


@pytest.mark.parametrize("module", PURE)
def test_reconciling_is_pure(module: str) -> None:
    path = INVENTORY[module]
    assert forbidden(imports_of(module, path), DOES_IO) == set()
    calls = {node.func.id for node in ast.walk(tree_of(path))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    assert calls.isdisjoint({"open", "print", "input"})


def test_no_test_is_imported_by_the_product() -> None:
    for module, path in modules_of("dashboard").items():
        assert forbidden(imports_of(module, path), ("tests",)) == set()


def test_relative_imports_are_resolved(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text("from . import a\nfrom .b import c\nfrom ..d import e\nimport f.g\n", encoding="utf-8")
    assert set(imports_of("one.two.module", path)) == {
        "one.two", "one.two.a", "one.two.b", "one.two.b.c", "one.d", "one.d.e", "f.g",
    }  # fmt: skip


DASHBOARD = modules_of("dashboard")
HOUSE = {**INVENTORY, **DASHBOARD}
PAGES = ("overview", "numbers", "users", "changes", "trends", "refreshes")
# Django finds apps before their models exist, and gunicorn reads its configuration before there are any settings.
MAY_IMPORT_LATE = {"dashboard.gunicorn_conf", *(module for module in HOUSE if module.endswith(".apps"))}
# What few processes use and all would pay for is loaded where it is used: Authlib (11 MB), XlsxWriter (4 MB), and the
# areas of all numbers (100 MB).
LOADS_LATE = {"dashboard.accounts.single_sign_on", "dashboard.exports", "inventory.numbering"}


def graph() -> dict[str, set[str]]:
    """Which module imports which, `from package import module` as the module."""
    return {
        module: {name for name in imports_of(module, path) if name in HOUSE and not module.startswith(f"{name}.")}
        for module, path in HOUSE.items()
        if module not in MAY_IMPORT_LATE
    }


def test_no_imports_run_in_a_circle() -> None:
    list(TopologicalSorter(graph()).static_order())  # raises CycleError, which names the circle


def test_no_import_is_late() -> None:
    late = {
        module
        for module in HOUSE.keys() - MAY_IMPORT_LATE - LOADS_LATE
        for function in ast.walk(tree_of(HOUSE[module]))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    }
    assert late == set()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_not_import_anothers_views(page: str) -> None:
    views = tuple(f"dashboard.{other}.views" for other in PAGES if other != page)
    for module, path in DASHBOARD.items():
        if module.startswith(f"dashboard.{page}."):
            assert forbidden(imports_of(module, path), views) == set(), module


def test_the_audit_log_knows_no_accounts() -> None:
    for module, path in DASHBOARD.items():
        if module.startswith("dashboard.audit."):
            assert forbidden(imports_of(module, path), ("dashboard.accounts",)) == set(), module
