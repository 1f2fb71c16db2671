"""What a restore does at AWS, played; and a drill on the local cloud: back up, destroy, restore."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws.dynamodb import DynamoDBTable
from infra.deploy import restore
from infra.deploy.change_sets import Account, DeploymentFailedError, Proposal
from infra.deploy.releases import TABLE_SUFFIX, Releases
from infra.deploy.tables import Tables
from infra.deploy.template import table_definition
from infra.localcloud.deployment import Deployment
from infra.localcloud.ministack import MiniStack, free_port
from infra.verifier import ledger_check, verify
from infra.verifier.ledger_sources import LiveTable
from tests import sample_ledger
from tests.infra.played_account import PlayedAccount, refusal

NOW = datetime(2026, 11, 29, 3, 4, 5, tzinfo=UTC)
HEAD = "Parameters:\n  Stage:\n    Type: String\n  Release:\n    Type: String\n"
SUFFIX = "  TableSuffix:\n    Type: String\n"


@dataclass
class PlayedDynamoDB:
    """Tables by name, with what was asked of each."""

    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    backups: list[dict[str, Any]] = field(default_factory=list)
    looks: int = 0

    def describe_table(self, *, TableName: str) -> Any:  # noqa: N803
        if TableName not in self.tables:
            raise refusal("ResourceNotFoundException", "no such table")
        self.looks += 1
        # At the second look it is there, at the third its indexes are.
        indexes = [{"IndexStatus": "ACTIVE" if self.looks % 3 == 0 else "CREATING"}]
        status = "CREATING" if self.looks % 3 == 1 else "ACTIVE"
        arn = f"arn:aws:dynamodb:ap-northeast-2:111122223333:table/{TableName}"
        shown = {"TableStatus": status, "GlobalSecondaryIndexes": indexes, "TableArn": arn}
        return {"Table": shown}

    def restore_table_to_point_in_time(self, **asked: Any) -> None:
        self.tables[asked["TargetTableName"]] = {"of": asked}

    def restore_table_from_backup(self, **asked: Any) -> None:
        self.tables[asked["TargetTableName"]] = {"of": asked["BackupArn"]}

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
        self.tables[TableName]["protected"] = asked["DeletionProtectionEnabled"]

    def put_resource_policy(self, *, ResourceArn: str, Policy: str) -> None:  # noqa: N803
        self.tables[ResourceArn.rpartition("/")[2]]["policy"] = json.loads(Policy)


class RestorableAccount(PlayedAccount):
    """With a stack that is deployed, on the table `onmin-prod`."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.dynamodb = PlayedDynamoDB({"onmin-prod": {}})
        bucket = restore.deploy.bucket_of(self)
        bucket.ensure()
        bucket.put("first-template.yaml", (HEAD + SUFFIX).encode())
        self.resources["first-template.yaml"] = {"Api": ("AWS::Lambda::Function", 1)}
        stack = restore.deploy.stack_of(self, "prod")
        given = {"Stage": "prod", TABLE_SUFFIX: ""}
        proposal = Releases(bucket, stack).propose("first-template.yaml", given, now=NOW)
        assert proposal is not None
        stack.execute(proposal)
        # As every template: what the functions are given changes with the suffix.
        self.resources["first-template.yaml"] = {"Api": ("AWS::Lambda::Function", 2)}

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


@pytest.fixture
def account() -> RestorableAccount:
    made = RestorableAccount()
    made.s3.buckets["reports"] = {}
    return made


def run(account: RestorableAccount, *, sound: bool = True, yes: bool = True, **how: Any) -> str:
    def verifier(_: Account, table: str, bucket: str) -> bool:
        assert bucket == "ledger"
        return sound

    def approve(_: Proposal) -> bool:
        return yes

    account.tell_outputs()
    options: dict[str, Any] = {"at": None, "now": NOW, "verify": verifier, "approve": approve} | how
    return restore.restore(account, "prod", **options)


def test_a_table_that_is_wrong_is_restored_beside_it_and_the_functions_go_over(
    account: RestorableAccount,
) -> None:
    at = datetime(2026, 11, 28, 3, tzinfo=UTC)
    table = run(account, at=at)

    assert table == "onmin-prod-r20261129030405"
    assert account.dynamodb.tables[table]["of"]["RestoreDateTime"] == at
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == "-r20261129030405"
    assert "onmin-prod" in account.dynamodb.tables


def test_a_restored_table_is_restored_again_under_a_third_name(account: RestorableAccount) -> None:
    run(account)
    account.resources["first-template.yaml"] = {"Api": ("AWS::Lambda::Function", 3)}
    table = run(account, now=NOW.replace(hour=9))

    assert table == "onmin-prod-r20261129090405"
    assert account.dynamodb.tables[table]["of"]["SourceTableName"] == "onmin-prod-r20261129030405"
    assert account.dynamodb.tables[table]["of"]["UseLatestRestorableTime"] is True


def test_it_gets_what_a_restore_does_not_bring(account: RestorableAccount) -> None:
    made = account.dynamodb.tables[run(account)]

    assert made["recovery"] == {"PointInTimeRecoveryEnabled": True}
    assert made["ttl"] == {"AttributeName": "ttl", "Enabled": True}
    assert made["protected"] is True
    statements = made["policy"]["Statement"]
    assert [s["Sid"] for s in statements] == ["NothingIsDeleted", "NothingIsChanged"]
    assert {s["Effect"] for s in statements} == {"Deny"}
    for statement in statements:
        assert statement["Resource"].endswith(":table/onmin-prod-r20261129030405")


def test_a_table_that_is_gone_comes_back_from_its_newest_backup(account: RestorableAccount) -> None:
    account.dynamodb.tables.clear()
    account.dynamodb.backups = [
        {"BackupArn": arn, "BackupStatus": status, "BackupCreationDateTime": NOW.replace(day=day)}
        for arn, status, day in [
            ("old", "AVAILABLE", 3),
            ("newest", "AVAILABLE", 28),
            ("half", "CREATING", 29),
        ]
    ]
    assert run(account) == "onmin-prod"
    assert account.dynamodb.tables["onmin-prod"]["of"] == "newest"
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == ""


def test_a_table_that_is_gone_without_a_backup_is_said_so(account: RestorableAccount) -> None:
    account.dynamodb.tables.clear()
    with pytest.raises(DeploymentFailedError, match="no backup"):
        run(account)
    with pytest.raises(DeploymentFailedError, match="leave AT out"):
        run(account, at=NOW)


def test_nothing_goes_over_to_a_table_in_which_the_verifier_finds_something(
    account: RestorableAccount,
) -> None:
    with pytest.raises(DeploymentFailedError, match="ANYWAY=1"):
        run(account, sound=False)
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == ""
    later = NOW.replace(hour=9)
    assert run(account, sound=False, anyway=True, now=later) == "onmin-prod-r20261129090405"


def test_a_no_leaves_the_functions_where_they_are(account: RestorableAccount) -> None:
    with pytest.raises(DeploymentFailedError, match="nothing was changed"):
        run(account, yes=False)
    assert account.cloudformation.parameters("onmin-prod")[TABLE_SUFFIX] == ""


@pytest.mark.parametrize("text", ["yesterday", "2026-11-29T03:00:00", "03:00"])
def test_a_time_without_a_zone_is_no_time(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AT", text)
    with pytest.raises(DeploymentFailedError, match="with its zone"):
        restore._asked_time()


# The drill.


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A bare local cloud: no stack, only what the data needs."""
    running = MiniStack(tmp_path_factory.mktemp("cloud"), free_port())
    running.start()
    yield Deployment(running.endpoint_url)
    running.stop()


def all_items(deployment: Deployment, table: str) -> tuple[int, str]:
    """How many, and one digest of them all."""
    pages = deployment.client("dynamodb").get_paginator("scan").paginate(TableName=table)
    items = sorted(
        json.dumps(item, sort_keys=True, default=bytes.hex)
        for page in pages
        for item in page["Items"]
    )
    return len(items), hashlib.sha256("\n".join(items).encode()).hexdigest()


def figures(deployment: Deployment, table: str) -> Any:
    """As the verifier recomputes them from every entry: flows, what is owed, each merchant's."""
    found = ledger_check.check(LiveTable(deployment.client("dynamodb"), table), None)
    return found.entry_count, verify.totals(found), [str(each) for each in found.problems]


def test_the_drill_backed_up_destroyed_restored_and_equal(cloud: Deployment) -> None:
    dynamodb, s3 = cloud.client("dynamodb"), cloud.client("s3")
    dynamodb.create_table(TableName="drill", **table_definition())
    table = DynamoDBTable(dynamodb, "drill")
    for item in sample_ledger.build().items:
        table.put(item)
    s3.create_bucket(
        Bucket="drill-reports", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"}
    )
    s3.put_bucket_versioning(Bucket="drill-reports", VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket="drill-reports", Key="gangjin/daily/report.json", Body=b"{}")
    before, items_before = figures(cloud, "drill"), all_items(cloud, "drill")
    assert before[0] > 50

    Tables(cloud).back_up("drill", now=NOW)
    s3.delete_object(Bucket="drill-reports", Key="gangjin/daily/report.json")
    dynamodb.delete_table(TableName="drill")
    assert not Tables(cloud).is_there("drill")

    Tables(cloud).restore_newest_backup("drill")
    Tables(cloud).protect("drill", stage="local")
    assert restore.bring_back_objects(cloud, "drill-reports") == 1
    assert all_items(cloud, "drill") == items_before
    assert figures(cloud, "drill") == before
    found = s3.get_object(Bucket="drill-reports", Key="gangjin/daily/report.json")
    assert found["Body"].read() == b"{}"
