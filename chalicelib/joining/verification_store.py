"""Phone verifications and the counters that throttle them. All of it vanishes by itself."""

from datetime import datetime, timedelta

from chalicelib.aws.keys import Key
from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time, seoul_seconds
from chalicelib.joining import keys
from chalicelib.joining.verifications import Verification

KEPT_FOR = timedelta(hours=1)


class VerificationStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, verification: Verification) -> None:
        """Access pattern 11."""
        ttl = int((verification.expires_at + KEPT_FOR).timestamp())
        self._table.put(
            {
                **keys.verification(verification.county_id, verification.verification_id)._asdict(),
                "type": "verification",
                "purpose": verification.purpose,
                "person_key": verification.person_key,
                "sealed_phone": verification.sealed_phone,
                "code_hash": verification.code_hash,
                "expires_at": format_time(verification.expires_at),
                "tries": verification.tries,
                "ttl": ttl,
            }
        )

    def count_try(self, county_id: str, verification_id: str) -> Verification | None:
        """Access pattern 12: count an attempt before it is judged; `None` if there is none."""
        item = self._table.count_up_existing(keys.verification(county_id, verification_id), "tries")
        return _from_item(county_id, verification_id, item) if item else None


class ThrottleStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def count(self, county_id: str, subject: str, *, now: datetime, window: timedelta) -> int:
        """Access pattern 13: how often `subject` came in this window, this time included."""
        ends = int((now + 2 * window).timestamp())
        item = self._table.count_up(_window(county_id, subject, now, window), "count", ttl=ends)
        count: int = item["count"]
        return count

    def seen(self, county_id: str, subject: str, *, now: datetime, window: timedelta) -> int:
        """Access pattern 102: how often `subject` was counted in this window."""
        item = self._table.get(_window(county_id, subject, now, window))
        return item["count"] if item else 0


def _window(county_id: str, subject: str, now: datetime, window: timedelta) -> Key:
    number = seoul_seconds(now) // int(window.total_seconds())
    return keys.throttle(county_id, subject, str(number))


def _from_item(county_id: str, verification_id: str, item: Item) -> Verification:
    return Verification(
        county_id=county_id,
        verification_id=verification_id,
        purpose=item["purpose"],
        person_key=item["person_key"],
        sealed_phone=item["sealed_phone"],
        code_hash=item["code_hash"],
        expires_at=parse_time(item["expires_at"]),
        tries=item["tries"],
    )
