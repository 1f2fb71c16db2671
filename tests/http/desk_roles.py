"""The roles that each request of the money desk lets in."""

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
    "GET /v1/staff/campaigns/{campaign_id}/visit-codes": {"operator", "manager", "booth"},
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
