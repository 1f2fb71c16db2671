"""When two runs ended alike, and whether the money is right.

Two states are alike if the same items stand in the table with the same content, once what must
differ is left out: ids, keys and digits that were drawn anew, hashes over them, and moments. So
wallets agree in every entry, its order, amounts, balances, lots, expiries, counters, references and
links to what was there before; budgets agree to the won; nothing is missing and nothing is there
twice. Only these may differ from the run without a fault: counters of tries (a retry is a try), and
the spare items and the blind spots that a command names.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from chalicelib.aws.attributes import pack, unpack
from chalicelib.ledger import keys
from chalicelib.ledger.entries import Entry, to_record
from chalicelib.ledger.entry_codec import entry_from_item
from infra.verifier.ledger_audit import WalletAudit
from tests.ledger_checks import check_chain, follow
from tests.simulator.store import Row, Store
from tests.simulator.universe import Universe

_VOLATILE = {
    "hash", "prev_hash", "at", "entry_id", "recent", "by_day_sk", "by_merchant_sk", "ttl", "hint",
    "code_hash", "sealed_phone", "expires_at", "ClientRequestToken",
}  # fmt: skip
_COUNTERS = {"count", "tries"}
_OF_MONEY = {
    "entry", "payout", "payout_line", "settlement", "round_budget", "trip_budget",
    "campaign_budget", "payment", "payment_line", "paper_end", "paper_exchange",
}  # fmt: skip
_SHARD = re.compile(r"(\d{4}-\d\d-\d\d)#\d\d\b")
_DRAWN = re.compile(r"\b([a-z]{2,4})_[0-9A-HJKMNP-TV-Z]{16,26}\b|\b[0-9a-f]{64}\b|#PAYCODE#\d{9}\b")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(?:\d{3}){1,2}Z")


@dataclass(frozen=True)
class State:
    """What a run changed: the keys that are gone or other than before, and the items that are
    there now, each in its comparable form, with how often."""

    touched: frozenset[str]
    items: tuple[tuple[str, int], ...]


class Lens:
    """Compares with what stood before any of the runs."""

    def __init__(
        self, before: Store, spare: tuple[str, ...] = (), blind: frozenset[str] = frozenset()
    ) -> None:
        check_indexes(before)
        self._before = before.copy()
        self._keys = {_key(row): row for row in before.table.all()}
        self._audits: dict[str, WalletAudit] = {}
        self._spare = spare
        self._volatile = _VOLATILE | blind
        texts = [_text(_plain(row.item)) for row in self._keys.values()]
        self._known = {found[0] for text in texts for found in _DRAWN.finditer(text)}
        # Looked at again at every call that follows: a row never changes, it is replaced.
        self._rows: dict[int, tuple[Row, str]] = {}
        self._masks: dict[str, str] = {}

    def audit_of(self, county_id: str, member_id: str) -> WalletAudit:
        """An audit that has read what the wallet's entries said before."""
        wallet = keys.wallet(county_id, member_id)
        if wallet not in self._audits:
            rows = [r for k, r in self._keys.items() if k.startswith(f"{wallet} ENTRY#")]
            audit = self._audits[wallet] = WalletAudit(county_id, member_id)
            for row in sorted(rows, key=_key):
                follow(audit, entry_from_item(unpack(row.item)))
        return deepcopy(self._audits[wallet])

    def changed(self, store: Store) -> Iterable[Row]:
        return store.table.since(self._before.table)[1].values()

    def check_indexes(self, store: Store) -> None:
        """They lost and gained the very rows that the table did."""
        moved = store.table.since(self._before.table)
        for name, rows in store.indexes.items():
            held = rows.since(self._before.indexes[name])
            for those, of_table in zip(held, moved, strict=True):
                wanted = {n for n, row in of_table.items() if rows.schema.holds(row.item)}
                assert those.keys() == wanted

    def moved_money(self, store: Store) -> bool:
        """Whether anything was written that says where money is."""
        return any(row.item.get("type", {}).get("S") in _OF_MONEY for row in self.changed(store))

    def state(self, store: Store, more: Any = None) -> State:
        gone, came = store.table.since(self._before.table)
        touched = frozenset(key for key in map(_key, gone.values()) if not _is_throttle(key))
        shown = map(self._shown_once, came.values())
        counts = Counter(t for t in shown if t and not any(part in t for part in self._spare))
        if more is not None:
            counts[f"outside: {self._masked(json.dumps(more, sort_keys=True))}"] = 1
        return State(touched, tuple(sorted(counts.items())))

    def shown(self, request: Any) -> str:
        """A request, or a message, in its comparable form."""
        return self._masked(_text(self._kept(request)))

    def _kept(self, part: Any) -> Any:
        if isinstance(part, dict):
            plain = _plain(part)
            return {n: self._kept(v) for n, v in plain.items() if n not in self._volatile}
        return [self._kept(each) for each in part] if isinstance(part, list) else part

    def _shown_once(self, row: Row) -> str:
        known = self._rows.get(id(row))
        if known is None:
            # Kept with its text, so that no other row gets its number.
            known = self._rows[id(row)] = (row, self._shown(row))
        return known[1]

    def _shown(self, row: Row) -> str:
        if _is_throttle(_key(row)):
            return ""
        plain = _plain(row.item)
        kept = {name: value for name, value in plain.items() if name not in self._volatile}
        for name in _COUNTERS & kept.keys():
            kept[name] = {"N": "counted"}
        if "lots" in kept:
            # Of lots that end on one day and were made in one moment, chance says which is first.
            lots = sorted(kept["lots"]["L"], key=lambda lot: self._masked(_text(lot)))
            kept["lots"] = {"L": lots}
        return self._masked(_text(kept))

    def _masked(self, text: str) -> str:
        known = self._masks.get(text)
        if known is None:
            known = self._masks[text] = self._mask(text)
        return known

    def _mask(self, text: str) -> str:
        def mask(found: re.Match[str]) -> str:
            if found[0] in self._known:
                return found[0]
            return f"{found[1] or 'drawn'}_new"

        return _SHARD.sub(r"\1", _MOMENT.sub("moment", _DRAWN.sub(mask, text)))


def _plain(item: dict[str, Any]) -> dict[str, Any]:
    """An entry as its record says it, where ids are text; anything else as it is."""
    if item.get("type") != {"S": "entry"}:
        return item
    own = {n: v for n, v in item.items() if n in ("pk", "sk", "type") or n.startswith("by_")}
    return own | pack(to_record(entry_from_item(unpack(item))))


def _key(row: Row) -> str:
    return f"{row.item['pk']['S']} {row.item['sk']['S']}"


def _is_throttle(key: str) -> bool:
    return "#THROTTLE#" in key


def _text(item: Any) -> str:
    return json.dumps(item, sort_keys=True, ensure_ascii=False, default=_bytes)


def _bytes(value: Any) -> str:
    return bytes(value).hex()


def check_money(universe: Universe, lens: Lens) -> None:
    """Each wallet that changed: the whole chain, from where it stood. The indexes: the very rows
    of the table."""
    store = universe.db.store
    new: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for row in lens.changed(store):
        if row.item.get("type") == {"S": "entry"}:
            entry = entry_from_item(unpack(row.item))
            new[entry.county_id, entry.member_id].append(entry)
    for wallet, entries in new.items():
        audit = lens.audit_of(*wallet)
        for entry in sorted(entries, key=lambda e: e.seq):
            follow(audit, entry)
    lens.check_indexes(store)


def check_indexes(store: Store) -> None:
    for rows in store.indexes.values():
        held = {id(row) for row in rows.all()}
        assert held == {id(r) for r in store.table.all() if rows.schema.holds(r.item)}


def check_all(universe: Universe) -> dict[str, int]:
    """Every wallet, merchant and round of the table; the sums, in points and won."""
    store = universe.db.store
    entries = [
        entry_from_item(unpack(row.item))
        for row in store.table.all()
        if row.item.get("type") == {"S": "entry"}
    ]
    for member_id in {entry.member_id for entry in entries}:
        check_chain(universe.table, member_id)
    check_indexes(store)
    sums: Counter[str] = Counter()
    heads: dict[str, Any] = {}
    for entry in sorted(entries, key=lambda e: e.seq):
        sums[f"{entry.kind} vouchers"] += entry.voucher_amount
        sums[f"{entry.kind} mileage"] += entry.mileage_amount
        heads[entry.member_id] = entry
    moved = sum(amount for name, amount in sums.items() if name.endswith("vouchers"))
    assert moved == sum(head.voucher_balance for head in heads.values())
    points = sum(amount for name, amount in sums.items() if name.endswith("mileage"))
    assert points == sum(head.mileage_balance for head in heads.values())
    return dict(sums)
