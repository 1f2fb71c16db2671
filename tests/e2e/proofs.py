"""A member whose entries are published, and how a proof is given to the page that checks it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from chalicelib.core.values import SEOUL, format_time
from tests.e2e.conftest import Cloud, application, wait_for

SCHEDULE = Path(__file__).resolve().parents[2] / "infra" / "deploy" / "schedule-event.json"
PHONE_NUMBER = "01090002001"
YESTERDAY = (datetime.now(UTC).astimezone(SEOUL) - timedelta(days=1)).replace(hour=14, minute=3)


@dataclass(frozen=True)
class Holder:
    """Someone who joined, converted and paid yesterday; all of it is published."""

    session: dict[str, Any]
    proofs: list[dict[str, Any]]

    @property
    def payment(self) -> dict[str, Any]:
        return next(p for p in self.proofs if p["entry"]["kind"] == "redemption")


def publish_a_holder(cloud: Cloud) -> Holder:
    then = {"X-Simulated-Now": format_time(YESTERDAY)}
    started = cloud.call(
        "POST", "/v1/verifications", {"phone": PHONE_NUMBER, "purpose": "signup"}, headers=then
    ).json
    code = {"code": cloud.sms_code("+82" + PHONE_NUMBER[1:])}
    path = f"/v1/verifications/{started['verification_id']}/confirm"
    token = cloud.call("POST", path, code, headers=then).json["verification_token"]
    queued = cloud.call("POST", "/v1/signups", application(token), headers=then)
    path = f"/v1/signups/{queued.json['signup_id']}"
    wait_for(lambda: cloud.call("GET", path, headers=then).json["status"] == "completed")
    body = {"verification_token": token}
    session = cloud.call("POST", "/v1/sessions", body, headers=then).json
    own = session["access_token"]
    mileage = {"mileage": 3000}
    cloud.call("POST", "/v1/me/conversions", mileage, token=own, key="e2e-1", headers=then)
    shown = cloud.call("POST", "/v1/me/pay-codes", {}, token=own, headers=then).json
    order = {"pay_code": shown["pay_code"], "amount": 1200, "order_id": "order-proof-1"}
    till = cloud.described["merchants"][0]["api_key"]
    paid = cloud.call("POST", "/v1/redemptions", order, token=till, key="e2e-2", headers=then)
    assert paid.status == 201, paid.raw
    publish(cloud)
    entries = cloud.call("GET", "/v1/me/entries", token=own).json["data"]
    proofs = [
        cloud.call("GET", f"/v1/me/entries/{e['entry_id']}/proof", token=own).json for e in entries
    ]
    assert [p["entry"]["kind"] for p in proofs] == ["redemption", "conversion", "signup"]
    return Holder(session, proofs)


def publish(cloud: Cloud) -> None:
    """The night's job, as the schedule starts it."""
    answer = cloud.stack.deployment.client("lambda").invoke(
        FunctionName="onmin-local-publish-roots", Payload=SCHEDULE.read_bytes()
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


def give(page: Page, proof: Any) -> None:
    """Choose a file on the page, as a person would, and wait for the verdict."""
    text = proof if isinstance(proof, str) else json.dumps(proof, ensure_ascii=False)
    page.evaluate("document.querySelector('.verdict').className = 'verdict'")
    page.set_input_files(
        "#file", {"name": "proof.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    page.wait_for_selector(".verdict.good, .verdict.bad, .verdict.unsure", timeout=60_000)


def verdict(page: Page) -> str:
    kind: str = page.evaluate("document.querySelector('.verdict').className")
    return kind.removeprefix("verdict ")


def missed(page: Page) -> set[str]:
    """The steps that are marked as not fitting."""
    names = page.eval_on_selector_all(".steps .no", "all => all.map(e => e.dataset.step)")
    return set(names)
