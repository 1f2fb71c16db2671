"""House rules about the deployed resources, read from the packaged template."""

import hashlib
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from infra.deploy import package
from infra.deploy.template import Resources, of_type, referred

FUNCTION = "AWS::Serverless::Function"
QUEUE = "AWS::SQS::Queue"
ALARM = "AWS::CloudWatch::Alarm"
VISIBILITY_FACTOR_MIN = 6
RETENTION_DAYS_MIN = 365
RETENTION_DAYS_DEFAULT_MIN = 730
RECEIVES = 5


def queue_events(resources: Resources) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(function, event) for each event source that is a queue."""
    return [
        (function, event["Properties"])
        for _, function in of_type(resources, FUNCTION)
        for event in function.get("Events", {}).values()
        if event["Type"] == "SQS"
    ]


def test_cfn_lint_finds_nothing(packaged: Path) -> None:
    """It takes twelve seconds, and finds the same of the same: what it found nothing of is kept."""
    template = (packaged / "sam.yaml").read_bytes()
    linter = f"cfn-lint {version('cfn-lint')}".encode()
    clean = package.CACHE / f"linted-{hashlib.sha256(linter + template).hexdigest()[:16]}"
    if clean.exists():
        return
    command = [Path(sys.executable).parent / "cfn-lint", "--", packaged / "sam.yaml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    clean.touch()


def test_a_published_day_cannot_be_deleted_or_hidden(resources: Resources) -> None:
    policy = resources["LedgerBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    outside_local = [s["Fn::If"][2] for s in policy if "Fn::If" in s]

    assert {s["Sid"]: (s["Effect"], s["Action"]) for s in outside_local} == {
        "NothingIsDeleted": ("Deny", "s3:DeleteObject"),
        "NothingIsReplaced": ("Deny", "s3:PutObject"),
    }
    assert outside_local[1]["Condition"]["Null"] == {"s3:if-none-match": "true"}


def test_each_queue_has_a_dead_letter_queue_and_is_encrypted(resources: Resources) -> None:
    queues = dict(of_type(resources, QUEUE))
    redrives = {n: q["RedrivePolicy"] for n, q in queues.items() if "RedrivePolicy" in q}
    dead_letters = {referred(redrive["deadLetterTargetArn"]) for redrive in redrives.values()}

    assert set(redrives) | dead_letters == set(queues)
    assert set(redrives) & dead_letters == set()
    assert {redrive["maxReceiveCount"] for redrive in redrives.values()} == {RECEIVES}
    assert all(queue["SqsManagedSseEnabled"] for queue in queues.values())


def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_run(
    resources: Resources,
) -> None:
    for function, event in queue_events(resources):
        queue = resources[referred(event["Queue"])]["Properties"]

        assert queue["VisibilityTimeout"] >= VISIBILITY_FACTOR_MIN * function["Timeout"]


def test_each_queue_consumer_reports_single_failures_and_is_bounded(resources: Resources) -> None:
    events = [event for _, event in queue_events(resources)]

    assert len(events) == 11
    for event in events:
        assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        condition, _, elsewhere = event["ScalingConfig"]["MaximumConcurrency"]["Fn::If"]
        assert condition == "IsLocal"
        assert 2 <= elsewhere <= 50


def test_each_consumer_has_concurrency_of_its_own(resources: Resources) -> None:
    for function, event in queue_events(resources):
        condition, _, kept = function["ReservedConcurrentExecutions"]["Fn::If"]
        assert (condition, kept) == (
            "IsLocal",
            event["ScalingConfig"]["MaximumConcurrency"]["Fn::If"][2],
        )


def test_logs_are_kept_for_two_years_unless_the_county_is_small(
    template: dict[str, Any], resources: Resources
) -> None:
    days = template["Parameters"]["LogDays"]
    groups = dict(of_type(resources, "AWS::Logs::LogGroup"))
    named = {referred(f["LoggingConfig"]["LogGroup"]) for _, f in of_type(resources, FUNCTION)} | {
        "AccessLogs"
    }

    assert days["Default"] >= RETENTION_DAYS_DEFAULT_MIN
    assert min(days["AllowedValues"]) >= RETENTION_DAYS_MIN
    assert groups.keys() == named
    assert {str(group["RetentionInDays"]) for group in groups.values()} == {"{'Ref': 'LogDays'}"}


def test_the_table_can_be_restored_and_not_be_deleted_in_production(resources: Resources) -> None:
    table = resources["AppTable"]["Properties"]

    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["DeletionProtectionEnabled"] == {"Fn::If": ["IsProd", True, False]}
    assert resources["AppTable"]["DeletionPolicy"] == "RetainExceptOnCreate"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


def test_the_report_bucket_is_private_encrypted_and_versioned(resources: Resources) -> None:
    bucket = resources["ReportBucket"]["Properties"]

    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]


def test_published_days_cannot_be_changed(resources: Resources) -> None:
    bucket = resources["LedgerBucket"]["Properties"]
    retention = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]

    assert bucket["ObjectLockEnabled"] is True
    assert retention["Fn::If"][:2] == ["IsProd", {"Mode": "COMPLIANCE", "Years": 10}]
    assert retention["Fn::If"][2]["Mode"] == "GOVERNANCE"
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert resources["LedgerBucket"]["DeletionPolicy"] == "RetainExceptOnCreate"


def test_the_simulated_clock_runs_in_the_local_stage_alone(template: dict[str, Any]) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]

    assert variables["SIMULATED_CLOCK"] == {"Fn::If": ["IsLocal", "1", ""]}
    assert template["Conditions"]["IsLocal"] == {"Fn::Equals": [{"Ref": "Stage"}, "local"]}


def test_staff_cannot_change_the_county_they_work_for(resources: Resources) -> None:
    pool = resources["StaffPool"]["Properties"]
    attribute = {item["Name"]: item for item in pool["Schema"]}["county"]

    assert attribute["Mutable"] is False
    assert "custom:county" not in resources["StaffClient"]["Properties"]["WriteAttributes"]


def test_no_key_of_a_provider_is_in_the_environment(template: dict[str, Any]) -> None:
    """It would take a deployment to change it; whoever may describe a function could read it."""
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    secret = {name for name in variables if re.search("SECRET|PASSWORD|TOKEN|KEY", name)}

    assert secret == {
        "DATA_KEY_ID",
        "MAC_KEY_ID",
        "IDENTITY_SECRET_ID",
        "OFFICES_SECRET_ID",
        "PAYMENT_SECRET_ID",
    }
    assert not {"NoEcho"} & {key for p in template["Parameters"].values() for key in p}
