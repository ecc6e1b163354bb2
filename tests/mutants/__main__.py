"""`make mutants`: see the package's docstring."""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from .mutations import mutants_of
from .running import Broken, Copy
from .table import MissingPath, found, selected

PROJECT = Path(__file__).parents[2]
ENOUGH = 90
"""Percent of each file's mutants that tests have to notice."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Which small changes to the code no test notices.")
    parser.add_argument("files", nargs="*", help="files or folders of tests/mutants/table.py; all by default")
    parser.add_argument("--sample", type=int, default=25, help="mutants of each file, 0 for all (default: 25)")
    parser.add_argument("--seed", default="1", help="another seed draws another sample (default: 1)")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        weak = run(options.files, options.sample, options.seed)
    except (MissingPath, Broken) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    if weak:
        print(f"\nBelow {ENOUGH} %: {', '.join(weak)}")
    return bool(weak)


def run(files: list[str], sample: int, seed: str) -> list[str]:
    """Prints what became of each file's mutants, and returns the files of which tests notice too few."""
    weak: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as scratch:
        copy = Copy(PROJECT, Path(scratch))
        for subject, paths in selected(PROJECT, files):
            tests = found(PROJECT, subject.tests)
            print(f"Recording what {' '.join(subject.tests)} run ...", flush=True)
            recording = copy.record(tests)
            print(f"{'':44}{'tried':>8}{'killed':>8}{'survived':>10}{'':>8}")
            for path in paths:
                mutants = mutants_of(path, (copy.root / path).read_text(encoding="utf-8"), sample, seed)
                if not mutants:
                    continue
                survivors = [mutant for mutant in mutants if not copy.notices(path, mutant, recording)]
                killed = len(mutants) - len(survivors)
                percent = 100 * killed / len(mutants)
                print(f"{path:44}{len(mutants):8}{killed:8}{len(survivors):10}{percent:6.0f} %")
                for mutant in survivors:
                    print(f"    {mutant.line}: - {mutant.before}\n    {'':{len(str(mutant.line))}}  + {mutant.after}")
                sys.stdout.flush()
                if percent < ENOUGH:
                    weak.append(path)
    return weak


if __name__ == "__main__":
    sys.exit(main())
