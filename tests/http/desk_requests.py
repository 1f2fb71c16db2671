"""Bodies of the requests of the money desk, and the roles that each lets in."""

from typing import Any

LEFT_WALLET = {"phone": "010-9999-0001", "birth_on": "1958-03-07"}
SALE_BODIES: dict[str, dict[str, Any]] = {
    "/v1/staff/rounds": {
        "name": "12월 판매",
        "name_en": "December sale",
        "opens_at": "2026-12-01T00:00:00Z",
        "closes_at": "2026-12-10T00:00:00Z",
        "budget_amount": 1_000_000,
        "discount_percent": 10,
    },
    "/v1/staff/rounds/rnd_0000000000000001": {"name": "12월 판매", "reason": "x"},
    "/v1/staff/purchases": {
        "member_id": "mem_06H02CHZG2WVD3YG",
        "round_id": "rnd_0000000000000001",
        "amount": 1000,
    },
    "/v1/staff/refunds/ent_06H02CHZG2WVD3YG/payouts": {"member_id": "mem_06H02CHZG2WVD3YG"},
    "/v1/staff/left-wallets/search": LEFT_WALLET,
    "/v1/staff/left-wallets/mem_06H02CHZG2WVD3YG/refunds": LEFT_WALLET
    | {"voucher_id": "vch_06H02CHZG2WVD3YG"},
    "/v1/staff/members/mem_06H02CHZG2WVD3YG/receivable-payments": {"amount": 1000},
    "/v1/staff/settings": {
        "key": "conversion.minimum",
        "effective_on": "2026-12-01",
        "value": 4000,
        "source": "조례 제6조의2",
        "notice": "강진군 공고 제2026-1호",
    },
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/return": {"reason": "x"},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/review": {"lines": []},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/grant": {},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/clawback": {"reason": "x"},
    "/v1/staff/members/mem_06H02CHZG2WVD3YG/status": {"status": "suspended", "reason": "x"},
    "/v1/staff/fraud-cases/2026-11-22-round_sums-mch_1": {"state": "closed", "note": "x"},
    "/v1/staff/dead-letters/signup/redrive": {"reason": "x"},
    "/v1/staff/personal-data-reviews": {"period": "2026-10", "note": "x"},
    "/v1/staff/members/search": {"q": "010-9999-0001"},
    "/v1/staff/members/mem_06H02CHZG2WVD3YG/reveal": {"reason": "x"},
    "/v1/staff/merchants/mch_0000000000000001/status": {"status": "closed", "reason": "x"},
    "/v1/staff/merchants/mch_0000000000000001/keys": {"reason": "x"},
    "/v1/staff/merchants/mch_0000000000000001/registration": {"reason": "x"},
    "/v1/staff/merchants/mch_0000000000000001/registration/release-account": {
        "version": 1,
        "reason": "x",
    },
    "/v1/staff/merchants/mch_0000000000000001/registration/cancel": {
        "breaches": ["misuse"],
        "reason": "x",
    },
    "/v1/staff/merchant-imports": {"csv_base64": "eA=="},
    "/v1/staff/merchant-applications/app_06H02CHZG2WVD3YG/approve": {"reason": "x"},
    "/v1/staff/merchant-applications/app_06H02CHZG2WVD3YG/refuse": {"reason": "x"},
    "/v1/staff/merchants/mch_0000000000000001/keys/0123456789ab/revoke": {"reason": "x"},
    "/v1/staff/payout-batches": {"payout_on": "2026-11-25"},
    "/v1/staff/payout-batches/pyt_20261125001/files": {"format": "csv", "reason": "x"},
    "/v1/staff/payout-batches/pyt_20261125001/results": {"csv": "reference,result"},
    "/v1/staff/payout-batches/pyt_20261125001/approve": {},
    "/v1/staff/payout-batches/pyt_20261125001/reject": {"reason": "x"},
    "/v1/staff/settlement-invoices/inv_2026112606H02CHZG2WVD3YG/payments": {
        "amount": 1000,
        "paid_on": "2026-11-26",
        "reference": "x",
    },
    "/v1/settlements/stl_06H02CHZG2WVD3YG/comparisons": {"csv": "order_id,amount"},
    "/v1/staff/merchants/mch_0000000000000001/invitations": {"reason": "x"},
    "/v1/devices": {"code": "123456789012", "name": "계산대"},
    "/v1/staff/merchants/mch_0000000000000001/devices/d1/close": {"reason": "x"},
}
_DRAW = "/v1/staff/draws/drw_06H02CHZG2WVD3YG"
SALE_BODIES |= {
    "/v1/staff/draws": {
        "title": "댓글 추첨",
        "legal_basis": "조례 제5조",
        "prizes": [{"name": "상품권", "kind": "voucher", "count": 1, "amount": 10_000}],
        "reserve_count": 1,
        "closes_at": "2026-12-01T00:00:00Z",
        "draws_at": "2026-12-01T01:00:00Z",
        "erased_on": "2027-01-31",
    },
    f"{_DRAW}/uploads": {"kind": "entrants", "csv": "handle\nkim\n"},
    f"{_DRAW}/places/1/accept": {"has_consent": True},
    f"{_DRAW}/places/1/pass": {"reason": "declined"},
}
_MUSEUM = "fac_0000000000000001"
SALE_BODIES |= {
    "/v1/admissions": {"pass_code": "x", "facility_id": _MUSEUM},
    "/v1/admissions/sync": {"facility_id": _MUSEUM, "device_id": "gate-a"},
    "/v1/staff/gates": {"facility_id": _MUSEUM, "name": "정문"},
    "/v1/staff/gates/gat_06H02CHZG2WVD3YG/close": {"reason": "x"},
    f"/v1/staff/facilities/{_MUSEUM}/notices": {"on": "2026-12-24", "reason": "x"},
    f"/v1/staff/facilities/{_MUSEUM}/terms": {
        "effective_on": "2026-12-01",
        "opens_at": "09:00",
        "closes_at": "18:00",
        "closed_weekdays": [0],
        "closed_dates": ["설날"],
        "fees": [],
        "benefits": [],
        "source": "조례",
        "reason": "x",
    },
    f"/v1/staff/fee-books/{_MUSEUM}/2026-11-22/deposits": {
        "amount": 1000,
        "deposited_on": "2026-11-22",
        "slip": "x",
    },
}
for _path in ("/v1/staff/purchases/validate", "/v1/staff/counter-sale-requests"):
    SALE_BODIES[_path] = SALE_BODIES["/v1/staff/purchases"]
SALE_BODIES["/v1/staff/setting-proposals"] = SALE_BODIES["/v1/staff/settings"] | {
    "key": "mileage.signup"
}
SALE_BODIES["/v1/staff/setting-proposals/validate"] = SALE_BODIES["/v1/staff/setting-proposals"]
_OFFER = {"signup_mileage": 5_000, "budget": 10_000, "legal_basis": "조례 제6조", "reason": "x"}
_CAMPAIGN = "/v1/staff/campaigns/cmp_0000000000000001"
SALE_BODIES |= {
    "/v1/staff/campaigns": _OFFER
    | {
        "code": "reed26",
        "name": "갈대축제",
        "name_en": "Reed Festival",
        "opens_at": "2026-12-01T00:00:00Z",
        "closes_at": "2026-12-10T00:00:00Z",
    },
    _CAMPAIGN: {"version": 0, "name": "청자축제", "reason": "x"},
    f"{_CAMPAIGN}/terms": _OFFER | {"terms_number": 0},
    "/v1/staff/campaign-proposals/spr_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/campaign-proposals/spr_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/election-periods": {
        "from_on": "2026-12-01", "to_on": "2026-12-10", "name": "선거", "source": "법",
    },
}  # fmt: skip
_OFFICE = {"operator", "manager", "treasurer", "auditor"}
SALE_ROLES = {
    "POST /v1/staff/campaigns": {"operator", "manager", "treasurer"},
    "PATCH /v1/staff/campaigns/{campaign_id}": {"operator", "manager"},
    "POST /v1/staff/campaigns/{campaign_id}/terms": {"operator", "manager", "treasurer"},
    "GET /v1/staff/campaign-proposals": _OFFICE,
    "GET /v1/staff/campaign-proposals/{proposal_id}": _OFFICE,
    "POST /v1/staff/campaign-proposals/{proposal_id}/approve": {"manager", "treasurer"},
    "POST /v1/staff/campaign-proposals/{proposal_id}/reject": {"manager", "treasurer"},
    "GET /v1/staff/election-periods": _OFFICE,
    "POST /v1/staff/election-periods": {"manager"},
    "GET /v1/staff/rounds": {"operator", "manager", "treasurer", "auditor"},
    "POST /v1/staff/rounds": {"manager", "treasurer"},
    "PATCH /v1/staff/rounds/{round_id}": {"manager", "treasurer"},
    "POST /v1/staff/purchases": {"operator", "treasurer", "booth"},
    "POST /v1/staff/purchases/validate": {"operator", "treasurer", "booth"},
    "GET /v1/staff/purchases": {"operator", "manager", "treasurer", "auditor", "booth"},
    "POST /v1/staff/counter-sale-requests": {"operator", "treasurer", "booth"},
    "GET /v1/staff/counter-sale-requests": {
        "operator", "manager", "treasurer", "auditor", "booth",
    },
    "GET /v1/staff/counter-sale-requests/{request_id}": {
        "operator", "manager", "treasurer", "auditor", "booth",
    },
    "POST /v1/staff/counter-sale-requests/{request_id}/approve": {"manager", "treasurer"},
    "POST /v1/staff/counter-sale-requests/{request_id}/reject": {"manager", "treasurer"},
    "GET /v1/staff/refunds": {"operator", "manager", "treasurer", "auditor", "booth"},
    "POST /v1/staff/refunds/{entry_id}/payouts": {"operator", "treasurer", "booth"},
    "POST /v1/staff/left-wallets/search": {"operator", "treasurer", "booth"},
    "POST /v1/staff/left-wallets/{member_id}/refunds": {"operator", "treasurer", "booth"},
    "GET /v1/staff/payment-matches": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/purchase-money": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/members/{member_id}/receivable": {
        "operator", "manager", "treasurer", "auditor",
    },
    "POST /v1/staff/members/{member_id}/receivable-payments": {"operator", "treasurer"},
    "GET /v1/staff/settings": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/settings/{key}": {"operator", "manager", "treasurer", "auditor"},
    "POST /v1/staff/settings": {"manager"},
    "GET /v1/staff/setting-proposals": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/setting-proposals/{proposal_id}": {
        "operator", "manager", "treasurer", "auditor",
    },
    "POST /v1/staff/setting-proposals": {"manager", "treasurer"},
    "POST /v1/staff/setting-proposals/validate": {"manager", "treasurer"},
    "POST /v1/staff/setting-proposals/{proposal_id}/approve": {"manager", "treasurer"},
    "POST /v1/staff/setting-proposals/{proposal_id}/reject": {"manager", "treasurer"},
    "GET /v1/staff/members/{member_id}/entries/{entry_id}": {
        "operator", "manager", "treasurer", "auditor",
    },
    "PUT /v1/staff/members/{member_id}/identity": {"manager", "operator"},
    "GET /v1/staff/members/{member_id}/wallet": {
        "operator", "manager", "treasurer", "auditor",
    },
    "GET /v1/staff/members/{member_id}/entries": {
        "operator", "manager", "treasurer", "auditor",
    },
    "GET /v1/staff/figures": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/personal-data-uses": {"manager", "auditor"},
    "POST /v1/staff/personal-data-reviews": {"manager", "auditor"},
    "POST /v1/staff/members/search": {"operator", "manager", "treasurer", "auditor"},
    "POST /v1/staff/members/{member_id}/reveal": {"operator", "manager", "treasurer"},
    "GET /v1/staff/members/{member_id}": {"operator", "manager", "treasurer", "auditor"},
    "PUT /v1/staff/members/{member_id}/status": {"manager"},
    "GET /v1/staff/merchant-reports": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/merchants": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/merchants/{merchant_id}": {"operator", "manager", "treasurer", "auditor"},
    "PUT /v1/staff/merchants/{merchant_id}/status": {"manager"},
    "POST /v1/staff/merchants/{merchant_id}/keys": {"manager"},
    "POST /v1/staff/merchants/{merchant_id}/keys/{key_id}/revoke": {"manager"},
    "PUT /v1/staff/merchants/{merchant_id}/keys/{key_id}/scopes": {"manager"},
    "GET /v1/staff/merchants/{merchant_id}/devices": {
        "operator", "manager", "treasurer", "auditor",
    },
    "POST /v1/staff/merchants/{merchant_id}/invitations": {"operator", "manager"},
    "POST /v1/staff/merchants/{merchant_id}/devices/{device_id}/close": {"operator", "manager"},
    "GET /v1/staff/merchants/{merchant_id}/registration": {
        "operator", "manager", "treasurer", "auditor",
    },
    "PATCH /v1/staff/merchants/{merchant_id}/registration": {"manager"},
    "POST /v1/staff/merchants/{merchant_id}/registration/verify-account": {
        "operator", "manager", "treasurer",
    },
    "POST /v1/staff/merchants/{merchant_id}/registration/release-account": {
        "manager", "treasurer",
    },
    "POST /v1/staff/merchants/{merchant_id}/registration/cancel": {"manager"},
    "POST /v1/staff/merchant-imports": {"manager"},
    "GET /v1/staff/merchant-imports/{import_id}": {
        "operator", "manager", "treasurer", "auditor",
    },
    "GET /v1/staff/merchant-imports/{import_id}/report.csv": {
        "operator", "manager", "treasurer", "auditor",
    },
    "GET /v1/staff/merchant-register": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/merchant-applications": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/merchant-applications/{application_id}": {
        "operator", "manager", "treasurer", "auditor",
    },
    "POST /v1/staff/merchant-applications/{application_id}/look": {"operator", "manager"},
    "POST /v1/staff/merchant-applications/{application_id}/approve": {"manager"},
    "POST /v1/staff/merchant-applications/{application_id}/refuse": {"manager"},
    "GET /v1/staff/fraud-cases": {"operator", "manager", "auditor"},
    "PUT /v1/staff/fraud-cases/{case_id}": {"operator", "manager"},
    "GET /v1/staff/dead-letters": {"operator", "manager", "auditor"},
    "POST /v1/staff/dead-letters/{queue}/redrive": {"operator", "manager"},
    "GET /v1/staff/audit": {"manager", "auditor"},
    "POST /v1/staff/draws": {"operator", "manager", "treasurer"},
    "GET /v1/staff/draws": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/draws/{draw_id}": {"operator", "manager", "treasurer", "auditor"},
    "POST /v1/staff/draws/{draw_id}/uploads": {"operator", "manager", "treasurer"},
    "GET /v1/staff/draws/{draw_id}/rows.csv": {"operator", "manager", "treasurer"},
    "POST /v1/staff/draws/{draw_id}/freeze": {"manager", "treasurer"},
    "POST /v1/staff/draws/{draw_id}/places/{number}/accept": {"operator", "manager", "treasurer"},
    "POST /v1/staff/draws/{draw_id}/places/{number}/pass": {"manager", "treasurer"},
    "GET /v1/staff/draws/{draw_id}/grants.csv": {"operator", "manager", "treasurer"},
    "GET /v1/staff/trips": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/trips/{trip_id}": {"operator", "manager"},
    "POST /v1/staff/trips/{trip_id}/approve": {"operator", "manager"},
    "POST /v1/staff/trips/{trip_id}/reject": {"operator", "manager"},
    "GET /v1/staff/trips/{trip_id}/images/{image}": {"operator", "manager"},
    "POST /v1/staff/trips/{trip_id}/return": {"operator", "manager"},
    "POST /v1/staff/trips/{trip_id}/review": {"operator", "manager"},
    "POST /v1/staff/trips/{trip_id}/grant": {"manager", "treasurer"},
    "POST /v1/staff/trips/{trip_id}/clawback": {"manager", "treasurer"},
    "POST /v1/admissions": {"operator", "manager", "gate"},
    "POST /v1/admissions/sync": {"operator", "manager", "gate"},
    "GET /v1/admissions/rules": {"operator", "manager", "gate"},
    "GET /v1/staff/gates": {"operator", "manager", "auditor"},
    "POST /v1/staff/gates": {"operator", "manager"},
    "POST /v1/staff/gates/{gate_id}/close": {"operator", "manager"},
    "GET /v1/staff/facilities/{facility_id}/terms": {
        "operator", "manager", "treasurer", "auditor", "gate",
    },
    "POST /v1/staff/facilities/{facility_id}/terms": {"operator", "manager"},
    "POST /v1/staff/facilities/{facility_id}/notices": {"operator", "manager"},
    "GET /v1/staff/fee-books/{facility_id}/{on}": {
        "operator", "manager", "treasurer", "auditor", "gate",
    },
    "GET /v1/staff/fee-books/{facility_id}": {"operator", "manager", "treasurer", "auditor"},
    "POST /v1/staff/fee-books/{facility_id}/{on}/deposits": {"operator", "manager", "treasurer"},
    "GET /v1/staff/payouts": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/payout-batches": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/payout-batches/{batch_id}": {"operator", "manager", "treasurer", "auditor"},
    "POST /v1/staff/payout-batches": {"operator", "manager", "treasurer"},
    "POST /v1/staff/payout-batches/{batch_id}/approve": {"manager", "treasurer"},
    "POST /v1/staff/payout-batches/{batch_id}/reject": {"manager", "treasurer"},
    "POST /v1/staff/payout-batches/{batch_id}/files": {"manager", "treasurer"},
    "POST /v1/staff/payout-batches/{batch_id}/results": {"manager", "treasurer"},
    "GET /v1/staff/settlement-invoices": {"operator", "manager", "treasurer", "auditor"},
    "GET /v1/staff/settlement-invoices/{invoice_id}": {
        "operator", "manager", "treasurer", "auditor",
    },
    "POST /v1/staff/settlement-invoices/{invoice_id}/payments": {"treasurer"},
}  # fmt: skip
_CASHBACK, _CASHBACK_ID = "/v1/staff/cashback-campaigns", "{campaign_id}"
_WHY = {"reason": "x"}
SALE_BODIES |= {
    _CASHBACK: {
        "name": "병영 캐시백",
        "name_en": "Byeongyeong cashback",
        "rate_percent": 10,
        "ceiling_amount": 2_000,
        "budget_amount": 50_000,
        "opens_at": "2026-11-01T00:00:00Z",
        "closes_at": "2026-12-31T00:00:00Z",
    }
    | _WHY,
    f"{_CASHBACK}/cmp_0000000000000001/approve": {},
    f"{_CASHBACK}/cmp_0000000000000001/reject": _WHY,
    f"{_CASHBACK}/cmp_0000000000000001/closing": _WHY,
    f"{_CASHBACK}/cmp_0000000000000001/closing/approve": {},
    f"{_CASHBACK}/cmp_0000000000000001/closing/reject": _WHY,
}
SALE_ROLES |= {
    f"GET {path}": {"operator", "manager", "treasurer", "auditor"}
    for path in (_CASHBACK, f"{_CASHBACK}/{_CASHBACK_ID}")
}
SALE_ROLES |= {
    f"POST {_CASHBACK}{rest}": {"manager", "treasurer"}
    for rest in (
        "",
        *(
            f"/{_CASHBACK_ID}/{act}"
            for act in ("approve", "reject", "closing", "closing/approve", "closing/reject")
        ),
    )
}
