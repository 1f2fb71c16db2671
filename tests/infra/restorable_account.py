"""An AWS account with a deployed stage that can be closed and restored, played."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from infra.deploy import closure, restore
from infra.deploy.releases import TABLE_STREAM, TABLE_SUFFIX, Releases
from tests.infra.played_account import (
    PlayedAccount,
    PlayedFunction,
    PlayedLambda,
    PlayedMapping,
    refusal,
)

NOW = datetime(2026, 11, 29, 3, 4, 5, tzinfo=UTC)
LATER = datetime(2026, 12, 29, tzinfo=UTC)
_HEAD = "Parameters:\n  Stage:\n    Type: String\n  Release:\n    Type: String\n"
_SUFFIX = "  TableSuffix:\n    Type: String\n  TableStreamArn:\n    Type: String\n"


@dataclass
class PlayedDynamoDB:
    """Tables by name, with what was asked of each."""

    functions: PlayedLambda
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    backups: list[dict[str, Any]] = field(default_factory=list)
    looks: int = 0
    restorable: list[datetime] = field(default_factory=list)
    """Up to when it can be restored, at each look; the last one stays."""
    fails: BaseException | None = None

    def describe_table(self, *, TableName: str) -> Any:  # noqa: N803
        if TableName not in self.tables:
            raise refusal("ResourceNotFoundException", "no such table")
        self.looks += 1
        # At the second look it is there, at the third its indexes are.
        indexes = [{"IndexStatus": "ACTIVE" if self.looks % 3 == 0 else "CREATING"}]
        status = "CREATING" if self.looks % 3 == 1 else "ACTIVE"
        arn = f"arn:aws:dynamodb:ap-northeast-2:111122223333:table/{TableName}"
        shown = {"TableStatus": status, "GlobalSecondaryIndexes": indexes, "TableArn": arn}
        if stream := self.tables[TableName].get("stream"):
            shown |= {"StreamSpecification": stream, "LatestStreamArn": f"{arn}/stream/1"}
        return {"Table": shown}

    def restore_table_to_point_in_time(self, **asked: Any) -> None:
        assert self.functions.is_closed
        if self.fails:
            raise self.fails
        self.tables[asked["TargetTableName"]] = {"of": asked}

    def restore_table_from_backup(self, **asked: Any) -> None:
        assert self.functions.is_closed
        self.tables[asked["TargetTableName"]] = {"of": asked["BackupArn"]}

    def describe_continuous_backups(self, *, TableName: str) -> Any:  # noqa: N803
        assert TableName in self.tables
        until = self.restorable.pop(0) if len(self.restorable) > 1 else self.restorable[0]
        return {
            "ContinuousBackupsDescription": {
                "PointInTimeRecoveryDescription": {"LatestRestorableDateTime": until}
            }
        }

    def get_paginator(self, name: str) -> Any:
        assert name == "scan"
        return self

    def paginate(self, *, TableName: str, ConsistentRead: bool) -> Any:  # noqa: N803
        assert ConsistentRead
        return [{"Items": self.tables[TableName].get("items", [])}]

    def list_backups(self, **asked: Any) -> Any:
        at = int(asked.get("ExclusiveStartBackupArn", "-1")) + 1
        page = {"BackupSummaries": self.backups[at : at + 1]}
        more = {"LastEvaluatedBackupArn": str(at)} if at + 1 < len(self.backups) else {}
        return page | more

    def describe_time_to_live(self, *, TableName: str) -> Any:  # noqa: N803
        return {"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}

    def update_continuous_backups(self, *, TableName: str, **asked: Any) -> None:  # noqa: N803
        self.tables[TableName]["recovery"] = asked["PointInTimeRecoverySpecification"]

    def update_time_to_live(self, *, TableName: str, **asked: Any) -> None:  # noqa: N803
        self.tables[TableName]["ttl"] = asked["TimeToLiveSpecification"]

    def update_table(self, *, TableName: str, **asked: Any) -> None:  # noqa: N803
        known = {"DeletionProtectionEnabled": "protected", "StreamSpecification": "stream"}
        self.tables[TableName] |= {known[name]: value for name, value in asked.items()}

    def put_resource_policy(self, *, ResourceArn: str, Policy: str) -> None:  # noqa: N803
        self.tables[ResourceArn.rpartition("/")[2]]["policy"] = json.loads(Policy)


class RestorableAccount(PlayedAccount):
    """With a stack that is deployed, on the table `onmin-prod`."""

    notes: Path

    def __post_init__(self) -> None:
        super().__post_init__()
        self.dynamodb = PlayedDynamoDB(self.functions, {"onmin-prod": {}}, restorable=[LATER])
        self.functions.functions = {
            "api": PlayedFunction(timeout=30),
            "expire-lots": PlayedFunction(timeout=300),
            "run-grants": PlayedFunction(timeout=120, reserved=20),
        }
        self.functions.mappings = {"grants": PlayedMapping("run-grants")}
        bucket = restore.deploy.bucket_of(self)
        bucket.ensure()
        bucket.put("first-template.yaml", (_HEAD + _SUFFIX).encode())
        self.resources["first-template.yaml"] = self.made(1)
        stack = restore.deploy.stack_of(self, "prod")
        given = {"Stage": "prod", TABLE_SUFFIX: "", TABLE_STREAM: ""}
        proposal = Releases(bucket, stack).propose("first-template.yaml", given, now=NOW)
        assert proposal is not None
        stack.execute(proposal)
        # As every template: what the functions are given changes with the suffix.
        self.resources["first-template.yaml"] = self.made(2)

    def made(self, version: int) -> dict[str, tuple[str, int]]:
        functions = dict.fromkeys(self.functions.functions, (closure.FUNCTION, version))
        return functions | dict.fromkeys(self.functions.mappings, (closure.MAPPING, 1))

    def client(self, service: str) -> Any:
        return self.dynamodb if service == "dynamodb" else super().client(service)

    def tell_outputs(self) -> None:
        stack = self.cloudformation.stacks["onmin-prod"]
        suffix = self.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX]
        outputs = {
            "TableName": f"onmin-prod{suffix}",
            "LedgerBucketName": "ledger",
            "ReportBucketName": "reports",
        }
        stack["Outputs"] = [{"OutputKey": k, "OutputValue": v} for k, v in outputs.items()]


@dataclass
class Clock:
    """A minute later at each look."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now - timedelta(minutes=1)
