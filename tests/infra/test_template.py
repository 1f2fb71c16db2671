"""House rules about the deployed resources, read from the packaged template."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.deploy.template import Resources, of_type, referred

FUNCTION = "AWS::Serverless::Function"
QUEUE = "AWS::SQS::Queue"
ALARM = "AWS::CloudWatch::Alarm"
VISIBILITY_FACTOR_MIN = 6
RETENTION_DAYS_MIN = 365
RETENTION_DAYS_DEFAULT_MIN = 730
RECEIVES = 5


def statements(resources: Resources, role: str) -> list[dict[str, Any]]:
    policies = resources[role]["Properties"]["Policies"]
    return [s for policy in policies for s in policy["PolicyDocument"]["Statement"]]


def actions(statement: dict[str, Any]) -> list[str]:
    action = statement["Action"]
    return [action] if isinstance(action, str) else list(action)


def all_statements(resources: Resources) -> list[dict[str, Any]]:
    roles = [referred(function["Role"]) for _, function in of_type(resources, FUNCTION)]
    return [statement for role in roles for statement in statements(resources, role)]


def queue_events(resources: Resources) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(function, event) for each event source that is a queue."""
    return [
        (function, event["Properties"])
        for _, function in of_type(resources, FUNCTION)
        for event in function.get("Events", {}).values()
        if event["Type"] == "SQS"
    ]


def alarms_on(resources: Resources, metric: str, dimension: str) -> set[str]:
    """The logical names that some alarm on `metric` watches and that mail is sent about."""
    return {
        referred(dimension_["Value"])
        for _, alarm in of_type(resources, ALARM)
        if alarm.get("MetricName") == metric and alarm["AlarmActions"]
        for dimension_ in alarm["Dimensions"]
        if dimension_["Name"] == dimension
    }


def test_cfn_lint_finds_nothing(packaged: Path) -> None:
    linter = Path(sys.executable).parent / "cfn-lint"
    done = subprocess.run(
        [linter, "--", packaged / "sam.yaml"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


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
                    writers.add((name, *actions(statement)))

    assert writers == {
        (name, "dynamodb:PutItem")
        for name in ("APIHandler", "CompleteSignup", "ExpireLots", "RunGrants")
    }


def test_no_function_deletes_items(resources: Resources) -> None:
    granted = {action for s in all_statements(resources) for action in actions(s)}

    assert {a for a in granted if a.startswith("dynamodb:")} == {
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
    }


def test_counters_are_changed_and_nothing_else_of_an_item(resources: Resources) -> None:
    changing = [s for s in all_statements(resources) if "dynamodb:UpdateItem" in actions(s)]

    assert changing
    for statement in changing:
        named = statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"]
        assert set(named) <= {"pk", "sk", "tries", "count", "left", "ttl"}


def test_a_published_day_cannot_be_deleted_or_hidden(resources: Resources) -> None:
    policy = resources["LedgerBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    outside_local = [s["Fn::If"][2] for s in policy if "Fn::If" in s]

    assert {s["Sid"]: (s["Effect"], s["Action"]) for s in outside_local} == {
        "NothingIsDeleted": ("Deny", "s3:DeleteObject"),
        "NothingIsReplaced": ("Deny", "s3:PutObject"),
    }
    assert outside_local[1]["Condition"]["Null"] == {"s3:if-none-match": "true"}


def test_text_messages_go_to_phones_and_never_to_topics(resources: Resources) -> None:
    publishing = [s for s in all_statements(resources) if "sns:Publish" in actions(s)]

    assert [s["NotResource"] for s in publishing] == ["arn:aws:sns:*:*:*"]


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

    assert len(events) == 3
    for event in events:
        assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        condition, _, elsewhere = event["ScalingConfig"]["MaximumConcurrency"]["Fn::If"]
        assert (condition, elsewhere) == ("IsLocal", 20)


def test_an_alarm_watches_the_errors_of_each_function(resources: Resources) -> None:
    functions = {name for name, _ in of_type(resources, FUNCTION)}

    assert alarms_on(resources, "Errors", "FunctionName") == functions


def test_alarms_watch_dead_letters_queue_age_and_server_errors(resources: Resources) -> None:
    queues = dict(of_type(resources, QUEUE))
    working = {name for name, queue in queues.items() if "RedrivePolicy" in queue}
    server_errors = resources["ApiServerErrors"]["Properties"]

    depth = alarms_on(resources, "ApproximateNumberOfMessagesVisible", "QueueName")
    assert depth == set(queues) - working
    assert alarms_on(resources, "ApproximateAgeOfOldestMessage", "QueueName") == working
    assert server_errors["MetricName"] == "5XXError"


def test_an_alarm_rings_at_the_first_difference_that_the_reconciliation_counts(
    resources: Resources,
) -> None:
    """Its metric is the very one that `reconciling/worker.py` counts, with its dimensions."""
    alarm = resources["LedgerDifferences"]["Properties"]

    assert (alarm["Namespace"], alarm["MetricName"]) == ("onmin", "LedgerDifferences")
    assert {d["Name"]: d["Value"] for d in alarm["Dimensions"]} == {
        "service": "onmin",
        "stage": {"Ref": "Stage"},
    }
    assert (alarm["Statistic"], alarm["Threshold"]) == ("Sum", 0)
    assert alarm["ComparisonOperator"] == "GreaterThanThreshold"
    assert alarm["AlarmActions"]


def test_alarms_ring_when_a_nightly_job_of_the_ledger_did_not_run(resources: Resources) -> None:
    """No schedule, no metric: what is missing is the alarm. A day and two hours, so that a night
    a little late does not ring; CloudWatch bounds periods of an hour to seven days."""
    missed = {
        referred(alarm["Dimensions"][0]["Value"]): alarm
        for _, alarm in of_type(resources, ALARM)
        if alarm["TreatMissingData"] == "breaching"
    }

    assert set(missed) == {"PublishRoots", "ReconcileLedger"}
    for alarm in missed.values():
        assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Invocations")
        assert alarm["Period"] * alarm["EvaluationPeriods"] == 26 * 3600
        assert (alarm["Statistic"], alarm["Threshold"]) == ("Sum", 1)
        assert alarm["ComparisonOperator"] == "LessThanThreshold"
        assert alarm["AlarmActions"]


def test_alarms_watch_throttles_latency_and_the_cost_of_text_messages(
    resources: Resources,
) -> None:
    alarms = dict(of_type(resources, ALARM))
    functions = {name for name, _ in of_type(resources, FUNCTION)}

    assert alarms_on(resources, "Throttles", "FunctionName") == functions
    assert alarms["ApiLatency"]["ExtendedStatistic"] == "p99"
    assert alarms["SmsSpend"]["MetricName"] == "SMSMonthToDateSpentUSD"
    assert alarms["SmsSpend"]["Threshold"] == {"Ref": "SmsSpendAlarm"}
    sums, *watched = alarms["TableThrottled"]["Metrics"]
    assert sums["Expression"] == "SUM(METRICS())"
    metrics = [each["MetricStat"]["Metric"] for each in watched]
    places = {(m["MetricName"], m["Dimensions"][-1]["Name"]) for m in metrics}
    assert len(metrics) == 6
    assert places == {
        (metric, place)
        for metric in ("ReadThrottleEvents", "WriteThrottleEvents")
        for place in ("TableName", "GlobalSecondaryIndexName")
    }
    assert all(alarm["AlarmActions"] for alarm in alarms.values())


def test_what_api_gateway_throttled_is_counted_in_its_access_log(resources: Resources) -> None:
    counted = resources["ApiThrottledCount"]["Properties"]
    [metric] = counted["MetricTransformations"]
    alarm = resources["ApiThrottled"]["Properties"]

    assert referred(counted["LogGroupName"]) == "AccessLogs"
    assert counted["FilterPattern"] == '{ $.refused = "THROTTLED" }'
    assert (metric["MetricNamespace"], metric["MetricName"]) == (
        alarm["Namespace"],
        alarm["MetricName"],
    )


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


def test_no_function_may_lift_the_lock_and_one_alone_may_write_days(resources: Resources) -> None:
    writers, granted = set(), set()
    for name, function in of_type(resources, FUNCTION):
        for statement in statements(resources, referred(function["Role"])):
            granted |= set(actions(statement))
            is_there = "LedgerBucket" in json.dumps(statement.get("Resource"))
            if is_there and "s3:PutObject" in actions(statement):
                writers.add(name)

    assert writers == {"PublishRoots"}
    assert not {a for a in granted if "Bypass" in a or "Retention" in a or "s3:Delete" in a}


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

    assert secret == {"DATA_KEY_ID", "MAC_KEY_ID", "IDENTITY_SECRET_ID"}
    assert not {"NoEcho"} & {key for p in template["Parameters"].values() for key in p}
