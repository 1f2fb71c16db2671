"""Merchants and the keys of their tills."""

from datetime import date

from msgspec.structs import replace

from chalicelib.aws.table import Item, Table
from chalicelib.core.errors import CodeTakenError
from chalicelib.core.values import format_time, parse_time
from chalicelib.merchants import keys
from chalicelib.merchants.merchants import Merchant, MerchantKey
from chalicelib.merchants.tax_classes import TaxedFrom


class MerchantStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def by_id(
        self, county_id: str, merchant_id: str, *, consistent: bool = False
    ) -> Merchant | None:
        """Access pattern 18. `consistent` for what changes it: of a stale one nothing can be
        written."""
        item = self._table.get(keys.merchant(county_id, merchant_id), consistent=consistent)
        return _from_item(county_id, item) if item else None

    def by_code(self, county_id: str, code: str) -> Merchant | None:
        """Access pattern 19: from a shop's standing QR."""
        link = self._table.get(keys.merchant_code(county_id, code))
        return self.by_id(county_id, link["merchant_id"]) if link else None

    def page(
        self, county_id: str, *, limit: int, after_id: str | None, consistent: bool = False
    ) -> tuple[list[Merchant], str | None]:
        """Access pattern 20: the public directory, by id."""
        start = keys.merchant(county_id, after_id)._asdict() if after_id else None
        pk = keys.merchant(county_id, "").pk
        page = self._table.query(pk, limit=limit, start=start, consistent=consistent)
        next_id = page.next_key["sk"] if page.next_key else None
        return [_from_item(county_id, item) for item in page.items], next_id

    def create(self, merchant: Merchant) -> None:
        """Does nothing to a merchant that is there. Raises `CodeTakenError`."""
        existing = self._table.put_new(item_from_code(merchant))
        if existing is not None and existing["merchant_id"] != merchant.merchant_id:
            raise CodeTakenError(taken=merchant.merchant_code)
        self._table.put_new(item_from_merchant(merchant))

    def replace(self, merchant: Merchant) -> None:
        """Raises `VersionConflictError` if someone changed the merchant since it was read."""
        self._table.replace(item_from_merchant(merchant))

    def key(self, county_id: str, key_hash: str, *, consistent: bool = False) -> MerchantKey | None:
        """Access pattern 21: who holds this key?"""
        item = self._table.get(keys.merchant_key(county_id, key_hash), consistent=consistent)
        if item is None:
            return None
        return MerchantKey(
            county_id=county_id,
            key_hash=key_hash,
            merchant_id=item["merchant_id"],
            scopes=tuple(item["scopes"]),
            hint=item["hint"],
            made_at=parse_time(item["made_at"]) if "made_at" in item else None,
            made_by=item.get("made_by"),
        )

    def keys_of(self, merchant: Merchant) -> list[MerchantKey]:
        """The valid ones, oldest first, read consistently, with what they may do now."""
        county_id = merchant.county_id
        found = (self.key(county_id, each, consistent=True) for each in merchant.key_hashes)
        return [
            replace(key, scopes=merchant.scopes_of(key.key_hash, key.scopes))
            for key in found
            if key is not None
        ]

    def put_key(self, key: MerchantKey) -> None:
        self._table.put(item_from_key(key))

    def add_key(self, merchant: Merchant, key: MerchantKey) -> bool:
        """The key and its merchant, in whose list it is, in one transaction; `False` if someone
        changed the merchant since it was read."""
        return self._table.put_together([item_from_key(key)], [item_from_merchant(merchant)])


def item_from_key(key: MerchantKey) -> Item:
    item: Item = {
        **keys.merchant_key(key.county_id, key.key_hash)._asdict(),
        "type": "merchant_key",
        "merchant_id": key.merchant_id,
        "scopes": list(key.scopes),
        "hint": key.hint,
    }
    if key.made_at is not None:
        item["made_at"] = format_time(key.made_at)
    if key.made_by is not None:
        item["made_by"] = key.made_by
    return item


def item_from_code(merchant: Merchant) -> Item:
    return {
        **keys.merchant_code(merchant.county_id, merchant.merchant_code)._asdict(),
        "type": "merchant_code",
        "merchant_id": merchant.merchant_id,
    }


def item_from_merchant(merchant: Merchant) -> Item:
    item: Item = {
        **keys.merchant(merchant.county_id, merchant.merchant_id)._asdict(),
        "type": "merchant",
        "merchant_id": merchant.merchant_id,
        "merchant_code": merchant.merchant_code,
        "name": merchant.name,
        "category": merchant.category,
        "status": merchant.status,
        "over_sales_cap": merchant.over_sales_cap,
        "address": merchant.address,
        "key_hashes": list(merchant.key_hashes),
        "version": merchant.version,
    }
    # Shops of before applications came have none of these.
    if merchant.phone:
        item["phone"] = merchant.phone
    if merchant.hours:
        item["hours"] = merchant.hours
    if merchant.latitude_e6 is not None and merchant.longitude_e6 is not None:
        item["place_e6"] = [merchant.latitude_e6, merchant.longitude_e6]
    if merchant.ends_on is not None:
        item["ends_on"] = merchant.ends_on.isoformat()
    if merchant.tax_classes:
        item["tax_classes"] = [
            [each.on.isoformat(), each.tax_class] for each in merchant.tax_classes
        ]
    if merchant.key_scopes:
        item["key_scopes"] = {name: list(own) for name, own in merchant.key_scopes.items()}
    return item


def _from_item(county_id: str, item: Item) -> Merchant:
    latitude, longitude = item.get("place_e6", (None, None))
    return Merchant(
        county_id=county_id,
        merchant_id=item["merchant_id"],
        merchant_code=item["merchant_code"],
        name=item["name"],
        category=item["category"],
        status=item["status"],
        over_sales_cap=item["over_sales_cap"],
        address=item["address"],
        phone=item.get("phone", ""),
        hours=item.get("hours", ""),
        latitude_e6=latitude,
        longitude_e6=longitude,
        ends_on=date.fromisoformat(item["ends_on"]) if "ends_on" in item else None,
        tax_classes=tuple(
            TaxedFrom(date.fromisoformat(on), tax_class)
            for on, tax_class in item.get("tax_classes", ())
        ),
        key_hashes=tuple(item["key_hashes"]),
        key_scopes={name: tuple(own) for name, own in item.get("key_scopes", {}).items()},
        version=item["version"],
    )
