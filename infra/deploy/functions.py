"""Makes of the functions' declarations what `chalice package` needs.

A function `run_grants` that takes messages of the queue `grant` becomes: an entry of
`lambda_functions` and a policy for Chalice, and, to be merged, its name, log group, event source,
`GrantQueue`, `GrantDeadLetters`, their alarms, `GRANT_QUEUE_URL` for all functions, and outputs.
Logical and physical names are those of resources that hold data: another name is another resource.
"""

import json
from functools import cache
from typing import Any

from chalicelib.application import build
from chalicelib.aws.adapters import Adapters
from chalicelib.aws.functions import FUNCTIONS, Function, Messages, NewItems, Schedule
from chalicelib.aws.rights import TABLE, Queue, Right
from chalicelib.http.methods import App
from infra.deploy import alarms, runtime
from infra.deploy.policies import OUTSIDE, policy
from infra.deploy.template import Resources, Template, hand_written

API = "api_handler"
"""Chalice's name for the function of all routes."""

# Five tries, then the dead-letter queue. Both keep a message for fourteen days, SQS's longest.
_RECEIVES_MAX = 5
_MESSAGE_SECONDS = 14 * 86_400
# As Lambda asks for: a message must not come back while it is still being worked on.
_VISIBILITY_FACTOR = 6


ALIAS = "live"
"""Of a function that starts from a snapshot: its newest version, which alone has one."""
# A new version for each release, by its digest: SAM does not notice a changed parameter, and what
# is behind an alias keeps its variables, so it would go on with the table of before a restore. And
# one version only: each costs.
_PUBLISHED = {
    "SnapStart": {"ApplyOn": "PublishedVersions"},
    "AutoPublishAlias": ALIAS,
    "AutoPublishCodeSha256": {"Ref": "ReleaseDigest"},
    "VersionDeletionPolicy": "Delete",
}


class DeclarationError(Exception):
    """What the functions declare does not fit together, or is not all of them."""


@cache
def application() -> App:
    """The whole application, to be looked at."""
    return build(Adapters())


def declared() -> dict[str, Function]:
    """Every function of the application, by name."""
    app: Any = application()
    handlers = (*app.event_sources, *app.pure_lambda_functions, *app.builtin_auth_handlers)
    known = {API, *(handler.name for handler in handlers)}
    if undeclared := known - FUNCTIONS.keys():
        raise DeclarationError(f"no declaration of: {', '.join(sorted(undeclared))}")
    if unknown := FUNCTIONS.keys() - known:
        raise DeclarationError(f"not registered: {', '.join(sorted(unknown))}")
    return dict(sorted(FUNCTIONS.items()))


def chalice_functions() -> dict[str, dict[str, Any]]:
    """`lambda_functions` of Chalice's configuration."""
    return {
        name: {
            "iam_policy_file": f"policies/{name}.json",
            "lambda_memory_size": function.memory_mb,
            "lambda_timeout": function.timeout_seconds,
        }
        for name, function in declared().items()
    }


def policies() -> dict[str, dict[str, Any]]:
    """By the function's name."""
    return {
        name: policy(_rights(function), log_group=_log_group(name))
        for name, function in declared().items()
    }


def template() -> Template:
    """What is merged into Chalice's template, beside what is written by hand."""
    functions = declared()
    made: Resources = {}
    for name, function in functions.items():
        made |= _resources(name, function)
    touched = {place for f in functions.values() for right in f.may for place in right.resources}
    there = {*made, *hand_written()["Resources"], *OUTSIDE}
    if missing := {place.partition("/")[0] for place in touched} - there:
        raise DeclarationError(f"rights to what is not there: {', '.join(sorted(missing))}")
    variables, outputs = {}, {}
    for name in _consumed(functions):
        queue = Queue(name)
        variables[f"{name.upper()}_QUEUE_URL"] = {"Ref": queue.logical_name}
        if queue.dead_letters in touched:
            variables[f"{name.upper()}_DEAD_LETTER_URL"] = {"Ref": queue.dead_letters}
        for resource in (queue.logical_name, queue.dead_letters):
            outputs[f"{resource}Url"] = {"Value": {"Ref": resource}}
    return {
        "Globals": {"Function": {"Environment": {"Variables": variables}}},
        "Resources": made,
        "Outputs": outputs,
    }


def _consumed(functions: dict[str, Function]) -> list[str]:
    queues = [f.trigger.queue for f in functions.values() if isinstance(f.trigger, Messages)]
    if len(set(queues)) != len(queues):
        raise DeclarationError("two functions take the messages of one queue")
    return queues


def _rights(function: Function) -> tuple[Right, ...]:
    if isinstance(function.trigger, Messages):
        return (Queue(function.trigger.queue).take(), *function.may)
    if isinstance(function.trigger, NewItems):
        return (TABLE.follow(), *function.may)
    return function.may


def _resources(name: str, function: Function) -> Resources:
    logical_name = _logical_name(name)
    words = name.replace("_", "-")
    properties: dict[str, Any] = {
        "FunctionName": {"Fn::Sub": f"onmin-${{Stage}}-{words}"},
        "LoggingConfig": {"LogGroup": {"Ref": _log_group(name)}},
        # In place of the one that Chalice runs on.
        "Runtime": runtime.NAME,
    }
    if function.from_snapshot:
        properties |= _PUBLISHED
    made: Resources = {
        logical_name: {"Properties": properties},
        _log_group(name): {
            "Type": "AWS::Logs::LogGroup",
            "Properties": {
                "LogGroupName": {"Fn::Sub": f"/onmin/${{Stage}}/{words}"},
                "RetentionInDays": {"Ref": "LogDays"},
            },
        },
        **alarms.of_errors(logical_name),
        **alarms.of_throttles(logical_name),
    }
    if isinstance(function.trigger, Messages):
        event = {"Properties": _event_source(function.trigger)}
        # Kept for it: a crowd at the till takes none of it, and it takes none of theirs.
        properties["ReservedConcurrentExecutions"] = {
            "Fn::If": ["IsLocal", {"Ref": "AWS::NoValue"}, function.trigger.concurrency]
        }
        properties["Events"] = {f"{logical_name}SqsEventSource": event}
        made |= _queues(function.trigger, function.timeout_seconds)
        made |= alarms.of_queue(function.trigger)
    if isinstance(function.trigger, NewItems):
        event = {"Properties": _stream_source(function.trigger)}
        properties["Events"] = {f"{logical_name}DynamodbEventSource": event}
    if isinstance(function.trigger, Schedule):
        made |= alarms.of_schedule(logical_name, function.trigger)
    for alarm in function.alarms:
        made |= alarms.asked_for(alarm)
    return made


def _event_source(messages: Messages) -> dict[str, Any]:
    at_most = {"Fn::If": ["IsLocal", messages.local_concurrency, messages.concurrency]}
    return {
        "Queue": {"Fn::GetAtt": [Queue(messages.queue).logical_name, "Arn"]},
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "ScalingConfig": {"MaximumConcurrency": at_most},
    }


def _stream_source(items: NewItems) -> dict[str, Any]:
    image = {"type": {"S": [items.of_type]}, "kind": {"S": list(items.kinds)}}
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": image}}
    return {
        # Of a restored table, which is no resource of the template (`make restore`).
        "Stream": {
            "Fn::If": [
                "HasTableStream",
                {"Ref": "TableStreamArn"},
                {"Fn::GetAtt": [TABLE.name, "StreamArn"]},
            ]
        },
        "StartingPosition": "LATEST",
        "MaximumBatchingWindowInSeconds": items.window_seconds,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": items.tries,
        "MaximumRecordAgeInSeconds": items.age_seconds_max,
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps(pattern)}]},
    }


def _queues(messages: Messages, timeout_seconds: int) -> Resources:
    queue = Queue(messages.queue)
    words = messages.queue.replace("_", "-")
    in_order: dict[str, Any] = {"FifoQueue": True} if messages.is_in_order else {}
    throughput: dict[str, Any] = {}
    if messages.is_in_order:
        # By group, else 300 messages a second were all that a queue takes.
        throughput = {
            "DeduplicationScope": "messageGroup",
            "FifoThroughputLimit": "perMessageGroupId",
        }
    suffix = ".fifo" if messages.is_in_order else ""
    redrive = {
        "deadLetterTargetArn": {"Fn::GetAtt": [queue.dead_letters, "Arn"]},
        "maxReceiveCount": _RECEIVES_MAX,
    }
    return {
        queue.logical_name: _queue(
            f"{words}s{suffix}",
            **in_order,
            **throughput,
            VisibilityTimeout=_VISIBILITY_FACTOR * timeout_seconds,
            RedrivePolicy=redrive,
        ),
        queue.dead_letters: _queue(f"{words}-dead-letters{suffix}", **in_order),
    }


def _queue(name: str, **properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "QueueName": {"Fn::Sub": f"onmin-${{Stage}}-{name}"},
            "SqsManagedSseEnabled": True,
            "MessageRetentionPeriod": _MESSAGE_SECONDS,
            **properties,
        },
    }


def _logical_name(name: str) -> str:
    """As Chalice calls it."""
    return "APIHandler" if name == API else _stem(name)


def _log_group(name: str) -> str:
    return f"{_stem(name)}Logs"


def _stem(name: str) -> str:
    return name.title().replace("_", "")
