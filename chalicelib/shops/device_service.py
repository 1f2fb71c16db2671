"""The phones of a shop, seen and closed one by one: by its owner, and by the county."""

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, to_milliseconds
from chalicelib.merchants.errors import MerchantNotFoundError
from chalicelib.merchants.ports import MerchantStore
from chalicelib.shops.devices import Device, device_number
from chalicelib.shops.errors import DeviceNotFoundError
from chalicelib.shops.people import ShopPerson
from chalicelib.shops.ports import ShopStore
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person

TRIES_MAX = 5


class Devices(Struct, frozen=True):
    store: ShopStore
    merchants: MerchantStore
    clock: Clock

    def of(self, county_id: str, merchant_id: str) -> tuple[list[Device], list[ShopPerson]]:
        """All phones that there ever were, oldest first, and the shop's people.

        Raises `MerchantNotFoundError`.
        """
        if self.merchants.by_id(county_id, merchant_id) is None:
            raise MerchantNotFoundError
        devices = self.store.devices(county_id, merchant_id)
        return devices, self.store.people(county_id, merchant_id)

    def close(
        self,
        county_id: str,
        merchant_id: str,
        device_id: str,
        *,
        by: Person | None = None,
        reason: str = "",
    ) -> Device:
        """The phone ends within a minute; one that has ended changes nothing. `by`: who of the
        county's staff, with `reason`, and it is recorded.

        Raises `DeviceNotFoundError`, `VersionConflictError`.
        """
        number = device_number(device_id)
        for _ in range(TRIES_MAX):
            device = self.store.device(county_id, merchant_id, number, consistent=True)
            if device is None:
                raise DeviceNotFoundError
            if not device.is_open:
                return device
            now = to_milliseconds(self.clock())
            closed = device.closed(now)
            if self.store.close_device(closed, _record(closed, by, reason) if by else None):
                return closed
        raise VersionConflictError


def _record(device: Device, by: Person, reason: str) -> AuditRecord:
    now = device.closed_at or device.opened_at
    return AuditRecord.made(
        county_id=device.county_id,
        at=now,
        by=by,
        action="shop_device_closed",
        target_id=device.merchant_id,
        reason=reason,
        before={"device_id": device.device_id, "opened_at": format_time(device.opened_at)},
        after={"device_id": device.device_id, "closed_at": format_time(now)},
    )
