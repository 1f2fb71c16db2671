"""What the county keeps of a merchant beside the public register: the business, its term, what the
tax office says of it, and the account that its money goes to."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import add_months
from chalicelib.merchants.applications import Look, SalesClass
from chalicelib.merchants.businesses import Breach, MerchantKind
from chalicelib.merchants.sealing import Sealed

TERM_MONTHS = 24
"""강진사랑상품권 조례 제6조: two years, and it renews by itself."""
AccountState = Literal["unverified", "verified", "mismatch", "unknown"]
"""`unknown`: the bank was asked and nobody answered; `mismatch`: it names another holder."""
HoldReason = Literal[
    "tax_closed",
    "tax_resting",
    "account_mismatch",
    "registration_canceled",
    "account_changed",
    "account_change_asked",
]
ChangeMatter = Literal["data", "account"]


class Registration(Struct, frozen=True, kw_only=True):
    """Sealed: as an application's. `ends_on`: the last day of a temporary merchant. `held_for`: why
    nothing is paid out to it now, but for an account that `account_changed_by` (a subject of staff)
    wrote and nobody else released, or that the shop itself asked to change: `hold` knows of all.
    `change_id`: the newest change that the shop asked for, `open_change` whether it waits, and
    whether for an account. `poster_on`: the day of the poster that is
    valid, the only one of `poster_number`; none yet if that is 0."""

    county_id: str
    merchant_id: str
    business_key: str
    kind: MerchantKind
    outlet: str
    sales_class: SalesClass
    registered_on: date
    opened_on: date | None
    bank_code: str
    sealed: Sealed
    ends_on: date | None = None
    look: Look = Look()
    account_state: AccountState = "unverified"
    account_verified_at: datetime | None = None
    held_for: HoldReason | None = None
    account_changed_by: str | None = None
    account_asked_at: datetime | None = None
    """When the bank was last asked whose the account is."""
    canceled_on: date | None = None
    canceled_for: tuple[Breach, ...] = ()
    poster_on: date | None = None
    poster_number: int = 0
    change_id: str | None = None
    open_change: ChangeMatter | None = None
    version: int = 1

    @property
    def hold(self) -> HoldReason | None:
        """Why nothing is paid out to it now."""
        if self.held_for or not (self.account_changed_by or self.open_change == "account"):
            return self.held_for
        return "account_changed" if self.account_changed_by else "account_change_asked"

    def term_on(self, day: date) -> tuple[date, date]:
        """First and last day of the term that holds on `day`."""
        return term_on(self.registered_on, day, ends_on=self.ends_on)

    def looked_at(self, look: Look) -> "Registration":
        """What the tax office says now. Silence changes nothing: unknown is not closed. A shop that
        rests or has closed is held, and let go when it is in business again."""
        if look.status == "unknown":
            return self
        held = self.held_for
        if look.status in ("closed", "unregistered"):
            held = held if held == "registration_canceled" else "tax_closed"
        elif look.status == "resting":
            held = held if held == "registration_canceled" else "tax_resting"
        elif held in ("tax_closed", "tax_resting"):
            held = "account_mismatch" if self.account_state == "mismatch" else None
        return replace(self, look=look, held_for=held, version=self.version + 1)

    def first_looked_at(self, look: Look) -> "Registration":
        """With what the tax office said before anything was written."""
        return replace(self.looked_at(look), version=self.version)

    def account_checked(self, state: AccountState, at: datetime) -> "Registration":
        """What the bank says of the account's holder; silence leaves what was known."""
        if state == "unknown" and self.account_state not in ("unverified", "unknown"):
            return self
        held = self.held_for
        if state == "mismatch":
            held = held or "account_mismatch"
        elif state == "verified" and held == "account_mismatch":
            held = None
        return replace(
            self,
            account_state=state,
            account_asked_at=at,
            account_verified_at=at if state == "verified" else self.account_verified_at,
            held_for=held,
            version=self.version + 1,
        )

    def with_account(self, bank_code: str, sealed: Sealed, by: str | None) -> "Registration":
        """Another account: who holds it is not known yet, and somebody else than `by` has to
        release it; nobody, if two people agreed on it."""
        held = None if self.held_for == "account_mismatch" else self.held_for
        return replace(
            self,
            bank_code=bank_code,
            sealed=sealed,
            account_state="unverified",
            account_verified_at=None,
            account_asked_at=None,
            held_for=held,
            account_changed_by=by,
            version=self.version + 1,
        )

    def released(self) -> "Registration":
        return replace(self, account_changed_by=None, version=self.version + 1)

    def with_open_change(self, change_id: str, matter: ChangeMatter) -> "Registration":
        return replace(self, change_id=change_id, open_change=matter, version=self.version + 1)

    def without_open_change(self) -> "Registration":
        return replace(self, open_change=None, version=self.version + 1)

    def canceled(self, on: date, breaches: tuple[Breach, ...]) -> "Registration":
        return replace(
            self,
            canceled_on=on,
            canceled_for=breaches,
            held_for="registration_canceled",
            version=self.version + 1,
        )

    def with_poster(self, on: date) -> "Registration":
        """Another poster: from now on the ones before are old."""
        return replace(
            self,
            poster_on=on,
            poster_number=self.poster_number + 1,
            version=self.version + 1,
        )


def term_on(registered_on: date, day: date, *, ends_on: date | None = None) -> tuple[date, date]:
    """First and last day of the two-year term that `day` is in; it renews by itself, so nothing is
    written when one ends. A temporary merchant has one term, to `ends_on`."""
    if ends_on is not None:
        return registered_on, ends_on
    number = 0
    while _begins(registered_on, number + 1) <= day:
        number += 1
    after = _begins(registered_on, number + 1)
    return _begins(registered_on, number), date.fromordinal(after.toordinal() - 1)


def _begins(registered_on: date, number: int) -> date:
    """The first day of a term, from 0. Where its month lacks the day, the term before ends with the
    month (Civil Act art. 160 (3))."""
    day = add_months(registered_on, TERM_MONTHS * number)
    return day if day.day == registered_on.day else date.fromordinal(day.toordinal() + 1)
