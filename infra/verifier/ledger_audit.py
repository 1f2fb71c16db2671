"""The check of one wallet's chain, from its entries as they are stored or exported.

It works on plain records (`ledger.entries.to_record`) and shares no step with the code that wrote
them: what `appending.append`, `lots.apply` and the decisions did is worked out here a second time,
so that an error there is seen and not repeated. Times stay text or milliseconds: this is the inner
loop over millions of entries.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from infra.verifier.cashback_audit import CashbackBook
from infra.verifier.ids import id_ms
from infra.verifier.kinds import KINDS
from infra.verifier.lot_audit import BrokenChainError, LotBook
from infra.verifier.memory_audit import Generations, Memory
from infra.verifier.numbers import CANCEL_DAYS_MAX, CANCELS_MAX, GENESIS_HASH, REPLAY_DAYS
from infra.verifier.purchase_audit import PurchaseBook
from infra.verifier.receivable_audit import ReceivableBook

Record = dict[str, Any]

PROBLEMS = (
    "hash", "wallet", "sequence", "hash_link", "time", "kind", "fields", "allocations", "expiry",
    "lots", "amounts", "balances", "cancels", "purchases", "receivables", "cashbacks", "recent",
    "repeated", "malformed",
)  # fmt: skip
"""In the order in which they are looked for; an entry is named with the first one."""

_DAY_MS = 86_400_000
_WINDOW_MS = REPLAY_DAYS * _DAY_MS
_CANCELS_KEPT_MS = (CANCEL_DAYS_MAX + 2) * _DAY_MS
_ID_TIME_TOLERANCE_MS = 1
_FIRST_DAY = date(1970, 1, 1)
_SEOULS_MIDNIGHT = 15
"""The hour in UTC. Korea has had no summer time since 1988."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:[0-5]\d:[0-5]\d\.\d{3}Z", re.ASCII)
_ALWAYS = {
    "county_id", "member_id", "seq", "entry_id", "kind", "at", "reference", "fingerprint",
    "mileage_amount", "voucher_amount", "mileage_balance", "voucher_balance", "recent",
    "prev_hash", "hash",
}  # fmt: skip
_SOMETIMES = {
    "allocations", "lots", "purchases", "cancels", "refunds", "reservations", "idempotency",
    "pay_code_id", "owed", "cashbacks",
}  # fmt: skip
_KEYS = ("reference", "idempotency", "pay_code_id")
_FIELDS = {
    name: (_ALWAYS | kind.must, _ALWAYS | kind.must | _SOMETIMES | kind.may)
    for name, kind in KINDS.items()
}

encode = msgspec.json.Encoder(order="sorted").encode
"""Canonical JSON."""


def canonical_bytes(record: Mapping[str, Any]) -> bytes:
    """What an entry's hash is over: canonical JSON of every field but `hash`."""
    sealed = {**record}
    sealed.pop("hash", None)
    return encode(sealed)


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """The first entry of a wallet that cannot follow the ones before, and why."""

    county_id: str
    member_id: str
    seq: int
    entry_id: str
    problem: str
    detail: str


class WalletAudit:
    """Takes a wallet's entries, the oldest first, and stops at the first broken one.

    After that one nothing can be said of the later ones: they may follow from it.
    """

    def __init__(self, county_id: str, member_id: str) -> None:
        self.county_id = county_id
        self.member_id = member_id
        self.broken: BrokenEntry | None = None
        self.entry_count = 0
        self._hash = GENESIS_HASH
        self._at = ""
        self._balances = (0, 0)
        self._lots = LotBook()
        self._purchases = PurchaseBook()
        self._receivables = ReceivableBook()
        self._cashbacks = CashbackBook()
        self._canceled: dict[str, int] = {}
        # Of those, when the oldest payment was, or before: until then none is forgotten.
        self._oldest_cancel_ms = 0
        self._generations = Generations()
        self._memory = Memory()
        self._at_ms = 0
        # Of each entry, mileage and vouchers that it moved; of the corrected, what corrections did.
        self._moved: dict[str, tuple[int, int]] = {}
        self._corrected: dict[str, tuple[int, int]] = {}
        self._seen_at: dict[tuple[str, str], int] = {}

    def add(self, record: Record, canonical: bytes) -> None:
        """`canonical`: what the stored hash must be the hash of."""
        if self.broken is not None:
            return
        try:
            self._check(record, canonical)
        except BrokenChainError as exc:
            self.name(record, exc.problem, exc.detail)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as exc:
            self.name(record, "malformed", f"{type(exc).__name__} {exc}")
        self.entry_count += 1

    def name(self, record: Record, problem: str, detail: str = "") -> None:
        """Note that this entry is broken, unless an earlier one is."""
        seq = record.get("seq")
        self.broken = self.broken or BrokenEntry(
            self.county_id,
            self.member_id,
            seq if isinstance(seq, int) else self.entry_count + 1,
            str(record.get("entry_id", "")),
            problem,
            detail,
        )

    def _check(self, record: Record, canonical: bytes) -> None:
        self._check_links(record, canonical)
        at_ms, day = self._check_time(record)
        kind = record["kind"]
        if problem := _odd_fields(kind, tuple(record)):
            raise BrokenChainError(*problem)
        if (kind == "signup") != (record["seq"] == 1):
            raise BrokenChainError("kind", "a wallet begins with its one sign-up")
        allocations = record.get("allocations", ())
        moved = self._lots.apply(kind, allocations, day)
        held = self._lots.check_stated(kind, record.get("lots", ()))
        self._check_sums(record, kind, moved, held)
        self._check_correction(record, moved)
        self._check_payment(record, kind, allocations, at_ms)
        self._purchases.check(record, day)
        self._receivables.check(record)
        self._cashbacks.check(record, day)
        self._check_recent(record, at_ms)
        self._check_not_repeated(record, kind, at_ms)

    def _check_links(self, record: Record, canonical: bytes) -> None:
        stored_hash = record["hash"]
        if hashlib.sha256(canonical).hexdigest() != stored_hash:
            raise BrokenChainError("hash", "the stored fields do not give the stored hash")
        if record["county_id"] != self.county_id or record["member_id"] != self.member_id:
            raise BrokenChainError("wallet", f"it is {record['member_id']}'s entry")
        if record["seq"] != self.entry_count + 1:
            raise BrokenChainError("sequence", f"expected entry {self.entry_count + 1}")
        if record["prev_hash"] != self._hash:
            raise BrokenChainError("hash_link", "prev_hash is not the hash of the entry before")
        self._hash = stored_hash

    def _check_time(self, record: Record) -> tuple[int, str]:
        """The moment in milliseconds, and its Seoul day."""
        at = record["at"]
        if at < self._at or not _TIME.fullmatch(at):
            raise BrokenChainError("time", f"{at} after {self._at}")
        self._at = at
        at_ms, day = moment(at)
        entry_id = record["entry_id"]
        if abs(id_ms(entry_id, "ent") - at_ms) > _ID_TIME_TOLERANCE_MS:
            raise BrokenChainError("time", f"{entry_id} was not made at {at}")
        if entry_id in self._moved:
            raise BrokenChainError("repeated", f"{entry_id} is the id of two entries")
        return at_ms, day

    def _check_sums(
        self, record: Record, kind: str, moved: tuple[int, int], held: tuple[int, int]
    ) -> None:
        mileage, vouchers = moved
        if record["mileage_amount"] != mileage or record["voucher_amount"] != vouchers:
            raise BrokenChainError("amounts", "the amounts are not the sums of the allocations")
        allowed = KINDS[kind]
        signs = ((mileage > 0) - (mileage < 0), (vouchers > 0) - (vouchers < 0))
        if allowed.mileage not in (None, signs[0]) or allowed.voucher not in (None, signs[1]):
            raise BrokenChainError("amounts", f"a {kind} that moves {moved}")
        balances = (record["mileage_balance"], record["voucher_balance"])
        before = self._balances
        if balances != (before[0] + mileage, before[1] + vouchers):
            raise BrokenChainError("balances", f"{before} and {moved} do not give {balances}")
        if balances != held:
            raise BrokenChainError("balances", f"{balances} are not the sums of the lots, {held}")
        self._balances = balances

    def _check_correction(self, record: Record, moved: tuple[int, int]) -> None:
        """All corrections of an entry together move at most as much as it did, either way."""
        if (corrects := record.get("corrects_entry_id")) is not None:
            if corrects not in self._moved:
                raise BrokenChainError("fields", f"{corrects} is no earlier entry here")
            mileage, vouchers = self._corrected.get(corrects, (0, 0))
            total = (mileage + moved[0], vouchers + moved[1])
            for size, limit in zip(total, self._moved[corrects], strict=True):
                if abs(size) > abs(limit):
                    raise BrokenChainError("amounts", f"it corrects {corrects} by too much")
            self._corrected[corrects] = total
        self._moved[record["entry_id"]] = moved

    def _check_payment(self, record: Record, kind: str, allocations: Any, at_ms: int) -> None:
        """`cancels`, whose old rows fall away, and what a payment or its cancel must say."""
        if kind == "redemption":
            redemption_id = "rdm" + record["entry_id"][3:]
            merchant_id = record["merchant"][0]
            if not record["reference"].startswith(f"{merchant_id}/"):
                raise BrokenChainError("fields", f"{record['reference']} is no order there")
            self._lots.note_redemption(redemption_id, merchant_id, allocations)
        if self._canceled and (oldest := at_ms - _CANCELS_KEPT_MS) > self._oldest_cancel_ms:
            self._canceled = {
                key: amount for key, amount in self._canceled.items() if id_ms(key, "rdm") >= oldest
            }
        if kind == "cancellation":
            redemption_id = record["of_redemption_id"]
            self._lots.give_back(redemption_id, record["merchant"][0], allocations)
            others = {key: won for key, won in self._canceled.items() if key != redemption_id}
            for _ in range(len(others) - CANCELS_MAX):
                del others[min(others)]
            self._canceled = others | {redemption_id: self._lots.given_back(redemption_id)}
            self._oldest_cancel_ms = min(id_ms(key, "rdm") for key in self._canceled)
        if record.get("cancels", {}) != self._canceled:
            raise BrokenChainError("cancels", "the cancelled amounts do not follow")

    def _check_recent(self, record: Record, at_ms: int) -> None:
        """The wallet's memory, in the form of now or in that of releases before: after the one the
        other is not written again."""
        reference = _digest(record["reference"])
        key, code = record.get("idempotency"), record.get("pay_code_id")
        others = (None if key is None else _digest(key), None if code is None else _digest(code))
        if isinstance(record["recent"], list) and self._memory.is_new:
            digests = [reference, *(each for each in others if each is not None)]
            expected: Any = self._generations.after(record["at"], at_ms, digests)
        else:
            if self._memory.is_new:
                self._memory.older = self._generations.remembered(self._at_ms)
            expected = self._memory.after(at_ms, reference, *others)
        if record["recent"] != expected:
            raise BrokenChainError("recent", "the wallet's memory does not follow")
        self._at_ms = at_ms

    def _check_not_repeated(self, record: Record, kind: str, at_ms: int) -> None:
        for name in _KEYS:
            if (value := record.get(name)) is not None:
                key = (name, value)
                if at_ms - self._seen_at.get(key, -_WINDOW_MS) < _WINDOW_MS:
                    raise BrokenChainError("repeated", f"{name} {value} took effect before")
                self._seen_at[key] = at_ms
        if kind == "redemption":
            forbidden_at = self._seen_at.get(("reference", f"net/{record['reference']}"))
            if forbidden_at is not None and at_ms - forbidden_at < _WINDOW_MS:
                raise BrokenChainError("repeated", "its order was net-cancelled before")


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@lru_cache(maxsize=4_096)
def _odd_fields(kind: str, names: tuple[str, ...]) -> tuple[str, str] | None:
    """What is wrong with an entry of this kind that has these fields, as `BrokenChainError` says
    it. Of all entries there are some dozens of these."""
    known = _FIELDS.get(kind)
    if known is None:
        return "kind", f"unknown: {kind}"
    must, may = known
    odd = sorted(must.difference(names) | set(names).difference(may))
    return ("fields", f"a {kind} with or without {', '.join(odd)}") if odd else None


@lru_cache(maxsize=4_096)
def moment(at: str) -> tuple[int, str]:
    """`(milliseconds since 1970, Seoul day)` of a time as entries have it."""
    midnight_ms, day, next_day = _day(at[:10])
    hour = int(at[11:13])
    if not 0 <= hour < 24:
        raise ValueError(f"no time: {at}")
    ms = (hour * 60 + int(at[14:16])) * 60_000 + int(at[17:19]) * 1_000 + int(at[20:23])
    return midnight_ms + ms, day if hour < _SEOULS_MIDNIGHT else next_day


@lru_cache(maxsize=4_096)
def _day(text: str) -> tuple[int, str, str]:
    """When it begins in UTC, in milliseconds; it and the day after, as text."""
    day = date.fromisoformat(text)
    number = day.toordinal() - _FIRST_DAY.toordinal()
    return number * _DAY_MS, text, (day + timedelta(days=1)).isoformat()
