"""`make mutants`: changes the code of a package in small ways, one at a time, and asks the tests.

A mutant is caught when a test fails, hangs, or mypy refuses it. Prints what survived and each
package's share of caught ones; `[tool.mutmut]` in pyproject.toml says what is changed and who is
asked. mutmut keeps its results in `mutants/` and asks again only about functions that changed.

Usage: python -m tests.mutation.run [PACKAGE or PACKAGE.MODULE]…
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "mutants" / "chalicelib"
PACKAGES = (
    "ledger", "paying", "sales", "identity", "approvals", "members", "standing", "joining",
)  # fmt: skip
CAUGHT = {"killed", "timeout", "caught by type check"}


def verdicts(wanted: str) -> Iterator[tuple[str, str]]:
    """Each mutant of a package, or of one of its modules, and what became of it."""
    package, _, module = wanted.partition(".")
    for path in sorted((RESULTS / package).glob(f"{module or '*'}.py.meta")):
        for name, exit_code in json.loads(path.read_text())["exit_code_by_key"].items():
            yield name, status_by_exit_code[exit_code]


def main(wanted: Sequence[str]) -> int:
    patterns = [f"chalicelib.{name}.*" for name in wanted]
    tools = Path(sys.executable).parent
    env = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}  # It calls mypy.
    ran = subprocess.run([tools / "mutmut", "run", *patterns], cwd=ROOT, env=env, check=False)
    if ran.returncode != 0:
        return ran.returncode
    scores = []
    for name in wanted:
        counts: Counter[str] = Counter()
        for mutant, verdict in verdicts(name):
            counts[verdict] += 1
            if verdict not in CAUGHT:
                print(f"{verdict}: {mutant}")
        caught, tried = sum(counts[verdict] for verdict in CAUGHT), counts.total()
        share = caught / tried if tried else 0
        detail = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
        scores.append(f"{name:12} {caught:5} of {tried:5} caught, {share:6.1%} ({detail})")
    print("", *scores, "Look at one: .local/mutants/bin/mutmut show NAME", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or PACKAGES))
