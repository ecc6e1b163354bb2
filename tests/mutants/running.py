"""A copy of the project, and pytest on it in a forked process, so that nothing is left changed, whatever happens."""

import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from importlib import import_module
from importlib.util import cache_from_source
from math import ceil
from pathlib import Path
from typing import Any, NoReturn

import coverage
import hypothesis
import pytest
from django.conf import settings

from .mutations import Mutant

MEMORY = 4 * 2**30
"""Bytes that a mutant may take: some would take all."""
NOT_COPIED = shutil.ignore_patterns(".*", "__pycache__", "var", "staticfiles", "*.sqlite3*")
OPTIONS = (
    *("-q", "-x", "-p", "no:cacheprovider", "-o", "addopts=", "-m", "not browser and not postgresql"),
    *("--reuse-db", "-W", "ignore::pytest.PytestAssertRewriteWarning"),  # Hypothesis is imported here already
)
PRELOADED = (
    *("django.contrib.admin", "django.test", "django.views.debug", "django_filters"),
    *("authlib.integrations.base_client", "hypothesis.strategies", "responses", "xlsxwriter", "whitenoise.storage"),
)
"""What takes long to import and is not ours: done once, before the forks."""
NOTHING_COLLECTED = 5
OUTSIDE_TESTS = ""
"""What coverage calls the context of what runs before the first test."""

hypothesis.settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),  # that it fails is enough
)


class Broken(Exception):
    """The tests do not pass on the project as it is, so that they say nothing about mutants."""


class Copy:
    """A copy of the project in which one file at a time is mutated."""

    def __init__(self, project: Path, scratch: Path) -> None:
        self.root = scratch / "project"
        self._scratch = scratch
        self._database = scratch / "template.sqlite3"
        for module in PRELOADED:
            import_module(module)
        shutil.copytree(project, self.root, ignore=NOT_COPIED)
        shutil.copy(project / ".env.example", self.root)

    def record(self, tests: list[str]) -> "Recording":
        """Runs the tests on the project as it is, and notes how long each takes and which lines it runs."""
        data_file, times_file = self._scratch / "coverage", self._scratch / "times"
        for left in (data_file, self._database):
            left.unlink(missing_ok=True)
        measured = coverage.Coverage(str(data_file), include=[f"{self.root}/*"], config_file=False)
        recorder = _Recorder(self._database, measured, times_file)
        status = self._run(tests, recorder, limit=3_600)
        if status != 0:
            raise Broken(f"The tests do not pass on the project as it is:\n{self.log}")
        data = coverage.CoverageData(str(data_file))
        data.read()
        return Recording(self.root, data, json.loads(times_file.read_text()))

    def notices(self, path: str, mutant: Mutant, recording: "Recording") -> bool:
        """Whether a test fails, or does not end, on the mutant."""
        times = recording.times_for(path, mutant)
        target = self.root / path
        original = target.read_bytes()
        target.write_text(mutant.source, encoding="utf-8")
        # Python would take the old bytecode for that of a file of equal size, changed within the same second.
        Path(cache_from_source(str(target))).unlink(missing_ok=True)
        try:
            files = sorted({name.partition("::")[0] for name in times})
            status = self._run(files, _Selection(self._database, times), limit=20 + 5 * sum(times.values()))
        finally:
            target.write_bytes(original)
        if status == NOTHING_COLLECTED:
            raise Broken(f"No test was collected:\n{self.log}")
        return status != 0

    @property
    def log(self) -> str:
        return (self._scratch / "log").read_text("utf-8", "replace")[-10_000:]

    def _run(self, tests: Iterable[str], plugin: "_Plugin", limit: float) -> int | None:
        """pytest's exit status in a process of its own; None if it took too long."""
        with tempfile.TemporaryDirectory(dir=self._scratch) as temporary:
            child = os.fork()
            if child == 0:
                _become_pytest(self.root, [*OPTIONS, *tests], plugin, temporary, self._scratch / "log")
            try:
                return _wait(child, limit)
            finally:
                _kill_group(child)


class Recording:
    """How long each test takes, and which lines of which file it runs."""

    def __init__(self, root: Path, data: coverage.CoverageData, times: dict[str, float]) -> None:
        self._root = root
        self._data = data
        self._times = times

    def times_for(self, path: str, mutant: Mutant) -> dict[str, float]:
        """The tests that run the mutant's function. All, where it is in none, is called by an import, or by no test."""
        by_line = self._data.contexts_by_lineno(str(self._root / path))
        if mutant.function is None:
            return self._times
        first, last = mutant.function
        names = {name for line in range(first, last + 1) for name in by_line.get(line, ())}
        return self._times if OUTSIDE_TESTS in names or not names else {name: self._times[name] for name in names}


class _Plugin:
    """A plugin of pytest that makes the tests' database once, and gives each run a copy of it."""

    def __init__(self, template: Path) -> None:
        self._template = template

    def pytest_configure(self) -> None:
        database = Path(tempfile.gettempdir(), "tests.sqlite3")
        settings.DATABASES["default"]["TEST"]["NAME"] = str(database)
        if self._template.exists():
            shutil.copy(self._template, database)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
        result = yield
        if fixturedef.argname == "django_db_setup" and not self._template.exists():
            made = sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"])
            with closing(made), closing(sqlite3.connect(self._template)) as template:
                made.backup(template)
        return result


class _Recorder(_Plugin):
    """Measures each test."""

    def __init__(self, template: Path, measured: coverage.Coverage, times_file: Path) -> None:
        super().__init__(template)
        self._measured = measured
        self._times_file = times_file
        self._times: defaultdict[str, float] = defaultdict(float)

    def pytest_load_initial_conftests(self) -> None:
        self._measured.start()

    def pytest_collection_finish(self) -> None:
        import_module(settings.ROOT_URLCONF)  # lest the first test that asks for a page seem to be the one to run it

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        self._measured.switch_context(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._times[report.nodeid] += report.duration

    def pytest_unconfigure(self) -> None:
        self._measured.stop()
        self._measured.save()
        self._times_file.write_text(json.dumps(self._times))


class _Selection(_Plugin):
    """Runs certain tests only, the fast ones first."""

    def __init__(self, template: Path, times: dict[str, float]) -> None:
        super().__init__(template)
        self._times = times

    @pytest.hookimpl(wrapper=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None, Any, Any]:
        """Before pytest-django, which then puts tests that empty the database last."""
        chosen = [item for item in items if item.nodeid in self._times]
        items[:] = sorted(chosen, key=lambda item: self._times[item.nodeid])
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """A test that hangs ends the process: nobody handles the alarm."""
        signal.alarm(ceil(10 + 5 * self._times[item.nodeid]))
        result = yield
        signal.alarm(0)
        return result


def _become_pytest(root: Path, arguments: list[str], plugin: "_Plugin", temporary: str, log: Path) -> NoReturn:
    status = 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.chdir(root)
        os.environ |= {"TMPDIR": temporary, "HYPOTHESIS_PROFILE": "mutants", "PYTHONDONTWRITEBYTECODE": "1"}
        os.environ.pop("TEST_DATABASE_URL", None)
        tempfile.tempdir = None
        sys.dont_write_bytecode = not isinstance(plugin, _Recorder)
        sys.path[0] = str(root)
        for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
            del sys.modules[name]
        status = pytest.main(arguments, plugins=[plugin])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _wait(child: int, limit: float) -> int | None:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    return None


def _kill_group(child: int) -> None:
    """Ends the process and all that it started, as far as they are still there."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)
