"""The demo's published days: made after the replay, as each night would have made them."""

from datetime import timedelta
from typing import Any

from chalicelib.aws import keys
from chalicelib.aws.adapters import Adapters
from chalicelib.core.values import seoul_date
from chalicelib.proofs import keys as proofs_keys
from chalicelib.proofs.wiring import ProofsWiring


def publish(adapters: Adapters, s3: Any, county_id: str) -> int:
    """Publishes every day through yesterday; how many there are. `s3` is an administrator's client.

    A replay adds entries to days that are over, which only a demo does. So what was published
    before is taken away first: the right to lift a lock exists on a local cloud alone.
    """
    _forget(adapters, s3, county_id)
    yesterday = seoul_date(adapters.now()) - timedelta(days=1)
    return len(adapters.wired(ProofsWiring).publisher.catch_up(county_id, yesterday).published)


def _forget(adapters: Adapters, s3: Any, county_id: str) -> None:
    table = adapters.table
    for item in list(table.query_all(proofs_keys.ledger_roots(county_id))):
        table.delete(keys.Key(item["pk"], item["sk"]))
    bucket = adapters.settings.ledger_bucket
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=f"{county_id}/")
    for page in pages:
        for row in page.get("Versions", ()):
            s3.delete_object(
                Bucket=bucket,
                Key=row["Key"],
                VersionId=row["VersionId"],
                BypassGovernanceRetention=True,
            )
