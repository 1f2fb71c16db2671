"""A shop's phones and people in one partition, and invitations by their code."""

from datetime import datetime
from typing import Any

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.merchants.sealing import Sealed
from chalicelib.shops import keys
from chalicelib.shops.devices import Device
from chalicelib.shops.invitations import TTL_AFTER, Invitation
from chalicelib.shops.people import ShopPerson
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record


class ShopStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def device(
        self, county_id: str, merchant_id: str, number: int, *, consistent: bool = False
    ) -> Device | None:
        """Access pattern 111: by what its credential says of itself."""
        key = keys.device(county_id, merchant_id, number)
        item = self._table.get(key, consistent=consistent)
        return _device(county_id, merchant_id, item) if item else None

    def devices(self, county_id: str, merchant_id: str) -> list[Device]:
        """Access pattern 112: all there ever were, oldest first."""
        return [_device(county_id, merchant_id, i) for i in self._of(county_id, merchant_id, "DEV")]

    def person(
        self, county_id: str, merchant_id: str, number: int, *, consistent: bool = False
    ) -> ShopPerson | None:
        """Access pattern 111."""
        key = keys.person(county_id, merchant_id, number)
        item = self._table.get(key, consistent=consistent)
        return _person(county_id, merchant_id, item) if item else None

    def people(self, county_id: str, merchant_id: str) -> list[ShopPerson]:
        """Access pattern 112: all there ever were, oldest first."""
        return [_person(county_id, merchant_id, i) for i in self._of(county_id, merchant_id, "PER")]

    def add_person(self, person: ShopPerson) -> bool:
        """`False` if somebody has this number."""
        return self._table.put_new(_item_from_person(person)) is None

    def replace_person(self, person: ShopPerson) -> None:
        """Raises `VersionConflictError`."""
        self._table.replace(_item_from_person(person))

    def close_device(self, device: Device, record: AuditRecord | None = None) -> bool:
        """With the record of who closed it, where that was staff; `False` if someone changed the
        phone since it was read."""
        records = [item_from_record(record)] if record else []
        return self._table.put_together(records, [_item_from_device(device)])

    def invitation(self, county_id: str, code_hash: str) -> Invitation | None:
        """Access pattern 113."""
        item = self._table.get(keys.invitation(county_id, code_hash), consistent=True)
        if item is None:
            return None
        return Invitation(
            county_id=county_id,
            code_hash=code_hash,
            merchant_id=item["merchant_id"],
            expires_at=parse_time(item["expires_at"]),
            invited_by=item.get("invited_by"),
            opened_as=item.get("opened_as"),
            version=item["version"],
        )

    def newest_invitation(self, county_id: str, merchant_id: str) -> str | None:
        """Access pattern 113: of the county's, the hash of its code."""
        item = self._table.get(keys.invited(county_id, merchant_id), consistent=True)
        return item["code_hash"] if item else None

    def invite(self, invitation: Invitation, record: AuditRecord | None = None) -> bool:
        """With the record of who invited, where that was staff; `False` if it was made before. An
        invitation of the county's takes the place of the one before: first its place, so that
        whoever is cut off between and asks again finds it not made, and makes it."""
        if invitation.is_for_owner:
            self._table.put(
                {
                    **keys.invited(invitation.county_id, invitation.merchant_id)._asdict(),
                    "type": "invited",
                    "code_hash": invitation.code_hash,
                }
            )
        new = [_item_from_invitation(invitation)]
        if record is not None:
            new.append(item_from_record(record))
        return self._table.put_together(new, [])

    def open(self, invitation: Invitation, device: Device, owner: ShopPerson | None) -> bool:
        """Access pattern 114: the phone, the invitation that is used by it, and the owner's PIN, in
        one transaction; `False` if any of them was changed meanwhile."""
        new, replaced = [_item_from_device(device)], [_item_from_invitation(invitation)]
        if owner is not None:
            (new if owner.version == 1 else replaced).append(_item_from_person(owner))
        return self._table.put_together(new, replaced)

    def _of(self, county_id: str, merchant_id: str, prefix: str) -> list[Item]:
        pk = keys.shop(county_id, merchant_id)
        return list(self._table.query_all(pk, prefix=prefix, consistent=True))


def _device(county_id: str, merchant_id: str, item: Item) -> Device:
    closed_at = item.get("closed_at")
    return Device(
        county_id=county_id,
        merchant_id=merchant_id,
        number=item["number"],
        name=item["name"],
        secret_hash=item["secret_hash"],
        opened_at=parse_time(item["opened_at"]),
        invited_by=item.get("invited_by"),
        closed_at=parse_time(closed_at) if closed_at else None,
        version=item["version"],
    )


def _item_from_device(device: Device) -> Item:
    return _without_none(
        {
            **keys.device(device.county_id, device.merchant_id, device.number)._asdict(),
            "type": "device",
            "number": device.number,
            "name": device.name,
            "secret_hash": device.secret_hash,
            "opened_at": format_time(device.opened_at),
            "invited_by": device.invited_by,
            "closed_at": _time(device.closed_at),
            "version": device.version,
        }
    )


def _person(county_id: str, merchant_id: str, item: Item) -> ShopPerson:
    return ShopPerson(
        county_id=county_id,
        merchant_id=merchant_id,
        number=item["number"],
        sealed=Sealed(*item["sealed"]) if "sealed" in item else None,
        name_in_clear=item.get("name", ""),
        role=item["role"],
        may_cancel=item["may_cancel"],
        sees_settlements=item.get("sees_settlements", False),
        pin_hash=item["pin_hash"],
        generation=item["generation"],
        is_active=item["is_active"],
        version=item["version"],
    )


def _item_from_person(person: ShopPerson) -> Item:
    named: Item = (
        {"sealed": person.sealed.stored()} if person.sealed else {"name": person.name_in_clear}
    )
    return {
        **keys.person(person.county_id, person.merchant_id, person.number)._asdict(),
        "type": "shop_person",
        "number": person.number,
        **named,
        "role": person.role,
        "may_cancel": person.may_cancel,
        "sees_settlements": person.sees_settlements,
        "pin_hash": person.pin_hash,
        "generation": person.generation,
        "is_active": person.is_active,
        "version": person.version,
    }


def _item_from_invitation(invitation: Invitation) -> Item:
    return _without_none(
        {
            **keys.invitation(invitation.county_id, invitation.code_hash)._asdict(),
            "type": "invitation",
            "merchant_id": invitation.merchant_id,
            "expires_at": format_time(invitation.expires_at),
            "invited_by": invitation.invited_by,
            "opened_as": invitation.opened_as,
            "ttl": int((invitation.expires_at + TTL_AFTER).timestamp()),
            "version": invitation.version,
        }
    )


def _time(moment: datetime | None) -> str | None:
    return format_time(moment) if moment else None


def _without_none(item: dict[str, Any]) -> Item:
    return {name: value for name, value in item.items() if value is not None}
