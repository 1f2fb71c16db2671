"""Settling shops and paying them: the night's workers, and what two of staff do."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.core.values import seoul_date
from chalicelib.settlement.keys import slice_of
from chalicelib.settlement.payees import Payee, PayeeAccount
from chalicelib.settlement.payout_service import Payouts
from chalicelib.settlement.statements import content_of
from chalicelib.settlement.wiring import SettlementWiring
from chalicelib.settlement.worker import close_days, settle_shops
from chalicelib.staff.audit import AuditFilter
from chalicelib.staff.audit_store import AuditStore
from tests.adapters import call_worker
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.jobs import EVENT, _a_day_over, _convert, _published
from tests.simulator.commands.queues import Deliveries
from tests.simulator.commands.scene import Scene, shop
from tests.simulator.commands.staffing import APPROVER, PROPOSER
from tests.simulator.universe import Universe, process

QUEUE = "settlements"
SHOP = shop().merchant_id


class _Payees:
    """One shop, whose account is verified."""

    def all(self, county_id: str) -> dict[str, Payee]:
        return {SHOP: Payee(merchant_id=SHOP, name="청자식당", account_id="acc-1")}

    def accounts(self, county_id: str, merchant_ids: Collection[str]) -> dict[str, PayeeAccount]:
        own = PayeeAccount(account_id="acc-1", bank_code="011", number="001", holder="홍길동")
        return dict.fromkeys(merchant_ids, own)


def _payouts() -> Payouts:
    return replace(process().wired(SettlementWiring).payouts, payees=_Payees())


def _close(universe: Universe, scene: Scene) -> Answer:
    call_worker(close_days, EVENT, process())
    return Answer("done")


def _closed(universe: Universe) -> Scene:
    """The day is closed, and the part of the shops that has sales of it is in the queue."""
    scene = _a_day_over(universe)
    wiring = process().wired(SettlementWiring)
    wiring.gathering.catch_up(COUNTY, seoul_date(universe.clock()) - timedelta(days=1))
    wiring.queue.send(COUNTY, slice_of(SHOP))
    return scene


def _settle(universe: Universe, scene: Scene) -> Answer:
    Deliveries(universe, QUEUE, settle_shops, 1).work()
    return Answer("done")


def _settle_twice(universe: Universe, scene: Scene) -> None:
    Deliveries(universe, QUEUE, settle_shops, 1).deliver_again()


def _check_settled(universe: Universe, scene: Scene) -> None:
    """What is served is what is kept, byte for byte but for the rows."""
    wiring = process().wired(SettlementWiring)
    on = seoul_date(universe.clock()) - timedelta(days=1)
    found = wiring.statement_store.newest_before(COUNTY, SHOP, on + timedelta(days=1))
    assert found is not None
    kept = wiring.settlements.by_id(COUNTY, SHOP, found.settlement_id).statement
    assert content_of(kept.without_rows()) == content_of(found)
    assert sum(row.amount for row in kept.rows) == found.gross_amount == 700


def _settled(universe: Universe) -> Scene:
    scene = _closed(universe)
    _settle(universe, scene)
    on = seoul_date(universe.clock()) - timedelta(days=1)
    statement = (
        process()
        .wired(SettlementWiring)
        .statement_store.newest_before(COUNTY, SHOP, on + timedelta(days=1))
    )
    assert statement is not None
    # Longer ago than any index lags.
    universe.clock.advance(60.0)
    return Scene(scene.holder, thing=statement.payout_on)


def _propose(universe: Universe, scene: Scene) -> Answer:
    payout_on: date = scene.thing
    batch, _ = _payouts().propose(COUNTY, PROPOSER, payout_on, idempotency_key="payouts-1")
    return Answer((batch.batch_id, batch.amount, batch.status), batch.hash)


def _proposed(universe: Universe) -> Scene:
    scene = _settled(universe)
    made = _propose(universe, scene)
    return Scene(scene.holder, thing=made.essence[0])


def _approve(universe: Universe, scene: Scene) -> Answer:
    batch, _ = _payouts().approve_once(
        COUNTY, APPROVER, scene.thing, reason=None, idempotency_key="approve-1"
    )
    return Answer([step.name for step in batch.steps][:2])


def _approved(universe: Universe) -> Scene:
    scene = _proposed(universe)
    _approve(universe, scene)
    return scene


def _sent(universe: Universe) -> Scene:
    scene = _approved(universe)
    _make_file(universe, scene)
    return scene


def _reject(universe: Universe, scene: Scene) -> Answer:
    batch = _payouts().reject(COUNTY, APPROVER, scene.thing, reason="금액 확인")
    return Answer(batch.status)


def _make_file(universe: Universe, scene: Scene) -> Answer:
    content = _payouts().file(COUNTY, PROPOSER, scene.thing, "csv", reason="지급")
    return Answer(content.decode())


def _check_file_recorded(universe: Universe, scene: Scene) -> None:
    """Of each file that left there is a record with its hash; and a line that a file had is never
    left out of the money later."""
    records, _ = AuditStore(universe.table).page(COUNTY, AuditFilter(), limit=100, before_id=None)
    made = [record for record in records if record.action == "payout_file_made"]
    assert made
    assert {record.after["amount"] for record in made} == {700}
    assert len({record.after["sha256"] for record in made}) == 1


def _take_results(universe: Universe, scene: Scene) -> Answer:
    text = f"reference,result,reason\n{scene.thing}-00001,paid,\n"
    taken = _payouts().take_results(COUNTY, PROPOSER, scene.thing, text, content=text.encode())
    return Answer(taken.batch.status)


def _check_paid_once(universe: Universe, scene: Scene) -> None:
    items = [row.item for row in universe.db.store.table.all()]
    outcomes = [i for i in items if i.get("type") == {"S": "payout_outcome"}]
    lines = [i for i in items if i.get("type") == {"S": "payout_line"}]
    assert (len(outcomes), len(lines)) == (1, 1)
    assert outcomes[0]["record"]["M"]["amount"] == lines[0]["amount"]


def _files(universe: Universe, scene: Scene) -> Any:
    return _published(universe, scene)


COMMANDS = (
    Command(
        "close days", _a_day_over, _close, other=_convert, outside=_files,
        is_worker=True, stall_seconds=301.0,
    ),
    Command(
        "settle shops", _closed, _settle, other=_convert, duplicate=_settle_twice, outside=_files,
        check=_check_settled, is_worker=True, stall_seconds=1801.0,
    ),
    Command("payouts, propose", _settled, _propose, other=_convert, outside=_files),
    Command("payouts, approve", _proposed, _approve),
    Command("payouts, reject", _proposed, _reject),
    Command(
        "payouts, make the bank's file", _approved, _make_file, check=_check_file_recorded,
        spare=("#AUDIT",),
    ),
    Command("payouts, bring in the result", _sent, _take_results, check=_check_paid_once),
)  # fmt: skip
