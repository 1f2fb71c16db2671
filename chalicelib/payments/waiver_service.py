"""Waiving what somebody owes, by two people: one proposes it, another approves or rejects."""

from functools import partial
from typing import Protocol

from chalicelib.approvals.approvals import (
    OutcomeWrite,
    RequestStore,
    Step,
)
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.errors import ForbiddenError, NotFoundError, RuleViolationError
from chalicelib.ledger import receivables as rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, View, require_head
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberUnknownError
from chalicelib.ledger.idempotency import CommandKeys, fingerprint
from chalicelib.ledger.ports import WalletStore
from chalicelib.payments.errors import WaiverNotFoundError
from chalicelib.payments.waivers import Waiver, reference_of
from chalicelib.staff.person import Person


class WaiverStore(RequestStore[Waiver], Protocol):
    def create(self, waiver: Waiver) -> None: ...

    def append(self, entry: Entry, waiver: Waiver) -> OutcomeWrite: ...


class Waivers(ApprovalRequests[Waiver], frozen=True, kw_only=True):
    MATTER = "receivable_waivers"
    PREFIX = "wvr"
    PURPOSE = "receivable_waiver"
    NOT_FOUND = WaiverNotFoundError

    store: WaiverStore
    chain: Chain
    wallets: WalletStore
    own_wallets: OwnWallets

    def propose(
        self,
        county_id: str,
        person: Person,
        *,
        member_id: str,
        amount: int,
        reason: str,
        idempotency_key: str,
    ) -> tuple[Waiver, bool]:
        """(the waiver as it was proposed, whether this repeats it). Nothing is let go yet.

        Raises `MemberUnknownError`, `AmountOutOfRangeError`, `OwnWalletError`,
        `StaffNumberMissingError`, `IdempotencyKeyReusedError`.
        """
        now = self.clock()

        def check() -> None:
            self.own_wallets.check(county_id, person, {member_id})
            entries = self.wallets.read(county_id, member_id).entries
            if not entries:
                raise MemberUnknownError(param="member_id")
            rules.check_can_settle(entries[0], amount)

        asked = {"member_id": member_id, "amount": amount, "reason": reason}
        waiver_id, is_repeated = self.propose_once(county_id, person, idempotency_key, asked, check)
        self.store.create(
            Waiver(
                county_id=county_id,
                waiver_id=waiver_id,
                member_id=member_id,
                amount=amount,
                steps=(Step("proposed", now, by=person, reason=reason),),
            )
        )
        return self.as_proposed(county_id, waiver_id), is_repeated

    def check_approver(self, county_id: str, person: Person, request_id: str) -> None:
        """Raises `WaiverNotFoundError`, `OwnWalletError`, `StaffNumberMissingError`."""
        member_id = self.by_id(county_id, request_id).member_id
        self.own_wallets.check(county_id, person, {member_id})

    def masked_name(self, county_id: str, member_id: str) -> str:
        """Of whose wallet it is, for whoever decides."""
        profile = self.wallets.read(county_id, member_id).profile
        return profile.name_masked if profile else ""

    def carry_out(self, waiver: Waiver) -> None:
        """Write the entry and the outcome at once, or the refusal if a rule forbids it."""
        reference = reference_of(waiver.waiver_id)
        keys = CommandKeys(
            reference=reference,
            fingerprint=fingerprint({"way": "waived", "amount": waiver.amount}),
            idempotency=reference,
        )

        def decide_waived(view: View) -> Draft:
            return rules.decide_settled(
                require_head(view), amount=waiver.amount, reason=waiver.reason, way="waived"
            )

        write = partial(self.store.append, waiver=waiver)
        chain = self.chain.over(OutcomeStore(self.wallets, write))
        try:
            chain.run(waiver.county_id, waiver.member_id, keys, decide_waived)
        except (RuleViolationError, ForbiddenError, NotFoundError) as error:
            self.refuse(waiver, error)
        except OutcomeExistsError:
            pass  # By another approval at the same moment; its outcome stands.
