"""Waiving what somebody owes, by two people: one proposes it, another approves or rejects."""

from functools import partial
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.approvals import (
    OUTCOME,
    PROPOSAL,
    Decision,
    OutcomeWrite,
    Refusal,
    Step,
)
from chalicelib.approvals.deciding import bind_approval, decide
from chalicelib.approvals.outcome_store import OutcomeExistsError, OutcomeStore
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.errors import ForbiddenError, NotFoundError, RuleViolationError
from chalicelib.core.values import new_id
from chalicelib.ledger import receivables as rules
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, View, require_head
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberUnknownError
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.ports import WalletStore
from chalicelib.payments.errors import WaiverNotFoundError
from chalicelib.payments.waivers import Waiver, reference_of
from chalicelib.staff.idempotency_keys import IdempotencyKeys, propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore


class WaiverStore(Protocol):
    def create(self, waiver: Waiver) -> None: ...

    def by_id(self, county_id: str, waiver_id: str) -> Waiver | None: ...

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[Waiver], str | None]: ...

    def put_step(self, waiver: Waiver, number: int, step: Step) -> bool: ...

    def append(self, entry: Entry, waiver: Waiver) -> OutcomeWrite: ...


class Waivers(Struct, frozen=True):
    store: WaiverStore
    chain: Chain
    wallets: WalletStore
    own_wallets: OwnWallets
    idempotency_store: IdempotencyStore
    idempotency_keys: IdempotencyKeys
    clock: Clock

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
        record = IdempotencyRecord(
            county_id=county_id,
            digest=digest("receivable_waiver", person.subject, idempotency_key),
            resource_id=new_id("wvr", now),
            fingerprint=fingerprint(asked),
        )
        waiver_id, is_repeated = propose_once(self.idempotency_store, record, check, now=now)
        self.store.create(
            Waiver(
                county_id=county_id,
                waiver_id=waiver_id,
                member_id=member_id,
                amount=amount,
                steps=(Step("proposed", now, by=person, reason=reason),),
            )
        )
        # As it was at first, whatever has become of it since.
        stored = self.by_id(county_id, waiver_id)
        return replace(stored, steps=stored.steps[:PROPOSAL]), is_repeated

    def approve(
        self,
        county_id: str,
        person: Person,
        waiver_id: str,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[Waiver, bool]:
        """Approve and let go: (the waiver, whether this very request had settled it before). To
        approve again finishes what was cut off, and lets go of nothing twice.

        Raises `WaiverNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`,
        `OwnWalletError`, `StaffNumberMissingError`, `IdempotencyKeyReusedError`. That less is owed
        by now is kept as the outcome, not raised.
        """
        is_repeated = bind_approval(
            self.idempotency_keys, county_id, person, waiver_id,
            reason=reason, idempotency_key=idempotency_key,
        )  # fmt: skip
        before = self.by_id(county_id, waiver_id)
        self.own_wallets.check(county_id, person, {before.member_id})
        waiver = self._decide(county_id, waiver_id, "approved", person, reason)
        if len(waiver.steps) < OUTCOME:
            self._apply(waiver)
        had_outcome = is_repeated and len(before.steps) >= OUTCOME
        return self.by_id(county_id, waiver_id), had_outcome

    def reject(self, county_id: str, person: Person, waiver_id: str, *, reason: str) -> Waiver:
        """Raises `WaiverNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`."""
        return self._decide(county_id, waiver_id, "rejected", person, reason)

    def by_id(self, county_id: str, waiver_id: str) -> Waiver:
        """Raises `WaiverNotFoundError`."""
        waiver = self.store.by_id(county_id, waiver_id)
        if waiver is None:
            raise WaiverNotFoundError
        return waiver

    def page(
        self, county_id: str, *, status: str | None, limit: int, position: str | None
    ) -> tuple[list[Waiver], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def masked_name(self, county_id: str, member_id: str) -> str:
        """Of whose wallet it is, for whoever decides."""
        profile = self.wallets.read(county_id, member_id).profile
        return profile.name_masked if profile else ""

    def _decide(
        self,
        county_id: str,
        waiver_id: str,
        decision: Decision,
        person: Person,
        reason: str | None,
    ) -> Waiver:
        return decide(
            partial(self.by_id, county_id, waiver_id),
            self.store.put_step,
            decision,
            person=person,
            reason=reason,
            at=self.clock(),
        )

    def _apply(self, waiver: Waiver) -> None:
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
            refused = Step("refused", self.clock(), refusal=Refusal.of(error))
            self.store.put_step(waiver, OUTCOME, refused)
        except OutcomeExistsError:
            pass  # By another approval at the same moment; its outcome stands.
