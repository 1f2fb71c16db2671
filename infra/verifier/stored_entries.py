"""Reading entries in DynamoDB's own JSON, strictly: every attribute is accounted for.

An entry's hash is over its record, and a stored item says more than the record does: keys, index
keys, type, schema. Here each of them is worked out from the record and compared, and each value
has the one type and form in which it is written, so that no stored byte can change unseen.

This is the form of releases before, which names its `schema`; for the one of now: `packed_entries`.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from infra.verifier import packed_entries
from infra.verifier.ledger_audit import Record
from infra.verifier.numbers import ENTRY_SCHEMA
from infra.verifier.packed_entries import PackedEntry
from infra.verifier.stored_values import (
    check_place,
    day_of_id,
    digest_of,
    hash_of,
    key,
    same,
    time_text,
    whole_reference,
)
from infra.verifier.typed_values import StrangeFormError, Typed, text, value_of, values_of

_SUMS = ("mileage_amount", "voucher_amount", "mileage_balance", "voucher_balance")


def is_entry(item: Typed) -> bool:
    """Whether it is an entry, or stands where only entries do."""
    if item.get("type") == {"S": "entry"}:
        return True
    return "#WALLET#" in key(item, "pk") and key(item, "sk") != "PROFILE"


def record_of(item: Typed, county_id: str, member_id: str, seq: int) -> Record:
    """The record of the entry that stands at this place. Raises `StrangeFormError`, or whatever a
    value of a wrong type gives."""
    if "schema" not in item:
        packed = msgspec.json.decode(msgspec.json.encode(item), type=PackedEntry)
        return packed_entries.record_of(packed, county_id, member_id, seq)
    if set(map(len, item.values())) != {1}:
        raise StrangeFormError("a value of two types, or none")
    rest = dict(item)
    at, day = check_place(
        (county_id, member_id, seq),
        (rest.pop("pk")["S"], rest.pop("sk")["S"]),
        (rest.pop("by_day_pk")["S"], rest.pop("by_day_sk")["S"]),
    )
    same("type", rest.pop("type")["S"], "entry")
    same("schema", rest.pop("schema")["N"], str(ENTRY_SCHEMA))
    record: Record = {"county_id": county_id, "member_id": member_id, "seq": seq, "at": at}
    record |= zip(_SUMS, value_of(rest.pop("sums")), strict=True)
    since, *digests = value_of(rest.pop("recent"))
    record["recent"] = [time_text(since), *(part.hex() for part in digests)]
    in_shop = rest.pop("by_merchant_pk", None), rest.pop("by_merchant_sk", None)
    for name, value in rest.items():
        record[name] = _ATTRIBUTES[name](value)
    record["reference"] = whole_reference(record["reference"], record.get("idempotency"))
    if in_shop != (None, None):
        _check_place_in_shop(*in_shop, record, day)
    elif record["kind"] in ("redemption", "cancellation"):
        raise StrangeFormError("it stands in no merchant's index")
    return record


def _check_place_in_shop(pk: Typed, sk: Typed, record: Record, day: str) -> None:
    """The index `by_merchant`, which is also where a cancel says of which payment it is."""
    kind, own, stored = record["kind"], record["entry_id"][3:], sk["S"]
    if kind == "redemption":
        expected = f"{day}#rdm{own}"
    elif kind == "cancellation" and "of_redemption_id" not in record:
        redemption_id = record["of_redemption_id"] = stored.split("#")[1]
        expected = f"{day_of_id(redemption_id)}#{redemption_id}#cxl{own}"
    else:
        raise StrangeFormError("a merchant's index has nothing of it")
    same("by_merchant_sk", stored, expected)
    of_merchant = f"{record['county_id']}#MERCHANT#{record['merchant'][0]}"
    same("by_merchant_pk", pk["S"], of_merchant)


def _text(typed: Typed) -> str:
    return text(typed["S"])


def _hash(typed: Typed) -> str:
    return hash_of(typed["B"])


def _map(typed: Typed) -> Any:
    if "M" not in typed:
        raise StrangeFormError("no map where one is named")
    return value_of(typed)


_ATTRIBUTES: dict[str, Callable[[Typed], Any]] = {
    "allocations": values_of,
    "cancels": _map,
    "corrects_entry_id": _text,
    "entry_id": _text,
    "fingerprint": digest_of,
    "hash": _hash,
    "idempotency": digest_of,
    "kind": _text,
    "lots": values_of,
    "merchant": values_of,
    "of_redemption_id": _text,
    "origin": values_of,
    "pay_code_id": _text,
    "prev_hash": _hash,
    "purchase": values_of,
    "purchases": values_of,
    "reason": _text,
    "reference": _text,
    "refunds": _map,
    "terminal_id": _text,
}
"""How each is read that is stored under its name in the record. There are no others."""
