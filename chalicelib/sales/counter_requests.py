"""Counter sales beyond a seller's day: one person asks, another approves or rejects."""

from msgspec.structs import replace

from chalicelib.approvals.approvals import (
    Step,
)
from chalicelib.approvals.outcome_store import OutcomeExistsError
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.approvals.requests import ApprovalRequests
from chalicelib.core.errors import ConflictError, ForbiddenError, NotFoundError, RuleViolationError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.ledger.profile import check_is_active, check_is_identified
from chalicelib.sales import purchases
from chalicelib.sales.counter_records import CounterRequest
from chalicelib.sales.counter_sales import CounterSales
from chalicelib.sales.errors import CounterRequestNotFoundError
from chalicelib.sales.ports import CounterRequestStore
from chalicelib.staff.person import Person


class CounterRequests(ApprovalRequests[CounterRequest], frozen=True, kw_only=True):
    MATTER = "counter_requests"
    PREFIX = "csr"
    PURPOSE = "counter_request"
    NOT_FOUND = CounterRequestNotFoundError

    store: CounterRequestStore
    sales: CounterSales
    counties: Counties
    own_wallets: OwnWallets

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
        request_id, is_repeated = self.propose_once(
            county_id, seller, idempotency_key, asked, check
        )
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
        return self.as_proposed(county_id, request_id), is_repeated

    def check_approver(self, county_id: str, person: Person, request_id: str) -> None:
        """Raises `CounterRequestNotFoundError`, `OwnWalletError`, `StaffNumberMissingError`."""
        member_id = self.by_id(county_id, request_id).member_id
        self.own_wallets.check(county_id, person, {member_id})

    def masked_name(self, request: CounterRequest) -> str:
        """Of whose wallet it is, for whoever decides."""
        profile = self.sales.wallets.read(request.county_id, request.member_id).profile
        return profile.name_masked if profile else ""

    def carry_out(self, request: CounterRequest) -> None:
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
            self.refuse(request, error)
        except OutcomeExistsError:
            pass  # By another approval at the same moment; its outcome stands.
