"""A drill on the local cloud: back up, destroy, restore, compare."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.ledger.entry_codec import entry_from_item
from infra.deploy import left_behind, restore
from infra.deploy.tables import Tables
from infra.deploy.template import table_definition
from infra.localcloud.deployment import Deployment
from infra.localcloud.ministack import MiniStack, free_port
from infra.verifier import ledger_check, verify
from infra.verifier.ledger_sources import LiveTable
from tests import sample_ledger

NOW = datetime(2026, 11, 29, 3, 4, 5, tzinfo=UTC)


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


def test_what_one_table_has_and_the_other_has_not_is_found(cloud: Deployment) -> None:
    """Of a real table: entries that came after, an entry and a shop that are otherwise."""
    dynamodb = cloud.client("dynamodb")
    items = sample_ledger.build().items
    entries = [item for item in items if item.get("type") == "entry"][-12:]
    others = [item for item in items if item.get("type") in ("merchant", "profile", "budget")]
    for name, kept in (("in-use", [*entries, *others]), ("restored", [*entries[:-2], *others])):
        dynamodb.create_table(TableName=name, **table_definition())
        for item in kept:
            DynamoDBTable(dynamodb, name).put(item)
    assert left_behind.find(dynamodb, "restored", "in-use").text().startswith("Nothing")

    shop = next(item for item in items if item.get("type") == "merchant")
    DynamoDBTable(dynamodb, "in-use").put({**shop, "status": "suspended"})
    DynamoDBTable(dynamodb, "in-use").put({**entries[0], "reason": "another"})
    found = left_behind.find(dynamodb, "in-use", "restored")
    changed, *new = map(entry_from_item, (entries[0], *entries[-2:]))
    assert {(row.change, row.entry_id) for row in found.entries} == {
        ("changed", changed.entry_id),
        *(("new", entry.entry_id) for entry in new),
    }
    missing = [entry.voucher_amount for entry in (changed, *new)]
    assert sum(row.voucher_amount for row in found.entries) == sum(missing)
    assert [(row.type, row.change) for row in found.others] == [("merchant", "changed")]
    assert "1 merchant changed" in found.text()
