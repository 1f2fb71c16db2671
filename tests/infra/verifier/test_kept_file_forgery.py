"""A byte of a file that the county keeps or published is changed: the file is named."""

import copy
from datetime import date
from typing import Any

import pytest

from chalicelib.totals.wiring import TotalsWiring
from infra.verifier import ledger_check
from infra.verifier.published_days import PublishedDays
from tests.builders import COUNTY, a_county
from tests.conftest import FakeStaffTokens, Stack
from tests.draws import lots
from tests.infra.verifier.test_settlement_check import settled as settled
from tests.sample_ledger import typed_json
from tests.tampering import Files as Kept
from tests.tampering import Items
from tests.treasury.test_account import some_days
from tests.treasury.test_issue_report import made

Item = dict[str, Any]
Files = dict[str, bytes]


def problems(items: list[Item], files: Files, reports: Files | None = None) -> list[str]:
    """But for days of the ledger, which nobody published here."""
    days = PublishedDays(Kept(files), Kept(reports) if reports is not None else None)
    found = ledger_check.check(Items([typed_json(item) for item in items]), days)
    return [each for each in found.problems if "day record" not in each]


def flipped(files: Files, name: str, place: int) -> Files:
    content = bytearray(files[name])
    content[place % len(content)] ^= 1
    return {**files, name: bytes(content)}


def check_each_byte_counts(items: list[Item], files: Files, folder: str) -> None:
    """A byte from each end, and some in between; and without the file."""
    names = [name for name in files if name.startswith(f"{COUNTY}/{folder}/")]
    assert names
    for name in names:
        for place in (0, len(files[name]) // 3, len(files[name]) // 2, -1):
            found = problems(items, flipped(files, name, place))
            assert any(name in each for each in found), (name, place, found)
        gone = {other: content for other, content in files.items() if other != name}
        assert any(name in each for each in problems(items, gone)), name


@pytest.mark.parametrize("folder", ["payouts", "settlements"])
def test_a_byte_of_what_was_settled_and_paid(settled: Any, folder: str) -> None:
    items, files = settled
    assert [each for each in problems(items, files) if folder in each] == []
    check_each_byte_counts(items, files, folder)


@pytest.fixture
def drawn(stack: Stack) -> Stack:
    stack.adapters.staff_tokens = FakeStaffTokens(stack)
    stack.staff_roles = frozenset({"operator", "manager"})
    draw_id = lots.announce(stack).json["draw_id"]
    lots.upload(stack, draw_id, "handle\n" + "\n".join(f"fan{n}" for n in range(9)) + "\n")
    lots.upload(stack, draw_id, "handle,reason\n", kind="excluded")
    stack.later(hours=2)
    assert lots.freeze(stack, draw_id).status == 200
    stack.later(hours=1, seconds=33)
    lots.run(stack)
    return stack


def test_a_byte_of_a_draw(drawn: Stack) -> None:
    items, files = [*drawn.table.items.values()], dict(drawn.s3.objects)
    assert problems(items, files) == []
    check_each_byte_counts(items, files, "draws")


@pytest.mark.parametrize(
    ("number", "name", "said"),
    [
        ("1", "title", "announced.json: not what the table serves"),
        ("2", "list_hash", "frozen.json: not what the table serves"),
        ("3", "randomness", "drawn.json: not what the table serves"),
    ],
)
def test_a_step_that_is_served_otherwise(drawn: Stack, number: str, name: str, said: str) -> None:
    items, files = copy.deepcopy([*drawn.table.items.values()]), dict(drawn.s3.objects)
    [step] = [i for i in items if i.get("type") == "draw_step" and i["sk"].endswith(number)]
    step["record"][name] = "00"
    assert any(said in each for each in problems(items, files))


def test_a_step_that_is_kept_and_served_no_more(drawn: Stack) -> None:
    items, files = [*drawn.table.items.values()], dict(drawn.s3.objects)
    kept = [i for i in items if not (i.get("type") == "draw_step" and i["sk"].endswith("#3"))]
    [problem] = problems(kept, files)
    assert "drawn.json: kept, and the table serves no such step" in problem


def test_a_byte_of_what_was_reported_of_a_half_year(stack: Stack) -> None:
    some_days(stack)
    stack.wired(TotalsWiring).totals_history.history(a_county(), date(2027, 1, 1))
    assert made(stack).status == 201
    items, reports = [*stack.table.items.values()], dict(stack.files.files)
    names = [name for name in reports if "/issue-reports/" in name]
    assert sorted(name[-4:] for name in names) == [".csv", "xlsx"]

    def found(of: Files | None) -> list[str]:
        return [each for each in problems(items, {}, of) if "issue-reports" in each]

    assert found(reports) == []
    assert found(None) == [], "there is no copy of them"
    for name in names:
        for place in (0, len(reports[name]) // 2, -1):
            [problem] = found(flipped(reports, name, place))
            assert f"{name}: not the file whose hash was published" in problem
        assert f"{name}: is missing" in found({**reports, name: None})[0]  # type: ignore[dict-item]
