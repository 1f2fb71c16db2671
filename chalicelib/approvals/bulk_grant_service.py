"""Bulk grants: proposing a file, deciding it, and reading what became of its rows."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from chalicelib.approvals import bulk_grants as rules
from chalicelib.approvals import grant_files
from chalicelib.approvals.approvals import DECISION, OUTCOME, Step
from chalicelib.approvals.bulk_grants import BulkGrant, Tally
from chalicelib.approvals.errors import BulkGrantNotFoundError
from chalicelib.approvals.grant_files import GrantBounds
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.approvals.ports import BulkGrantStore, GrantQueue
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.clock import Clock
from chalicelib.core.csv_rows import write_csv
from chalicelib.core.values import AMOUNT_MAX, seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.vouchers import voucher_expiry
from chalicelib.staff.person import Person


class BulkGrants(ApprovalRequests[BulkGrant], frozen=True, kw_only=True):
    MATTER = "bulk_grants"
    PREFIX = "grt"
    PURPOSE = "bulk_grant"
    NOT_FOUND = BulkGrantNotFoundError
    SETTLED = DECISION

    store: BulkGrantStore
    queue: GrantQueue
    counties: Counties
    own_wallets: OwnWallets

    def propose(
        self,
        county_id: str,
        person: Person,
        *,
        name: str,
        text: str,
        expires_on: date | None = None,
        idempotency_key: str,
        asked_for: Mapping[str, Any] | None = None,
    ) -> tuple[BulkGrant, bool]:
        """(the file as it was proposed, whether this repeats it). Nothing moves yet. `expires_on`:
        the last day of the vouchers that it gives; without it as the county gives vouchers.
        `asked_for`: what the key stands for, where the rows were found by the county itself and may
        be others when it is asked again.

        Raises `CsvInvalidError`, `GrantExpiryInvalidError`, `IdempotencyKeyReusedError`,
        `OwnWalletError`, `StaffNumberMissingError`.
        """
        now = self.clock()

        def check() -> None:
            today = seoul_date(now)
            settings = self.counties.on(county_id, today)
            bounds = GrantBounds(
                settings.adjustment_maximum,
                settings.grant_person_maximum,
                settings.grant_file_maximum,
            )
            rows = grant_files.parse(text, bounds)
            if expires_on is not None:
                last = voucher_expiry("policy", today, settings)
                rules.check_expiry(rows, expires_on, first=today + timedelta(days=1), last=last)
            self.own_wallets.check(county_id, person, {row.member_id for row in rows})

        asked: dict[str, Any] = dict(asked_for or {"name": name, "csv": text})
        if expires_on is not None:
            asked["expires_on"] = expires_on.isoformat()
        grant_id, is_repeated = self.propose_once(county_id, person, idempotency_key, asked, check)
        if is_repeated and self.store.by_id(county_id, grant_id) is not None:
            # The rows of then, whatever they would be today.
            return self.as_proposed(county_id, grant_id), True
        rows = grant_files.parse(text, GrantBounds(AMOUNT_MAX))
        proposed = BulkGrant(
            county_id=county_id,
            grant_id=grant_id,
            name=name,
            row_count=len(rows),
            mileage=sum(row.mileage for row in rows),
            voucher_amount=sum(row.voucher_amount for row in rows),
            expires_on=expires_on,
            steps=(Step("proposed", now, by=person),),
        )
        self.store.create(proposed, rows)
        return self.as_proposed(county_id, grant_id), is_repeated

    def approve(
        self, county_id: str, person: Person, grant_id: str, *, reason: str | None
    ) -> BulkGrant:
        """Approve, and send what is not done yet to the queue. To approve again sends again what
        still has no outcome: harmless, and the way on after anything was cut off.

        Raises `BulkGrantNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`,
        `OwnWalletError`, `StaffNumberMissingError`.
        """
        rows = self.store.all_rows(county_id, grant_id)
        self.own_wallets.check(county_id, person, {row.member_id for row in rows})
        grant = self.decide(county_id, person, grant_id, "approved", reason)
        if len(grant.steps) >= OUTCOME:
            return grant
        outcomes = self.store.outcomes(county_id, grant_id, first=1, last=grant.row_count)
        pending = rules.pending_slices(grant, outcomes)
        for number in pending:
            self.queue.send(county_id, grant_id, number)
        if not pending:
            complete(self.store, grant, self.clock)
        return self.by_id(county_id, grant_id)

    def tally(self, grant: BulkGrant) -> Tally:
        """How many rows have which outcome, counted from the rows."""
        outcomes = self.store.outcomes(
            grant.county_id, grant.grant_id, first=1, last=grant.row_count
        )
        return rules.tally(outcomes.values(), grant.row_count)

    def result_csv(self, county_id: str, grant_id: str) -> str:
        """A line for each row of the file, in its order."""
        grant = self.by_id(county_id, grant_id)
        outcomes = self.store.outcomes(county_id, grant_id, first=1, last=grant.row_count)
        rows = self.store.all_rows(county_id, grant_id)
        own = grant_files.VOUCHER_COLUMNS if grant.voucher_amount else grant_files.COLUMNS
        header = (*own, *grant_files.RESULT_COLUMNS)
        return write_csv(header, rules.result_rows(rows, outcomes))


def complete(store: BulkGrantStore, grant: BulkGrant, clock: Clock) -> bool:
    """Write down that the file is done, if every row has its outcome."""
    outcomes = store.outcomes(grant.county_id, grant.grant_id, first=1, last=grant.row_count)
    if len(outcomes) < grant.row_count:
        return False
    store.put_step(grant, OUTCOME, Step("completed", clock()))
    return True
