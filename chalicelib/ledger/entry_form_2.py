"""The stored form of entries of releases before: read for ever, written no more."""

from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.table import Item
from chalicelib.core.values import format_time
from chalicelib.ledger import keys

SCHEMA = 2
_SUMS = ("mileage_amount", "voucher_amount", "mileage_balance", "voucher_balance")
HASHES = ("hash", "prev_hash")
DIGESTS = ("fingerprint", "idempotency")


def record_from_item(item: Item) -> dict[str, Any]:
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
    for name in HASHES:
        record[name] = record[name].hex()
    for name in DIGESTS:
        if isinstance(record.get(name), bytes):
            record[name] = record[name].hex()
    if record["reference"].endswith("/"):
        record["reference"] += record["idempotency"]
    if item["kind"] == "cancellation":
        record["of_redemption_id"] = keys.redemption_of_cancellation(item["by_merchant_sk"])
    since, *digests = record["recent"]
    began = format_time(datetime.fromtimestamp(since / 1000, tz=UTC))
    record["recent"] = [began, *(part.hex() for part in digests)]
    return record


def digest_bytes(digest: str) -> str | bytes:
    """In half the space, as bytes, if these give exactly the same text back."""
    try:
        packed = bytes.fromhex(digest)
    except ValueError:
        return digest
    return packed if packed.hex() == digest else digest
