"""The local cloud as `make up` and `make down` handle it; of all, the stop and the move go last."""

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import botocore.exceptions
import pytest

from infra.localcloud import ministack
from infra.localcloud.deployment import REGION
from infra.localcloud.local import LocalStack
from infra.localcloud.seeded_accounts import id_token
from tests.e2e.conftest import Cloud

TRIES_MAX = 100
STACK_KEYS = {
    "agent",
    "approver",
    "base_url",
    "aws_endpoint_url",
    "region",
    "staff",
    "merchants",
    "campaign_code",
    "round_id",
    "facility_id",
    "identity_provider_url",
    "offices_url",
    "payment_provider_url",
}


@pytest.fixture
def stack(cloud: Cloud) -> LocalStack:
    return cloud.stack


def described(stack: LocalStack) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((stack.home / "stack.json").read_text())
    return found


def get(url: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def is_taken_by_its_consumer(stack: LocalStack, queue: str) -> bool:
    """Whether a message that is sent to the queue is soon in the hands of its function."""
    url = stack.deployment.outputs()[queue]
    sqs = stack.deployment.client("sqs")
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    hidden = "ApproximateNumberOfMessagesNotVisible"
    for _ in range(TRIES_MAX):
        counted = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[hidden])
        if int(counted["Attributes"][hidden]) > 0:
            return True
        time.sleep(0.1)
    return False


def test_stack_json_says_what_tools_need(stack: LocalStack) -> None:
    said = described(stack)

    assert said.keys() == STACK_KEYS
    assert said["base_url"] == stack.base_url
    for account in ("staff", "approver"):
        assert said[account].keys() == {
            "username",
            "password",
            "id_token_command",
            "code_command",
        }
    assert said["staff"]["username"] != said["approver"]["username"]
    assert [merchant["kind"] for merchant in said["merchants"]] == ["ordinary", "over_sales_cap"]
    assert all(merchant["api_key"].startswith("mk_test_") for merchant in said["merchants"])
    assert (stack.home / "stack.json").stat().st_mode & 0o077 == 0


def test_the_seeded_campaign_is_served(stack: LocalStack) -> None:
    status, body = get(f"{stack.base_url}/v1/campaigns/{described(stack)['campaign_code']}")

    assert (status, json.loads(body)["signup_mileage"]) == (200, 5000)


def test_an_unknown_address_is_a_problem_document(stack: LocalStack) -> None:
    status, body = get(f"{stack.base_url}/nowhere")

    assert (status, json.loads(body)["code"]) == (404, "route_not_found")


def test_the_token_command_of_stack_json_prints_an_id_token(stack: LocalStack) -> None:
    command = described(stack)["staff"]["id_token_command"]
    printed = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)  # noqa: S602

    assert printed.stdout.count(".") == 2
    assert id_token(stack.home).count(".") == 2


def test_a_stranger_is_refused_by_the_cloud(stack: LocalStack) -> None:
    """IAM is enforced; otherwise the functions' policies would prove nothing."""
    stranger = boto3.client(
        "dynamodb",
        endpoint_url=stack.cloud.endpoint_url,
        region_name=REGION,
        aws_access_key_id="AKIASTRANGER00000000",
        aws_secret_access_key="stranger",
    )

    with pytest.raises(botocore.exceptions.ClientError):
        stranger.list_tables()


def test_nothing_listens_beyond_loopback(stack: LocalStack) -> None:
    """Whoever listens on all addresses is found at any of them; all of 127/8 is this machine."""
    for elsewhere in ("127.0.0.2", _own_address()):
        with socket.socket() as probe:
            probe.settimeout(1)
            assert probe.connect_ex((elsewhere, stack.port)) != 0, elsewhere


def _own_address() -> str:
    """By which this machine would talk to others; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect_ex(("192.0.2.1", 9))
        return str(probe.getsockname()[0])


def test_a_busy_port_is_said_so(stack: LocalStack, tmp_path: Path) -> None:
    with pytest.raises(ministack.PortInUseError):
        LocalStack(tmp_path, stack.port).up()


def test_the_data_survives_a_stop_and_a_change_of_port(cloud: Cloud, stack: LocalStack) -> None:
    me = cloud.join("010-9000-0008")
    before = described(stack)
    api_before = stack.deployment.outputs()["RestAPIId"]
    table = stack.deployment.outputs()["TableName"]
    item = {"pk": {"S": "test#KEPT"}, "sk": {"S": "KEPT"}}
    stack.deployment.client("dynamodb").put_item(TableName=table, Item=item)
    stack.down()
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", stack.port)) != 0

    moved = LocalStack(stack.home, ministack.free_port())
    moved.up()

    try:
        kept = moved.deployment.client("dynamodb").get_item(TableName=table, Key=item)
        after = described(moved)
        assert kept["Item"] == item
        assert moved.deployment.outputs()["RestAPIId"] == api_before
        assert after["merchants"] == before["merchants"]
        assert after["staff"]["password"] == before["staff"]["password"]
        assert after["base_url"] == moved.base_url
        assert get(f"{moved.base_url}/v1/health")[0] == 200
        assert Cloud(moved, after).call("GET", "/v1/me", token=me).status == 200
        assert id_token(moved.home)
        assert is_taken_by_its_consumer(moved, "SignupQueueUrl")
    finally:
        moved.down()
