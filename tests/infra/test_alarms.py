"""Which alarms ring, read from the packaged template: each is sent to somebody."""

from infra.deploy.template import Resources, of_type, referred

FUNCTION = "AWS::Serverless::Function"
QUEUE = "AWS::SQS::Queue"
ALARM = "AWS::CloudWatch::Alarm"


def alarms_on(resources: Resources, metric: str, dimension: str) -> set[str]:
    """The logical names that some alarm on `metric` watches and that mail is sent about."""
    return {
        referred(dimension_["Value"])
        for _, alarm in of_type(resources, ALARM)
        if alarm.get("MetricName") == metric and alarm["AlarmActions"]
        for dimension_ in alarm["Dimensions"]
        if dimension_["Name"] == dimension
    }


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


def test_an_alarm_rings_when_a_schedule_did_not_call(resources: Resources) -> None:
    """No schedule, no metric: what is missing is the alarm. A day and two hours, so that a night
    a little late does not ring, and an hour of those that come every few minutes; CloudWatch bounds
    periods of an hour to seven days."""
    missed = {
        referred(alarm["Dimensions"][0]["Value"]): alarm
        for _, alarm in of_type(resources, ALARM)
        if alarm["TreatMissingData"] == "breaching"
    }
    scheduled = {
        name
        for name, function in of_type(resources, FUNCTION)
        if any(event["Type"] == "Schedule" for event in function.get("Events", {}).values())
    }

    assert set(missed) == scheduled >= {"PublishRoots", "MakeReports", "ExpireLots"}
    for function, alarm in missed.items():
        assert (alarm["Namespace"], alarm["MetricName"]) == ("AWS/Lambda", "Invocations")
        [rate] = [
            event["Properties"]["Schedule"]
            for event in resources[function]["Properties"]["Events"].values()
            if event["Type"] == "Schedule"
        ]
        hours = 1 if "/" in rate else 26
        assert alarm["Period"] * alarm["EvaluationPeriods"] == hours * 3600
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
