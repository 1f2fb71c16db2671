"""Registrations as the desk goes through them: all, or those to which nothing is paid now."""

from typing import Literal

from msgspec import Struct

from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.ports import MerchantStore
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.registry_ports import RegistryStore

Waiting = Literal["held", "release", "account"]
"""`held`: for whatever reason; `release`: for the second person, after another account; `account`:
the bank has not said yet whose the account is."""
PAGES_MAX = 6
PAGE_ROWS = 500
"""A list that is narrowed looks through a county's whole register in one answer."""

Listed = tuple[Registration, Merchant | None]


class RegistrationLists(Struct, frozen=True):
    store: RegistryStore
    merchants: MerchantStore

    def page(
        self, county_id: str, *, waiting: Waiting | None, limit: int, position: str | None
    ) -> tuple[list[Listed], str | None]:
        """By id, and where the next page begins."""
        found: list[Registration] = []
        after_id = position
        for _ in range(PAGES_MAX):
            rows, after_id = self.store.registration_page(
                county_id, limit=PAGE_ROWS if waiting else limit, after_id=after_id
            )
            for own in rows:
                if waiting is not None and not _waits(own, waiting):
                    continue
                if len(found) == limit:
                    return self._named(county_id, found), found[-1].merchant_id
                found.append(own)
            if after_id is None or (waiting is None and found):
                break
        return self._named(county_id, found), after_id

    def _named(self, county_id: str, found: list[Registration]) -> list[Listed]:
        return [(own, self.merchants.by_id(county_id, own.merchant_id)) for own in found]


def _waits(own: Registration, waiting: Waiting) -> bool:
    if own.canceled_on is not None:
        return False
    if waiting == "held":
        return own.hold is not None
    if waiting == "release":
        return own.account_changed_by is not None
    return own.account_state != "verified"
