"""Who was let in where on a day, and everything else that gates reported of it: one partition a
facility and day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.aws.table import Item, Table
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.audit_store import item_from_record
from chalicelib.visits import keys
from chalicelib.visits.admissions import (
    Admission,
    Count,
    Counted,
    Deposit,
    FeeDifference,
    MarkedScan,
    Scan,
)
from chalicelib.visits.facility_terms import Charge
from chalicelib.visits.fee_book import DayRecords
from chalicelib.visits.fee_share_store import share_from_item

KEPT_FOR = timedelta(days=5 * 366)
"""Who was let in, and the counts: as long as claims on public money last (Local Finance Act, art.
82). What was paid in stays."""


class AdmissionStore:
    def __init__(self, table: Table) -> None:
        self._table = table

    def admit(self, admission: Admission) -> Admission | None:
        """Access pattern 199: if nobody was let in by this member's pass that day; else who was."""
        scan = admission.scan
        existing = self._table.put_new(_item_from_admission(admission))
        return _admission(scan.county_id, scan.facility_id, existing) if existing else None

    def replace(self, admission: Admission, marked: MarkedScan) -> bool:
        """Access pattern 200: the earlier scan in the place of the one that stood there, which is
        marked, in one transaction; `False` if somebody else changed it first."""
        new, replaced = [_item_from_marked(marked)], [_item_from_admission(admission)]
        return self._table.put_together(new, replaced)

    def of_member(
        self, county_id: str, facility_id: str, on: date, member_id: str
    ) -> Admission | None:
        """Access pattern 201."""
        key = keys.admission(county_id, facility_id, on, member_id)
        item = self._table.get(key, consistent=True)
        return _admission(county_id, facility_id, item) if item else None

    def marked(self, scan: Scan) -> MarkedScan | None:
        """Access pattern 201."""
        key = keys.marked_scan(scan.county_id, scan.facility_id, scan.on, scan.scan_key)
        item = self._table.get(key, consistent=True)
        return _marked(scan.county_id, scan.facility_id, item) if item else None

    def mark(self, scan: MarkedScan) -> MarkedScan:
        """Access pattern 202: what was written of it first stands."""
        existing = self._table.put_new(_item_from_marked(scan))
        if existing is None:
            return scan
        return _marked(scan.scan.county_id, scan.scan.facility_id, existing)

    def count(self, count: Count) -> bool:
        """Access pattern 203: `False` if it was reported before."""
        return self._table.put_new(_item_from_count(count)) is None

    def void(self, count: Count, at: datetime) -> None:
        """Access pattern 203: taken back, whether or not the count itself has come in yet."""
        key = keys.voided_count(count.county_id, count.facility_id, count.on, count.count_key)
        item = {**key._asdict(), "type": "voided_count", "count_key": count.count_key}
        item |= {"gate": count.gate, "at": format_time(at)}
        self._table.put_new(item | {"ttl": _kept_until(count.counted_at)})

    def admitted(self, county_id: str, facility_id: str, on: date) -> Iterator[str]:
        """Access pattern 204: members let in that day, as far as gates have reported."""
        pk = keys.day(county_id, facility_id, on)
        for item in self._table.query_all(pk, prefix=keys.ADMISSIONS):
            yield item["member_id"]

    def day(self, county_id: str, facility_id: str, on: date) -> DayRecords:
        """Access pattern 204: all that is kept of a day."""
        found = DayRecords()
        pk = keys.day(county_id, facility_id, on)
        for item in self._table.query_all(pk, consistent=True):
            match item["type"]:
                case "admission":
                    found.admissions.append(_admission(county_id, facility_id, item))
                case "marked_scan":
                    found.marked.append(_marked(county_id, facility_id, item))
                case "count":
                    found.counts.append(_count(county_id, facility_id, item))
                case "voided_count":
                    found.voided.add(item["count_key"])
                case "fee_share":
                    found.shares.append(share_from_item(county_id, facility_id, on, item))
                case "deposit":
                    found.deposits.append(_deposit(county_id, facility_id, on, item))
                case "fee_difference":
                    found.differences.append(_difference(county_id, facility_id, on, item))
        return found

    def deposit(self, deposit: Deposit, record: AuditRecord) -> bool:
        """Access pattern 205: `False` if another one has its number."""
        key = keys.deposit(deposit.county_id, deposit.facility_id, deposit.on, deposit.number)
        item = {
            **key._asdict(),
            "type": "deposit",
            "number": deposit.number,
            "amount": deposit.amount,
            "deposited_on": deposit.deposited_on.isoformat(),
            "slip": deposit.slip,
            "recorded_by": deposit.recorded_by,
            "recorded_at": format_time(deposit.recorded_at),
            "key_digest": deposit.key_digest,
        }
        return self._table.put_together([item, item_from_record(record)], [])

    def name_difference(self, difference: FeeDifference, record: AuditRecord) -> bool:
        """Access pattern 253: `False` if another one has its number."""
        one = difference
        key = keys.fee_difference(one.county_id, one.facility_id, one.on, one.number)
        item = {
            **key._asdict(),
            "type": "fee_difference",
            "number": one.number,
            "amount": one.amount,
            "reason": one.reason,
            "recorded_by": one.recorded_by,
            "recorded_at": format_time(one.recorded_at),
            "key_digest": one.key_digest,
        }
        return self._table.put_together([item, item_from_record(record)], [])


def _facts(scan: Scan) -> Item:
    return {
        "scan_key": scan.scan_key,
        "gate": scan.gate,
        "scanned_at": format_time(scan.scanned_at),
        "reported_at": format_time(scan.reported_at),
        "ttl": _kept_until(scan.scanned_at),
    }


def _kept_until(moment: datetime) -> int:
    return int((moment + KEPT_FOR).timestamp())


def _scan(county_id: str, facility_id: str, item: Item) -> Scan:
    return Scan(
        county_id=county_id,
        facility_id=facility_id,
        scan_key=item["scan_key"],
        gate=item["gate"],
        scanned_at=parse_time(item["scanned_at"]),
        reported_at=parse_time(item["reported_at"]),
    )


def _item_from_admission(admission: Admission) -> Item:
    scan = admission.scan
    key = keys.admission(scan.county_id, scan.facility_id, scan.on, admission.member_id)
    return {
        **key._asdict(),
        "type": "admission",
        "admission_id": admission.admission_id,
        "member_id": admission.member_id,
        "age_class": admission.age_class,
        "charge": [admission.charge.fee, admission.charge.discount],
        "version": admission.version,
        **_facts(scan),
    }


def _admission(county_id: str, facility_id: str, item: Item) -> Admission:
    return Admission(
        scan=_scan(county_id, facility_id, item),
        admission_id=item["admission_id"],
        member_id=item["member_id"],
        age_class=item["age_class"],
        charge=Charge(*item["charge"]),
        version=item["version"],
    )


def _item_from_marked(marked: MarkedScan) -> Item:
    scan = marked.scan
    key = keys.marked_scan(scan.county_id, scan.facility_id, scan.on, scan.scan_key)
    item: Item = {**key._asdict(), "type": "marked_scan", "outcome": marked.outcome}
    if marked.member_id is not None:
        item["member_id"] = marked.member_id
    return item | _facts(scan)


def _marked(county_id: str, facility_id: str, item: Item) -> MarkedScan:
    return MarkedScan(
        scan=_scan(county_id, facility_id, item),
        outcome=item["outcome"],
        member_id=item.get("member_id"),
    )


def _item_from_count(count: Count) -> Item:
    key = keys.count(count.county_id, count.facility_id, count.on, count.count_key)
    return {
        **key._asdict(),
        "type": "count",
        "count_key": count.count_key,
        "gate": count.gate,
        "counted_at": format_time(count.counted_at),
        "reported_at": format_time(count.reported_at),
        "is_group": count.is_group,
        "visitors": [
            [v.visitor_class, v.people, v.charge.fee, v.charge.discount] for v in count.visitors
        ],
        "outcome": count.outcome,
        "ttl": _kept_until(count.counted_at),
    }


def _count(county_id: str, facility_id: str, item: Item) -> Count:
    return Count(
        county_id=county_id,
        facility_id=facility_id,
        count_key=item["count_key"],
        gate=item["gate"],
        counted_at=parse_time(item["counted_at"]),
        reported_at=parse_time(item["reported_at"]),
        is_group=item["is_group"],
        visitors=tuple(
            Counted(visitor, people, Charge(fee, discount))
            for visitor, people, fee, discount in item["visitors"]
        ),
        outcome=item["outcome"],
    )


def _deposit(county_id: str, facility_id: str, on: date, item: Item) -> Deposit:
    return Deposit(
        county_id=county_id,
        facility_id=facility_id,
        on=on,
        number=item["number"],
        amount=item["amount"],
        deposited_on=date.fromisoformat(item["deposited_on"]),
        slip=item["slip"],
        recorded_by=item["recorded_by"],
        recorded_at=parse_time(item["recorded_at"]),
        key_digest=item["key_digest"],
    )


def _difference(county_id: str, facility_id: str, on: date, item: Item) -> FeeDifference:
    return FeeDifference(
        county_id=county_id,
        facility_id=facility_id,
        on=on,
        number=item["number"],
        amount=item["amount"],
        reason=item["reason"],
        recorded_by=item["recorded_by"],
        recorded_at=parse_time(item["recorded_at"]),
        key_digest=item["key_digest"],
    )
