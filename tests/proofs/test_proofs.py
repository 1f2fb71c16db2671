"""A member's proof and the list of days, over the API, checked with no code of the application."""

import hashlib
import io
import itertools
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.core.values import sibling_id, to_base32
from chalicelib.reporting.report import Report
from chalicelib.reporting.service import Reports
from chalicelib.reporting.wiring import ReportingWiring
from tests import builders
from tests.conftest import Member, Stack
from tests.ledger_checks import entries_of
from tests.proofs.test_publishing import OPENED, TODAY, TOMORROW, hide_from_index, publish


def prove(member: Member, identifier: str) -> Any:
    return member.stack.call("GET", f"/v1/me/entries/{identifier}/proof", token=member.token)


def sha(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def canonical_hash(record: dict[str, Any]) -> str:
    sealed = {name: value for name, value in record.items() if name != "hash"}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha(text.encode()).hex()


def check(proof: dict[str, Any]) -> None:
    """As an outsider would: entry → leaf → path → root → day record."""
    assert canonical_hash(proof["entry"]) == proof["entry"]["hash"]
    node = sha(b"\x00" + bytes.fromhex(proof["entry"]["hash"]))
    index, last = proof["leaf_index"], proof["tree_size"] - 1
    for sibling in map(bytes.fromhex, proof["path"]):
        while index % 2 == 0 and index == last:
            index, last = index // 2, last // 2
        node = sha(b"\x01" + sibling + node) if index % 2 else sha(b"\x01" + node + sibling)
        index, last = index // 2, last // 2
    assert node.hex() == proof["day"]["merkle_root"]
    assert proof["tree_size"] == proof["day"]["entry_count"]
    assert canonical_hash(proof["day"]) == proof["day"]["hash"]


def test_every_entry_of_a_long_wallet_can_be_proven(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    for number in range(30):
        stack.later(milliseconds=number % 3)
        assert stack.redeem(member.pay_code(), 10).status == 201
        stack.later(seconds=1)
    others = [stack.member(f"010-1234-56{n}") for n in range(10, 14)]
    publish(stack)

    for entry in entries_of(stack.table, member.member_id):
        answer = prove(member, entry.entry_id)
        assert answer.status == 200, answer.raw
        assert answer.json["entry"]["entry_id"] == entry.entry_id
        assert answer.json["tree_size"] == 32 + len(others)
        check(answer.json)
        published = stack.call("GET", f"/v1/ledger/roots?on={TODAY}").json["data"]
        assert published == [answer.json["day"]]


def test_an_id_at_the_end_of_time_names_no_entry(stack: Stack) -> None:
    member = stack.member()
    last = int(datetime.max.replace(tzinfo=UTC).timestamp()) * 1000 + 999
    for made_at in (0, last - 6, last - 5, last, last + 1, 2**48 - 1):
        answer = prove(member, f"ent_{to_base32(made_at << 32, characters=16)}")
        assert (answer.status, answer.json["code"]) == (404, "entry_not_found"), made_at


def test_a_proof_tells_nothing_of_another_member(stack: Stack) -> None:
    member, other = stack.member("010-1234-5678"), stack.member("010-1234-5679")
    publish(stack)
    shown = prove(member, entries_of(stack.table, member.member_id)[0].entry_id).raw.decode()
    [entry] = entries_of(stack.table, other.member_id)
    assert other.member_id not in shown
    assert entry.entry_id not in shown
    assert entry.hash not in shown


def test_a_payment_and_its_cancel_are_proven_by_their_own_ids(stack: Stack) -> None:
    member = stack.member(vouchers=3000)
    paid = stack.redeem(member.pay_code(), 1000).json
    body = {"amount": 400, "expected_remaining_amount": 1000, "reason": "손님 요청"}
    path = f"/v1/redemptions/{paid['redemption_id']}/cancels"
    canceled = stack.call("POST", path, body, token=builders.SHOP_KEY, key="new")
    assert canceled.status in (200, 201), canceled.raw
    publish(stack)

    *_, payment, cancel = entries_of(stack.table, member.member_id)
    by_payment = prove(member, paid["redemption_id"])
    by_cancel = prove(member, sibling_id("cxl", cancel.entry_id))

    assert by_payment.json["entry"]["entry_id"] == payment.entry_id
    assert by_cancel.json["entry"]["entry_id"] == cancel.entry_id
    check(by_payment.json)
    check(by_cancel.json)


def test_a_foreign_or_unknown_entry_is_not_found(stack: Stack) -> None:
    member, other = stack.member("010-1234-5678"), stack.member("010-1234-5679")
    publish(stack)
    foreign = entries_of(stack.table, other.member_id)[0].entry_id
    own = entries_of(stack.table, member.member_id)[0].entry_id
    assert prove(member, own).status == 200
    unknown = [foreign, "ent_0000000000000000", "ent_ZZZZZZZZZZZZZZZZ", "ent_short", "nothing"]
    for identifier in [
        *unknown,
        sibling_id("vch", own),
        sibling_id("mlg", own),
        "ent_ㄱㄱㄱㄱㄱㄱㄱㄱㄱㄱㄱㄱㄱㄱㄱㄱ",
    ]:
        answer = prove(member, identifier)
        assert (answer.status, answer.json["code"]) == (404, "entry_not_found"), identifier
    assert stack.call("GET", f"/v1/me/entries/{foreign}/proof").status == 401


def test_before_its_day_is_published_a_proof_says_when_it_will_be(stack: Stack) -> None:
    member = stack.member()
    [entry] = entries_of(stack.table, member.member_id)
    answer = prove(member, entry.entry_id)
    assert (answer.status, answer.json["code"]) == (409, "proof_not_ready")
    assert answer.json["ready_at"] == "2026-11-22T16:00:00.000Z"


def test_an_entry_that_came_late_waits_for_the_next_day(stack: Stack) -> None:
    member = stack.member()
    [entry] = entries_of(stack.table, member.member_id)
    show = hide_from_index(stack, entry)
    publish(stack)
    show()
    assert prove(member, entry.entry_id).json["ready_at"] == "2026-11-23T16:00:00.000Z"

    publish(stack, TOMORROW)

    proof = prove(member, entry.entry_id).json
    assert proof["day"]["on"] == TOMORROW.isoformat()
    check(proof)


def test_an_entry_in_no_published_day_says_so(stack: Stack) -> None:
    member = stack.member()
    [entry] = entries_of(stack.table, member.member_id)
    show = hide_from_index(stack, entry)
    publish(stack, TOMORROW)
    show()
    answer = prove(member, entry.entry_id)
    assert (answer.status, answer.json["code"]) == (404, "entry_not_published")


def test_finding_an_entry_reads_a_few_single_entries(stack: Stack) -> None:
    member = stack.member(vouchers=5000)
    for _ in range(60):
        stack.later(seconds=10)
        assert stack.redeem(member.pay_code(), 10).status == 201
    publish(stack)
    entries = entries_of(stack.table, member.member_id)
    for entry in (entries[0], entries[20], entries[45]):
        stack.table.calls.clear()
        assert prove(member, entry.entry_id).status == 200
        # The head, six halvings of 62 entries, a page; then the day record.
        assert stack.table.calls.count("query") <= 9
        assert stack.table.calls.count("get") <= 2


def test_the_days_are_listed_newest_first_and_page_by_page(stack: Stack) -> None:
    publish(stack)
    count = (TODAY - OPENED).days + 1
    days: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = stack.call("GET", f"/v1/ledger/roots?limit=100{cursor}")
        assert page.headers["Cache-Control"] == "public, max-age=60"
        days += page.json["data"]
        if page.json["next_cursor"] is None:
            break
        cursor = f"&cursor={page.json['next_cursor']}"
    assert [day["on"] for day in days] == [
        (TODAY - timedelta(days=n)).isoformat() for n in range(count)
    ]
    for day, before in itertools.pairwise(days):
        assert day["previous"] == before["hash"] == canonical_hash(before)


def test_one_day_is_asked_for_by_its_date(stack: Stack) -> None:
    publish(stack)
    found = stack.call("GET", f"/v1/ledger/roots?on={TODAY}")
    assert [day["on"] for day in found.json["data"]] == [TODAY.isoformat()]
    assert found.headers["Cache-Control"] == "public, max-age=86400"
    missing = stack.call("GET", f"/v1/ledger/roots?on={TOMORROW}")
    assert missing.json == {"data": [], "next_cursor": None}
    assert missing.headers["Cache-Control"] == "public, max-age=60"
    assert stack.call("GET", "/v1/ledger/roots?on=yesterday").status == 400
    assert stack.call("GET", "/v1/ledger/roots?cursor=forged").json["code"] == "cursor_invalid"


def test_another_county_sees_its_own_days_alone(stack: Stack) -> None:
    publish(stack)
    answer = stack.call("GET", "/v1/ledger/roots", headers={"Host": "jinju.example"})
    assert answer.json["data"] == []


def test_the_daily_report_carries_the_published_day(stack: Stack) -> None:
    stack.member()
    now = builders.NOON + timedelta(days=1)
    reports = stack.wired(ReportingWiring).reports
    before = reports.run("gangjin", "daily", str(TODAY), now=now)
    unpublished = stack.files.files[f"gangjin/daily/{TODAY}/report.html"].decode()
    publish(stack)
    after = reports.run("gangjin", "daily", str(TODAY), now=now)
    published = stack.files.files[f"gangjin/daily/{TODAY}/report.html"].decode()

    [day] = stack.call("GET", f"/v1/ledger/roots?on={TODAY}").json["data"]
    assert before.published_day is None
    assert json.loads(after.to_json())["published_day"] | {"county_id": "gangjin"} == day
    for text in (unpublished, _mail_text(reports, before)):
        assert "아직 공개되지 않았습니다" in text
    for text in (
        published,
        reports.documents.mail(after, rows_max=12, has_workbook=True)[1],
        _workbook_text(reports, after),
    ):
        for part in ("hash", "merkle_root", "previous"):
            assert day[part] in text
    again = reports.make("gangjin", reports.period("gangjin", "daily", str(TODAY)), now=now)
    assert again.to_json() == after.to_json()


def _mail_text(reports: Any, report: Any) -> str:
    text: str = reports.documents.mail(report, rows_max=12, has_workbook=True)[1]
    return text


def _workbook_text(reports: Reports, report: Report) -> str:
    book = zipfile.ZipFile(io.BytesIO(reports.documents.workbook(report)))
    return book.read("xl/sharedStrings.xml").decode()
