"""An application to become a merchant, from its receipt to its decision.

It is decided and notified within seven days of its receipt (지역사랑상품권법 제7조). Weekends and
holidays count: the law speaks of days, and the stricter reading is kept.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.tax_office import Authenticity, TaxState, TaxStatus
from chalicelib.core.values import TaxClass, seoul_date
from chalicelib.merchants.businesses import MerchantKind
from chalicelib.merchants.errors import (
    ApplicationDecidedError,
    EventInvalidError,
    OpeningDateInvalidError,
)
from chalicelib.merchants.sealing import Sealed
from chalicelib.merchants.trades import Trade
from chalicelib.staff.person import Person

ApplicationStatus = Literal["received", "approved", "refused"]
SalesClass = Literal["up_to_300m", "up_to_3b", "over_3b"]
"""Sales of a year: up to 300 million won, up to 3 billion, above."""
DECIDE_WITHIN = timedelta(days=7)
TEMPORARY_DAYS_MAX = 30
"""After the last day of its event (강진사랑상품권 조례 제2조, 제6조)."""


class Look(Struct, frozen=True, kw_only=True):
    """What the tax office said of the business, and when; before anybody asked, unknown."""

    status: TaxStatus = "unknown"
    authenticity: Authenticity = "unknown"
    tax_kind: str = ""
    tax_class: TaxClass | None = None
    closed_on: date | None = None
    at: datetime | None = None

    @classmethod
    def of(cls, state: TaxState, *, at: datetime, authenticity: Authenticity = "unknown") -> "Look":
        return cls(
            status=state.status,
            authenticity=authenticity,
            tax_kind=state.tax_kind,
            tax_class=state.tax_class,
            closed_on=state.closed_on,
            at=at,
        )

    @property
    def is_known(self) -> bool:
        return self.status != "unknown" and self.authenticity != "unknown"


class Shop(Struct, frozen=True, kw_only=True):
    """What an applicant says of the shop that everybody may know. Places in millionths of degrees,
    since the table has no fractions."""

    name: str
    trade: Trade
    address: str
    outlet: str = ""
    phone: str = ""
    latitude_e6: int | None = None
    longitude_e6: int | None = None
    sales_class: SalesClass = "up_to_300m"
    kind: MerchantKind = "regular"
    event_name: str = ""
    event_ends_on: date | None = None

    @property
    def is_over_sales_cap(self) -> bool:
        return self.sales_class == "over_3b"

    def ends_on(self) -> date | None:
        """The last day of a temporary merchant."""
        if self.event_ends_on is None:
            return None
        return self.event_ends_on + timedelta(days=TEMPORARY_DAYS_MAX)

    def check(self, opened_on: date, today: date) -> None:
        """Raises `OpeningDateInvalidError`, `EventInvalidError`."""
        if opened_on > today:
            raise OpeningDateInvalidError(param="opened_on")
        is_event = self.event_ends_on is not None and bool(self.event_name)
        if is_event != (self.kind == "temporary"):
            raise EventInvalidError(param="event")
        if self.event_ends_on is not None and self.event_ends_on < today:
            raise EventInvalidError(param="event")


class Decision(Struct, frozen=True, kw_only=True):
    """`told_at`: when the applicant was sent word of it."""

    by: Person
    at: datetime
    reason: str
    told_at: datetime | None = None


class Application(Struct, frozen=True, kw_only=True):
    """Sealed: `business_number`, `owner_name`, `contact_phone` (E.164), `account_number`,
    `account_holder`. `contact_key` is the keyed hash of the contact phone."""

    county_id: str
    application_id: str
    status: ApplicationStatus
    received_at: datetime
    business_key: str
    shop: Shop
    opened_on: date
    bank_code: str
    sealed: Sealed
    contact_key: str
    is_phone_proven: bool
    look: Look = Look()
    decision: Decision | None = None
    merchant_id: str | None = None
    version: int = 1

    @property
    def decide_by_on(self) -> date:
        return decide_by(self.received_at)

    def is_overdue(self, today: date) -> bool:
        return self.status == "received" and today > self.decide_by_on

    def looked_at(self, look: Look) -> "Application":
        return replace(self, look=look, version=self.version + 1)

    def decided(self, status: ApplicationStatus, decision: Decision) -> "Application":
        """Raises `ApplicationDecidedError`: a decision is made once."""
        if self.status != "received":
            raise ApplicationDecidedError(decided_as=self.status)
        return replace(self, status=status, decision=decision, version=self.version + 1)

    def told(self, at: datetime) -> "Application":
        assert self.decision is not None
        decision = replace(self.decision, told_at=at)
        return replace(self, decision=decision, version=self.version + 1)


def decide_by(received_at: datetime) -> date:
    """The last day on which it is decided in time; the day of receipt is not
    counted (민법 제157조)."""
    return seoul_date(received_at) + DECIDE_WITHIN
