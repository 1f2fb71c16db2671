"""What was bought and not spent by someone who left: found at the desk, and paid back there."""

import hmac
from collections.abc import Callable
from datetime import date, datetime

from msgspec import Struct

from chalicelib.approvals.errors import OwnWalletError
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.joining.throttling import DAY, HOUR, Throttle
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.profile import Profile
from chalicelib.members.ports import MemberStore
from chalicelib.sales import purchases
from chalicelib.sales.errors import LeftWalletNotFoundError
from chalicelib.sales.payouts import LeftVouchers
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person

LOOKED_UP_MAX_PER_HOUR = 60
LOOKED_UP_MAX_PER_DAY = 200
"""By one member of staff: a desk's visitors, and no guessing of birth dates."""


class LeftWallets(Struct, frozen=True):
    """Whoever comes is asked for an ID; number and birth date, which nothing here tells anybody,
    say which wallet was theirs."""

    chain: Chain
    members: MemberStore
    own_wallets: OwnWallets
    idempotency_keys: IdempotencyKeys
    throttle: Throttle
    signer: Signer
    normalize_phone: Callable[[str], str]
    clock: Clock

    def find(
        self, county_id: str, person: Person, *, phone: str, birth_on: date
    ) -> list[LeftVouchers]:
        """Those with something bought that is still valid.

        Raises `PhoneInvalidError`, `OwnWalletError`, `LeftWalletNotFoundError`, `RateLimitedError`.
        """
        today = seoul_date(self.clock())
        found = []
        for member_id in self._matching(county_id, person, phone, birth_on):
            page = self.chain.read(county_id, member_id)
            left_at = _left_at(page.profile)
            lots = page.entries[0].live_lots(today) if page.entries else ()
            bought = tuple(lot for lot in lots if lot.terms is not None)
            if left_at is not None and bought:
                found.append(LeftVouchers(member_id, left_at, bought))
        if not found:
            raise LeftWalletNotFoundError
        return found

    def refund(
        self,
        county_id: str,
        person: Person,
        member_id: str,
        *,
        phone: str,
        birth_on: date,
        voucher_id: str,
        idempotency_key: str,
    ) -> Outcome:
        """Close the lot, and owe its holder what the rest was bought for. Another of staff hands
        the money over: `Payouts.pay`.

        Raises what `find` and `purchases.decide_leaving_refund` do, `IdempotencyKeyReusedError`,
        `OwnWalletError`, `StaffNumberMissingError`.
        """
        self.own_wallets.check(county_id, person, {member_id})
        if member_id not in self._matching(county_id, person, phone, birth_on):
            raise LeftWalletNotFoundError
        asked = {"member_id": member_id, "voucher_id": voucher_id}
        self.idempotency_keys.bind(
            county_id, "leaving_refund", person.subject, idempotency_key, asked
        )
        key = digest("leaving_refund", person.subject, idempotency_key)
        keys = CommandKeys(
            reference=f"leaving_refund/{key}", fingerprint=fingerprint(asked), idempotency=key
        )

        def decide(view: View) -> Draft:
            if _left_at(view.profile) is None:
                raise LeftWalletNotFoundError
            return purchases.decide_leaving_refund(
                require_head(view), voucher_id, recorded_by=person, now=view.now
            )

        outcome = self.chain.run(county_id, member_id, keys, decide)
        if outcome is None:
            raise AssertionError("a refund always writes")
        return outcome

    def _matching(self, county_id: str, person: Person, phone: str, birth_on: date) -> list[str]:
        subject = f"left_wallet/{person.subject}"
        self.throttle.check(county_id, subject, maximum=LOOKED_UP_MAX_PER_HOUR, window=HOUR)
        self.throttle.check(county_id, f"{subject}/day", maximum=LOOKED_UP_MAX_PER_DAY, window=DAY)
        person_key = self.signer.person_key(county_id, self.normalize_phone(phone))
        if person_key == person.person_key:
            # Also of an earlier membership than the one that the number opens now.
            raise OwnWalletError(param="phone")
        birth_key = self.signer.birth_key(person_key, birth_on)
        return [
            wallet.member_id
            for wallet in self.members.left_wallets(county_id, person_key)
            if hmac.compare_digest(wallet.birth_key, birth_key)
        ]


def _left_at(profile: Profile | None) -> datetime | None:
    """`None` of who has not left, or came back into this wallet."""
    return profile.left_at if profile is not None and profile.status == "left" else None
