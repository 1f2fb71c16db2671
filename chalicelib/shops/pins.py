"""PINs of a shop's people: kept as keyed hashes, tried a few times only."""

import hmac
from datetime import timedelta

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.joining.throttling import DAY
from chalicelib.shops.errors import PinWrongError
from chalicelib.shops.people import ShopPerson
from chalicelib.shops.ports import Tries

TRIES_WINDOW = timedelta(minutes=10)
TRIES_MAX = 10
WRONG_MAX_PER_DAY = 30
"""Of one person on one phone, right ones included in the first: of a million PINs a stolen phone
tries thirty a day, and no phone shuts out its owner on another one. Each try is counted before it
is judged, so that a thousand at once are ten."""


class Pins(Struct, frozen=True):
    tries: Tries
    signer: Signer

    def hash_of(self, county_id: str, merchant_id: str, number: int, pin: str) -> str:
        return self.signer.code_hash(f"pin/{county_id}/{merchant_id}/{number}", pin)

    def check(self, person: ShopPerson, device_id: str, pin: str) -> None:
        """Raises `PinWrongError`, `RateLimitedError`."""
        county_id = person.county_id
        subject = f"pin/{person.merchant_id}/{device_id}/{person.person_id}"
        wrong = f"{subject}/wrong"
        self.tries.check_room(county_id, wrong, maximum=WRONG_MAX_PER_DAY, window=DAY)
        self.tries.check(county_id, subject, maximum=TRIES_MAX, window=TRIES_WINDOW)
        given = self.hash_of(county_id, person.merchant_id, person.number, pin)
        if not hmac.compare_digest(given, person.pin_hash):
            self.tries.count(county_id, wrong, DAY)
            raise PinWrongError(param="pin")
