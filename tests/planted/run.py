"""`make planted`: plants one bug at a time into a copy of the tree and asks the tests.

The tests most likely to see it are asked first, then all fast ones; one that hangs has seen it too.
`python -m tests.planted.run WORD…` tries only the bugs whose name has one of the words. Ends with 1
if a bug survives.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.planted.bug import ROOT, Bug
from tests.planted.bugs import BUGS, FAST_SUITE, FIRST_ASKED

FIRST_SECONDS_MAX = 120
SUITE_SECONDS_MAX = 600
_NOT_COPIED = shutil.ignore_patterns(".git", ".local", ".venv", "build", "__pycache__", ".*_cache")


class Tree:
    """A copy of the project in a folder of its own, with the installed tools of this one."""

    def __init__(self, home: Path) -> None:
        self.root = home / "onmin"
        shutil.copytree(ROOT, self.root, ignore=_NOT_COPIED)
        for name in (".local", ".venv"):
            if (ROOT / name).exists():
                (self.root / name).symlink_to(ROOT / name)

    def fails(self, tests: tuple[str, ...], seconds_max: int) -> bool:
        """Whether these tests see something; also if they do not end in time."""
        failing = self.failing_anyway(tests, seconds_max)
        left_out = [f"--deselect={test}" for test in failing]
        done = self._pytest("-x", "--tb=no", *left_out, *tests, seconds_max=seconds_max)
        if done is not None and done.returncode not in (0, 1):
            # Nothing was asked: the bug broke an import, or a test is missing.
            raise RuntimeError(f"{tests}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done is None or done.returncode == 1

    @cache  # noqa: B019 - one tree lives as long as the run
    def failing_anyway(self, tests: tuple[str, ...], seconds_max: int) -> tuple[str, ...]:
        """Tests that fail without any bug: they can say nothing about one."""
        done = self._pytest("--tb=no", "-rfE", *tests, seconds_max=seconds_max)
        if done is None:
            raise SystemExit(f"no end in {seconds_max} s, without any bug: {' '.join(tests)}")
        failing = tuple(
            line.partition(" ")[2].partition(" - ")[0]
            for line in done.stdout.splitlines()
            if line.startswith(("FAILED ", "ERROR "))
        )
        for test in failing:
            print(f"fails without any bug, and is not asked: {test}", flush=True)
        return failing

    def _pytest(self, *arguments: str, seconds_max: int) -> subprocess.CompletedProcess[str] | None:
        """`None` if it did not end in time."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
        env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        try:
            return subprocess.run(
                command,
                cwd=self.root,
                env=env,
                capture_output=True,
                text=True,
                timeout=seconds_max,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None

    def try_out(self, bug: Bug) -> tuple[str | None, float]:
        """Who saw the bug, `None` if nobody did; and for how many seconds they were asked."""
        asked = 0.0
        for who, tests, seconds_max in (
            ("first", FIRST_ASKED[bug.file], FIRST_SECONDS_MAX),
            ("suite", FAST_SUITE, SUITE_SECONDS_MAX),
        ):
            self.failing_anyway(tests, seconds_max)
            planted = self.root / bug.path
            sound = planted.read_text()
            assert sound.count(bug.old) == 1, bug.name
            planted.write_text(sound.replace(bug.old, bug.new))
            started = time.monotonic()
            try:
                is_seen = self.fails(tests, seconds_max)
            finally:
                planted.write_text(sound)
            asked += time.monotonic() - started
            if is_seen:
                return who, asked
        return None, asked


def main(words: Sequence[str]) -> int:
    wanted = [b for b in BUGS if not words or any(word in b.name for word in words)]
    survivors, seconds = [], []
    with tempfile.TemporaryDirectory(prefix="onmin-planted-") as home:
        tree = Tree(Path(home))
        for number, bug in enumerate(wanted, start=1):
            seen_by, took = tree.try_out(bug)
            verdict = f"caught by {seen_by}" if seen_by else "SURVIVED"
            print(f"{number:3}/{len(wanted)} {took:5.1f} s  {verdict:15} {bug.name}", flush=True)
            if seen_by:
                seconds.append(took)
            else:
                survivors.append(bug)
    traps = sum(bug.is_trap for bug in wanted)
    print(f"{len(wanted)} planted ({traps} traps of others), {len(seconds)} caught")
    if seconds:
        print(f"median {statistics.median(seconds):.1f} s, longest {max(seconds):.1f} s")
    for bug in survivors:
        print(f"survived: {bug.name} ({bug.file})")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
