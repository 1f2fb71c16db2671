"""What a shop's phones and people need of the world."""

from datetime import timedelta
from typing import Protocol

from chalicelib.shops.devices import Device
from chalicelib.shops.invitations import Invitation
from chalicelib.shops.people import ShopPerson
from chalicelib.staff.audit import AuditRecord


class ShopStore(Protocol):
    def device(
        self, county_id: str, merchant_id: str, number: int, *, consistent: bool = False
    ) -> Device | None: ...

    def devices(self, county_id: str, merchant_id: str) -> list[Device]: ...

    def person(
        self, county_id: str, merchant_id: str, number: int, *, consistent: bool = False
    ) -> ShopPerson | None: ...

    def people(self, county_id: str, merchant_id: str) -> list[ShopPerson]: ...

    def add_person(self, person: ShopPerson) -> bool: ...

    def replace_person(self, person: ShopPerson) -> None: ...

    def close_device(self, device: Device, record: AuditRecord | None = None) -> bool: ...

    def invitation(self, county_id: str, code_hash: str) -> Invitation | None: ...

    def newest_invitation(self, county_id: str, merchant_id: str) -> str | None: ...

    def invite(self, invitation: Invitation, record: AuditRecord | None = None) -> bool: ...

    def open(self, invitation: Invitation, device: Device, owner: ShopPerson | None) -> bool: ...


class Tries(Protocol):
    """How often something was tried: `joining.throttling.Throttle`."""

    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None: ...

    def count(self, county_id: str, subject: str, window: timedelta) -> int: ...

    def check_room(
        self, county_id: str, subject: str, *, maximum: int, window: timedelta
    ) -> None: ...
