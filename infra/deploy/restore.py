"""Brings a stage's data back, as one command. `make restore`, `make backup`.

A table that is there but wrong: as it was at AT (or a moment ago) it is restored beside the one in
use, checked by the verifier, and the functions go over to it by a change set that is shown first.
The old table stays. A table that is gone: the newest backup is restored under its own name. Objects
that were deleted from the bucket of reports come back; published days cannot be deleted at all.

Usage: python -m infra.deploy.restore restore|backup STAGE
  AT=2026-11-29T03:00:00Z: of what time, in the last 35 days; left out, the newest there is
  ANYWAY=1: go over to it even if the verifier finds something (published days after AT are missed)
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import botocore.exceptions

from infra.deploy import deploy, package
from infra.deploy.change_sets import Account, DeploymentFailedError
from infra.deploy.deploy import Approve, typed_name
from infra.deploy.releases import TABLE_SUFFIX
from infra.deploy.tables import Tables

Verify = Callable[[Account, str, str], bool]
"""(account, table, bucket of published days) → whether all of it is sound."""


def restore(
    account: Account,
    stage: str,
    *,
    at: datetime | None,
    now: datetime,
    approve: Approve,
    verify: Verify,
    anyway: bool = False,
) -> str:
    """The table that is in use afterwards."""
    stack, tables = deploy.stack_of(account, stage), Tables(account)
    outputs = stack.outputs()
    in_use = outputs["TableName"]
    suffix = stack.parameters().get(TABLE_SUFFIX, "")
    if tables.is_there(in_use):
        suffix = f"-r{now:%Y%m%d%H%M%S}"
        target = in_use.removesuffix(stack.parameters().get(TABLE_SUFFIX, "")) + suffix
        print(f"Restoring {in_use} as of {at or 'a moment ago'} to {target}", flush=True)
        tables.restore_to_time(in_use, target, at)
    else:
        if at is not None:
            raise DeploymentFailedError(f"{in_use} is gone: leave AT out for its newest backup.")
        target = in_use
        print(f"{in_use} is gone: restoring its newest backup", flush=True)
        print(f"  made at {tables.restore_newest_backup(in_use):%Y-%m-%d %H:%M:%S %Z}", flush=True)
    tables.protect(target, stage=stage)
    count = bring_back_objects(account, outputs["ReportBucketName"])
    print(f"{count} deleted objects of the report bucket are back", flush=True)
    if not verify(account, target, outputs["LedgerBucketName"]) and not anyway:
        raise DeploymentFailedError(
            f"The verifier finds something in {target}; nothing was changed over to it. Look at"
            " what it says; ANYWAY=1 goes over all the same."
        )
    if target != in_use:
        releases = deploy.releases_of(account, stage)
        proposal = releases.propose_parameters({TABLE_SUFFIX: suffix}, now=now)
        deploy.carry_out(stack, proposal, approve)
        print(f"{in_use} stays as it is, for whoever looks into it.", flush=True)
    return target


def bring_back_objects(account: Account, bucket: str) -> int:
    """Takes away the marks of deletion; each object is its newest version again. How many."""
    s3 = account.client("s3")
    marks = [
        {"Key": mark["Key"], "VersionId": mark["VersionId"]}
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket)
        for mark in page.get("DeleteMarkers", ())
        if mark["IsLatest"]
    ]
    for mark in marks:
        s3.delete_object(Bucket=bucket, **mark)
    return len(marks)


def verified(account: Account, table: str, bucket: str) -> bool:
    """By the verifier as anybody runs it."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.verifier.verify"],
        cwd=package.ROOT,
        env={
            **os.environ,
            **account.environment(),
            "TABLE_NAME": table,
            "LEDGER_BUCKET": bucket,
            "SOURCE": "table",
        },
        check=False,
    )
    return done.returncode == 0


def _restore(stage: str) -> None:
    began = time.monotonic()
    table = restore(
        deploy.account_of(stage),
        stage,
        at=_asked_time(),
        now=datetime.now(UTC),
        approve=typed_name,
        verify=verified,
        anyway=os.environ.get("ANYWAY") == "1",
    )
    print(f"{table} is in use, after {(time.monotonic() - began) / 60:.1f} minutes.")


def _back_up(stage: str) -> None:
    account = deploy.account_of(stage)
    table = deploy.stack_of(account, stage).outputs()["TableName"]
    print(Tables(account).back_up(table, now=datetime.now(UTC)))


def _asked_time() -> datetime | None:
    text = os.environ.get("AT", "")
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise DeploymentFailedError("AT is a time with its zone: AT=2026-11-29T12:00:00+09:00")
    return at


def main(arguments: list[str]) -> None:
    actions = {"restore": _restore, "backup": _back_up}
    match arguments:
        case [action, stage] if action in actions and stage in deploy.STAGES:
            try:
                deploy.say_who(stage)
                actions[action](stage)
            except DeploymentFailedError as error:
                sys.exit(str(error))
            except botocore.exceptions.NoCredentialsError:
                sys.exit(deploy.NOBODY)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
