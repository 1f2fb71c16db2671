"""What a shop is told of a change that it asked for, and what is recorded of it."""

from chalicelib.county.counties import County
from chalicelib.merchants.applications import Decision
from chalicelib.merchants.merchants import Merchant
from chalicelib.merchants.shop_changes import ShopChange
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts


def asked_words(county: County, merchant: Merchant, change: ShopChange) -> str | None:
    """To the contact that is registered, when another account is asked for, or another contact:
    whoever gets that one first hears of the account alone. `None` of anything else."""
    asked = {"정산 계좌": change.bank_code, "연락처": change.contact_key}
    matters = "·".join(word for word, is_asked in asked.items() if is_asked)
    if not matters:
        return None
    return (
        f"[{county.name}] {merchant.name} {matters} 변경 신청이 접수되었습니다. "
        f"신청하지 않으셨으면 바로 알려 주세요. {county.phone or county.contact}"
    )


def decided_words(
    county: County, merchant: Merchant, change: ShopChange, decision: Decision
) -> str:
    if change.status == "approved":
        poster = " 새 QR 포스터를 인쇄해 바꿔 붙여 주세요." if change.wished.name else ""
        return f"[{county.name}] {merchant.name} 변경 신청이 승인되었습니다.{poster}"
    return (
        f"[{county.name}] {merchant.name} 변경 신청이 되지 않았습니다. "
        f"이유: {decision.reason} 문의 {county.phone or county.contact}"
    )


def asking_record(change: ShopChange) -> AuditRecord:
    return AuditRecord.made(
        county_id=change.county_id,
        at=change.received_at,
        by=change.asked_by,
        action="merchant_change_asked",
        target_id=change.merchant_id,
        reason=change.note,
        before={},
        after={"change_id": change.change_id, "asked_for": change.asked_for()},
    )


def ending_record(
    change: ShopChange,
    action: AuditAction,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
) -> AuditRecord:
    decision = change.decision
    assert decision is not None
    return AuditRecord.made(
        county_id=change.county_id,
        at=decision.at,
        by=decision.by,
        action=action,
        target_id=change.merchant_id,
        reason=decision.reason,
        before={**(before or {}), "change": "received"},
        after={**(after or {}), "change": change.status, "change_id": change.change_id},
    )
