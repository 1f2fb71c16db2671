"""How many members' personal data one person of staff may see in clear in a day."""

from msgspec import Struct

from chalicelib.core.errors import RateLimitedError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.joining.throttling import DAY, Throttle
from chalicelib.staff.person import Person
from chalicelib.standing.errors import RevealsUsedUpError


class Reveals(Struct, frozen=True):
    """Whoever takes members' data out one by one is stopped the same day; whose work needs more
    has it by the setting `desk.reveals_a_day`."""

    counties: Counties
    throttle: Throttle

    def check(self, county_id: str, person: Person) -> None:
        """Count one more of today. Raises `RevealsUsedUpError`."""
        on = seoul_date(self.throttle.clock())
        maximum = self.counties.on(county_id, on).desk_reveals_a_day
        try:
            subject = f"reveal/{person.subject}"
            self.throttle.check(county_id, subject, maximum=maximum, window=DAY)
        except RateLimitedError as exc:
            left = self.throttle.seconds_left(DAY)
            raise RevealsUsedUpError(
                limit=maximum,
                used=maximum,
                remaining=0,
                resets_at=exc.values["resets_at"],
                retry_after_seconds=left,
            ) from None
