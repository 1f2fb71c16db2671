"""CloudWatch's alarms of a function and of its queue, by logical name."""

import re
from typing import Any

from chalicelib.aws.functions import Counted, Messages, Schedule
from chalicelib.aws.rights import Queue
from infra.deploy.template import Resources

_RUNBOOK = "See docs/runbook.md."


def of_errors(function: str) -> Resources:
    """At the first error: what raises in a schedule, or outside of a single message."""
    return _alarm(f"{function}Errors", {**_of_function(function, "Errors"), **_AT_THE_FIRST})


def of_throttles(function: str) -> Resources:
    """When Lambda starts no more of it: the account's or its own limit is reached."""
    throttled = {**_of_function(function, "Throttles"), **_AT_THE_FIRST}
    return _alarm(f"{function}Throttles", throttled)


def of_queue(messages: Messages) -> Resources:
    """At the first dead letter, and when a message has waited too long."""
    queue = Queue(messages.queue)
    waited = {
        **_of_queue(queue.logical_name, "ApproximateAgeOfOldestMessage"),
        **_AT_THE_FIRST,
        "EvaluationPeriods": 3,
        "Threshold": messages.late_after_seconds,
    }
    dead = {
        **_of_queue(queue.dead_letters, "ApproximateNumberOfMessagesVisible"),
        **_AT_THE_FIRST,
    }
    return _alarm(f"{queue.logical_name}Age", waited) | _alarm(f"{queue.dead_letters}Depth", dead)


def asked_for(alarm: Counted) -> Resources:
    """What a declaration asks for beside the alarms that every function has."""
    counted = {
        "AlarmDescription": f"{alarm.what}. {_RUNBOOK}",
        "Namespace": "onmin",
        "MetricName": alarm.metric,
        "Dimensions": [
            {"Name": "service", "Value": "onmin"},
            {"Name": "stage", "Value": {"Ref": "Stage"}},
        ],
        "Statistic": "Sum",
        "Period": 300,
        **_AT_THE_FIRST,
    }
    return _alarm(alarm.metric, counted)


def of_schedule(function: str, schedule: Schedule) -> Resources:
    """When the function was not called: the rule is off or gone."""
    # No call, no metric: what is missing is the alarm.
    missed = {
        **_of_function(function, "Invocations"),
        "AlarmDescription": f"{schedule.missed} for {schedule.missed_hours} hours. {_RUNBOOK}",
        "Period": 3600,
        "EvaluationPeriods": schedule.missed_hours,
        "Threshold": 1,
        "ComparisonOperator": "LessThanThreshold",
        "TreatMissingData": "breaching",
    }
    return _alarm(f"{function}Missed", missed)


_AT_THE_FIRST = {
    "EvaluationPeriods": 1,
    "Threshold": 0,
    "ComparisonOperator": "GreaterThanThreshold",
    "TreatMissingData": "notBreaching",
}


def _of_function(function: str, metric: str) -> dict[str, Any]:
    return {
        "Namespace": "AWS/Lambda",
        "MetricName": metric,
        "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": function}}],
        "Statistic": "Sum",
        "Period": 300,
    }


def _of_queue(queue: str, metric: str) -> dict[str, Any]:
    name = {"Fn::GetAtt": [queue, "QueueName"]}
    return {
        "Namespace": "AWS/SQS",
        "MetricName": metric,
        "Dimensions": [{"Name": "QueueName", "Value": name}],
        "Statistic": "Maximum",
        "Period": 60,
    }


def _alarm(logical_name: str, properties: dict[str, Any]) -> Resources:
    """`APIHandlerErrors` is called `onmin-prod-api-handler-errors`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", logical_name).lower()
    return {
        logical_name: {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {
                "AlarmName": {"Fn::Sub": f"onmin-${{Stage}}-{words}"},
                "AlarmActions": [{"Ref": "AlarmTopic"}],
                **properties,
            },
        }
    }
