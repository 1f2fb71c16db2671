"""Reading entries as they are stored now: packed, without what other attributes say.

As strict as `stored_entries`, and without a step of the code that packed them: each record has one
stored form, and whatever else stands there is refused or gives another hash.
"""

import hashlib
import itertools
import json
import re
from base64 import b32encode
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from infra.verifier.ledger_audit import Record, moment
from infra.verifier.stored_values import (
    Attributes,
    StrangeFormError,
    day_of_id,
    hex_of,
    is_hex,
    place_of,
    same,
    shard,
)

_CROCKFORD = bytes.maketrans(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)
_BODY = re.compile("[0-9A-HJKMNP-TV-Z]{16}", re.ASCII)
_BODY_BYTES = 10
_CANCEL_BYTES = 13
_CANCEL_MAX = 1 << 24
_LOTS = (("mileage", "mlg", 0), ("sale", "vch", 2), ("policy", "vch", 0))
"""By number: the kind, how the ids begin, how many terms."""
_PLAIN = {
    "t": "terminal_id", "entry_id": "entry_id", "origin": "origin", "refunds": "refunds",
    "purchase": "purchase", "reason": "reason", "corrects_entry_id": "corrects_entry_id",
}  # fmt: skip
_FIRST_DAY = date(1970, 1, 1)


def record_of(item: Attributes) -> Record:
    """The entry's record. Raises `StrangeFormError`, or whatever a value of a wrong type gives."""
    rest = dict(item)
    county_id, member_id, seq = place_of(item)
    same("pk", rest.pop("pk"), f"{county_id}#WALLET#{member_id}")
    same("sk", rest.pop("sk"), f"ENTRY#{seq:010d}")
    same("type", rest.pop("type"), "entry")
    at = rest["by_day_sk"][:24]
    same("by_day_sk", rest.pop("by_day_sk"), f"{at}#{seq:010d}")
    day = moment(at)[1]
    same("by_day_pk", rest.pop("by_day_pk"), f"{county_id}#{day}#{shard(member_id):02d}")
    kind = rest.pop("kind")
    record: Record = {
        "county_id": county_id, "member_id": member_id, "seq": seq, "at": at, "kind": kind,
        "hash": hex_of(rest.pop("hash"), 32), "prev_hash": hex_of(rest.pop("p"), 32),
    }  # fmt: skip
    _read_lots(rest, record)
    _read_cancels(rest, record)
    if "b" in rest:
        record["purchases"] = _purchases(*rest.pop("b"))
    if "y" in rest:
        record["pay_code_id"] = _body(rest.pop("y"))
    if "i" in rest:
        record["idempotency"] = _digest(rest.pop("i"))
    record["recent"] = _recent(rest.pop("k"))
    _read_merchant(rest, record, day)
    _read_fingerprint(rest, record)
    for name, value in rest.items():
        if name not in _PLAIN:
            raise StrangeFormError(f"unknown attribute {name}")
        record[_PLAIN[name]] = value
    return record


def _read_lots(rest: Attributes, record: Record) -> None:
    lots: list[list[Any]] = []
    if "l" in rest:
        record["lots"] = lots = _lots(rest.pop("l"))
    moved = []
    if "a" in rest:
        known = [[*lot[:4], *lot[5:]] for lot in lots]
        record["allocations"] = moved = [_moved(row, lots, known) for row in rest.pop("a")]
        if not moved:
            raise StrangeFormError("allocations that are none")
    for name, rows in (("amount", moved), ("balance", lots)):
        record[f"mileage_{name}"] = sum(row[4] for row in rows if row[1] == "mileage")
        record[f"voucher_{name}"] = sum(row[4] for row in rows if row[1] != "mileage")


def _lots(values: list[Any]) -> list[list[Any]]:
    lots = []
    place = 0
    while place < len(values):
        number, body, source, face, amount, day = values[place : place + 6]
        if type(number) is not int or not 0 <= number < len(_LOTS) or type(day) is not int:
            raise StrangeFormError(f"a lot of kind {number!r} and day {day!r}")
        kind, prefix, terms = _LOTS[number]
        last = place + 6 + terms
        if last > len(values):
            raise StrangeFormError("a lot without its terms")
        lot_id = f"{prefix}_{_text(body)}" if isinstance(body, bytes) else body
        if not isinstance(body, bytes) and lot_id[:4] == f"{prefix}_" and _BODY.fullmatch(body[4:]):
            raise StrangeFormError("a lot's id as text")
        expires_on = date.fromordinal(day).isoformat() if day else ""
        lots.append(
            [lot_id, kind, _id(source), face, amount, expires_on, *values[place + 6 : last]]
        )
        place = last
    if not lots:
        raise StrangeFormError("lots that are none")
    return lots


def _moved(row: list[Any], lots: list[list[Any]], known: list[list[Any]]) -> list[Any]:
    if len(row) == 2:
        place, amount = row
        if type(place) is not int or place < 0:
            raise StrangeFormError(f"the lot {place!r}")
        lot = lots[place]
        return [*lot[:4], amount, *lot[5:]]
    (full,) = _lots(row)
    if [*full[:4], *full[5:]] in known:
        raise StrangeFormError("an open lot in full")
    return full


def _read_cancels(rest: Attributes, record: Record) -> None:
    if "c" not in rest:
        return
    stored = rest.pop("c")
    if isinstance(stored, dict):
        if all(
            key[:4] == "rdm_" and _BODY.fullmatch(key[4:]) and won < _CANCEL_MAX
            for key, won in stored.items()
        ):
            raise StrangeFormError("cancels in full")
        record["cancels"] = stored
        return
    if type(stored) is not bytes or not stored or len(stored) % _CANCEL_BYTES:
        raise StrangeFormError("cancels that are none")
    parts = [stored[at : at + _CANCEL_BYTES] for at in range(0, len(stored), _CANCEL_BYTES)]
    bodies = [part[:_BODY_BYTES] for part in parts]
    if any(one >= other for one, other in itertools.pairwise(bodies)):
        raise StrangeFormError("cancels out of order")
    record["cancels"] = {
        f"rdm_{_text(part[:_BODY_BYTES])}": int.from_bytes(part[_BODY_BYTES:], "big")
        for part in parts
    }


def _purchases(month: str, month_amount: int, *year: Any) -> list[Any]:
    if len(year) == 1:
        return [month, month_amount, month[:4], year[0]]
    if year[0] == month[:4]:
        raise StrangeFormError("the year of a month")
    return [month, month_amount, *year]


def _recent(stored: Any) -> dict[str, Any]:
    now, older = stored, None
    if isinstance(stored, dict):
        if stored.keys() != {"now", "older"}:
            raise StrangeFormError("a memory of another form")
        now, older = stored["now"], stored["older"]
    on, codes, *days = now
    recent = {"on": _day(on), "keys": [day.hex() for day in days], "codes": codes.hex()}
    if older is not None:
        recent["older"] = [_day(older[0]), older[1].hex()]
        if len(older) != 2:
            raise StrangeFormError("a memory of another form")
    return recent


def _day(number: int) -> str:
    if type(number) is not int:
        raise StrangeFormError(f"the day {number!r}")
    return (_FIRST_DAY + timedelta(days=number)).isoformat()


def _read_merchant(rest: Attributes, record: Record, day: str) -> None:
    """With it the ids that stand in the key of `by_merchant`, and the reference."""
    kind, merchant_id = record["kind"], None
    if kind in ("redemption", "cancellation"):
        merchant_id = rest["by_merchant_pk"].rpartition("#")[2]
        pk = f"{record['county_id']}#MERCHANT#{merchant_id}"
        same("by_merchant_pk", rest.pop("by_merchant_pk"), pk)
        sk = rest.pop("by_merchant_sk")
        own = sk.rpartition("#")[2][3:]
        if "entry_id" in rest:
            raise StrangeFormError("entry_id twice")
        record["entry_id"] = f"ent{own}"
        if kind == "redemption":
            same("by_merchant_sk", sk, f"{day}#rdm{own}")
        else:
            record["of_redemption_id"] = paid = sk.split("#")[1]
            same("by_merchant_sk", sk, f"{day_of_id(paid)}#{paid}#cxl{own}")
        record["merchant"] = [merchant_id, *rest.pop("m")]
    elif "m" in rest:
        record["merchant"] = rest.pop("m")
    reference, key = rest.pop("r"), record.get("idempotency")
    if merchant_id is not None and reference.startswith(f"{merchant_id}/"):
        raise StrangeFormError("reference in full")
    if merchant_id is not None and reference.startswith("/"):
        reference = merchant_id + reference
    if reference.endswith("/"):
        reference += record["idempotency"]
    elif key and reference.endswith(f"/{key}"):
        raise StrangeFormError("reference in full")
    record["reference"] = reference


def _read_fingerprint(rest: Attributes, record: Record) -> None:
    """A payment's is left out: it is over what the entry says."""
    asked = None
    if record["kind"] == "redemption":
        merchant_id, _, order_id = record["reference"].partition("/")
        asked = _asked(merchant_id, order_id.removeprefix("own/"), -record["voucher_amount"])
    if "f" in rest:
        record["fingerprint"] = _digest(rest.pop("f"))
        if record["fingerprint"] == asked:
            raise StrangeFormError("fingerprint in full")
    elif asked is not None:
        record["fingerprint"] = asked


def _asked(merchant_id: str, order_id: str, amount: int) -> str:
    asked = {"amount": amount, "merchant": merchant_id, "order_id": order_id}
    text = json.dumps(asked, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _digest(value: Any) -> Any:
    """Bytes if it is nothing else, or text."""
    if isinstance(value, bytes):
        return value.hex()
    if is_hex(value):
        raise StrangeFormError("a digest as text")
    return value


def _id(value: Any) -> str:
    """`rnd_…` in thirteen bytes."""
    if isinstance(value, bytes):
        prefix = value[:3].decode("ascii")
        if not re.fullmatch("[a-z]{3}", prefix):
            raise StrangeFormError(f"an id that begins with {prefix!r}")
        return f"{prefix}_{_text(value[3:])}"
    if re.fullmatch(f"[a-z]{{3}}_{_BODY.pattern}", value, re.ASCII):
        raise StrangeFormError("an id as text")
    return str(value)


def _body(value: Any) -> str:
    if isinstance(value, bytes):
        return _text(value)
    if _BODY.fullmatch(value):
        raise StrangeFormError("an id as text")
    return str(value)


@lru_cache(maxsize=16_384)
def _text(body: bytes) -> str:
    if len(body) != _BODY_BYTES:
        raise StrangeFormError(f"an id of {len(body)} bytes")
    return b32encode(body).translate(_CROCKFORD).decode()
