"""What shops ask to have changed: written together with the registration that it is of."""

from typing import Any

from msgspec import convert, to_builtins

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.merchants import keys
from chalicelib.merchants.applications import Decision
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.registration import Registration
from chalicelib.merchants.sealing import Sealed
from chalicelib.merchants.shop_changes import ShopChange, Wished
from chalicelib.merchants.store import item_from_merchant
from chalicelib.merchants.stored_forms import item_from_registration
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.staff.person import Person


class ShopChangeStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, county_id: str, change_id: str) -> ShopChange | None:
        """Access pattern 309: read consistently."""
        item = self._table.get(keys.shop_change(county_id, change_id), consistent=True)
        return _from_item(county_id, item) if item else None

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[ShopChange], str | None]:
        """Access pattern 310: newest first, and the id to go on before."""
        start = keys.shop_change(county_id, before_id)._asdict() if before_id else None
        page = self._table.query(
            keys.shop_change(county_id, "").pk, newest_first=True, limit=limit, start=start
        )
        next_id = page.next_key["sk"] if page.next_key else None
        return [_from_item(county_id, item) for item in page.items], next_id

    def ask(self, change: ShopChange, registration: Registration, record: AuditRecord) -> bool:
        """Access pattern 311: what is asked, that its shop has one open, and the record; `False` if
        somebody was first."""
        new = [_item_of(change), item_from_record(record)]
        return self._table.put_together(new, [item_from_registration(registration)])

    def end(
        self,
        change: ShopChange,
        registration: Registration,
        record: AuditRecord,
        merchant: Merchant | None = None,
    ) -> bool:
        """Access pattern 312: how it ended, with what becomes of shop and registration, and the
        record; `False` if somebody was first."""
        changed = [_item_of(change), item_from_registration(registration)]
        if merchant is not None:
            changed.append(item_from_merchant(merchant))
        return self._table.put_together([item_from_record(record)], changed)

    def replace(self, change: ShopChange) -> None:
        """Raises `VersionConflictError`."""
        self._table.replace(_item_of(change))


def _item_of(change: ShopChange) -> Item:
    item: Item = {
        **keys.shop_change(change.county_id, change.change_id)._asdict(),
        "type": "shop_change",
        "merchant_id": change.merchant_id,
        "status": change.status,
        "received_at": format_time(change.received_at),
        "asked_by": [change.asked_by.subject, change.asked_by.username],
        "wished": {
            name: value for name, value in to_builtins(change.wished).items() if value is not None
        },
        "sealed": change.sealed.stored(),
        "contact_key": change.contact_key,
        "fingerprint": change.fingerprint,
        "note": change.note,
        "version": change.version,
    }
    if change.bank_code:
        item["bank_code"] = change.bank_code
    if change.decision is not None:
        decision = change.decision
        item["decision"] = {
            "by": [decision.by.subject, decision.by.username],
            "at": format_time(decision.at),
            "reason": decision.reason,
        }
        if decision.told_at is not None:
            item["decision"]["told_at"] = format_time(decision.told_at)
    return item


def _from_item(county_id: str, item: Item) -> ShopChange:
    decision: dict[str, Any] | None = item.get("decision")
    return ShopChange(
        county_id=county_id,
        change_id=item["sk"],
        merchant_id=item["merchant_id"],
        status=item["status"],
        received_at=parse_time(item["received_at"]),
        asked_by=Person(*item["asked_by"]),
        wished=convert(item["wished"], Wished, strict=False),
        bank_code=item.get("bank_code"),
        sealed=Sealed(*item["sealed"]),
        contact_key=item["contact_key"],
        fingerprint=item["fingerprint"],
        note=item["note"],
        decision=Decision(
            by=Person(*decision["by"]),
            at=parse_time(decision["at"]),
            reason=decision["reason"],
            told_at=parse_time(decision["told_at"]) if "told_at" in decision else None,
        )
        if decision
        else None,
        version=item["version"],
    )
