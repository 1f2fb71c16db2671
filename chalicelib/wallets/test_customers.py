"""Test customers: members that nobody is, with a few vouchers, a pay code and a printed card, for
whoever builds a till. Never in the stage of live keys.
"""

import secrets
from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.kms import FieldCipher
from chalicelib.aws.signer import Signer
from chalicelib.cards.service import Cards
from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.text import mask_name
from chalicelib.core.values import new_id, seoul_date
from chalicelib.county.service import Counties
from chalicelib.http.errors import RouteNotFoundError
from chalicelib.joining.signup_consumer import SignupConsumer
from chalicelib.joining.signups import Signup, member_id_of
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.profile import Consents, SealedPerson
from chalicelib.paying.pay_codes import PayCodes
from chalicelib.paying.redemptions import TEST_CODE
from chalicelib.staff.person import Person
from chalicelib.wallets.service import Wallets

NAME, BORN_ON, REGION = "시험손님", date(1990, 1, 1), "11110"
CARD_PIN = "4821"
PRINTER = Person(subject="test", username="test", person_key="test")
"""Who is on record as who printed their cards: nobody's account."""


class TestCustomer(Struct, frozen=True):
    """`access_token` is a session of the customer's, who can show further codes by it. `card_code`
    is what the QR of the printed card says."""

    member_id: str
    pay_code: str
    pay_code_expires_at: datetime
    balance: int
    access_token: str
    card_code: str
    card_pin: str


class TestCustomers(Struct, frozen=True):
    signups: SignupConsumer
    wallets: Wallets
    pay_codes: PayCodes
    cards: Cards
    counties: Counties
    cipher: FieldCipher
    signer: Signer
    clock: Clock
    is_simulated: Callable[[], bool]
    is_live: bool

    def make(self, county_id: str) -> TestCustomer:
        """A new one, who joined as anybody joins and turned the mileage of that into vouchers.
        Raises `RouteNotFoundError` in the stage of live keys, and what a conversion refuses."""
        if self.is_live:
            raise RouteNotFoundError
        signup = self._signup(county_id)
        self.signups.complete(signup)
        actor = MemberActor(county_id, member_id_of(signup.signup_id))
        settings = self.counties.on(county_id, seoul_date(self.clock()))
        mileage = settings.mileage_signup
        try:
            paid = self.wallets.convert(
                actor,
                mileage=mileage - mileage % settings.conversion_multiple,
                idempotency_key="test customer",
            )
        except MemberNotFoundError as error:
            # The invented number was another's already.
            raise TryAgainError(retry_after_seconds=1) from error
        shown = self.pay_codes.show(actor, is_typed=False)
        token, _ = self.signer.member_token(replace(actor, generation=1), self.clock())
        return TestCustomer(
            actor.member_id,
            TEST_CODE + shown.pay_code,
            shown.expires_at,
            paid.entry.live_vouchers(paid.entry.on),
            token,
            self._card(actor),
            CARD_PIN,
        )

    def _card(self, customer: MemberActor) -> str:
        printed = self.cards.issue(
            customer.county_id,
            PRINTER,
            customer.member_id,
            pin=CARD_PIN,
            replaces=None,
            reason="test customer",
            only_own_joins=False,
            idempotency_key=customer.member_id,
        )
        return printed.code

    def _signup(self, county_id: str) -> Signup:
        now = self.clock()
        signup_id = new_id("req", now)
        # Numbers of 010 begin with 2 to 9 after that: nobody's phone rings.
        phone = f"+82100{secrets.randbelow(10**7):07d}"
        data_key, sealed = self.cipher.seal(
            f"{county_id}/{signup_id}",
            {"phone": phone, "name": NAME, "birth_on": BORN_ON.isoformat()},
        )
        person_key = self.signer.person_key(county_id, phone)
        county = self.counties.county(county_id)
        return Signup(
            county_id=county_id,
            signup_id=signup_id,
            person_key=person_key,
            birth_key=self.signer.birth_key(person_key, BORN_ON),
            verified_by="",
            person=SealedPerson(data_key=data_key, **sealed),
            name_masked=mask_name(NAME),
            region_code=REGION,
            relation="tourist",
            consents=Consents(
                terms=county.terms_version, privacy=county.privacy_version, marketing=None
            ),
            campaign_id=None,
            booth_code=None,
            accepted_at=now,
            simulated_at=now if self.is_simulated() else None,
        )
