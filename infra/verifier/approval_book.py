"""The county's own movements against what two people decided: of the whole ledger, both ways.

Held in memory: adjustments and bulk grants alone, some hundreds of bytes each.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from chalicelib.approvals import keys
from chalicelib.approvals.adjustment_store import adjustment_from_items
from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import OUTCOME, PROPOSAL
from chalicelib.approvals.bulk_grant_store import claim_from_item, grant_from_items
from chalicelib.approvals.bulk_grants import BulkGrant, RowClaim, slice_of
from chalicelib.approvals.grant_files import GrantRow
from chalicelib.reconciling import approval_check
from chalicelib.reconciling.approval_check import Movement
from infra.verifier.ledger_audit import Record
from infra.verifier.stored_entries import Attributes

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_LISTS = ("ADJUSTMENTS", "GRANTS")


class ApprovalBook:
    def __init__(self, county_id: str) -> None:
        self._county_id = county_id
        self._movements: list[Movement] = []
        self._items: dict[tuple[str, str], Attributes] = {}
        self._matters: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list) for name in _LISTS
        }
        self._row_keys: list[str] = []

    def add(self, record: Record) -> None:
        self._movements.append(
            Movement(
                record["entry_id"],
                record["member_id"],
                record["seq"],
                record["reference"],
                record["mileage_amount"],
                record["voucher_amount"],
            )
        )

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        sk = str(item["sk"])
        if part in _LISTS:
            matter_id, _, number = sk.partition("#")
            self._matters[part][matter_id].append(int(number) if number.isdecimal() else 0)
        elif name == "ROWKEY" and sk == "ROWKEY":
            self._row_keys.append(rest)
        elif name != "GRANT" or not sk.startswith("SLICE#"):
            return
        self._items[str(item["pk"]), sk] = item

    def problems(self) -> Iterator[str]:
        for movement in self._movements:
            try:
                faults = self._faults(movement)
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if faults:
                yield (
                    f"{movement.member_id} entry {movement.seq} {movement.entry_id}: "
                    f"not approved by two people ({', '.join(faults)})"
                )
        entry_ids = {movement.entry_id for movement in self._movements}
        for name, entry_id in self._settled():
            if entry_id not in entry_ids:
                yield f"{name}: done by {entry_id}, which the ledger does not have"

    def _faults(self, movement: Movement) -> list[str]:
        kind, name = movement.matter
        if kind == "adjustment":
            return approval_check.adjustment_faults(movement, self._adjustment(name))
        if kind == "grant":
            claim = self._claim(name)
            grant = self._grant(claim.grant_id) if claim else None
            rows = self._rows(claim) if claim else []
            return approval_check.grant_faults(movement, claim, grant, rows)
        return ["proposal"]

    def _settled(self) -> Iterator[tuple[str, str]]:
        """What says that it was done, and by which entry."""
        pk = keys.adjustments(self._county_id)
        for adjustment_id, numbers in self._matters["ADJUSTMENTS"].items():
            if OUTCOME in numbers:
                outcome = self._items[keys.step(pk, adjustment_id, OUTCOME)]
                if outcome.get("step") == "applied":
                    yield adjustment_id, str(outcome.get("entry_id"))
        for row_key in self._row_keys:
            claim = self._items[keys.row_claim(self._county_id, row_key)]
            yield f"row key {row_key}", str(claim.get("entry_id"))

    def _steps(self, name: str, pk: str, matter_id: str) -> list[Attributes]:
        numbers = sorted(self._matters[name].get(matter_id, ()))
        if numbers[:1] != [PROPOSAL]:
            return []
        return [self._items[keys.step(pk, matter_id, number)] for number in numbers]

    def _adjustment(self, adjustment_id: str) -> Adjustment | None:
        items = self._steps("ADJUSTMENTS", keys.adjustments(self._county_id), adjustment_id)
        return adjustment_from_items(self._county_id, items) if items else None

    def _grant(self, grant_id: str) -> BulkGrant | None:
        items = self._steps("GRANTS", keys.bulk_grants(self._county_id), grant_id)
        return grant_from_items(self._county_id, items) if items else None

    def _claim(self, row_key: str) -> RowClaim | None:
        item: Mapping[str, object] | None = self._items.get(
            keys.row_claim(self._county_id, row_key)
        )
        return claim_from_item(row_key, dict(item)) if item else None

    def _rows(self, claim: RowClaim) -> list[GrantRow]:
        key = keys.grant_slice(self._county_id, claim.grant_id, slice_of(claim.number))
        item = self._items.get(key)
        return [GrantRow(*facts) for facts in item["rows"]] if item else []
