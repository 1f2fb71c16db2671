"""The county's office over any table: what two people decide, and bulk grants through a queue."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.approvals.adjustment_service import AdjustmentService
from chalicelib.approvals.adjustment_store import AdjustmentStore
from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.bulk_grant_service import BulkGrants
from chalicelib.approvals.bulk_grant_store import BulkGrantStore
from chalicelib.approvals.bulk_grants import BulkGrant
from chalicelib.approvals.grant_runs import GrantRuns, RowsFailedError
from chalicelib.approvals.queue import GrantQueue, grant_from_message
from chalicelib.approvals.setting_proposal_service import SettingProposals
from chalicelib.approvals.setting_proposal_store import SettingProposalStore
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.core.errors import TryAgainError
from chalicelib.county.settings import SettingVersion
from chalicelib.county.store import CountyStore
from chalicelib.ledger.store import WalletStore
from chalicelib.staff.person import Person
from tests.builders import COUNTY
from tests.fakes import FakeQueue
from tests.worlds import World

ANNA = Person("sub-anna", "anna")
BORA = Person("sub-bora", "bora")
CHAN = Person("sub-chan", "chan")
RECEIVES_MAX = 5
HEADER = "row_key,member_id,mileage,reason\n"


@dataclass
class Office:
    """One process's services. The queue outlives processes, so it is given."""

    world: World
    queue: FakeQueue = field(default_factory=lambda: FakeQueue(grant_from_message))

    def __post_init__(self) -> None:
        table, world = self.world.table, self.world
        wallets, keys = WalletStore(table), world.counter.idempotency_keys
        grants = BulkGrantStore(table)
        self.desk = AdjustmentService(
            store=AdjustmentStore(table),
            idempotency_keys=keys,
            chain=world.chain,
            wallets=wallets,
            counties=world.counties,
            own_wallets=world.own_wallets,
            clock=world.clock,
        )
        self.files = BulkGrants(
            store=grants,
            idempotency_keys=keys,
            queue=GrantQueue(self.queue),
            counties=world.counties,
            own_wallets=world.own_wallets,
            clock=world.clock,
        )
        self.settings = SettingProposals(
            store=SettingProposalStore(table),
            counties=CountyStore(table),
            idempotency_keys=keys,
            clock=world.clock,
        )
        self.runs = GrantRuns(grants, world.chain, wallets, world.counties, world.clock)

    def propose(self, member_id: str, *, key: str = "k", **changes: Any) -> Adjustment:
        facts: dict[str, Any] = {"mileage": 500, "voucher_amount": 0, "corrects_entry_id": None}
        adjustment, _ = self.desk.propose(
            COUNTY,
            ANNA,
            member_id=member_id,
            reason="오류 정정",
            idempotency_key=key,
            **(facts | changes),
        )
        return adjustment

    def approve(self, adjustment_id: str, person: Person = BORA) -> Adjustment:
        return self.desk.approve(COUNTY, person, adjustment_id, reason=None)

    def propose_setting(
        self, *, key: str = "k", effective_on: date = date(2026, 12, 1), value: int | None = 6_000
    ) -> SettingProposal:
        version = SettingVersion("mileage.signup", effective_on, value, "조례", "공고", "anna")
        proposal, _ = self.settings.propose(COUNTY, ANNA, version, idempotency_key=key)
        return proposal

    def approve_setting(self, proposal_id: str, person: Person = BORA) -> SettingProposal:
        return self.settings.approve(COUNTY, person, proposal_id, reason=None)

    def upload(self, text: str, *, key: str = "k", name: str = "봉사자") -> BulkGrant:
        grant, _ = self.files.propose(COUNTY, ANNA, name=name, text=text, idempotency_key=key)
        return grant

    def approve_file(self, grant_id: str, person: Person = BORA) -> BulkGrant:
        return self.files.approve(COUNTY, person, grant_id, reason=None)

    def deliver(self, times: int = 1) -> None:
        """What is queued reaches the consumer, each message `times` times; as on a queue, one that
        fails comes again, and leaves for good after five times."""
        while self.queue.sent:
            for _ in range(times):
                self._deliver_one(self.queue.sent[0])
            self.queue.sent.pop(0)

    def _deliver_one(self, message: tuple[str, str, int]) -> None:
        for _ in range(RECEIVES_MAX):
            try:
                self.runs.run_slice(*message)
            except (RowsFailedError, TryAgainError):
                continue
            return

    def outcomes(self, grant: BulkGrant) -> list[tuple[str, str | None]]:
        """(result, code of the refusal) of each row, in order."""
        found = self.files.store.outcomes(COUNTY, grant.grant_id, first=1, last=grant.row_count)
        return [(o.result, o.refusal.code if o.refusal else None) for _, o in sorted(found.items())]


def a_file(*rows: tuple[str, str, int]) -> str:
    """(row_key, member_id, mileage) of each row."""
    return HEADER + "".join(
        f"{key},{member},{mileage},축제 봉사\n" for key, member, mileage in rows
    )
