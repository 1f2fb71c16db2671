"""What each function may do, read from the packaged template in IAM's words."""

import json
from pathlib import Path
from typing import Any

from infra.deploy.template import Resources, of_type, referred

FUNCTION = "AWS::Serverless::Function"


def statements(resources: Resources, role: str) -> list[dict[str, Any]]:
    policies = resources[role]["Properties"]["Policies"]
    return [s for policy in policies for s in policy["PolicyDocument"]["Statement"]]


def actions(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else list(action)


def all_statements(resources: Resources) -> list[dict[str, Any]]:
    roles = [referred(function["Role"]) for _, function in of_type(resources, FUNCTION)]
    return [statement for role in roles for statement in statements(resources, role)]


def test_each_function_has_a_role_of_its_own(resources: Resources) -> None:
    roles = [referred(function["Role"]) for _, function in of_type(resources, FUNCTION)]

    assert len(roles) >= 5
    assert len(set(roles)) == len(roles)


def test_no_policy_of_a_stage_can_stand_in_for_a_missing_one() -> None:
    chalice = Path(__file__).resolve().parents[2] / ".chalice"

    assert list(chalice.glob("policy-*.json")) == []
    assert json.loads((chalice / "config.json").read_text())["autogen_policy"] is False


def test_no_right_is_a_wildcard_and_no_table_is_scanned(resources: Resources) -> None:
    granted = [action for s in all_statements(resources) for action in actions(s)]

    assert [action for action in granted if "*" in action] == []
    assert "dynamodb:Scan" not in granted


def test_only_rights_without_a_resource_are_given_on_all_resources(resources: Resources) -> None:
    on_all = {
        action
        for statement in all_statements(resources)
        if statement.get("Resource") == "*"
        for action in actions(statement)
    }

    assert on_all == {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


def test_only_those_who_run_commands_may_write_wallets(resources: Resources) -> None:
    """By the leading keys, which every right to write names."""
    writers = set()
    for name, function in of_type(resources, FUNCTION):
        for statement in statements(resources, referred(function["Role"])):
            if {"dynamodb:PutItem", "dynamodb:UpdateItem"} & set(actions(statement)):
                keys = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
                assert "*" not in keys
                if "*#WALLET#*" in keys:
                    writers.add((name, statement["Sid"]))

    # Sums are changed beside an entry that is put: see `Table.sum_up`.
    buyers = ("ServeTickets", "EndReservations", "WorkPayments")
    joining = "CompleteSignup"
    assert writers == {
        (name, "ChangeSums") for name in ("APIHandler", joining, "FinishReferrals", *buyers)
    } | {
        (name, "WriteItems")
        for name in (
            "APIHandler",
            joining,
            "ExpireLots",
            "FinishReferrals",
            "GiveFeeShares",
            "RunGrants",
            "TendPhotos",
            "TendTrips",
            *buyers,
        )
    }


def test_no_function_deletes_items(resources: Resources) -> None:
    granted = {action for s in all_statements(resources) for action in actions(s)}

    assert {a for a in granted if a.startswith("dynamodb:")} == {
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        # Of the stream of what is put.
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    }


def test_counters_are_changed_and_nothing_else_of_an_item(resources: Resources) -> None:
    """Alone by the attributes that they have, in a transaction by what is in it."""
    changing = {
        s["Sid"]: s["Condition"]
        for s in all_statements(resources)
        if "dynamodb:UpdateItem" in actions(s)
    }

    assert changing.keys() == {"ChangeCounters", "ChangeSums"}
    named = changing["ChangeCounters"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]
    assert set(named) <= {"pk", "sk", "tries", "count", "ttl"}
    within = changing["ChangeSums"]["ForAnyValue:StringEquals"]["dynamodb:EnclosingOperation"]
    assert within == ["TransactWriteItems"]


def test_text_messages_go_to_phones_and_never_to_topics(resources: Resources) -> None:
    publishing = [s for s in all_statements(resources) if "sns:Publish" in actions(s)]

    assert publishing
    assert {s["NotResource"] for s in publishing} == {"arn:aws:sns:*:*:*"}


def test_no_function_may_lift_the_lock_and_one_alone_may_write_days(resources: Resources) -> None:
    writers, granted, erased = set(), set(), set()
    settled: dict[str, str] = {}
    drawn: set[str] = set()
    for name, function in of_type(resources, FUNCTION):
        for statement in statements(resources, referred(function["Role"])):
            granted |= set(actions(statement))
            if any("s3:Delete" in action for action in actions(statement)):
                erased.add(json.dumps(statement["Resource"]))
            place = json.dumps(statement.get("Resource"))
            if "LedgerBucket" in place and "s3:PutObject" in actions(statement):
                writers.add(name)
                drawn |= {name} if "LedgerBucket.Arn}/*/draws/*" in place else set()
                settled |= {name: place} if "/settlement" in place or "/payouts" in place else {}

    assert writers - settled.keys() == {"PublishRoots", "DrawDueLots", "StepLotteries"}
    # Those of settlements write below names of their own.
    assert settled.keys() == {"CloseDays", "SettleShops", "APIHandler"}
    assert drawn == {"APIHandler", "DrawDueLots", "StepLotteries"}
    assert "/*/payouts/*" in settled["APIHandler"]
    assert "/*/settlement-days/*" in settled["CloseDays"]
    assert "/*/settlements/*" in settled["SettleShops"]
    assert not {a for a in granted if "Bypass" in a or "Retention" in a}
    # Images of people are erased, from their own bucket.
    assert {bucket for bucket in erased if "UploadBucket" not in bucket} == set()
