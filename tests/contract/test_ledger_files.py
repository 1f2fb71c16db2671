"""Writing once: the double and a real S3 implementation keep the same promise."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import boto3
import pytest
from botocore.config import Config

from chalicelib.aws.files import FileStore
from chalicelib.proofs.files import LedgerFiles
from infra.localcloud.ministack import REGION
from tests.fake_files import FakeS3

DAY = date(2026, 11, 22)
BUCKET = "onmin-test-ledger"


@pytest.fixture(params=["fake", "ministack"])
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param == "fake":
        yield FakeS3()
        return
    servers = request.getfixturevalue("servers")
    real = boto3.client(
        "s3",
        endpoint_url=servers.client("ministack").meta.endpoint_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(s3={"addressing_style": "path"}),
    )
    place = {"LocationConstraint": REGION}
    real.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration=place, ObjectLockEnabledForBucket=True
    )
    yield real
    for row in real.list_object_versions(Bucket=BUCKET).get("Versions", ()):
        real.delete_object(Bucket=BUCKET, Key=row["Key"], VersionId=row["VersionId"])
    real.delete_bucket(Bucket=BUCKET)


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 16])
def test_the_first_to_write_is_what_everybody_reads(client: Any, content: bytes) -> None:
    files = LedgerFiles(FileStore(client, BUCKET))

    assert files.leaves("gangjin", DAY) is None
    assert files.keep_leaves("gangjin", DAY, content) == content
    assert files.keep_leaves("gangjin", DAY, b"other") == content
    assert files.leaves("gangjin", DAY) == content


def test_days_counties_and_kinds_do_not_mix(client: Any) -> None:
    files = LedgerFiles(FileStore(client, BUCKET))
    files.keep_leaves("gangjin", DAY, b"leaves")
    files.keep_root("gangjin", DAY, b"root")

    assert files.root("gangjin", DAY) == b"root"
    assert files.leaves("gangjin", DAY) == b"leaves"
    assert files.root("jinju", DAY) is None
    assert files.root("gangjin", date(2026, 11, 23)) is None
