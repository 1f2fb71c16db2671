"""Adjustments by two people: one proposes, another approves or rejects."""

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals import adjustments as rules
from chalicelib.approvals.adjusting import Adjustments, check_is_known
from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import OUTCOME, PROPOSAL, Decision, Refusal, Step
from chalicelib.approvals.corrections import Correction, correction_of
from chalicelib.approvals.deciding import decide
from chalicelib.approvals.errors import AdjustmentNotFoundError, CorrectedEntryUnknownError
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.approvals.ports import AdjustmentStore
from chalicelib.core.clock import Clock
from chalicelib.core.errors import ForbiddenError, RuleViolationError
from chalicelib.core.values import new_id, seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.chain import Chain
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.ledger.ports import WalletStore
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore


class AdjustmentService(Struct, frozen=True):
    store: AdjustmentStore
    idempotency_store: IdempotencyStore
    chain: Chain
    wallets: WalletStore
    counties: Counties
    own_wallets: OwnWallets
    clock: Clock

    def propose(
        self,
        county_id: str,
        person: Person,
        *,
        member_id: str,
        mileage: int,
        voucher_amount: int,
        reason: str,
        corrects_entry_id: str | None,
        idempotency_key: str,
    ) -> tuple[Adjustment, bool]:
        """(the adjustment as it was proposed, whether this repeats it). Nothing moves yet.

        Raises `MemberUnknownError`, `CorrectedEntryUnknownError`, `AdjustmentInvalidError`,
        `AmountOutOfRangeError`, `CorrectionExceedsEntryError`, `IdempotencyKeyReusedError`,
        `OwnWalletError`, `StaffNumberMissingError`.
        """
        now = self.clock()

        def check() -> None:
            settings = self.counties.on(county_id, seoul_date(now))
            rules.check_amounts(mileage, voucher_amount, settings)
            self.own_wallets.check(county_id, person, {member_id})
            check_is_known(self.wallets.read(county_id, member_id).profile)
            correction = self.correction(county_id, member_id, corrects_entry_id)
            if correction is not None:
                correction.check(mileage=mileage, voucher_amount=voucher_amount)

        asked = {
            "member_id": member_id,
            "mileage": mileage,
            "voucher_amount": voucher_amount,
            "reason": reason,
            "corrects_entry_id": corrects_entry_id,
        }
        record = IdempotencyRecord(
            county_id=county_id,
            digest=digest("adjustment", person.subject, idempotency_key),
            resource_id=new_id("adj", now),
            fingerprint=fingerprint(asked),
        )
        adjustment_id, is_repeated = propose_once(self.idempotency_store, record, check, now=now)
        proposed = Adjustment(
            county_id=county_id,
            adjustment_id=adjustment_id,
            member_id=member_id,
            mileage=mileage,
            voucher_amount=voucher_amount,
            corrects_entry_id=corrects_entry_id,
            steps=(Step("proposed", now, by=person, reason=reason),),
        )
        self.store.create(proposed)
        # As it was at first, whatever has become of it since.
        stored = self.by_id(county_id, adjustment_id)
        return replace(stored, steps=stored.steps[:PROPOSAL]), is_repeated

    def approve(
        self, county_id: str, person: Person, adjustment_id: str, *, reason: str | None
    ) -> Adjustment:
        """Approve and apply. To approve again finishes what was cut off, and moves nothing twice.

        Raises `AdjustmentNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`,
        `OwnWalletError`, `StaffNumberMissingError`. A rule that refuses to apply it is kept as the
        outcome, not raised.
        """
        member_id = self.by_id(county_id, adjustment_id).member_id
        self.own_wallets.check(county_id, person, {member_id})
        adjustment = self._decide(county_id, adjustment_id, "approved", person, reason)
        if len(adjustment.steps) < OUTCOME:
            self._apply(adjustment)
        return self.by_id(county_id, adjustment_id)

    def reject(
        self, county_id: str, person: Person, adjustment_id: str, *, reason: str
    ) -> Adjustment:
        """Raises `AdjustmentNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`."""
        return self._decide(county_id, adjustment_id, "rejected", person, reason)

    def by_id(self, county_id: str, adjustment_id: str) -> Adjustment:
        adjustment = self.store.by_id(county_id, adjustment_id)
        if adjustment is None:
            raise AdjustmentNotFoundError
        return adjustment

    def masked_name(self, adjustment: Adjustment) -> str:
        """Of whose wallet it is, for whoever decides."""
        profile = self.wallets.read(adjustment.county_id, adjustment.member_id).profile
        return profile.name_masked if profile else ""

    def page(
        self, county_id: str, *, status: str | None, limit: int, position: str | None
    ) -> tuple[list[Adjustment], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def correction(self, county_id: str, member_id: str, entry_id: str | None) -> Correction | None:
        """The entry to put right, and what was put right of it. Raises
        `CorrectedEntryUnknownError`."""
        corrected = self._corrected_entry(county_id, member_id, entry_id)
        return correction_of(corrected, self.chain.since(corrected)) if corrected else None

    def _corrected_entry(
        self, county_id: str, member_id: str, entry_id: str | None
    ) -> Entry | None:
        if entry_id is None:
            return None
        try:
            corrected = self.wallets.entry(county_id, member_id, entry_id)
        except (ValueError, OverflowError, OSError):
            corrected = None  # Not an id of ours.
        if corrected is None:
            raise CorrectedEntryUnknownError(param="corrects_entry_id")
        return corrected

    def _decide(
        self,
        county_id: str,
        adjustment_id: str,
        decision: Decision,
        person: Person,
        reason: str | None,
    ) -> Adjustment:
        return decide(
            partial(self.by_id, county_id, adjustment_id),
            self.store.put_step,
            decision,
            person=person,
            reason=reason,
            at=self.clock(),
        )

    def _apply(self, adjustment: Adjustment) -> None:
        """Write the entry and the outcome at once, or the refusal if a rule forbids it."""
        corrected = self._corrected_entry(
            adjustment.county_id, adjustment.member_id, adjustment.corrects_entry_id
        )
        write = partial(self.store.append, adjustment=adjustment)
        chain = self.chain.over(OutcomeStore(self.wallets, write))
        try:
            Adjustments(chain, self.counties).adjust(
                adjustment.county_id,
                adjustment.member_id,
                mileage=adjustment.mileage,
                voucher_amount=adjustment.voucher_amount,
                reason=adjustment.entry_reason,
                adjustment_id=adjustment.adjustment_id,
                corrects=corrected,
            )
        except (RuleViolationError, ForbiddenError) as error:
            refused = Step("refused", self.clock(), refusal=Refusal.of(error))
            self.store.put_step(adjustment, OUTCOME, refused)
        except OutcomeExistsError:
            pass  # By another approval at the same moment; its outcome stands.
