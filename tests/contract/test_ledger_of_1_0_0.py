"""A table and an export that release 1.0.0 wrote: what is stored then is read, proven and counted
now. The stored form may gain, but what it said may never mean something else."""

import base64
import gzip
import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.aws.attributes import unpack
from chalicelib.county.store import CountyStore
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.ledger import keys
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain
from chalicelib.ledger.entries import compute_hash, to_record
from chalicelib.ledger.entry_codec import entry_from_item
from chalicelib.ledger.idempotency import REPLAY_WINDOW, CommandKeys
from chalicelib.ledger.store import WalletStore
from chalicelib.paper.circulation import NotesInCirculation
from chalicelib.paper.store import PaperStore
from chalicelib.proofs.store import LedgerRootStore
from chalicelib.reconciling.store import ReconciliationStore
from chalicelib.reporting.service import Reports
from chalicelib.totals.store import DayTotalsStore
from infra.verifier import ledger_check, ledger_sources
from infra.verifier.ledger_sources import DynamoExport, LedgerExport
from infra.verifier.published_days import Folder, PublishedDays
from infra.verifier.verify import DAYS_FOLDER, totals
from tests import builders
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain, entries_of

DATA = Path(__file__).resolve().parents[1] / "data" / "ledger-1.0.0"
COUNTY = "gangjin"
LATER = datetime(2026, 12, 1, tzinfo=UTC)
KINDS = {
    "signup", "conversion", "redemption", "cancellation", "net_cancel", "adjustment", "expiration",
    "purchase", "purchase_cancel", "change_refund",
}  # fmt: skip


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    with tarfile.open(DATA / "export.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def items() -> list[dict[str, Any]]:
    with gzip.open(DATA / "table.json.gz", "rt") as lines:
        return [unpack(_with_bytes(json.loads(line)["Item"])) for line in lines]


@pytest.fixture
def table(items: list[dict[str, Any]]) -> FakeTable:
    table = FakeTable()
    for item in items:
        table.put(item)
    return table


def _with_bytes(typed: Any) -> Any:
    """DynamoDB's JSON has binary in base64; its client gives bytes."""
    if isinstance(typed, list):
        return [_with_bytes(part) for part in typed]
    if not isinstance(typed, dict):
        return typed
    return {
        name: base64.b64decode(value) if name == "B" else _with_bytes(value)
        for name, value in typed.items()
    }


def _entries(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return (item for item in items if item.get("type") == "entry")


def test_the_export_is_sound_and_has_its_totals(export: Path) -> None:
    source = ledger_sources.from_path(export)
    assert isinstance(source, LedgerExport)

    found = ledger_check.check(source, PublishedDays(Folder(export / DAYS_FOLDER)))

    assert (found.broken, found.problems) == ([], [])
    assert (found.wallet_count, found.entry_count) == (56, 113)
    assert found.counties[COUNTY].roots.leaf_count == 112  # type: ignore[union-attr]
    assert json.loads(json.dumps(totals(found))) == json.loads((DATA / "totals.json").read_text())


def test_the_table_is_sound_with_its_approvals_and_budgets(export: Path) -> None:
    days = PublishedDays(Folder(export / DAYS_FOLDER))

    found = ledger_check.check(DynamoExport(DATA / "table.json.gz"), days)

    assert (found.broken, found.problems) == ([], [])
    assert (found.wallet_count, found.entry_count) == (56, 113)
    assert json.loads(json.dumps(totals(found))) == json.loads((DATA / "totals.json").read_text())


def test_every_entry_is_read_as_it_was_written(export: Path, items: list[dict[str, Any]]) -> None:
    lines = (export / "entries.jsonl").read_text().splitlines()
    exported = {record["entry_id"]: record for record in map(json.loads, lines)}
    kinds = set()
    for item in _entries(items):
        entry = entry_from_item(item)
        record = to_record(entry)
        assert compute_hash(record) == entry.hash == item["hash"].hex()
        assert record == exported.pop(entry.entry_id)
        kinds.add(entry.kind)
    assert exported == {}
    assert kinds == KINDS


def test_a_wallet_of_then_goes_on_and_knows_what_it_did(
    table: FakeTable, items: list[dict[str, Any]]
) -> None:
    """What it remembered is taken over: replays are found, and the whole chain is sound."""
    store = WalletStore(table)
    members = {keys.split_wallet(item["pk"])[1] for item in _entries(items)}
    replayed = 0
    for member_id in members:
        old = entries_of(table, member_id, COUNTY)
        now = old[-1].at + timedelta(hours=1)
        for later in (timedelta(0), timedelta(days=8), timedelta(days=9)):
            chain = Chain(store, lambda at=now + later: at)  # type: ignore[misc]
            for entry in old:
                asked = CommandKeys(entry.reference, entry.fingerprint, entry.idempotency)
                found = chain.run(COUNTY, member_id, asked, lambda view: None)
                is_known = entry.at >= now + later - REPLAY_WINDOW
                assert (found.entry if found else None) == (entry if is_known else None)
                replayed += is_known
            new = CommandKeys(f"net/test/{later.days}", "1", f"key-{later.days}", str(later.days))
            void = Draft(kind="net_cancel", merchant=builders.a_merchant().counterparty())
            assert chain.run(COUNTY, member_id, new, lambda view, void=void: void)  # type: ignore[misc]
        check_chain(table, member_id, COUNTY)
    assert replayed > len(members)


@pytest.mark.parametrize("is_fresh", [False, True])
def test_reports_made_now_say_what_they_said_then(table: FakeTable, is_fresh: bool) -> None:
    """From the totals of days that were kept, and from the entries again."""
    reports = Reports(
        notes=NotesInCirculation(PaperStore(table), lambda: LATER),
        entries=WalletStore(table),
        day_totals=DayTotalsStore(table),
        counties=CountyStore(table),
        campaigns=CampaignStore(table),
        roots=LedgerRootStore(table),
        outcomes=ReconciliationStore(table),
        files=None,
        documents=None,
        mails=None,
    )
    then = json.loads((DATA / "reports.json").read_text())
    assert {(each["kind"], each["period"]) for each in then} == {
        ("daily", "2026-03-06"),
        ("monthly", "2026-02"),
        ("monthly", "2026-03"),
        ("monthly", "2026-11"),
    }
    for each in then:
        period = reports.period(COUNTY, each["kind"], each["period"])
        made = reports.make(COUNTY, period, now=LATER, fresh=is_fresh)
        assert list(_missing(each, json.loads(made.to_json()))) == []


def _missing(then: Any, now: Any, place: str = "") -> Iterator[str]:
    """Where `now` does not say what `then` said. A report may say more than it did."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name, value in then.items():
            yield from _missing(value, now.get(name), f"{place}.{name}")
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for n, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _missing(one, other, f"{place}[{n}]")
    elif then != now:
        yield f"{place}: {then} then, {now} now"
