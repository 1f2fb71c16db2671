"""How an entry is stored: small, since each item pays by its size, three times with its indexes.

An item of 1,024 bytes or less is one write unit. So nothing is stored twice that a key says
already, digests are bytes, and the four sums stand in one list. The hash is over the entry's
canonical record, not over this form, so a stored field that changed is found whatever it was.
"""

from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.table import Item
from chalicelib.core.values import format_time
from chalicelib.ledger import keys
from chalicelib.ledger.entries import Entry, from_record, redemption_day, to_record

SCHEMA = 2

_SUMS = ("mileage_amount", "voucher_amount", "mileage_balance", "voucher_balance")
_HASHES = ("hash", "prev_hash")
_DIGESTS = ("fingerprint", "idempotency")
_SAID_BY_KEYS = ("county_id", "member_id", "seq", "at")


def item_from_entry(entry: Entry) -> Item:
    record = to_record(entry)
    for name in _SAID_BY_KEYS:
        del record[name]
    record["sums"] = [record.pop(name) for name in _SUMS]
    for name in _HASHES:
        record[name] = bytes.fromhex(record[name])
    for name in _DIGESTS:
        if name in record:
            record[name] = _packed(record[name])
    if entry.idempotency and entry.reference.endswith(f"/{entry.idempotency}"):
        record["reference"] = entry.reference.removesuffix(entry.idempotency)
    _, *digests = record["recent"]
    since = round(entry.recent.since.timestamp() * 1000)
    record["recent"] = [since, *map(bytes.fromhex, digests)]
    item = {
        **keys.entry(entry.county_id, entry.member_id, entry.seq)._asdict(),
        "type": "entry",
        "schema": SCHEMA,
        **record,
    }
    by_day = keys.day_of_entry(entry.county_id, entry.member_id, entry.at, entry.seq)
    item["by_day_pk"], item["by_day_sk"] = by_day
    if entry.merchant and entry.kind == "redemption" and entry.redemption_id:
        item["by_merchant_sk"] = keys.merchant_redemption(entry.on, entry.redemption_id)
    elif entry.merchant and entry.of_redemption_id and entry.cancel_id:
        del item["of_redemption_id"]
        item["by_merchant_sk"] = keys.merchant_cancellation(
            redemption_day(entry.of_redemption_id), entry.of_redemption_id, entry.cancel_id
        )
    if entry.merchant and "by_merchant_sk" in item:
        item["by_merchant_pk"] = keys.merchant_entries(entry.county_id, entry.merchant.merchant_id)
    return item


def entry_from_item(item: Item) -> Entry:
    """Raises `ValueError` for an item that was stored in another form."""
    if item["schema"] != SCHEMA:
        raise ValueError(f"an entry of schema {item['schema']}")
    record: dict[str, Any] = {
        name: value
        for name, value in item.items()
        if name not in ("pk", "sk", "type", "schema", "sums") and not name.startswith("by_")
    }
    county_id, member_id, seq = keys.split_entry(item["pk"], item["sk"])
    record |= {"county_id": county_id, "member_id": member_id, "seq": seq}
    record["at"] = keys.time_of_entry(item["by_day_sk"])
    record |= zip(_SUMS, item["sums"], strict=True)
    for name in _HASHES:
        record[name] = record[name].hex()
    for name in _DIGESTS:
        if isinstance(record.get(name), bytes):
            record[name] = record[name].hex()
    if record["reference"].endswith("/"):
        record["reference"] += record["idempotency"]
    if item["kind"] == "cancellation":
        record["of_redemption_id"] = keys.redemption_of_cancellation(item["by_merchant_sk"])
    since, *digests = record["recent"]
    since_text = format_time(datetime.fromtimestamp(since / 1000, tz=UTC))
    record["recent"] = [since_text, *(part.hex() for part in digests)]
    return from_record(record)


def _packed(digest: str) -> str | bytes:
    """In half the space, as bytes, if these give exactly the same text back."""
    try:
        packed = bytes.fromhex(digest)
    except ValueError:
        return digest
    return packed if packed.hex() == digest else digest
