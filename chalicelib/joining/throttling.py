"""How often something may be tried."""

from datetime import timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import RateLimitedError
from chalicelib.core.values import format_time, seoul_seconds
from chalicelib.joining.ports import ThrottleStore

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Throttle(Struct, frozen=True):
    store: ThrottleStore
    clock: Clock

    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None:
        """Count one more try of `subject` in this window. Raises `RateLimitedError`."""
        if self.count(county_id, subject, window) > maximum:
            raise self._used_up(maximum, window)

    def check_room(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None:
        """Count nothing, where only what went wrong is counted: by `count`. Raises
        `RateLimitedError` if there were `maximum` in this window."""
        if self.seen(county_id, subject, window) >= maximum:
            raise self._used_up(maximum, window)

    def count(self, county_id: str, subject: str, window: timedelta) -> int:
        """How often `subject` came in this window, this time included."""
        return self.store.count(county_id, subject, now=self.clock(), window=window)

    def seen(self, county_id: str, subject: str, window: timedelta) -> int:
        """How often `subject` was counted in this window, without counting: a moment behind."""
        return self.store.seen(county_id, subject, now=self.clock(), window=window)

    def _used_up(self, maximum: int, window: timedelta) -> RateLimitedError:
        wait = self.seconds_left(window)
        return RateLimitedError(
            limit=maximum,
            used=maximum,
            remaining=0,
            resets_at=format_time(self.clock() + timedelta(seconds=wait)),
            retry_after_seconds=wait,
        )

    def seconds_left(self, window: timedelta) -> int:
        """Until the next window, which begin with the day in Seoul."""
        seconds = int(window.total_seconds())
        return seconds - seoul_seconds(self.clock()) % seconds
