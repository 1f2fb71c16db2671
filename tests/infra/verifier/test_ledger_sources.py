"""The same ledger from each of its forms; and what is no ledger is told, not passed over."""

import gzip
import json
import random
from pathlib import Path

import msgspec
import pytest

from chalicelib.ledger.entries import to_record
from chalicelib.ledger.entry_codec import entry_from_item
from infra.verifier import export, ledger_check, ledger_sources, verify
from infra.verifier.ledger_check import LedgerCheck
from infra.verifier.published_days import Folder, PublishedDays
from tests import sample_ledger
from tests.sample_ledger import SampleLedger, json_text, typed_json
from tests.tampering import Files, Items, places, read


@pytest.fixture(scope="module")
def sample() -> SampleLedger:
    return sample_ledger.build()


def check(path: Path, sample: SampleLedger) -> LedgerCheck:
    return ledger_check.check(ledger_sources.from_path(path), PublishedDays(Files(sample.files)))


def lines(sample: SampleLedger) -> list[str]:
    return [json_text({"Item": typed_json(item)}) + "\n" for item in sample.items]


def test_the_strict_reading_gives_the_records_that_the_application_reads(
    sample: SampleLedger,
) -> None:
    for item in sample.entries:
        expected = to_record(entry_from_item(item))
        for text in (json_text(typed_json(item)), json.dumps(typed_json(item), indent=1)):
            assert [entry.record for entry in read(text.encode())] == [expected]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", {"S": "signup", "N": "1"}),
        ("kind", {"S": 5}),
        ("kind", {"N": "5"}),
        ("kind", "signup"),
        ("kind", None),
        ("a", {"L": [{"L": []}]}),
        ("a", {"L": [{"M": {}}]}),
        ("a", {"L": []}),
        ("l", {"L": {}}),
        ("l", {"L": [{"N": "0"}]}),
        ("l", {"L": [{"N": "05"}, {"S": "x"}, {"S": "x"}, {"N": "1"}, {"N": "1"}, {"N": "1"}]}),
        ("l", {"L": [{"N": "0", "S": "x"}, {}, {"S": "x"}, {"N": "1"}, {"N": "1"}, {"N": "1"}]}),
        ("l", {"L": [{"N": 0}, {"S": "x"}, {"S": "x"}, {"N": "1"}, {"N": "1"}, {"N": "1"}]}),
        ("k", {"L": [{"N": "20000"}]}),
        ("k", {"L": [{"N": "20000", "B": ""}, {"B": ""}]}),
        ("k", {"M": {"now": {"L": []}}}),
        ("hash", {"S": "x"}),
        ("hash", {"B": "AA=="}),
        ("hash", None),
        ("origin", {"L": [{"S": "x", "N": "1"}]}),
        ("by_merchant_sk", {"S": "x"}),
        ("by_merchant_pk", None),
        ("ttl", {"N": "1"}),
    ],
)
def test_a_value_in_another_form_than_it_is_written_in_is_refused(
    sample: SampleLedger, name: str, value: object
) -> None:
    typed = typed_json(sample.entries[0])
    (entry,) = read(msgspec.json.encode(typed | {name: value}))
    assert typed["kind"] == {"S": "signup"}
    assert entry.problem


def test_no_value_may_have_two_types(sample: SampleLedger) -> None:
    """However deep: what is read of it might be one of them, and the other would stand unseen."""
    for item in sample.entries:
        typed = typed_json(item)
        for holder, key in list(places(typed)):
            value = holder[key]
            for tag in {"S", "N", "B", "X"} - value.keys():
                holder[key] = value | {tag: next(iter(value.values()))}
                found = list(read(msgspec.json.encode(typed)))
                assert found, (item["sk"], key)
                assert found[0].problem, (item["sk"], key)
            holder[key] = value


def test_an_export_of_dynamodb_is_read_zipped_in_parts_and_in_any_order(
    sample: SampleLedger, tmp_path: Path
) -> None:
    """Also with a wallet's entries apart from one another, which the table itself never gives."""
    shuffled = lines(sample)
    random.Random(5).shuffle(shuffled)
    data = tmp_path / "AWSDynamoDB" / "01" / "data"
    data.mkdir(parents=True)
    (data.parent / "manifest-files.json").write_text('{"itemCount":1}\n')
    for number in range(3):
        part = "".join(shuffled[number::3])
        (data / f"{number}.json.gz").write_bytes(gzip.compress(part.encode()))

    found = check(tmp_path, sample)

    assert (found.broken, found.problems) == ([], [])
    assert found.entry_count == len(sample.entries)
    (data / "1.json.gz").unlink()
    assert not check(tmp_path, sample).is_sound


def test_our_export_holds_the_ledger_and_its_days(sample: SampleLedger, tmp_path: Path) -> None:
    items = [typed_json(item) for item in sample.items]
    count = export.write(Items(items), PublishedDays(Files(sample.files)), tmp_path)
    days = PublishedDays(Folder(tmp_path / verify.DAYS_FOLDER))

    found = ledger_check.check(ledger_sources.from_path(tmp_path), days)

    assert count == found.entry_count == len(sample.entries)
    assert (found.broken, found.problems) == ([], [])
    assert verify.totals(found) == verify.totals(ledger_check.check(Items(items), None))


def test_an_export_of_what_cannot_be_read_is_refused(sample: SampleLedger, tmp_path: Path) -> None:
    items = [typed_json(item) for item in sample.entries]
    items[4] |= {"schema": {"N": "1"}}
    with pytest.raises(export.ExportFailedError, match="schema is '1', not '2'"):
        export.write(Items(items), None, tmp_path)


@pytest.mark.parametrize("line", ["", "{}\n", "[]\n", "null\n", '{"hash":"x"}\n', "\xff\n", "1\n"])
def test_a_line_that_is_no_entry_is_told(sample: SampleLedger, tmp_path: Path, line: str) -> None:
    own = [export.line(to_record(entry_from_item(item))) for item in sample.entries]
    for name, content in (
        ("own.jsonl", b"".join([*own[:3], line.encode("latin-1"), *own[3:-1], own[-1][:-1]])),
        ("dynamo.json", lines(sample)[0].encode() + line.encode("latin-1") + b'{"Item": 5}\n'),
    ):
        (tmp_path / name).write_bytes(content)
        found = ledger_check.check(ledger_sources.from_path(tmp_path / name), None)
        assert found.problems, name


def test_totals_that_are_kept_for_reports_are_compared(sample: SampleLedger) -> None:
    items = [typed_json(item) for item in sample.items]
    first = min(ledger_check.check(Items(items), None).counties["gangjin"].totals.flows_by_day)
    flows = ledger_check.check(Items(items), None).counties["gangjin"].totals.flows_by_day[first]
    owed = [sum(flow[1] - flow[2] for flow in flows.values()),
            sum(flow[3] - flow[4] for flow in flows.values())]  # fmt: skip
    kept = {
        "pk": "gangjin#TOTALS",
        "sk": first,
        "type": "day_totals",
        "totals": {
            "county_id": "gangjin",
            "on": first,
            "closing": {
                "members": flows["signup"][0], "mileage": owed[0], "voucher": owed[1]
            },
            "flows": flows,
        },
    }  # fmt: skip

    assert ledger_check.check(Items([*items, typed_json(kept)]), None).is_sound
    kept["totals"]["closing"]["members"] += 1  # type: ignore[index]
    found = ledger_check.check(Items([*items, typed_json(kept)]), None)
    assert found.problems == [
        f"gangjin: {first}: the totals that are kept for the reports are not those of the entries"
    ]
    later = [typed_json({**kept, "sk": f"2999-01-0{n}"}) for n in (1, 2)]
    found = ledger_check.check(Items([*items, typed_json(kept), *later]), None)
    (problem,) = found.problems
    assert problem.startswith(f"gangjin: {first} … 2999-01-02 (3 days): the totals"), problem


def test_the_command_says_what_is_broken_and_ends_with_one(
    sample: SampleLedger,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "data.json"
    sample_ledger.write_files(sample.files, tmp_path / "days")
    monkeypatch.setenv("SOURCE", str(file))
    monkeypatch.setenv("PROOF", str(tmp_path / "days"))
    file.write_text("".join(lines(sample)))
    with pytest.raises(SystemExit) as ended:
        verify.main()
    assert ended.value.code == 0
    assert "Sound: every chain" in capsys.readouterr().out

    victim = next(e for e in sample.entries if "청자식당" in e.get("m", ()))
    entry_id = entry_from_item(victim).entry_id
    changed = [
        line.replace("청자식당", "청자식담") if f"rdm{entry_id[3:]}" in line else line
        for line in lines(sample)
    ]
    assert changed != lines(sample)
    file.write_text("".join(changed))
    with pytest.raises(SystemExit) as ended:
        verify.main()
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert f"entry {int(victim['sk'][6:])} {entry_id}: hash" in said
    assert "entries/s" in said
