"""Reading entries as they are stored now: packed, without what other attributes say.

As strict as `stored_entries`, and without a step of the code that packed them: each record has one
stored form, and whatever else stands there is refused or gives another hash.
"""

import hashlib
import operator
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from infra.verifier import packed_lots
from infra.verifier.ledger_audit import Record
from infra.verifier.packed_cells import cells_of, hex_in, lines_of, number_in
from infra.verifier.packed_facts import cancels_of, purchases_of, repeated_list
from infra.verifier.packed_ids import body_of, check_owing_place
from infra.verifier.packed_lots import Row
from infra.verifier.stored_values import (
    check_place,
    day_of_id,
    digest_of,
    hash_of,
    place_in,
    same,
    whole_reference,
)
from infra.verifier.typed_values import StrangeFormError, Typed, text, value_of

_ASKED = b'{"amount": %d, "merchant": %b, "order_id": %b}'
_FIRST_DAY = date(1970, 1, 1)
_NOTHING = Raw()
_json = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Text(Struct, forbid_unknown_fields=True, gc=False):
    S: str


class Binary(Struct, forbid_unknown_fields=True, gc=False):
    B: str


class PackedEntry(
    Struct,
    forbid_unknown_fields=True,
    gc=False,
    rename={
        "reference": "r",
        "recent": "k",
        "prev_hash": "p",
        "allocations": "a",
        "lots": "l",
        "merchant": "m",
        "fingerprint": "f",
    },
):
    """An item in DynamoDB's JSON. Another attribute, type or number of types is refused at once."""

    pk: Text
    sk: Text
    type: Text
    by_day_pk: Text
    by_day_sk: Text
    kind: Text
    reference: Text
    recent: Raw
    prev_hash: Binary
    hash: Binary
    by_merchant_pk: Text | UnsetType = UNSET
    by_merchant_sk: Text | UnsetType = UNSET
    allocations: Raw = _NOTHING
    lots: Raw = _NOTHING
    merchant: Raw = _NOTHING
    fingerprint: Typed | UnsetType = UNSET
    entry_id: Typed | UnsetType = UNSET
    b: Raw = _NOTHING
    c: Typed | UnsetType = UNSET
    cashback: Typed | UnsetType = UNSET
    cashbacks: Typed | UnsetType = UNSET
    corrects_entry_id: Typed | UnsetType = UNSET
    i: Typed | UnsetType = UNSET
    of_redemption_id: Typed | UnsetType = UNSET
    origin: Typed | UnsetType = UNSET
    owed: Typed | UnsetType = UNSET
    purchase: Typed | UnsetType = UNSET
    reason: Typed | UnsetType = UNSET
    receivable: Typed | UnsetType = UNSET
    refunds: Typed | UnsetType = UNSET
    reservations: Typed | UnsetType = UNSET
    t: Typed | UnsetType = UNSET
    y: Typed | UnsetType = UNSET


def place_of(item: PackedEntry) -> tuple[str, str, int]:
    return place_in(item.pk.S, item.sk.S)


def record_of(item: PackedEntry, county_id: str, member_id: str, seq: int) -> Record:
    """The record of the entry that stands at this place. Raises `StrangeFormError`, or whatever a
    value of a wrong type gives."""
    if item.type.S != "entry":
        raise StrangeFormError(f"the type {item.type.S!r}")
    at, day = check_place(
        (county_id, member_id, seq),
        (item.pk.S, item.sk.S),
        (item.by_day_pk.S, item.by_day_sk.S),
    )
    record: Record = {
        "county_id": county_id,
        "member_id": member_id,
        "seq": seq,
        "at": at,
        "kind": item.kind.S,
        "hash": hash_of(item.hash.B),
        "prev_hash": hash_of(item.prev_hash.B),
        "recent": _recent(item.recent),
    }
    _read_lots(item, record)
    if item.b:
        record["purchases"] = purchases_of(item.b)
    for (_, name, read), value in zip(_OTHERS, _others(item), strict=True):
        if value:
            record[name] = read(_single(value))
    reference = _read_shop(item, record, day)
    record["reference"] = whole_reference(reference, record.get("idempotency"))
    _read_fingerprint(item, record)
    return record


def _single(value: Typed) -> Typed:
    if len(value) != 1:
        raise StrangeFormError("a value of two types")
    return value


def _read_lots(item: PackedEntry, record: Record) -> None:
    lots: list[Row] = []
    moved: list[Row] = []
    if item.lots:
        record["lots"] = lots = packed_lots.lots_of(cells_of(item.lots))
    if item.allocations:
        lines = lines_of(item.allocations)
        record["allocations"] = moved = [packed_lots.moved(line, lots) for line in lines]
        if not moved:
            raise StrangeFormError("allocations that are none")
    record["mileage_balance"], record["voucher_balance"] = packed_lots.sums(lots)
    record["mileage_amount"], record["voucher_amount"] = packed_lots.sums(moved)


def _recent(typed: Raw) -> dict[str, Any]:
    """`[day, codes, digests of each day]`, and what is left of the form before."""
    older = None
    if bytes(typed).startswith(b'{"M"'):
        ((_, both),) = _single(_decode(typed)).items()
        if both.keys() != {"now", "older"}:
            raise StrangeFormError("a memory of another form")
        typed, older = Raw(_json(both["now"])), value_of(both["older"])
    on, *digests = cells_of(typed)
    codes, *days = map(hex_in, digests)
    recent = {"on": _day(number_in(on)), "keys": days, "codes": codes}
    if older is not None:
        recent["older"] = [_day(older[0]), older[1].hex()]
    return recent


@lru_cache(maxsize=4_096)
def _day(count: int) -> str:
    return (_FIRST_DAY + timedelta(days=count)).isoformat()


def _read_shop(item: PackedEntry, record: Record, day: str) -> str:
    """The merchant, and the ids that stand in the key of `by_merchant`. The reference, with the
    merchant's id."""
    reference = item.reference.S
    if record["kind"] not in ("redemption", "cancellation"):
        if item.receivable is not UNSET:
            check_owing_place(item.by_merchant_pk, item.by_merchant_sk, record)
        elif item.by_merchant_pk or item.by_merchant_sk:
            raise StrangeFormError("a merchant's index has nothing of it")
        if item.merchant:
            record["merchant"] = list(repeated_list(bytes(item.merchant)))
        return reference
    if not item.by_merchant_pk or not item.by_merchant_sk or not item.merchant:
        raise StrangeFormError("it stands in no merchant's index")
    if "entry_id" in record or "of_redemption_id" in record:
        raise StrangeFormError("an id twice")
    pk, sk = item.by_merchant_pk.S, item.by_merchant_sk.S
    merchant_id, own = pk.rpartition("#")[2], sk.rpartition("#")[2][3:]
    same("by_merchant_pk", pk, f"{record['county_id']}#MERCHANT#{merchant_id}")
    record["entry_id"] = f"ent{own}"
    if record["kind"] == "redemption":
        same("by_merchant_sk", sk, f"{day}#rdm{own}")
    else:
        record["of_redemption_id"] = paid = sk.split("#")[1]
        same("by_merchant_sk", sk, f"{day_of_id(paid)}#{paid}#cxl{own}")
    record["merchant"] = [merchant_id, *repeated_list(bytes(item.merchant))]
    if reference.startswith(f"{merchant_id}/"):
        raise StrangeFormError("reference in full")
    return merchant_id + reference if reference.startswith("/") else reference


def _read_fingerprint(item: PackedEntry, record: Record) -> None:
    """A payment's is left out: it is over what the entry says."""
    asked = None
    if record["kind"] == "redemption":
        merchant_id, _, order_id = record["reference"].partition("/")
        asked = fingerprint_of(
            merchant_id, order_id.removeprefix("own/"), -record["voucher_amount"]
        )
    if item.fingerprint:
        record["fingerprint"] = digest_of(_single(item.fingerprint))
        if record["fingerprint"] == asked:
            raise StrangeFormError("fingerprint in full")
    elif asked is not None:
        record["fingerprint"] = asked


def fingerprint_of(merchant_id: str, order_id: str, amount: int) -> str:
    said = (amount, _json(merchant_id), _json(order_id))
    return hashlib.sha256(_ASKED % said).hexdigest()[:32]


def _text(typed: Typed) -> str:
    return text(typed["S"])


_OTHERS: tuple[tuple[str, str, Callable[[Typed], Any]], ...] = (
    ("c", "cancels", cancels_of),
    ("cashback", "cashback", value_of),
    ("cashbacks", "cashbacks", value_of),
    ("corrects_entry_id", "corrects_entry_id", _text),
    ("entry_id", "entry_id", _text),
    ("i", "idempotency", digest_of),
    ("of_redemption_id", "of_redemption_id", _text),
    ("origin", "origin", value_of),
    ("owed", "owed", value_of),
    ("purchase", "purchase", value_of),
    ("reason", "reason", _text),
    ("receivable", "receivable", value_of),
    ("refunds", "refunds", value_of),
    ("reservations", "reservations", value_of),
    ("t", "terminal_id", _text),
    ("y", "pay_code_id", body_of),
)
"""What else may stand there, its name in the record, and how it is read."""
_others = operator.attrgetter(*(short for short, _, _ in _OTHERS))
