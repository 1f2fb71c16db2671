"""The list of planted bugs does not rot: each can still be planted. `make planted` plants them."""

from collections import Counter

import pytest

from tests.planted.bug import ROOT, Bug
from tests.planted.bugs import BUGS, FAST_SUITE, FIRST_ASKED


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_still_be_planted(bug: Bug) -> None:
    text = (ROOT / bug.path).read_text()

    assert text.count(bug.old) == 1, f"its place in {bug.file} has changed: mend the bug's `old`"

    planted = text.replace(bug.old, bug.new)
    assert planted != text
    compile(planted, bug.file, "exec")


def test_the_net_has_traps_of_others_and_bugs_of_our_own() -> None:
    assert sum(bug.is_trap for bug in BUGS) >= 15
    assert sum(not bug.is_trap for bug in BUGS) >= 50
    assert max(Counter(bug.name for bug in BUGS).values()) == 1


def test_the_tests_that_are_asked_are_there() -> None:
    assert {bug.file for bug in BUGS} == set(FIRST_ASKED)
    for path in {path for paths in (*FIRST_ASKED.values(), FAST_SUITE) for path in paths}:
        assert (ROOT / path.partition("::")[0]).exists(), path
