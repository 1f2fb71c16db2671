"""Terms as they are written down: in a county's file, in a request, and in the table, all alike."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from msgspec.structs import asdict

from chalicelib.visits.facility_terms import Benefit, FacilityTerms, Fee, FeeShare


def terms_from_record(county_id: str, facility_id: str, record: Mapping[str, Any]) -> FacilityTerms:
    return FacilityTerms(
        county_id=county_id,
        facility_id=facility_id,
        effective_on=date.fromisoformat(record["effective_on"]),
        opens_at=time.fromisoformat(record["opens_at"]),
        closes_at=time.fromisoformat(record["closes_at"]),
        early_minutes=record["early_minutes"],
        last_entry_minutes=record["last_entry_minutes"],
        closed_weekdays=tuple(record["closed_weekdays"]),
        closed_dates=tuple(record["closed_dates"]),
        group_from=record["group_from"],
        group_article=record.get("group_article") or "",
        fees=tuple(
            Fee(fee["age_class"], fee["amount"], fee["group_amount"]) for fee in record["fees"]
        ),
        benefits=tuple(
            Benefit(
                visitor_class=benefit["visitor_class"],
                kind=benefit["kind"],
                value=benefit["value"],
                proof=benefit["proof"],
                proof_en=benefit.get("proof_en") or "",
                article=benefit["article"],
            )
            for benefit in record["benefits"]
        ),
        fee_share=FeeShare(**record["fee_share"]) if record.get("fee_share") else None,
        source=record["source"],
    )


def record_from_terms(terms: FacilityTerms) -> dict[str, Any]:
    return {
        "effective_on": terms.effective_on.isoformat(),
        "opens_at": terms.opens_at.isoformat("minutes"),
        "closes_at": terms.closes_at.isoformat("minutes"),
        "early_minutes": terms.early_minutes,
        "last_entry_minutes": terms.last_entry_minutes,
        "closed_weekdays": list(terms.closed_weekdays),
        "closed_dates": list(terms.closed_dates),
        "group_from": terms.group_from,
        # Left out where there is none, as a proof in English is.
        **({"group_article": terms.group_article} if terms.group_article else {}),
        "fees": [
            {"age_class": f.age_class, "amount": f.amount, "group_amount": f.group_amount}
            for f in terms.fees
        ],
        "benefits": [
            {
                "visitor_class": b.visitor_class,
                "kind": b.kind,
                "value": b.value,
                "proof": b.proof,
                "article": b.article,
                # Left out where there is none: a proposal sent again is told by its bytes.
                **({"proof_en": b.proof_en} if b.proof_en else {}),
            }
            for b in terms.benefits
        ],
        # Left out where nothing is given back, as above.
        **({"fee_share": asdict(terms.fee_share)} if terms.fee_share else {}),
        "source": terms.source,
    }
