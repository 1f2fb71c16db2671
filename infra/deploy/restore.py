"""Brings a stage's data back, as one command. `make restore`, `make backup`.

The stage is closed first, so that nothing is paid into a table that is about to be left: it asks.
A table that is there but wrong: as it was at AT (or as it is when it is closed) it is restored
beside the one in use and checked by the verifier; what the one in use has and the other has not is
shown and written to build/left-behind; the functions go over by a change set that is shown too. The
old table stays. A table that is gone: the newest backup is restored under its own name. Objects
that were deleted from the bucket of reports come back; published days cannot be deleted at all.
Then the stage is opened. Whatever ends it before leaves the stage closed, and says so.

Usage: python -m infra.deploy.restore restore|backup STAGE
  AT=2026-11-29T03:00:00Z: of what time, in the last 35 days; left out, the newest there is
  ANYWAY=1: go over to it even if the verifier finds something (published days after AT are missed)
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from infra.deploy import deploy, left_behind, package
from infra.deploy.change_sets import Account, DeploymentFailedError, Stack
from infra.deploy.closure import Closure
from infra.deploy.deploy import Approve, typed_name
from infra.deploy.releases import TABLE_STREAM, TABLE_SUFFIX
from infra.deploy.tables import Tables

Verify = Callable[[Account, str, str], bool]
"""(account, table, bucket of published days) → whether all of it is sound."""


@dataclass(frozen=True)
class Restoration:
    """Of one stage, and who decides on the way."""

    account: Account
    stage: str
    may_close: Callable[[Stack], bool]
    approve: Approve
    verify: Verify
    notes: Path
    """The folder for what is left behind."""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    at: datetime | None = None
    anyway: bool = False

    def run(self) -> str:
        """The table that is in use afterwards."""
        stack, tables = deploy.stack_of(self.account, self.stage), Tables(self.account)
        in_use = stack.outputs()["TableName"]
        is_there = tables.is_there(in_use)
        if not is_there and self.at is not None:
            raise DeploymentFailedError(f"{in_use} is gone: leave AT out for its newest backup.")
        if not self.may_close(stack):
            raise DeploymentFailedError("Not approved: nothing was changed.")
        try:
            closure = Closure(stack)
            seconds = closure.close()
            # The local cloud ends what it runs at once.
            quiet_at = self.clock() + timedelta(seconds=0 if self.stage == "local" else seconds)
            print(f"{stack.name} is closed: nobody can pay until this is done.", flush=True)
            if is_there:
                table = self._beside(stack, tables, in_use, quiet_at)
            else:
                table = self._in_its_place(stack, tables, in_use)
            closure.open()
        except BaseException:
            print(
                f"\n{stack.name} IS CLOSED: nobody can pay. `make open STAGE={self.stage}` opens it"
                f" on the table that it has; `make restore` may be begun again as it is.\n",
                flush=True,
            )
            raise
        print(f"{stack.name} is open again.", flush=True)
        return table

    def _beside(self, stack: Stack, tables: Tables, in_use: str, quiet_at: datetime) -> str:
        known = stack.parameters().get(TABLE_SUFFIX, "")
        suffix = f"-r{self.clock():%Y%m%d%H%M%S}"
        target = in_use.removesuffix(known) + suffix
        if self.at is None and self.stage != "local":
            # All that was paid before the doors were closed is to be in it. (The local cloud keeps
            # no history: what is restored there is the table as it is.)
            print("Waiting until the last of it can be restored, some minutes", flush=True)
            tables.wait_until_restorable(in_use, quiet_at)
        print(f"Restoring {in_use} as of {self.at or 'its closing'} to {target}", flush=True)
        tables.restore_to_time(in_use, target, self.at)
        stream = tables.protect(target, stage=self.stage)
        self._bring_back_objects(stack)
        while self.clock() < quiet_at:
            time.sleep(self.account.poll_seconds)
        self._show_left_behind(in_use, target)
        self._check(stack, target)
        if not self._go_over(stack, {TABLE_SUFFIX: suffix, TABLE_STREAM: stream}):
            raise DeploymentFailedError(f"No function went over: all of them use {in_use}.")
        print(f"{in_use} stays as it is, for whoever looks into it.", flush=True)
        return target

    def _in_its_place(self, stack: Stack, tables: Tables, table: str) -> str:
        print(f"{table} is gone: restoring its newest backup", flush=True)
        print(f"  made at {tables.restore_newest_backup(table):%Y-%m-%d %H:%M:%S %Z}", flush=True)
        stream = tables.protect(table, stage=self.stage)
        self._bring_back_objects(stack)
        self._check(stack, table)
        if not self._go_over(stack, {TABLE_STREAM: stream}):
            print("The worker of its stream did not go over: nobody is notified.", flush=True)
        return table

    def _go_over(self, stack: Stack, parameters: dict[str, str]) -> bool:
        """A version that knows no stream has none to go over to."""
        known = {name: value for name, value in parameters.items() if name in stack.parameters()}
        if not known:
            return True
        releases = deploy.releases_of(self.account, self.stage)
        proposal = releases.propose_parameters(known, now=self.clock())
        return deploy.carry_out(stack, proposal, self.approve)

    def _bring_back_objects(self, stack: Stack) -> None:
        count = bring_back_objects(self.account, stack.outputs()["ReportBucketName"])
        print(f"{count} deleted objects of the report bucket are back", flush=True)

    def _show_left_behind(self, in_use: str, target: str) -> None:
        found = left_behind.find(self.account.client("dynamodb"), in_use, target)
        file = self.notes / f"{target}.csv"
        found.write(file)
        print(f"\nWhat {in_use} has and {target} has not (all of it in {file}):", flush=True)
        print(f"{found.text()}\n", flush=True)

    def _check(self, stack: Stack, table: str) -> None:
        bucket = stack.outputs()["LedgerBucketName"]
        if not self.verify(self.account, table, bucket) and not self.anyway:
            raise DeploymentFailedError(
                f"The verifier finds something in {table}. Look at what it says; ANYWAY=1 goes"
                " over all the same."
            )


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


def _may_close(stack: Stack) -> bool:
    print(f"{stack.name} is closed while this lasts: some 20 minutes, or hours.", flush=True)
    return deploy.is_typed(stack.name, to="close it and begin")


def _restore(stage: str) -> None:
    began = time.monotonic()
    table = Restoration(
        deploy.account_of(stage),
        stage,
        may_close=_may_close,
        approve=typed_name,
        verify=verified,
        notes=package.ROOT / "build" / "left-behind",
        at=_asked_time(),
        anyway=os.environ.get("ANYWAY") == "1",
    ).run()
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
            with deploy.failing_in_a_sentence():
                deploy.say_who(stage)
                actions[action](stage)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
