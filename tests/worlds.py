"""The use cases over any table, without HTTP: for races, cuts and random walks."""

import secrets
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct

from chalicelib.approvals.adjusting import Adjustments
from chalicelib.approvals.bulk_grant_store import BulkGrantStore
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.aws.signer import Signer
from chalicelib.cashbacks.giving import Cashbacks
from chalicelib.cashbacks.store import CashbackStore
from chalicelib.core.actors import MemberActor
from chalicelib.county.service import Counties
from chalicelib.county.store import CountyStore
from chalicelib.identity.binding import IdentityBinding
from chalicelib.identity.store import IdentityStore
from chalicelib.joining.birth_tries import BirthTries
from chalicelib.joining.campaign_grants import CampaignGrants
from chalicelib.joining.campaign_service import Campaigns
from chalicelib.joining.campaign_store import CampaignStore
from chalicelib.joining.signup_consumer import SignupConsumer
from chalicelib.joining.signup_service import SignupService
from chalicelib.joining.signups import Signup, member_id_of
from chalicelib.joining.throttling import Throttle
from chalicelib.joining.verification_store import ThrottleStore
from chalicelib.ledger.chain import Chain, Outcome
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.profile import Consents, SealedPerson
from chalicelib.ledger.store import WalletStore
from chalicelib.members.service import Farewell, Members
from chalicelib.members.store import MemberStore
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.service import Merchants
from chalicelib.merchants.store import MerchantStore
from chalicelib.paying.cancellations import Cancellations
from chalicelib.paying.pay_codes import PayCodes
from chalicelib.paying.records import RedemptionRecords
from chalicelib.paying.service import Redemptions
from chalicelib.paying.store import TypedPayCodeStore
from chalicelib.payments.receivable_service import Receivables
from chalicelib.sales.counter_cancels import CounterCancelStore
from chalicelib.sales.counter_sales import CounterSales
from chalicelib.sales.counter_store import CounterSaleStore
from chalicelib.sales.left_wallets import LeftWallets
from chalicelib.sales.service import Purchases
from chalicelib.sales.store import RoundStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.idempotency_store import IdempotencyStore
from chalicelib.staff.person import Person
from chalicelib.wallets.expirations import Expirations
from chalicelib.wallets.lot_holders import LotHolders
from chalicelib.wallets.service import Wallets
from tests import builders

SIGNER = Signer(b"r" * 32)
ROUND_ID = builders.a_round().round_id
PERSON = SealedPerson(data_key=b"k" * 150, phone=b"p" * 41, name=b"n" * 37, birth_on=b"b" * 38)


class World:
    """Services of its own over `table`, as one process has them. Its clock is `now`."""

    def __init__(
        self,
        table: Any,
        now: datetime = builders.NOON,
        pause: Callable[[float], None] = time.sleep,
        counties: Counties | None = None,
    ) -> None:
        self.table = table
        self.now = now
        wallets, merchants = WalletStore(table), MerchantStore(table)
        self.chain = Chain(wallets, self.clock, pause)
        self.counties = counties or Counties(CountyStore(table))
        members = MemberStore(table)
        throttle = Throttle(ThrottleStore(table), self.clock)
        codes = PayCodes(
            members, TypedPayCodeStore(table), throttle, SIGNER, self.clock, ring=lambda _: None
        )
        campaigns = Campaigns(CampaignStore(table))
        self.members = members
        self.identities = IdentityStore(table)
        self.binding = IdentityBinding(
            self.identities, members, wallets, self.chain, self.counties, self.clock, pause
        )
        grants = CampaignGrants(wallets, campaigns, self.counties, self.clock)
        self.consumer = SignupConsumer(
            members, wallets, grants, BirthTries(throttle), self.identities, self.binding
        )
        self.wallets = Wallets(self.chain, wallets, members, self.counties, self.clock)
        self.merchants = Merchants(merchants, False, SIGNER, self.clock)
        self.cashback_store = CashbackStore(table)
        self.cashbacks = Cashbacks(self.cashback_store, self.clock)
        self.redemptions = Redemptions(
            self.chain, self.merchants, codes, self.counties, self.cashbacks, self.clock
        )
        self.records = RedemptionRecords(wallets, self.clock, pause=lambda seconds: None)
        self.cancellations = Cancellations(
            self.chain, self.records, codes, self.counties, self.binding.carry_on, self.clock
        )
        self.desk = SignupService(
            queue=None,  # type: ignore[arg-type]
            members=members,
            wallets=wallets,
            campaigns=campaigns,
            counties=self.counties,
            cipher=None,  # type: ignore[arg-type]
            signer=SIGNER,
            is_known_region=lambda code: True,
            idempotency_store=IdempotencyStore(table),
            guardians=None,  # type: ignore[arg-type]
            clock=self.clock,
        )
        self.rounds = RoundStore(table)
        self.purchases = Purchases(
            self.chain, self.rounds, self.counties, CounterCancelStore(table).ledger(wallets)
        )
        self.own_wallets = OwnWallets(members, self.counties, self.clock)
        self.membership = Members(
            store=members,
            wallets=wallets,
            counties=self.counties,
            cipher=None,  # type: ignore[arg-type]
            signer=SIGNER,
            is_known_region=lambda code: True,
            clock=self.clock,
            hush=lambda county_id, member_id: None,
        )
        self.left_wallets = LeftWallets(
            chain=self.chain,
            members=members,
            own_wallets=self.own_wallets,
            idempotency_keys=IdempotencyKeys(IdempotencyStore(table), self.clock),
            throttle=throttle,
            signer=SIGNER,
            normalize_phone=lambda phone: phone,
            clock=self.clock,
        )
        self.counter = CounterSales(
            purchases=self.purchases,
            wallets=wallets,
            store=CounterSaleStore(table, wallets),
            counties=self.counties,
            own_wallets=self.own_wallets,
            idempotency_keys=IdempotencyKeys(IdempotencyStore(table), self.clock),
            throttle=throttle,
            clock=self.clock,
        )
        self.receivables = Receivables(self.chain, self.binding.carry_on)
        self.adjustments = Adjustments(self.chain, self.counties)
        holders = LotHolders(wallets, self.counties, CountyStore(table))
        self.expirations = Expirations(
            self.chain, wallets, self.counties, holders.store, BulkGrantStore(table), holders
        )

    def clock(self) -> datetime:
        return self.now

    def shop(self) -> Merchant:
        return builders.a_merchant()

    def join(self, *, person: str = "a", vouchers: int = 0) -> "Holder":
        """A member with 5,000 mileage, of which `vouchers` converted."""
        signup = a_signup(person, now=self.now)
        self.consumer.complete(signup)
        holder = Holder(member_id_of(signup.signup_id))
        if vouchers:
            self.wallets.convert(holder.actor, mileage=vouchers, idempotency_key=f"join-{person}")
        return holder

    def leave(self, holder: "Holder") -> Farewell:
        return self.membership.leave(holder.actor, is_confirmed=True)

    def refund_left(
        self, holder: "Holder", voucher_id: str, *, person: str, by: Person, key: str
    ) -> Outcome:
        """At the desk, to who joined as `person` and left."""
        return self.left_wallets.refund(
            builders.COUNTY,
            by,
            holder.member_id,
            phone=person,
            birth_on=BORN_ON,
            voucher_id=voucher_id,
            idempotency_key=key,
        )

    def buy(
        self,
        holder: "Holder",
        amount: int,
        *,
        key: str,
        round_id: str = ROUND_ID,
        sold_by: str | None = None,
    ) -> Entry:
        outcome = self.purchases.buy(
            builders.COUNTY,
            holder.member_id,
            round_id=round_id,
            amount=amount,
            idempotency_key=key,
            sold_by=sold_by,
        )
        return outcome.entry

    def cancel_purchase(self, holder: "Holder", purchase_id: str, *, key: str) -> Entry:
        return self.purchases.cancel(holder.actor, purchase_id, idempotency_key=key).entry

    def refund_change(self, holder: "Holder", voucher_id: str, *, key: str) -> Entry:
        return self.purchases.refund_change(holder.actor, voucher_id, idempotency_key=key).entry

    def redeem(self, code: str, amount: int, *, order_id: str, key: str) -> Any:
        return self.redemptions.redeem(
            self.shop(), pay_code=code, amount=amount, order_id=order_id, idempotency_key=key
        )

    def cancel(
        self, redemption_id: str, amount: int | None, *, expected: int, key: str
    ) -> tuple[Any, bool]:
        return self.cancellations.cancel(
            self.shop(),
            redemption_id,
            amount=amount,
            expected_remaining_amount=expected,
            reason="손님 요청",
            idempotency_key=key,
            may_cancel=a_till_may,
        )

    def net_cancel(self, code: str, *, order_id: str, key: str) -> tuple[int, bool]:
        entry, is_replayed = self.cancellations.net_cancel(
            self.shop(),
            pay_code=code,
            order_id=order_id,
            idempotency_key=key,
            may_undo=a_till_may,
        )
        return entry.voucher_amount, is_replayed


def a_till_may(payment: Entry, when: object) -> bool:
    """A till takes back what it likes; at a phone it is somebody's."""
    return True


class Holder(Struct, frozen=True):
    """With a `generation`, by a session."""

    member_id: str
    generation: int | None = None

    @property
    def actor(self) -> MemberActor:
        return MemberActor(builders.COUNTY, self.member_id, self.generation)

    def pay_code(self, now: datetime, *, seconds_ago: int = 0) -> str:
        """Codes of different seconds are different codes."""
        return SIGNER.pay_code(self.actor, now - timedelta(seconds=seconds_ago))[0]


BORN_ON = date(1980, 5, 5)


def a_signup(
    person: str = "a",
    *,
    now: datetime = builders.NOON,
    county_id: str = builders.COUNTY,
    born_on: date = BORN_ON,
    **changes: Any,
) -> Signup:
    """A sign-up of its own each time, by whoever has the number `person` and was born on that
    day. The number was proved at `now`."""
    phone_key = SIGNER.person_key(county_id, person)
    token = f"{secrets.randbits(128):032x}"
    verified = VerifiedPhone(county_id, "signup", phone_key, person, now, token)
    facts: dict[str, Any] = {
        "county_id": county_id,
        "signup_id": SIGNER.signup_id(verified, "what was filled in"),
        "person_key": phone_key,
        "birth_key": SIGNER.birth_key(phone_key, born_on),
        "verified_by": token,
        "person": PERSON,
        "name_masked": "홍*동",
        "region_code": "11110",
        "relation": "tourist",
        "consents": Consents(terms="2026-01", privacy="2026-01", marketing=None),
        "campaign_id": "cmp_0000000000000001",
        "booth_code": "celadon-a",
        "accepted_at": now,
    }
    return Signup(**(facts | changes))
