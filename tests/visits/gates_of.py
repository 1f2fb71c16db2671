"""Short words for what tests do at a gate."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.core.values import format_time
from tests import builders
from tests.api_gateway import Answer
from tests.conftest import Member, Stack


def pass_of(member: Member, **body: Any) -> str:
    shown = member.stack.call("POST", "/v1/me/passes", body or None, token=member.token)
    assert shown.status == 201, shown.raw
    text: str = shown.json["pass_code"]
    return text


def admit(stack: Stack, text: str, *, key: str | None = None, token: str = "staff") -> Answer:  # noqa: S107
    body = {"pass_code": text, "facility_id": builders.FACILITY}
    return stack.call("POST", "/v1/admissions", body, token=token, key=key)


def open_gate(stack: Stack, name: str = "정문", **body: Any) -> str:
    """The key of a new gate of the museum."""
    made = stack.call(
        "POST",
        "/v1/staff/gates",
        {"facility_id": builders.FACILITY, "name": name} | body,
        token="staff",
        key="new",
    )
    assert made.status == 201, made.raw
    gate_key: str = made.json["gate_key"]
    return gate_key


@dataclass
class OfflineGate:
    """Collects scans, its clock ahead by `ahead` seconds, and reports them later."""

    stack: Stack
    device_id: str
    key: str = "staff"
    scans: list[dict[str, Any]] = field(default_factory=list)

    def scan(self, text: str, at: datetime) -> str:
        scan_id = f"s{len(self.scans):05d}"
        self.scans.append({"pass_code": text, "scanned_at": format_time(at), "scan_id": scan_id})
        return scan_id

    def report(self, **more: Any) -> dict[str, str]:
        """Outcomes by scan, a hundred at a time."""
        found = {}
        for start in range(0, len(self.scans), 100):
            answer = self.send(scans=self.scans[start : start + 100], **more)
            assert answer.status == 200, answer.raw
            found |= {row["scan_id"]: row["outcome"] for row in answer.json["scans"]}
        return found

    def send(self, **body: Any) -> Answer:
        facts = {"facility_id": builders.FACILITY, "device_id": self.device_id}
        return self.stack.call("POST", "/v1/admissions/sync", facts | body, token=self.key)
