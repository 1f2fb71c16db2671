"""Adjustments by two people: one proposes, another approves or rejects."""

from functools import partial

from chalicelib.approvals import adjustments as rules
from chalicelib.approvals.adjusting import Adjustments, check_is_known
from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import Step
from chalicelib.approvals.corrections import Correction, correction_of
from chalicelib.approvals.errors import AdjustmentNotFoundError, CorrectedEntryUnknownError
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.approvals.ports import AdjustmentStore
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.errors import ForbiddenError, RuleViolationError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.chain import Chain
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.ports import WalletStore
from chalicelib.staff.person import Person


class AdjustmentService(ApprovalRequests[Adjustment], frozen=True, kw_only=True):
    MATTER = "adjustments"
    PREFIX = "adj"
    PURPOSE = "adjustment"
    NOT_FOUND = AdjustmentNotFoundError

    store: AdjustmentStore
    chain: Chain
    wallets: WalletStore
    counties: Counties
    own_wallets: OwnWallets

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
        adjustment_id, is_repeated = self.propose_once(
            county_id, person, idempotency_key, asked, check
        )
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
        return self.as_proposed(county_id, adjustment_id), is_repeated

    def check_approver(self, county_id: str, person: Person, request_id: str) -> None:
        """Raises `AdjustmentNotFoundError`, `OwnWalletError`, `StaffNumberMissingError`."""
        member_id = self.by_id(county_id, request_id).member_id
        self.own_wallets.check(county_id, person, {member_id})

    def masked_name(self, adjustment: Adjustment) -> str:
        """Of whose wallet it is, for whoever decides."""
        profile = self.wallets.read(adjustment.county_id, adjustment.member_id).profile
        return profile.name_masked if profile else ""

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

    def carry_out(self, adjustment: Adjustment) -> None:
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
            self.refuse(adjustment, error)
        except OutcomeExistsError:
            pass  # By another approval at the same moment; its outcome stands.
