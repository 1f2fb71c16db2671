"""What the functions of the local cloud logged, as CloudWatch would show it."""

import json
import time
from typing import Any

from infra.localcloud.deployment import Deployment

_CHATTER = ("START RequestId", "END RequestId", "REPORT RequestId")
_PAGES_MAX = 50


def recent(deployment: Deployment, *, seconds: int) -> list[str]:
    """The lines of the last `seconds`, of all functions, oldest first."""
    logs = deployment.client("logs")
    since = int((time.time() - seconds) * 1000)
    found: list[tuple[int, str]] = []
    for group in logs.describe_log_groups(logGroupNamePrefix="/onmin/")["logGroups"]:
        name = group["logGroupName"].rpartition("/")[2]
        for event in _events(logs, group["logGroupName"], since):
            if not event["message"].startswith(_CHATTER):
                found.append((event["timestamp"], f"{name}: {_readable(event['message'])}"))
    return [line for _, line in sorted(found)]


def _events(logs: Any, group: str, since: int) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    page = logs.filter_log_events(logGroupName=group, startTime=since)
    for _ in range(_PAGES_MAX):
        events += page["events"]
        if "nextToken" not in page:
            break
        page = logs.filter_log_events(
            logGroupName=group, startTime=since, nextToken=page["nextToken"]
        )
    return events


def _readable(message: str) -> str:
    """A traceback inside of a JSON line on lines of its own."""
    try:
        line = json.loads(message)
        traceback = line.pop("exception", None)
    except (ValueError, AttributeError, TypeError):
        return message.rstrip()
    line.pop("stack_trace", None)
    text = json.dumps(line, ensure_ascii=False)
    return f"{text}\n{traceback}" if traceback else text
