"""Trips, claims, budgets and travellers as items of the table, and back."""

from datetime import date
from typing import Any

from chalicelib.aws.table import Item
from chalicelib.core.values import format_time, parse_time
from chalicelib.staff.person import Person
from chalicelib.trips import keys
from chalicelib.trips.companions import Asked
from chalicelib.trips.findings import Grant, Line, Review
from chalicelib.trips.receipts import Claim, Payment, Receipt, Sight
from chalicelib.trips.trips import Budget, Decision, SealedTeam, Traveller, Trip
from chalicelib.uploads.uploads import Kept


def item_from_trip(trip: Trip) -> Item:
    item: Item = {
        **keys.trip(trip.county_id, trip.trip_id)._asdict(),
        "type": "trip",
        "member_id": trip.member_id,
        "starts_on": trip.starts_on.isoformat(),
        "ends_on": trip.ends_on.isoformat(),
        "companion_count": trip.companion_count,
        "reserved_amount": trip.reserved_amount,
        "claim_by_on": trip.claim_by_on.isoformat(),
        "applied_at": format_time(trip.applied_at),
        "status": trip.status,
        "version": trip.version,
    }
    if (team := trip.team) is not None:
        item["team"] = [team.data_key, team.companions]
    if (decision := trip.decision) is not None:
        item["decision"] = [_by(decision.by), format_time(decision.at), decision.reason]
    if trip.travellers:
        item["travellers"] = list(trip.travellers)
    if trip.residence is not None:
        item["residence"] = _kept_row(trip.residence)
    if trip.claimed_at is not None:
        item["claimed"] = [trip.claim_number, format_time(trip.claimed_at)]
    if trip.asked_count:
        item["consents"] = [trip.asked_count, trip.consented_count]
        item["asked"] = [_asked_row(each) for each in trip.asked]
    if (review := trip.review) is not None:
        item["review"] = [
            _by(review.by),
            format_time(review.at),
            [[line.name, line.counts, line.is_confirmed, line.reason] for line in review.lines],
            review.spent_amount,
            review.payback_amount,
            review.reason,
        ]
    if (grant := trip.grant) is not None:
        item["grant"] = [
            grant.amount,
            grant.spent_amount,
            grant.entry_id,
            format_time(grant.at),
            _by(grant.by),
            grant.taken_amount,
            grant.takings,
            grant.owed_amount,
            list(grant.counted),
        ]
    return item


def trip_from_item(county_id: str, item: Item) -> Trip:
    claim_number, claimed_at = item.get("claimed", (0, None))
    asked_count, consented_count = item.get("consents", (0, 0))
    return Trip(
        county_id=county_id,
        trip_id=item["sk"],
        member_id=item["member_id"],
        starts_on=date.fromisoformat(item["starts_on"]),
        ends_on=date.fromisoformat(item["ends_on"]),
        companion_count=item["companion_count"],
        reserved_amount=item["reserved_amount"],
        claim_by_on=date.fromisoformat(item["claim_by_on"]),
        applied_at=parse_time(item["applied_at"]),
        status=item["status"],
        team=SealedTeam(*item["team"]) if "team" in item else None,
        decision=_decision(item.get("decision")),
        travellers=tuple(item.get("travellers", ())),
        residence=_kept(item.get("residence")),
        claim_number=claim_number,
        claimed_at=parse_time(claimed_at) if claimed_at else None,
        review=_review(item.get("review")),
        grant=_grant(item.get("grant")),
        asked=tuple(_asked(row) for row in item.get("asked", ())),
        asked_count=asked_count,
        consented_count=consented_count,
        version=item["version"],
    )


def item_from_claim(claim: Claim) -> Item:
    return {
        **keys.claim(claim.county_id, claim.trip_id, claim.number)._asdict(),
        "type": "trip_claim",
        "at": format_time(claim.at),
        "fingerprint": claim.fingerprint,
        "photos": [_kept_row(photo) for photo in claim.photos],
        "receipts": [
            [
                each.business_number,
                each.approval_number,
                format_time(each.paid_at),
                each.amount,
                each.approval_key,
                each.receipt_key,
                each.shop_name,
                each.bar,
                _kept_row(each.image) if each.image else [],
            ]
            for each in claim.receipts
        ],
        "payments": [
            [
                each.redemption_id,
                each.merchant_id,
                each.shop_name,
                format_time(each.paid_at),
                each.amount,
                each.bar,
            ]
            for each in claim.payments
        ],
        "sights": [[each.facility_id, each.name, each.on.isoformat()] for each in claim.sights],
    }


def claim_from_item(county_id: str, trip_id: str, item: Item) -> Claim:
    return Claim(
        county_id=county_id,
        trip_id=trip_id,
        number=keys.split_claim(item["sk"]),
        at=parse_time(item["at"]),
        fingerprint=item["fingerprint"],
        photos=tuple(Kept(*row) for row in item["photos"]),
        receipts=tuple(_receipt(*row) for row in item["receipts"]),
        payments=tuple(_payment(*row) for row in item["payments"]),
        sights=tuple(Sight(ref, name, date.fromisoformat(on)) for ref, name, on in item["sights"]),
    )


def item_from_budget(budget: Budget) -> Item:
    return {
        **keys.budget(budget.county_id, budget.year)._asdict(),
        "type": "trip_budget",
        "held": budget.held,
        "spent": budget.spent,
        "version": budget.version,
    }


def item_from_traveller(traveller: Traveller) -> Item:
    return {
        **keys.traveller(traveller.county_id, traveller.traveller_id)._asdict(),
        "type": "traveller",
        "times": {str(year): count for year, count in traveller.times.items()},
        "version": traveller.version,
    }


def _by(person: Person) -> list[str]:
    return [person.subject, person.username]


def _asked_row(asked: Asked) -> list[Any]:
    """Of who did not consent, just that."""
    if asked.at is None:
        return [asked.number, asked.state]
    return [
        asked.number,
        asked.state,
        asked.version,
        format_time(asked.at),
        asked.data_key,
        asked.sealed,
        asked.phone_key,
        asked.person_key,
    ]


def _asked(row: list[Any]) -> Asked:
    number, state, *kept = row
    if not kept:
        return Asked(number=number, state=state)
    version, at, data_key, sealed, phone_key, person_key = kept
    return Asked(
        number=number,
        state=state,
        version=version,
        at=parse_time(at),
        data_key=data_key,
        sealed=sealed,
        phone_key=phone_key,
        person_key=person_key,
    )


def _kept_row(kept: Kept) -> list[str]:
    return [kept.upload_id, kept.content_type, kept.sha256]


def _kept(row: list[str] | None) -> Kept | None:
    return Kept(*row) if row else None


def _decision(stored: list[Any] | None) -> Decision | None:
    if stored is None:
        return None
    by, at, reason = stored
    return Decision(Person(*by), parse_time(at), reason)


def _review(stored: list[Any] | None) -> Review | None:
    if stored is None:
        return None
    by, at, lines, spent, payback, reason = stored
    return Review(
        by=Person(*by),
        at=parse_time(at),
        lines=tuple(Line(*row) for row in lines),
        spent_amount=spent,
        payback_amount=payback,
        reason=reason,
    )


def _grant(stored: list[Any] | None) -> Grant | None:
    if stored is None:
        return None
    amount, spent, entry_id, at, by, taken, takings, owed, counted = stored
    return Grant(
        amount=amount,
        spent_amount=spent,
        entry_id=entry_id,
        at=parse_time(at),
        by=Person(*by),
        counted=tuple(counted),
        taken_amount=taken,
        takings=takings,
        owed_amount=owed,
    )


def _receipt(
    business_number: str,
    approval_number: str,
    paid_at: str,
    amount: int,
    approval_key: str,
    receipt_key: str,
    shop_name: str,
    bar: str,
    image: list[str],
) -> Receipt:
    return Receipt(
        business_number=business_number,
        approval_number=approval_number,
        paid_at=parse_time(paid_at),
        amount=amount,
        approval_key=approval_key,
        receipt_key=receipt_key,
        shop_name=shop_name,
        bar=bar,
        image=_kept(image),
    )


def _payment(
    redemption_id: str, merchant_id: str, shop_name: str, paid_at: str, amount: int, bar: str
) -> Payment:
    return Payment(
        redemption_id=redemption_id,
        merchant_id=merchant_id,
        shop_name=shop_name,
        paid_at=parse_time(paid_at),
        amount=amount,
        bar=bar,
    )
