"""A stage's table: backed up, and brought back under its own name or another one."""

import json
import time
from datetime import datetime
from typing import Any

import botocore.exceptions

from infra.deploy.change_sets import Account, DeploymentFailedError
from infra.deploy.template import hand_written

_NOT_THERE = ("ResourceNotFoundException", "TableNotFoundException")
_BACKUP = "onmin"


class Tables:
    """DynamoDB as an administrator has it."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._dynamodb = account.client("dynamodb")

    def is_there(self, table: str) -> bool:
        return self._described(table) is not None

    def back_up(self, table: str, *, now: datetime) -> str:
        """A backup that stays until somebody deletes it, whatever becomes of the table. Its ARN."""
        made = self._dynamodb.create_backup(
            TableName=table, BackupName=f"{_BACKUP}-{now:%Y%m%dT%H%M%SZ}"
        )
        arn: str = made["BackupDetails"]["BackupArn"]
        for _ in self._waiting():
            found = self._dynamodb.describe_backup(BackupArn=arn)["BackupDescription"]
            if found["BackupDetails"]["BackupStatus"] == "AVAILABLE":
                return arn
        raise DeploymentFailedError(f"The backup of {table} was not ready in time.")

    def restore_to_time(self, table: str, target: str, at: datetime | None) -> None:
        """As it was then, or a moment ago, beside the one that is there."""
        when = {"UseLatestRestorableTime": True} if at is None else {"RestoreDateTime": at}
        self._dynamodb.restore_table_to_point_in_time(
            SourceTableName=table, TargetTableName=target, **when
        )
        self._wait_until_active(target)

    def wait_until_restorable(self, table: str, since: datetime) -> None:
        """Until all that was written before then can be restored: AWS is some minutes behind."""
        for _ in self._waiting():
            described = self._dynamodb.describe_continuous_backups(TableName=table)
            found = described["ContinuousBackupsDescription"].get("PointInTimeRecoveryDescription")
            if found is None or "LatestRestorableDateTime" not in found:
                raise DeploymentFailedError(f"The table {table} has no point-in-time recovery.")
            if found["LatestRestorableDateTime"] >= since:
                return
        raise DeploymentFailedError(f"{table} as it is now could not be restored in time.")

    def restore_newest_backup(self, table: str) -> datetime:
        """Of a table that is gone, under its own name; of what time it is. AWS makes a last backup
        itself when a table with point-in-time recovery is deleted, and keeps it for 35 days."""
        backups = [
            each
            for page in self._pages(table)
            for each in page["BackupSummaries"]
            if each["BackupStatus"] == "AVAILABLE"
        ]
        if not backups:
            raise DeploymentFailedError(f"The table {table} is gone, and there is no backup of it.")
        newest = max(backups, key=lambda each: each["BackupCreationDateTime"])
        self._dynamodb.restore_table_from_backup(
            TargetTableName=table, BackupArn=newest["BackupArn"]
        )
        self._wait_until_active(table)
        made_at: datetime = newest["BackupCreationDateTime"]
        return made_at

    def protect(self, table: str, *, stage: str) -> str:
        """What a restore does not bring, as the template has it. The ARN of its stream."""
        asked = hand_written()["Resources"]["AppTable"]["Properties"]
        self._dynamodb.update_continuous_backups(
            TableName=table,
            PointInTimeRecoverySpecification=asked["PointInTimeRecoverySpecification"],
        )
        ttl = asked["TimeToLiveSpecification"]
        if self._ttl(table) not in ("ENABLED", "ENABLING"):
            self._dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=ttl)
        self._dynamodb.update_table(TableName=table, DeletionProtectionEnabled=stage == "prod")
        described = self._with_stream(table, asked["StreamSpecification"])
        stream: str = described["LatestStreamArn"]
        if stage == "local":
            return stream
        self._dynamodb.put_resource_policy(
            ResourceArn=described["TableArn"], Policy=_policy(asked, described["TableArn"])
        )
        return stream

    def _with_stream(self, table: str, asked: dict[str, Any]) -> dict[str, Any]:
        described = self._described(table)
        assert described is not None
        if not described.get("StreamSpecification", {}).get("StreamEnabled"):
            wanted = {"StreamEnabled": True, **asked}
            self._dynamodb.update_table(TableName=table, StreamSpecification=wanted)
            self._wait_until_active(table)
            described = self._described(table)
            assert described is not None
        return described

    def _ttl(self, table: str) -> str:
        found = self._dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        status: str = found["TimeToLiveStatus"]
        return status

    def _described(self, table: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._dynamodb.describe_table(TableName=table)["Table"]
        except botocore.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in _NOT_THERE:
                raise
            return None
        return found

    def _pages(self, table: str) -> Any:
        asked: dict[str, Any] = {"TableName": table, "BackupType": "ALL"}
        while True:
            page = self._dynamodb.list_backups(**asked)
            yield page
            if "LastEvaluatedBackupArn" not in page:
                return
            asked["ExclusiveStartBackupArn"] = page["LastEvaluatedBackupArn"]

    def _wait_until_active(self, table: str) -> None:
        for _ in self._waiting():
            found = self._described(table)
            indexes = (found or {}).get("GlobalSecondaryIndexes", ())
            states = {(found or {}).get("TableStatus"), *(i["IndexStatus"] for i in indexes)}
            if states == {"ACTIVE"}:
                return
        raise DeploymentFailedError(f"The table {table} was not restored in time.")

    def _waiting(self) -> Any:
        # A restore of a large table takes hours, and goes on by itself.
        deadline = time.monotonic() + 12 * self._account.wait_seconds_max
        while time.monotonic() < deadline:
            yield
            time.sleep(self._account.poll_seconds)


def _policy(properties: dict[str, Any], table_arn: str) -> str:
    """What the template denies everybody, for the table of this ARN."""
    document = properties["ResourcePolicy"]["Fn::If"][2]["PolicyDocument"]
    statements = [{**each, "Resource": table_arn} for each in document["Statement"]]
    return json.dumps({**document, "Statement": statements})
