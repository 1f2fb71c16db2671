"""The demo's reports: asked for as the county's staff would, waited for, checked and kept."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.demo.http import Api
from infra.demo.visitors import DemoFailedError

WAIT_SECONDS_MAX = 300.0
WAIT_EVERY_SECONDS = 0.5
_DEPTHS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")

ReportName = tuple[str, str]
"""Kind and period, as in the address."""


@dataclass(frozen=True)
class StaffClient:
    """`queue` is the SQS client, `token` a staff member's ID token."""

    api: Api
    token: str
    queue: Any
    queue_url: str

    def make(self, names: Sequence[ReportName]) -> Iterator[ReportName]:
        """Each is made from the ledger by the worker, and mailed to the subscribers."""
        for name in names:
            self._run(*name)
            yield name

    def report(self, kind: str, period: str) -> dict[str, Any]:
        path = f"/v1/staff/reports/{kind}/{period}"
        return dict(self.api.call("GET", path, token=self.token))

    def keep(self, kind: str, period: str, folder: Path) -> list[Path]:
        """The report's files, as the staff page offers them."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = []
        for form in ("html", "xlsx", "json"):
            suffix = "" if form == "json" else f".{form}"
            path = f"/v1/staff/reports/{kind}/{period}{suffix}"
            file = folder / f"report.{form}"
            file.write_bytes(self.api.fetch("GET", path, token=self.token))
            kept.append(file)
        return kept

    def _run(self, kind: str, period: str) -> None:
        self.api.call("POST", f"/v1/staff/reports/{kind}/{period}/run", token=self.token)
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while self._waiting():
            if time.monotonic() > deadline:
                raise DemoFailedError(f"the report {kind} {period} was not made in time")
            time.sleep(WAIT_EVERY_SECONDS)

    def _waiting(self) -> int:
        answer = self.queue.get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=_DEPTHS)
        return sum(int(answer["Attributes"][name]) for name in _DEPTHS)


def check(report: dict[str, Any], *, joined: int, members: int) -> None:
    """The figures that the demo promises. Raises `DemoFailedError` with what is wrong."""
    found = report["members"]
    wrong = [
        f"{what}: {is_} and not {should}"
        for what, is_, should in (
            ("new members", found["joined"], joined),
            ("members in all", found["closing"], members),
            ("trial balance is zero", report["trial_balance"]["is_zero"], True),
            ("every wallet's entries follow one another", report["is_sound"], True),
        )
        if is_ != should
    ]
    if wrong:
        raise DemoFailedError(
            "The report does not say what was replayed: "
            + "; ".join(wrong)
            + "\n"
            + json.dumps(report["trial_balance"], ensure_ascii=False, indent=2)
        )
