"""How an entry is stored: small, since each item pays by its size, three times with its indexes.

An item of 1,024 bytes or less is one write unit. So nothing is stored that a key or another field
says already, digests and ids are bytes, and names are letters; docs/data-model.md lists them. The
hash is over the entry's canonical record, not over this form, so a stored field that changed is
found whatever it was. `entry_form_2` reads what releases before wrote, which named its `schema`.
"""

from datetime import date
from typing import Any

from chalicelib.aws.table import Item
from chalicelib.core.values import sibling_id
from chalicelib.ledger import entry_form_2, keys
from chalicelib.ledger.entries import OWN_ORDER, Entry, from_record, redemption_day, to_record
from chalicelib.ledger.entry_form_2 import DIGESTS, HASHES, digest_bytes
from chalicelib.ledger.id_bytes import body_from_bytes, body_to_bytes, id_from_bytes, id_to_bytes
from chalicelib.ledger.idempotency import payment_fingerprint
from chalicelib.ledger.lots import LotKind
from chalicelib.ledger.recent_keys import recent_from_item, recent_to_item

_SAID_BY_KEYS = ("county_id", "member_id", "seq", "at")
_SUMS = ("mileage_amount", "voucher_amount", "mileage_balance", "voucher_balance")
"""Said by the allocations and the lots."""
_NAMES = {
    "reference": "r",
    "fingerprint": "f",
    "idempotency": "i",
    "allocations": "a",
    "lots": "l",
    "pay_code_id": "y",
    "terminal_id": "t",
    "prev_hash": "p",
    "purchases": "b",
    "merchant": "m",
    "recent": "k",
    "cancels": "c",
}
"""Of what most payments have, as a name is paid for in every entry; the rest goes by its own."""
_FULL_NAMES = {short: name for name, short in _NAMES.items()}
_LOT_KINDS: tuple[LotKind, ...] = ("mileage", "sale", "policy")
_SALE = _LOT_KINDS.index("sale")
_BODY_BYTES = 10
_AMOUNT_BYTES = 3
_CANCEL_BYTES = _BODY_BYTES + _AMOUNT_BYTES


def item_from_entry(entry: Entry) -> Item:
    record = to_record(entry)
    for name in (*_SAID_BY_KEYS, *_SUMS):
        del record[name]
    if record["fingerprint"] == _asked_for(entry.kind, entry.reference, entry.voucher_amount):
        del record["fingerprint"]
    if entry.idempotency and entry.reference.endswith(f"/{entry.idempotency}"):
        record["reference"] = entry.reference.removesuffix(entry.idempotency)
    in_shop = _place_in_shop(entry, record)
    record["recent"] = recent_to_item(entry.recent)
    for name in HASHES:
        record[name] = bytes.fromhex(record[name])
    _pack_facts(record)
    by_day = keys.day_of_entry(entry.county_id, entry.member_id, entry.at, entry.seq)
    return {
        **keys.entry(entry.county_id, entry.member_id, entry.seq)._asdict(),
        "type": "entry",
        **{_NAMES.get(name, name): value for name, value in record.items()},
        **dict(zip(("by_day_pk", "by_day_sk"), by_day, strict=True)),
        **in_shop,
    }


def entry_from_item(item: Item) -> Entry:
    """Raises `ValueError` for an item that was stored in another form."""
    if "schema" in item:
        return from_record(entry_form_2.record_from_item(item))
    record: dict[str, Any] = {
        _FULL_NAMES.get(name, name): value
        for name, value in item.items()
        if name not in ("pk", "sk", "type") and not name.startswith("by_")
    }
    county_id, member_id, seq = keys.split_entry(item["pk"], item["sk"])
    record |= {"county_id": county_id, "member_id": member_id, "seq": seq}
    record["at"] = keys.time_of_entry(item["by_day_sk"])
    _unpack_facts(record)
    record |= _sums(record["allocations"], record["lots"])
    for name in HASHES:
        record[name] = record[name].hex()
    if "by_merchant_pk" in item and "receivable" not in item:
        _read_place_in_shop(record, item)
    if record["reference"].endswith("/"):
        record["reference"] += record["idempotency"]
    if "fingerprint" not in record:
        asked = _asked_for(record["kind"], record["reference"], record["voucher_amount"])
        record["fingerprint"] = asked
    record["recent"] = recent_from_item(record["recent"])
    return from_record(record)


def entry_id_of(item: Item) -> str:
    """Also of an entry that cannot be read; empty if it says none."""
    if isinstance(entry_id := item.get("entry_id"), str):
        return entry_id
    body = str(item.get("by_merchant_sk", "")).rpartition("_")[2]
    return f"ent_{body}" if body else ""


def _place_in_shop(entry: Entry, record: dict[str, Any]) -> Item:
    """The keys of the index `by_merchant`, of a payment and of what was taken back of it. What they
    say is left out of `record`. Those of what is owed say nothing that is not there too."""
    if entry.receivable is not None:
        return keys.owing_entry(entry.county_id, entry.member_id, entry.seq)
    if entry.merchant is None:
        return {}
    if entry.kind == "redemption" and entry.redemption_id:
        sk = keys.merchant_redemption(entry.on, entry.redemption_id)
    elif entry.of_redemption_id and entry.cancel_id:
        paid_on = redemption_day(entry.of_redemption_id)
        sk = keys.merchant_cancellation(paid_on, entry.of_redemption_id, entry.cancel_id)
        del record["of_redemption_id"]
    else:
        return {}
    merchant_id, *record["merchant"] = record["merchant"]
    if record["reference"].startswith(f"{merchant_id}/"):
        record["reference"] = record["reference"].removeprefix(merchant_id)
    del record["entry_id"]
    pk = keys.merchant_entries(entry.county_id, merchant_id)
    return {"by_merchant_pk": pk, "by_merchant_sk": sk}


def _read_place_in_shop(record: dict[str, Any], item: Item) -> None:
    merchant_id = keys.merchant_of_entries(item["by_merchant_pk"])
    record["merchant"] = [merchant_id, *record["merchant"]]
    if record["reference"].startswith("/"):
        record["reference"] = merchant_id + record["reference"]
    redemption_id, cancel_id = keys.split_merchant_entry(item["by_merchant_sk"])
    record["entry_id"] = sibling_id("ent", cancel_id or redemption_id)
    if cancel_id:
        record["of_redemption_id"] = redemption_id


def _asked_for(kind: str, reference: str, voucher_amount: int) -> str | None:
    """The fingerprint of a payment, which the entry says in clear."""
    if kind != "redemption":
        return None
    merchant_id, _, order_id = reference.partition("/")
    return payment_fingerprint(merchant_id, order_id.removeprefix(OWN_ORDER), -voucher_amount)


def _pack_facts(record: dict[str, Any]) -> None:
    for name in DIGESTS:
        if name in record:
            record[name] = digest_bytes(record[name])
    lots = record.get("lots", [])
    if "allocations" in record:
        record["allocations"] = [_moved(facts, lots) for facts in record["allocations"]]
    if lots:
        record["lots"] = [value for facts in lots for value in _lot_packed(facts)]
    if "purchases" in record:
        month, month_amount, year, year_amount = record["purchases"]
        if year == month[:4]:
            record["purchases"] = [month, month_amount, year_amount]
    if "cancels" in record:
        record["cancels"] = _cancels_packed(record["cancels"])
    if "pay_code_id" in record:
        record["pay_code_id"] = body_to_bytes(record["pay_code_id"])


def _unpack_facts(record: dict[str, Any]) -> None:
    for name in DIGESTS:
        if isinstance(record.get(name), bytes):
            record[name] = record[name].hex()
    record["lots"] = lots = _lots_unpacked(record.get("lots", []))
    record["allocations"] = [_moved_back(facts, lots) for facts in record.get("allocations", ())]
    if len(record.get("purchases", ())) == 3:
        month, month_amount, year_amount = record["purchases"]
        record["purchases"] = [month, month_amount, month[:4], year_amount]
    if isinstance(record.get("cancels"), bytes):
        record["cancels"] = _cancels(record["cancels"])
    if "pay_code_id" in record:
        record["pay_code_id"] = body_from_bytes(record["pay_code_id"])


def _moved(facts: list[Any], lots: list[list[Any]]) -> list[Any]:
    """`[place among the lots, amount]` of a lot that is open after it."""
    for place, lot in enumerate(lots):
        if [*facts[:4], *facts[5:]] == [*lot[:4], *lot[5:]]:
            return [place, facts[4]]
    return _lot_packed(facts)


def _moved_back(stored: list[Any], lots: list[list[Any]]) -> list[Any]:
    if len(stored) > 2:
        return _lots_unpacked(stored)[0]
    lot = lots[stored[0]]
    return [*lot[:4], stored[1], *lot[5:]]


def _lot_packed(facts: list[Any]) -> list[Any]:
    """Its kind as a number, which says how its id begins, and its last day as one."""
    lot_id, kind, source, face, amount, expires_on, *terms = facts
    prefix, _, body = lot_id.partition("_")
    packed = body_to_bytes(body) if prefix == _lot_prefix(kind) else lot_id
    if isinstance(packed, str):
        packed = lot_id
    day = date.fromisoformat(expires_on).toordinal() if expires_on else 0
    return [_LOT_KINDS.index(kind), packed, id_to_bytes(source), face, amount, day, *terms]


def _lots_unpacked(stored: list[Any]) -> list[list[Any]]:
    """Of one after another: of a bought lot eight values, of the others six."""
    lots = []
    while stored:
        number, body, source, face, amount, day = stored[:6]
        terms = stored[6:8] if number == _SALE else []
        stored = stored[6 + len(terms) :]
        kind = _LOT_KINDS[number]
        lot_id = f"{_lot_prefix(kind)}_{body_from_bytes(body)}" if isinstance(body, bytes) else body
        expires_on = date.fromordinal(day).isoformat() if day else ""
        lots.append([lot_id, kind, id_from_bytes(source), face, amount, expires_on, *terms])
    return lots


def _lot_prefix(kind: LotKind) -> str:
    return "mlg" if kind == "mileage" else "vch"


def _sums(allocations: list[list[Any]], lots: list[list[Any]]) -> dict[str, int]:
    moved, held = [0, 0], [0, 0]
    for sums, rows in ((moved, allocations), (held, lots)):
        for row in rows:
            sums[row[1] != "mileage"] += row[4]
    return dict(zip(_SUMS, (*moved, *held), strict=True))


def _cancels_packed(cancels: dict[str, int]) -> dict[str, int] | bytes:
    """Thirteen bytes each, the oldest first; as they are if one has sixteen million won."""
    packed = []
    for redemption_id, amount in sorted(cancels.items()):
        body = body_to_bytes(redemption_id.removeprefix("rdm_"))
        if isinstance(body, str) or amount >> 8 * _AMOUNT_BYTES:
            return cancels
        packed.append(body + amount.to_bytes(_AMOUNT_BYTES))
    return b"".join(packed)


def _cancels(stored: bytes) -> dict[str, int]:
    cancels = {}
    for at in range(0, len(stored), _CANCEL_BYTES):
        amount_at = at + _BODY_BYTES
        redemption_id = f"rdm_{body_from_bytes(stored[at:amount_at])}"
        cancels[redemption_id] = int.from_bytes(stored[amount_at : at + _CANCEL_BYTES])
    return cancels
