"""Counter sales beyond a seller's day: one person asks, another approves or rejects."""

from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.approvals.approvals import (
    OUTCOME,
    PROPOSAL,
    Decision,
    Refusal,
    Step,
    StepName,
)
from chalicelib.approvals.deciding import bind_approval, decide
from chalicelib.approvals.outcome_store import OutcomeExistsError
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.errors import ConflictError, ForbiddenError, NotFoundError, RuleViolationError
from chalicelib.core.values import new_id, seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.ledger.profile import check_is_active, check_is_identified
from chalicelib.sales import purchases
from chalicelib.sales.counter_records import CounterRequest
from chalicelib.sales.counter_sales import CounterSales
from chalicelib.sales.errors import CounterRequestNotFoundError
from chalicelib.sales.ports import CounterRequestStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys, propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore


class CounterRequests(Struct, frozen=True):
    store: CounterRequestStore
    sales: CounterSales
    counties: Counties
    own_wallets: OwnWallets
    idempotency_store: IdempotencyStore
    idempotency_keys: IdempotencyKeys
    clock: Clock

    def propose(
        self,
        county_id: str,
        seller: Person,
        *,
        member_id: str,
        round_id: str,
        amount: int,
        receipt: str | None,
        idempotency_key: str,
    ) -> tuple[CounterRequest, bool]:
        """(the request as it was made, whether this repeats it). Nothing is sold yet.

        Raises `OwnWalletError`, `StaffNumberMissingError`, `MemberNotFoundError`,
        `MemberSuspendedError`, `IdentityRequiredError`, `RoundNotFoundError`, `RoundNotOpenError`,
        `AmountOutOfRangeError`, `PurchaseNotAMultipleError`, `ReceiptReferenceUsedError`,
        `IdempotencyKeyReusedError`.
        """
        now = self.clock()

        def check() -> None:
            self.own_wallets.check(county_id, seller, {member_id})
            settings = self.counties.on(county_id, seoul_date(now))
            profile = check_is_active(self.sales.wallets.read(county_id, member_id).profile)
            check_is_identified(profile, is_needed=bool(settings.identity_purchase))
            self.sales.purchases.round(county_id, round_id).check_sells(amount, "counter", now)
            purchases.check_face(amount, settings)
            self.sales.check_receipt(county_id, receipt)

        asked = {
            "member_id": member_id,
            "round_id": round_id,
            "amount": amount,
            "receipt": receipt,
        }
        record = IdempotencyRecord(
            county_id=county_id,
            digest=digest("counter_request", seller.subject, idempotency_key),
            resource_id=new_id("csr", now),
            fingerprint=fingerprint(asked),
        )
        request_id, is_repeated = propose_once(self.idempotency_store, record, check, now=now)
        proposed = CounterRequest(
            county_id=county_id,
            request_id=request_id,
            member_id=member_id,
            round_id=round_id,
            amount=amount,
            receipt=receipt,
            steps=(Step("proposed", now, by=seller),),
        )
        self.store.create(proposed)
        # As it was at first, whatever has become of it since.
        stored = self.by_id(county_id, request_id)
        return replace(stored, steps=stored.steps[:PROPOSAL]), is_repeated

    def approve(
        self,
        county_id: str,
        person: Person,
        request_id: str,
        *,
        reason: str | None,
        idempotency_key: str,
    ) -> tuple[CounterRequest, bool]:
        """Approve and sell: (the request, whether this very request had settled it before). To
        approve again finishes what was cut off, and sells nothing twice.

        Raises `CounterRequestNotFoundError`, `ApproverIsProposerError`, `AlreadyDecidedError`,
        `OwnWalletError`, `StaffNumberMissingError`, `IdempotencyKeyReusedError`. A rule that
        refuses to sell is kept as the outcome, not raised.
        """
        is_repeated = bind_approval(
            self.idempotency_keys, county_id, person, request_id,
            reason=reason, idempotency_key=idempotency_key,
        )  # fmt: skip
        before = self.by_id(county_id, request_id)
        self.own_wallets.check(county_id, person, {before.member_id})
        request = self._decide(county_id, request_id, "approved", person, reason)
        if len(request.steps) < OUTCOME:
            self._sell(request)
        had_outcome = is_repeated and len(before.steps) >= OUTCOME
        return self.by_id(county_id, request_id), had_outcome

    def reject(
        self, county_id: str, person: Person, request_id: str, *, reason: str
    ) -> CounterRequest:
        """Raises `CounterRequestNotFoundError`, `ApproverIsProposerError`,
        `AlreadyDecidedError`."""
        return self._decide(county_id, request_id, "rejected", person, reason)

    def by_id(self, county_id: str, request_id: str) -> CounterRequest:
        request = self.store.by_id(county_id, request_id)
        if request is None:
            raise CounterRequestNotFoundError
        return request

    def page(
        self, county_id: str, *, status: StepName | None, limit: int, position: str | None
    ) -> tuple[list[CounterRequest], str | None]:
        """Newest first, and where the next page begins."""
        return self.store.page(county_id, status=status, limit=limit, before_id=position)

    def masked_name(self, request: CounterRequest) -> str:
        """Of whose wallet it is, for whoever decides."""
        profile = self.sales.wallets.read(request.county_id, request.member_id).profile
        return profile.name_masked if profile else ""

    def _decide(
        self,
        county_id: str,
        request_id: str,
        decision: Decision,
        person: Person,
        reason: str | None,
    ) -> CounterRequest:
        return decide(
            partial(self.by_id, county_id, request_id),
            self.store.put_step,
            decision,
            person=person,
            reason=reason,
            at=self.clock(),
        )

    def _sell(self, request: CounterRequest) -> None:
        """Write sale and outcome at once, or the refusal if a rule forbids it."""
        terms = self.sales.terms(request.county_id, request.seller, request.receipt)
        try:
            self.sales.buy(
                request.county_id,
                replace(terms, day_maximum=None, request_id=request.request_id),
                member_id=request.member_id,
                round_id=request.round_id,
                amount=request.amount,
                idempotency_key=f"request/{request.request_id}",
            )
        except (RuleViolationError, ForbiddenError, ConflictError, NotFoundError) as error:
            refused = Step("refused", self.clock(), refusal=Refusal.of(error))
            self.store.put_step(request, OUTCOME, refused)
        except OutcomeExistsError:
            pass  # By another approval at the same moment; its outcome stands.
