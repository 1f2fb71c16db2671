"""The consumer of the grants queue: a slice of a file's rows, each granted once."""

from functools import partial

from msgspec import Struct, field

from chalicelib.approvals import bulk_grants as rules
from chalicelib.approvals.adjusting import Adjustments
from chalicelib.approvals.approvals import OutcomeWrite, Refusal
from chalicelib.approvals.bulk_grant_service import complete
from chalicelib.approvals.bulk_grants import SLICE_ROWS, BulkGrant, GrantedRow, RowOutcome
from chalicelib.approvals.errors import BulkGrantNotFoundError, RowKeyReusedError
from chalicelib.approvals.grant_files import GrantRow
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore
from chalicelib.approvals.ports import BulkGrantStore
from chalicelib.approvals.row_keys import fold
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.errors import ForbiddenError, RuleViolationError, TryAgainError
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import LedgerBrokenError
from chalicelib.ledger.chain import Chain
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, fingerprint
from chalicelib.ledger.ports import WalletStore


class GrantNotApprovedError(Exception):
    """A message for a file that nobody approved: not one of ours."""


class RowsFailedError(Exception):
    """Rows that have no outcome yet, as their wallet or the storage failed. The message must come
    again."""


class GrantRuns(Struct, frozen=True):
    store: BulkGrantStore
    chain: Chain
    wallets: WalletStore
    counties: Counties
    clock: Clock
    written: TtlCache[dict[str, list[str]]] = field(default_factory=TtlCache)

    def run_slice(self, county_id: str, grant_id: str, number: int) -> int:
        """Give every row of the slice its outcome; how many got one now. A row that cannot be
        judged now holds up no other.

        Raises `RowsFailedError` after all others are done.
        """
        grant = self.store.by_id(county_id, grant_id)
        if grant is None:
            raise BulkGrantNotFoundError
        if not grant.is_approved:
            raise GrantNotApprovedError(grant_id)
        first = (number - 1) * SLICE_ROWS + 1
        done = self.store.outcomes(county_id, grant_id, first=first, last=first + SLICE_ROWS - 1)
        rows = [r for r in self.store.rows(county_id, grant_id, number) if r.number not in done]
        failed = [row.number for row in rows if not self._try(grant, row)]
        if failed:
            raise RowsFailedError(f"{grant_id}: rows {failed}")
        complete(self.store, grant, self.clock)
        return len(rows)

    def _try(self, grant: BulkGrant, row: GrantRow) -> bool:
        try:
            self._give(grant, row)
        except (TryAgainError, LedgerBrokenError):
            return False
        return True

    def _give(self, grant: BulkGrant, row: GrantRow) -> None:
        """Grant the row, or write down why not."""
        granted_row = self._granted_row(grant.county_id, row.row_key)
        if granted_row is None:
            try:
                self._move(grant, row)
            except (RuleViolationError, ForbiddenError) as error:
                self._refuse(grant, row, error)
            except OutcomeExistsError:
                granted_row = self._granted_row(grant.county_id, row.row_key)
        if granted_row is not None:
            self._tell_of(grant, row, granted_row)

    def _granted_row(self, county_id: str, row_key: str) -> GrantedRow | None:
        """What was granted under the key, in whatever case it was written then."""
        folded = fold(row_key)
        written = self.written.get(county_id, lambda: self.store.written_keys(county_id))
        for one in dict.fromkeys((folded, *written.get(folded, ()))):
            found = self.store.granted_row(county_id, one)
            if found is not None:
                return found
        return None

    def _move(self, grant: BulkGrant, row: GrantRow) -> None:
        """The entry, what its row key granted and the row's outcome, in one transaction."""
        write = partial(self._append, grant, row)
        chain = self.chain.over(OutcomeStore(self.wallets, write))
        outcome = Adjustments(chain, self.counties).move(
            grant.county_id,
            row.member_id,
            # The reference alone: the same row key in another file, with another reason, is the
            # same grant.
            CommandKeys(
                reference=rules.reference_of(row.row_key),
                fingerprint=fingerprint(_asked(row)),
            ),
            mileage=row.mileage,
            voucher_amount=row.voucher_amount,
            reason=f"{row.reason} ({grant.grant_id})",
            source="grant",
            expires_on=grant.expires_on,
        )
        if outcome.replayed:
            # The same row key was granted since it was looked for.
            raise OutcomeExistsError

    def _append(self, grant: BulkGrant, row: GrantRow, entry: Entry) -> OutcomeWrite:
        granted_row = GrantedRow(
            row_key=fold(row.row_key),
            grant_id=grant.grant_id,
            number=row.number,
            member_id=row.member_id,
            mileage=row.mileage,
            voucher_amount=row.voucher_amount,
            entry_id=entry.entry_id,
        )
        return self.store.append(entry, granted_row)

    def _refuse(
        self, grant: BulkGrant, row: GrantRow, error: RuleViolationError | ForbiddenError
    ) -> None:
        refused = RowOutcome(number=row.number, result="refused", refusal=Refusal.of(error))
        self.store.put_outcome(grant.county_id, grant.grant_id, refused)

    def _tell_of(self, grant: BulkGrant, row: GrantRow, granted_row: GrantedRow) -> None:
        """The row key was granted before: this row moves nothing."""
        granted = (granted_row.member_id, granted_row.mileage, granted_row.voucher_amount)
        if granted != (row.member_id, row.mileage, row.voucher_amount):
            self._refuse(grant, row, RowKeyReusedError(param="row_key"))
            return
        told = RowOutcome(
            number=row.number, result="already_granted", entry_id=granted_row.entry_id
        )
        self.store.put_outcome(grant.county_id, grant.grant_id, told)


def _asked(row: GrantRow) -> dict[str, int]:
    """What is granted; of mileage in the words that it always had."""
    return (
        {"voucher_amount": row.voucher_amount} if row.voucher_amount else {"mileage": row.mileage}
    )
