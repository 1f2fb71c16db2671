"""Reading entries in DynamoDB's own JSON, strictly: every attribute is accounted for.

An entry's hash is over its record, and a stored item says more than the record does: keys, index
keys, type, schema. Here each of them is worked out from the record and compared, and each value
has the one form in which it is written, so that no stored byte can change unseen.
"""

import json
import re
from binascii import a2b_base64, b2a_base64
from typing import Any

from infra.verifier import packed_entries
from infra.verifier.ledger_audit import Record, moment
from infra.verifier.numbers import ENTRY_SCHEMA
from infra.verifier.stored_values import (
    Attributes,
    StrangeFormError,
    day_of_id,
    hex_of,
    is_hex,
    place_of,
    same,
    shard,
    time_text,
)

_SUMS = ("mileage_amount", "voucher_amount", "mileage_balance", "voucher_balance")
_DIGEST_BYTES = {"fingerprint": 16, "idempotency": 16}
_PLAIN = {
    "entry_id", "kind", "reference", "allocations", "lots", "purchases", "cancels", "refunds",
    "origin", "merchant", "purchase", "pay_code_id", "of_redemption_id", "reason",
    "corrects_entry_id", "terminal_id",
}  # fmt: skip
"""Stored as the record has them."""


# In JSON a quote ends a string unless a backslash stands before it: neither can match within one.
_PLAIN_NUMBERS = re.compile(r'\{"N":"(-?[1-9][0-9]*|0)"\}')
_PLAIN_TEXTS = re.compile(r'\{"S":("[^"\\]*")\}')


def read_json(text: str) -> Any:
    """JSON in which DynamoDB's typed values, `{"N":"5"}`, have become plain ones.

    Most values lose their type already in the text, which takes a third of the time; the others
    one by one. Raises `ValueError`, `StrangeFormError` among them.
    """
    text = "".join(_PLAIN_TEXTS.split("".join(_PLAIN_NUMBERS.split(text))))
    return json.loads(text, object_hook=_plain)


def _plain(pairs: dict[str, Any]) -> Any:
    if len(pairs) == 1:
        for tag, value in pairs.items():
            read = _READERS.get(tag)
            if read is not None:
                return read(value)
    return pairs


def _number(text: Any) -> int:
    number = int(text)
    if str(number) != text:
        raise StrangeFormError(f"the number {text}")
    return number


def _bytes(text: Any) -> bytes:
    content = a2b_base64(text)
    if b2a_base64(content, newline=False).decode() != text:
        raise StrangeFormError("binary that is not in its one form")
    return content


def _of_type(wanted: type) -> Any:
    def read(value: Any) -> Any:
        if type(value) is not wanted:
            raise StrangeFormError(f"{type(value).__name__} where {wanted.__name__} is named")
        return value

    return read


def _null(value: Any) -> None:
    if value is not True:
        raise StrangeFormError("a null that is none")


_READERS = {
    "S": _of_type(str),
    "N": _number,
    "B": _bytes,
    "L": _of_type(list),
    "M": _of_type(dict),
    "BOOL": _of_type(bool),
    "NULL": _null,
}


def is_entry(item: Attributes) -> bool:
    """Whether it is an entry, or stands where only entries do."""
    in_wallet = "#WALLET#" in str(item.get("pk")) and item.get("sk") != "PROFILE"
    return item.get("type") == "entry" or in_wallet


def record_of(item: Attributes) -> Record:
    """The entry's record. Raises `StrangeFormError`, or whatever a value of a wrong type gives."""
    if "schema" not in item:
        return packed_entries.record_of(item)
    rest = dict(item)
    county_id, member_id, seq = place_of(item)
    same("pk", rest.pop("pk"), f"{county_id}#WALLET#{member_id}")
    same("sk", rest.pop("sk"), f"ENTRY#{seq:010d}")
    same("type", rest.pop("type"), "entry")
    same("schema", rest.pop("schema"), ENTRY_SCHEMA)
    at = rest["by_day_sk"][:24]
    same("by_day_sk", rest.pop("by_day_sk"), f"{at}#{seq:010d}")
    day = moment(at)[1]
    same("by_day_pk", rest.pop("by_day_pk"), f"{county_id}#{day}#{shard(member_id):02d}")
    record: Record = {"county_id": county_id, "member_id": member_id, "seq": seq, "at": at}
    record |= zip(_SUMS, rest.pop("sums"), strict=True)
    record["hash"] = hex_of(rest.pop("hash"), 32)
    record["prev_hash"] = hex_of(rest.pop("prev_hash"), 32)
    _read_digests(rest, record)
    since, *digests = rest.pop("recent")
    record["recent"] = [time_text(since), *(part.hex() for part in digests)]
    _read_reference(rest, record)
    _read_merchant_keys(rest, record, day)
    if not rest.keys() <= _PLAIN:
        raise StrangeFormError(f"unknown attributes {sorted(rest.keys() - _PLAIN)}")
    record |= rest
    return record


def _read_digests(rest: Attributes, record: Record) -> None:
    """As bytes if that is all they are, else as text."""
    for name, size in _DIGEST_BYTES.items():
        if name not in rest:
            continue
        value = rest.pop(name)
        if isinstance(value, bytes):
            # Nothing else is as long; a shorter or longer one fails the hash.
            record[name] = hex_of(value, size) if len(value) == size else value.hex()
        elif is_hex(value):
            raise StrangeFormError(f"{name} as text")
        else:
            record[name] = value


def _read_reference(rest: Attributes, record: Record) -> None:
    """Cut where it only repeats the idempotency key."""
    reference = rest.pop("reference")
    key = record.get("idempotency")
    if reference.endswith("/"):
        reference += record["idempotency"]
    elif key and reference.endswith(f"/{key}"):
        raise StrangeFormError("reference in full")
    record["reference"] = reference


def _read_merchant_keys(rest: Attributes, record: Record, day: str) -> None:
    """The index `by_merchant`, which is also where a cancel says of which payment it is."""
    kind, entry_id = rest["kind"], rest["entry_id"]
    if kind == "cancellation":
        redemption_id = rest["by_merchant_sk"].split("#")[1]
        paid_on = day_of_id(redemption_id)
        same(
            "by_merchant_sk",
            rest.pop("by_merchant_sk"),
            f"{paid_on}#{redemption_id}#cxl{entry_id[3:]}",
        )
        if "of_redemption_id" in rest:
            raise StrangeFormError("of_redemption_id twice")
        record["of_redemption_id"] = redemption_id
    elif kind == "redemption":
        same("by_merchant_sk", rest.pop("by_merchant_sk"), f"{day}#rdm{entry_id[3:]}")
    else:
        return
    merchant_id = rest["merchant"][0]
    same(
        "by_merchant_pk",
        rest.pop("by_merchant_pk"),
        f"{record['county_id']}#MERCHANT#{merchant_id}",
    )
