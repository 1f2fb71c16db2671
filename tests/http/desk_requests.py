"""Bodies of the requests of the money desk."""

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
    "/v1/staff/receivable-waivers": {
        "member_id": "mem_06H02CHZG2WVD3YG",
        "amount": 1000,
        "reason": "x",
    },
    "/v1/staff/settlement-invoice-withdrawals": {
        "invoice_id": "inv_2026112606H02CHZG2WVD3YG",
        "reason": "x",
    },
    "/v1/staff/settlement-invoice-withdrawals/iwd_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/settlement-invoice-withdrawals/iwd_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/receivable-waivers/wvr_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/receivable-waivers/wvr_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/settings": {
        "key": "conversion.minimum",
        "effective_on": "2026-12-01",
        "value": 4000,
        "source": "조례 제6조의2",
        "notice": "강진군 공고 제2026-1호",
    },
    "/v1/staff/photo-entries/pho_06H02CHZG2WVD3YG/accept": {},
    "/v1/staff/photo-entries/pho_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/photo-entries/pho_06H02CHZG2WVD3YG/take-down": {"reason": "x"},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/return": {"reason": "x"},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/review": {"lines": []},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/grant": {},
    "/v1/staff/trips/trp_06H02CHZG2WVD3YG/clawback": {"reason": "x"},
    "/v1/staff/members/mem_06H02CHZG2WVD3YG/status": {"status": "suspended", "reason": "x"},
    "/v1/staff/segments": {"name": "x", "rule": {"regions": ["11"]}},
    "/v1/staff/segments/seg_06H02CHZG2WVD3YG/end": {},
    "/v1/staff/segments/seg_06H02CHZG2WVD3YG/grants": {"name": "x", "mileage": 1},
    "/v1/staff/segments/seg_06H02CHZG2WVD3YG/message-estimates": {
        "text_ko": "축제",
        "text_en": "Festival",
        "channel": "sms",
    },
    "/v1/staff/segments/seg_06H02CHZG2WVD3YG/messages": {
        "text_ko": "축제",
        "text_en": "Festival",
        "channel": "sms",
        "name": "x",
        "budget_amount": 1,
    },
    "/v1/staff/segment-messages/msg_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/segment-messages/msg_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/member-extracts": {"reason": "x"},
    "/v1/staff/fraud-cases/2026-11-22-round_sums-mch_1": {"state": "closed", "note": "x"},
    "/v1/staff/duties/issue_report-2026-H1/sending": {
        "sent_on": "2026-07-20",
        "recipient": "x",
        "note": "x",
    },
    "/v1/staff/duties/issue_report-2026-H1/take-back": {"reason": "x"},
    "/v1/staff/dead-letters/signup/redrive": {"reason": "x"},
    "/v1/staff/personal-data-reviews": {"period": "2026-10", "note": "x"},
    "/v1/staff/table-files": {"table": "shops", "format": "csv", "columns": ["x"], "rows": []},
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
    "/v1/staff/merchant-changes/chg_06H02CHZG2WVD3YG/approve": {"reason": "x"},
    "/v1/staff/merchant-changes/chg_06H02CHZG2WVD3YG/refuse": {"reason": "x"},
    "/v1/merchant/details": {"hours": "x"},
    "/v1/merchant/changes": {"name": "x"},
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
    f"{_DRAW}/comment-entries/cmt_06H02CHZG2WVD3YG/accept": {"sends": 1},
    f"{_DRAW}/comment-entries/cmt_06H02CHZG2WVD3YG/reject": {"sends": 1, "reason": "x"},
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
SALE_BODIES |= {
    "/v1/staff/fund-publications": {"half_year": "2026-H1"},
    "/v1/staff/issue-reports": {"half_year": "2026-H1"},
    "/v1/staff/interest-files": {"content": "2026-11-02,5"},
    "/v1/staff/interest-proposals": {
        "rows": [{"on": "2026-11-02", "amount": 5}],
        "reason": "x",
    },
    "/v1/staff/interest-proposals/spr_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/interest-proposals/spr_06H02CHZG2WVD3YG/reject": {"reason": "x"},
    "/v1/staff/facility-proposals/spr_06H02CHZG2WVD3YG/approve": {},
    "/v1/staff/facility-proposals/spr_06H02CHZG2WVD3YG/reject": {"reason": "x"},
}
_CARD = "/v1/staff/members/mem_06H02CHZG2WVD3YG/card"
SALE_BODIES |= {
    "/v1/staff/signups": {
        "name": "김순자",
        "birth_on": "1948-03-02",
        "region_code": "11110",
        "relation": "resident",
        "consents": {"terms": True, "privacy": True, "marketing": False},
        "consents_signed_on": "2026-11-22",
        "document_kind": "resident_card",
    },
    "/v1/staff/members/mem_06H02CHZG2WVD3YG/number": {"verification_token": "x", "reason": "x"},
    _CARD: {"pin": "4829", "reason": "x"},
    "/v1/staff/members/mem_06H02CHZG2WVD3YG/referral-return": {"reason": "x"},
    f"{_CARD}/close": {"card_number": "48210937", "reason": "x"},
    "/v1/card-pay-codes": {
        "card_code": "x",
        "pin": "4829",
        "amount": 1000,
        "order_id": "20261122-0001",
    },
}
_MUSEUM = "fac_0000000000000001"
SALE_BODIES |= {
    "/v1/admissions": {"pass_code": "x", "facility_id": _MUSEUM},
    "/v1/admissions/sync": {"facility_id": _MUSEUM, "device_id": "gate-a"},
    "/v1/staff/gates": {"facility_id": _MUSEUM, "name": "정문"},
    "/v1/staff/gates/gat_06H02CHZG2WVD3YG/close": {"reason": "x"},
    "/v1/staff/facilities": {
        "name": "사의재",
        "name_en": "Sauijae",
        "address": "강진군 강진읍",
        "kind": "museum",
        "reason": "x",
    },
    f"/v1/staff/facilities/{_MUSEUM}": {"version": 0, "reason": "x"},
    f"/v1/staff/facilities/{_MUSEUM}/close": {"version": 0, "reason": "x"},
    f"/v1/staff/facilities/{_MUSEUM}/reopen": {"version": 0, "reason": "x"},
    f"/v1/staff/facilities/{_MUSEUM}/notices": {"on": "2026-12-24", "reason": "x"},
    f"/v1/staff/facilities/{_MUSEUM}/notices/ntc_0000000000000001/take-back": {"reason": "x"},
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
    f"/v1/staff/fee-books/{_MUSEUM}/2026-11-22/differences": {"amount": 1000, "reason": "x"},
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
_CASHBACK = "/v1/staff/cashback-campaigns"
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
