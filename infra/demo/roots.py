"""The demo's published days: made after the replay, as each night would have made them."""

from datetime import timedelta
from typing import Any

from chalicelib import bootstrap
from chalicelib.aws import keys
from chalicelib.core.values import seoul_date
from chalicelib.proofs import keys as proofs_keys


def publish(s3: Any, county_id: str) -> int:
    """Publishes every day through yesterday; how many there are. `s3` is an administrator's client.

    A replay adds entries to days that are over, which only a demo does. So what was published
    before is taken away first: the right to lift a lock exists on a local cloud alone.
    """
    _forget(s3, county_id)
    yesterday = seoul_date(bootstrap.now()) - timedelta(days=1)
    return len(bootstrap.root_publisher().catch_up(county_id, yesterday).published)


def _forget(s3: Any, county_id: str) -> None:
    table = bootstrap.table()
    for item in list(table.query_all(proofs_keys.ledger_roots(county_id))):
        table.delete(keys.Key(item["pk"], item["sk"]))
    bucket = bootstrap.settings().ledger_bucket
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=f"{county_id}/")
    for page in pages:
        for row in page.get("Versions", ()):
            s3.delete_object(
                Bucket=bucket,
                Key=row["Key"],
                VersionId=row["VersionId"],
                BypassGovernanceRetention=True,
            )
