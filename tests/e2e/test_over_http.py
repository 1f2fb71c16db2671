"""The deployed artefact, over HTTP, its queue and its inboxes; IAM enforced."""

import io
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.core.values import SEOUL, format_time
from infra.deploy import seed_county
from tests.e2e.conftest import Cloud, application, wait_for


def test_the_whole_path_of_one_visitor(cloud: Cloud) -> None:
    me = cloud.join("010-9000-0001")
    assert cloud.call("GET", "/v1/me", token=me).json["name"] == "김시험"
    converted = cloud.call("POST", "/v1/me/conversions", {"mileage": 5000}, token=me, key="c-1")
    assert converted.status == 201, converted.raw

    till = cloud.described["merchants"][0]["api_key"]
    code = cloud.call("POST", "/v1/me/pay-codes", {}, token=me).json["pay_code"]
    body = {"pay_code": code, "amount": 3200, "order_id": "e2e-order-1"}
    paid = cloud.call("POST", "/v1/redemptions", body, token=till, key="pay-1")
    assert paid.status == 201, paid.raw
    again = cloud.call("POST", "/v1/redemptions", body, token=till, key="pay-1")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json == paid.json

    path = f"/v1/redemptions/{paid.json['redemption_id']}"
    cancel = {"amount": 200, "expected_remaining_amount": 3200, "reason": "손님 요청"}
    canceled = cloud.call("POST", f"{path}/cancels", cancel, token=till, key="x-1")
    assert canceled.json["remaining_amount"] == 3000
    assert cloud.call("GET", path, token=till).json["status"] == "partially_canceled"
    wallet = cloud.call("GET", "/v1/me/wallet", token=me).json
    assert wallet["voucher"]["balance_amount"] == 2000


def test_a_shop_is_paid_at_its_standing_qr(cloud: Cloud) -> None:
    me = cloud.join("010-9000-0002")
    cloud.call("POST", "/v1/me/conversions", {"mileage": 5000}, token=me, key="c-2")
    code = cloud.described["merchants"][0]["merchant_code"]
    body = {"merchant_code": code, "amount": 1000}
    paid = cloud.call("POST", "/v1/me/payments", body, token=me, key="mpm-1")
    assert paid.status == 201, paid.raw
    assert paid.json["remaining_balance_amount"] == 4000


def test_the_same_request_ten_times_at_once_is_one_charge(cloud: Cloud) -> None:
    me = cloud.join("010-9000-0003")
    cloud.call("POST", "/v1/me/conversions", {"mileage": 5000}, token=me, key="c-3")
    till = cloud.described["merchants"][0]["api_key"]
    code = cloud.call("POST", "/v1/me/pay-codes", {}, token=me).json["pay_code"]
    body = {"pay_code": code, "amount": 1000, "order_id": "e2e-order-10"}

    def pay(_: int) -> tuple[int, str]:
        answer = cloud.call("POST", "/v1/redemptions", body, token=till, key="pay-10")
        return answer.status, json.dumps(answer.json, sort_keys=True)

    with ThreadPoolExecutor(10) as pool:
        answers = set(pool.map(pay, range(10)))

    assert len(answers) == 1
    assert answers.pop()[0] == 201
    wallet = cloud.call("GET", "/v1/me/wallet", token=me).json
    assert wallet["voucher"]["balance_amount"] == 4000


def test_joining_again_grants_nothing(cloud: Cloud) -> None:
    later = {"X-Simulated-Now": format_time(datetime.now(UTC) + timedelta(minutes=5))}
    tokens = [
        cloud.prove_phone("010-9000-0004"),
        cloud.prove_phone("010-9000-0004", headers=later),
    ]
    statuses = []
    for token in tokens:
        path = cloud.call("POST", "/v1/signups", application(token)).json["status_url"]
        path = path[path.index("/v1/") :]
        wait_for(lambda path=path: cloud.call("GET", path).json["status"] == "completed")  # type: ignore[misc]
        statuses.append(cloud.call("GET", path).json)
    assert [s["granted_mileage"] for s in statuses] == [5000, 0]
    assert [s["already_member"] for s in statuses] == [False, True]
    assert len({s["member_id"] for s in statuses}) == 1


def test_a_sign_up_sent_twice_is_one(cloud: Cloud) -> None:
    token = cloud.prove_phone("010-9000-0014")
    ids = {
        cloud.call("POST", "/v1/signups", application(token)).json["signup_id"] for _ in range(2)
    }
    [signup_id] = ids
    path = f"/v1/signups/{signup_id}"
    wait_for(lambda: cloud.call("GET", path).json["status"] == "completed")

    told = cloud.call("GET", path).json
    assert (told["already_member"], told["granted_mileage"]) == (False, 5000)


def test_a_poison_message_goes_to_the_dead_letters_and_holds_up_nobody(cloud: Cloud) -> None:
    environment = json.loads((cloud.stack.home / "environment.json").read_text())
    sqs = cloud.stack.deployment.client("sqs")
    queue, dead = environment["SIGNUP_QUEUE_URL"], environment["SIGNUP_DEAD_LETTER_URL"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1"})
    sqs.send_message(QueueUrl=queue, MessageBody='{"schema": 1, "poison": true}')

    cloud.join("010-9000-0005")

    def is_dead() -> bool:
        names = ["ApproximateNumberOfMessages"]
        answer = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=names)
        return answer["Attributes"]["ApproximateNumberOfMessages"] == "1"

    wait_for(is_dead)
    staff = cloud.staff_token()
    dashboard = cloud.call("GET", "/v1/staff/dashboard", token=staff)
    assert dashboard.json["signup_queue"]["dead_letters"] == 1
    sqs.purge_queue(QueueUrl=dead)


def test_staff_get_a_report_by_mail_and_by_hand(cloud: Cloud) -> None:
    yesterday = (datetime.now(UTC).astimezone(SEOUL) - timedelta(days=1)).date().isoformat()
    staff = cloud.staff_token()
    mails_before = len(cloud.mails())

    run = cloud.call("POST", f"/v1/staff/reports/daily/{yesterday}/run", token=staff)

    assert run.status == 202, run.raw
    path = f"/v1/staff/reports/daily/{yesterday}"
    wait_for(lambda: cloud.call("GET", path, token=staff).status == 200)
    wait_for(lambda: len(cloud.mails()) > mails_before)
    mail = cloud.mails()[-1]
    assert yesterday in mail["Subject"]
    assert "<table" in mail["BodyHtml"]
    workbook = cloud.call("GET", f"{path}.xlsx", token=staff)
    assert any("chart" in name for name in zipfile.ZipFile(io.BytesIO(workbook.raw)).namelist())
    assert (
        cloud.call("GET", f"{path}.html", token=staff)
        .headers["Content-Type"]
        .startswith("text/html")
    )
    first = cloud.call("GET", path, token=staff).raw
    cloud.call("POST", f"{path}/run", token=staff)
    wait_for(lambda: len(cloud.mails()) > mails_before + 1)
    assert cloud.call("GET", path, token=staff).raw == first
    listed = cloud.call("GET", "/v1/staff/reports?kind=daily", token=staff).json["data"]
    assert {"kind": "daily", "period": yesterday} in listed


def test_a_schedule_runs_by_hand_as_the_runbook_says(cloud: Cloud) -> None:
    event = Path("infra/deploy/schedule-event.json").read_bytes()
    client = cloud.stack.deployment.client("lambda")
    for name in ("expire-lots", "make-reports"):
        answer = client.invoke(FunctionName=f"onmin-local-{name}", Payload=event)
        assert "FunctionError" not in answer, answer["Payload"].read()


def test_the_answer_in_the_readme_is_the_whole_truth(cloud: Cloud) -> None:
    shown = re.search(r"^({.*})$", Path("README.md").read_text(), re.M)
    assert shown is not None
    assert json.loads(shown[1]) == cloud.call("GET", "/v1/campaigns/celadon").json


def test_a_county_is_seeded_with_ordinary_aws_rights(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCAL_HOME", str(cloud.stack.home))
    seed_county.main(["local", "gangjin"])
    key = cloud.described["merchants"][0]["api_key"]
    assert cloud.call("GET", "/v1/merchant", token=key).status == 200


def test_a_poster_leads_to_its_booths_page(cloud: Cloud) -> None:
    staff = cloud.staff_token()
    campaigns = cloud.call("GET", "/v1/staff/campaigns", token=staff).json["data"]
    campaign = next(c for c in campaigns if c["code"] == cloud.described["campaign_code"])
    booth = campaign["booths"][0]["code"]
    path = f"/v1/staff/campaigns/{campaign['campaign_id']}/poster.svg?booth={booth}"
    poster = cloud.call("GET", path, token=staff)
    assert poster.headers["Content-Type"] == "image/svg+xml"
    assert f">참여 코드 (code)  {booth}<" in poster.raw.decode()
    assert cloud.call("GET", f"/j/{booth}").status == 200


def test_every_way_to_fail_has_the_one_shape(cloud: Cloud) -> None:
    failures = [
        cloud.call("GET", "/v1/nowhere"),
        cloud.call("GET", "/v1/me"),
        cloud.call("PUT", "/v1/me"),
        cloud.call("GET", "/v1/signups"),
        cloud.call("GET", "/v1/campaigns/unknown"),
        cloud.call("POST", "/v1/verifications", {"phone": "1", "purpose": "signup"}),
        cloud.call("POST", "/v1/signups", {"unknown": 1}),
        cloud.call("GET", "/v1/staff/dashboard", token="not.a.token"),
        cloud.call(
            "POST", "/v1/sessions", {"verification_token": "x"}, headers={"Content-Type": "a/b"}
        ),
    ]
    for answer in failures:
        assert answer.status >= 400
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        body = answer.json
        assert body["status"] == answer.status
        assert {"type", "title", "status", "detail", "code", "param", "request_id"} <= body.keys()
        assert answer.headers["X-Request-Id"] == body["request_id"]


def test_head_and_wrong_methods_are_answered_through_the_gateway(cloud: Cloud) -> None:
    head = cloud.call("HEAD", "/v1/health")
    wrong = cloud.call("DELETE", "/v1/health")

    assert (head.status, head.raw) == (200, b"")
    assert head.headers["Content-Type"].startswith("application/json")
    assert wrong.status == 405
    assert wrong.headers["Allow"] == "GET, HEAD"
    assert wrong.json["code"] == "method_not_allowed"


def test_the_day_of_a_sign_up_is_seouls(cloud: Cloud) -> None:
    """23:59:59 and 00:00:00 in Seoul are two business days, whatever UTC says."""
    token = cloud.prove_phone("010-9000-0006")
    headers = {"X-Simulated-Now": "2026-03-01T14:59:59.000Z"}
    early = cloud.call("POST", "/v1/verifications", {"phone": "010-9000-0007", "purpose": "signup"})
    assert early.status == 202
    queued = cloud.call("POST", "/v1/signups", application(token), headers=headers)
    assert queued.status == 202, queued.raw
    path = f"/v1/signups/{queued.json['signup_id']}"
    wait_for(lambda: cloud.call("GET", path).json["status"] == "completed")
    staff = cloud.staff_token()
    shown = cloud.call("GET", "/v1/staff/dashboard", token=staff, headers=headers).json
    assert (shown["on"], shown["signups"]) == ("2026-03-01", 1)
    next_second = {"X-Simulated-Now": "2026-03-01T15:00:00.000Z"}
    shown = cloud.call("GET", "/v1/staff/dashboard", token=staff, headers=next_second).json
    assert (shown["on"], shown["signups"]) == ("2026-03-02", 0)
