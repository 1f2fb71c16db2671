"""Claiming after a trip: what is handed in is proven as far as we can, used up, and kept."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import InvalidRequestError, TryAgainError
from chalicelib.core.values import format_time, seoul_date, to_milliseconds
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.idempotency import fingerprint
from chalicelib.ledger.profile import check_is_active
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.trips import claims as rules
from chalicelib.trips.errors import ReceiptAlreadyUsedError
from chalicelib.trips.evidence import Evidence
from chalicelib.trips.ports import ClaimStore, Images, KeyedHashes, Profiles, TripStore
from chalicelib.trips.receipts import Claim, Payment, Receipt
from chalicelib.trips.service import PAUSE_SECONDS, TRIES_MAX, own_trip
from chalicelib.trips.trips import Trip
from chalicelib.uploads.uploads import Kept


class Slip(Struct, frozen=True):
    """A receipt as it was typed: `amount` in won."""

    business_number: str
    approval_number: str
    paid_at: datetime
    amount: int
    upload_id: str | None = None


class HandedIn(Struct, frozen=True):
    photos: tuple[str, ...]
    slips: tuple[Slip, ...]
    redemption_ids: tuple[str, ...]


class Claims(Struct, frozen=True):
    store: ClaimStore
    trips: TripStore
    members: Profiles
    counties: Counties
    evidence: Evidence
    images: Images
    hashes: KeyedHashes
    idempotency_keys: IdempotencyKeys
    clock: Clock
    pause: Callable[[float], None]

    def claim(
        self, actor: MemberActor, trip_id: str, given: HandedIn, *, idempotency_key: str
    ) -> tuple[Trip, bool]:
        """(the trip, whether just this was claimed before). All that it uses up is used up with it,
        or nothing is.

        Raises `MemberNotFoundError`, `MemberSuspendedError`, `TripNotFoundError`,
        `TripNotClaimableError`, `ClaimTooEarlyError`, `ClaimTooLateError`,
        `ReceiptOutsideTripError`, `ReceiptAlreadyUsedError`, `SightsMissingError`,
        `TripSpentTooLittleError`, `InvalidRequestError`, `IdempotencyKeyReusedError`,
        `TryAgainError`.
        """
        found = self.members.profile(actor.county_id, actor.member_id, consistent=True)
        profile = check_is_active(found, actor)
        asked = _facts(trip_id, given)
        if idempotency_key:
            self.idempotency_keys.bind(
                profile.county_id, "trip_claim", profile.member_id, idempotency_key, asked
            )
        claim: Claim | None = None
        for number in range(TRIES_MAX):
            if number:
                self.pause(random.uniform(0, PAUSE_SECONDS * number))  # noqa: S311 (spreads load)
            trip = own_trip(self.trips, profile, trip_id)
            last = self.store.of(trip)
            if last is not None and last.fingerprint == fingerprint(asked):
                return trip, True
            now = to_milliseconds(self.clock())
            rules.check_may_claim(trip, seoul_date(now))
            if claim is None:
                images = _Images(self.images, trip, last, profile.member_id)
                claim = self._made(trip, given, images, fingerprint(asked), now)
            # Who consented meanwhile makes a team of it, of which more is asked.
            rules.check_spent(trip, claim.spent_amount, self._settings(trip))
            if (taken := self.store.taken(claim)) is not None:
                raise ReceiptAlreadyUsedError(param=taken)
            claimed = trip.claimed(claim.at)
            if self.store.create(claimed, claim):
                return claimed, False
        raise TryAgainError(retry_after_seconds=2)

    def _made(
        self, trip: Trip, given: HandedIn, kept: "_Images", asked: str, now: datetime
    ) -> Claim:
        """What does not depend on others is checked first, and images last, which cost most."""
        settings = self._settings(trip)
        receipts = self._receipts(trip, given.slips, settings, now)
        # One approval is one payment, whatever amounts are told of it.
        rules.check_each_once([each.approval_key for each in receipts], param="receipts")
        payments = self._payments(trip, given.redemption_ids, settings, now)
        rules.check_each_once(given.redemption_ids, param="redemption_ids")
        spent = sum(each.amount for each in receipts) + sum(each.amount for each in payments)
        rules.check_spent(trip, spent, settings)
        sights = self.evidence.sights(trip)
        photos = tuple(
            kept.use(upload_id, f"photos.{number}")
            for number, upload_id in enumerate(dict.fromkeys(given.photos))
        )
        rules.check_sights(photos, [sight.facility_id for sight in sights], settings)
        with_images = tuple(
            structs.replace(receipt, image=kept.use(slip.upload_id, f"receipts.{n}.upload_id"))
            if slip.upload_id
            else receipt
            for n, (receipt, slip) in enumerate(zip(receipts, given.slips, strict=True))
        )
        return Claim(
            county_id=trip.county_id,
            trip_id=trip.trip_id,
            number=trip.claim_number + 1,
            at=now,
            fingerprint=asked,
            photos=photos,
            receipts=with_images,
            payments=payments,
            sights=sights,
        )

    def _settings(self, trip: Trip) -> CountySettings:
        """The terms of the day on which it was applied for."""
        return self.counties.on(trip.county_id, seoul_date(trip.applied_at))

    def _receipts(
        self, trip: Trip, slips: Sequence[Slip], settings: CountySettings, now: datetime
    ) -> list[Receipt]:
        made = []
        for number, slip in enumerate(slips):
            rules.check_paid(trip, slip.paid_at, now, param=f"receipts.{number}.paid_at")
            shops = self.evidence.shops(trip.county_id, slip.business_number)
            on = seoul_date(slip.paid_at)
            # Slips print leading zeros, and people leave them out.
            number_alone = slip.approval_number.lstrip("0")
            approval = f"{slip.business_number}/{number_alone}/{on.isoformat()}"
            made.append(
                Receipt(
                    business_number=slip.business_number,
                    approval_number=slip.approval_number,
                    paid_at=slip.paid_at,
                    amount=slip.amount,
                    approval_key=self.hashes.identity_key(
                        trip.county_id, "trip approval", approval
                    ),
                    receipt_key=self.hashes.identity_key(
                        trip.county_id, "trip receipt", f"{approval}/{slip.amount}"
                    ),
                    shop_name=", ".join(shop.name for shop in shops),
                    bar=rules.bar_of(shops, settings),
                )
            )
        return made

    def _payments(
        self, trip: Trip, redemption_ids: Sequence[str], settings: CountySettings, now: datetime
    ) -> tuple[Payment, ...]:
        made = []
        for number, redemption_id in enumerate(redemption_ids):
            param = f"redemption_ids.{number}"
            payment = self.evidence.payment(trip, redemption_id, settings)
            if payment is None:
                problem = ("내 상품권 결제가 아니거나 취소되었습니다",
                           "is no payment of yours, or was cancelled")  # fmt: skip
                raise InvalidRequestError(param=param, problem=problem)
            rules.check_paid(trip, payment.paid_at, now, param=param)
            made.append(payment)
        return tuple(made)


class _Images:
    """Of one claim: what its trip's first claim has is there already."""

    def __init__(self, images: Images, trip: Trip, last: Claim | None, sender_id: str) -> None:
        self._images = images
        self._trip = trip
        self._sender_id = sender_id
        self._known = last.images if last else {}

    def use(self, upload_id: str, param: str) -> Kept:
        if (known := self._known.get(upload_id)) is not None:
            return known
        trip = self._trip
        name = image_name(trip.trip_id, upload_id)
        return self._images.use(trip.county_id, self._sender_id, upload_id, name=name, param=param)


def image_name(trip_id: str, upload_id: str) -> str:
    return f"{trip_id}/{upload_id}"


def _facts(trip_id: str, given: HandedIn) -> dict[str, Any]:
    """What a claim stands for."""
    return {
        "trip_id": trip_id,
        "photos": list(given.photos),
        "slips": [
            [slip.business_number, slip.approval_number, format_time(slip.paid_at), slip.amount,
             slip.upload_id]
            for slip in given.slips
        ],
        "redemption_ids": list(given.redemption_ids),
    }  # fmt: skip
