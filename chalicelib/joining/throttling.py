"""How often something may be tried."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.core.clock import Clock
from chalicelib.core.errors import RateLimitedError
from chalicelib.core.values import format_time, seoul_seconds
from chalicelib.joining.ports import ThrottleStore

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Throttle:
    store: ThrottleStore
    clock: Clock

    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None:
        """Count one more try of `subject` in this window. Raises `RateLimitedError`."""
        now = self.clock()
        if self.store.count(county_id, subject, now=now, window=window) <= maximum:
            return
        seconds = int(window.total_seconds())
        wait = seconds - seoul_seconds(now) % seconds
        raise RateLimitedError(
            limit=maximum,
            used=maximum,
            remaining=0,
            resets_at=format_time(now + timedelta(seconds=wait)),
            retry_after_seconds=wait,
        )
