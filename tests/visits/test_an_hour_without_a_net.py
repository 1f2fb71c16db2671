"""Three gates without a net for an hour, and what it costs to let somebody in."""

import random
from collections import Counter
from datetime import timedelta

from chalicelib.core.values import format_time, id_of
from chalicelib.members.pass_revocation import PassRevocation
from chalicelib.members.store import item_from_revocation
from chalicelib.visits.passes import make_pass
from chalicelib.visits.wiring import VisitsWiring
from tests import builders
from tests.conftest import Stack
from tests.visits.gates_of import OfflineGate, admit, pass_of

BOOK = f"/v1/staff/fee-books/{builders.FACILITY}/2026-11-22"
PASSES, DOUBLE, FORGED, EXPIRED, REVOKED, SCANS = 1500, 60, 20, 15, 10, 2000


def a_pass(stack: Stack, member_id: str, hours_ago: float) -> str:
    keys = stack.adapters.signer.pass_keys
    text, _ = make_pass(
        keys,
        holder=keys.holder(builders.COUNTY, member_id),
        age_class="adult",
        facility_id=None,
        now=stack.now - timedelta(hours=hours_ago),
    )
    return text


def test_three_gates_agree_on_the_exact_figures_after_an_hour_without_a_net(stack: Stack) -> None:
    """1,500 passes, 15 of them over and 10 stopped; 60 are shown at a second gate, 20 forged codes
    beside them; a part of the reports is sent twice, 2,000 scans in all; clocks are up to twenty
    minutes wrong."""
    chance = random.Random(15)
    members = [id_of("mem", stack.now, n) for n in range(PASSES)]
    passes = [a_pass(stack, m, 25 if n < EXPIRED else 1) for n, m in enumerate(members)]
    for member_id in members[EXPIRED : EXPIRED + REVOKED]:
        stopped = PassRevocation(
            county_id=builders.COUNTY,
            member_id=member_id,
            version=2,
            at=stack.now - timedelta(minutes=5),
            is_revoked=True,
        )
        stack.table.put(item_from_revocation(stopped))
    forged = [text[:-1] + ("0" if text[-1] != "0" else "1") for text in passes[-FORGED:]]
    doubled = chance.sample(passes[EXPIRED + REVOKED :], DOUBLE)
    shown = passes + doubled + forged
    chance.shuffle(shown)

    wrong_by = [timedelta(0), timedelta(minutes=20), timedelta(minutes=-20)]
    gates = [OfflineGate(stack, f"gate-{n}") for n in range(3)]
    seen: dict[str, list[tuple[object, int]]] = {}
    for n, text in enumerate(shown):
        at = stack.now + timedelta(seconds=3600 * n / len(shown))
        place = (sum(text.encode()) + len(seen.get(text, []))) % 3
        gates[place].scan(text, at + wrong_by[place])
        seen.setdefault(text, []).append((at, place))
    stack.later(hours=1)

    for gate, wrong in zip(reversed(gates), reversed(wrong_by), strict=True):
        gate.report(sent_at=format_time(stack.now + wrong))
    again = SCANS - len(shown)
    for gate in gates:
        assert gate.send(scans=gate.scans[: again // 3][:100]).status == 200
        assert gate.send(scans=gate.scans[100 : again // 3]).status == 200

    book = stack.call("GET", BOOK, token="staff").json
    admitted = PASSES - EXPIRED - REVOKED
    assert book["people"] == book["free_people"] == admitted
    assert (book["collected_amount"], book["forgone_amount"]) == (0, admitted * 2000)
    assert {row["outcome"]: row["count"] for row in book["marked"]} == {
        "already_admitted_today": DOUBLE,
        "pass_expired": EXPIRED,
        "pass_invalid": FORGED,
        "pass_revoked": REVOKED,
    }
    # Of each pass that was shown twice, the gate where it came first let it in.
    day = stack.wired(VisitsWiring).admission_store.day(
        builders.COUNTY, builders.FACILITY, builders.NOON.date()
    )
    first_gates = Counter(a.scan.scan_key.partition("/")[0] for a in day.admissions)
    truly = Counter(
        f"gate-{min(shows)[1]}"  # type: ignore[type-var]
        for text, shows in seen.items()
        if text not in forged and text not in passes[: EXPIRED + REVOKED]
    )
    assert first_gates == truly


def test_an_admission_is_one_read_and_one_write(stack: Stack) -> None:
    first, second = (pass_of(stack.member(phone)) for phone in ("010-1111-0001", "010-1111-0002"))
    assert admit(stack, first).status == 201
    stack.table.calls.clear()
    assert admit(stack, second).status == 201
    assert stack.table.calls == ["get", "put_new"]


def test_a_reported_scan_is_one_read_and_one_write_and_a_query_for_all(stack: Stack) -> None:
    gate = OfflineGate(stack, "gate-a")
    gate.scan(a_pass(stack, id_of("mem", stack.now, 0), 1), stack.now)
    gate.report()
    for n in range(1, 11):
        gate.scan(a_pass(stack, id_of("mem", stack.now, n), 1), stack.now)
    stack.table.calls.clear()
    assert gate.send(scans=gate.scans[1:]).status == 200
    calls = Counter(stack.table.calls)
    assert (calls["get"], calls["put_new"]) == (10, 10)
    assert sum(calls.values()) <= 21
