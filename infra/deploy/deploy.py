"""Deploys a stage to AWS, or brings its version of before back. `make deploy`, `make rollback`.

What would change is shown first and nothing is changed without a yes: the stack's name typed, or
YES=1 where no person is. PARAMETERS gives the template's parameters; those that are not named stay
as they are.

Usage: python -m infra.deploy.deploy deploy|rollback STAGE
  e.g. PARAMETERS="MailFrom=no-reply@gangjin.go.kr AlarmMail=ops@gangjin.go.kr"
"""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import boto3
import botocore.exceptions

from infra.deploy import package
from infra.deploy.change_sets import Account, DeploymentFailedError, Proposal, Stack
from infra.deploy.releases import Bucket, Releases

REGION = package.REGION
NEEDED_IN_PROD = ("MailFrom", "AlarmMail")
"""Without the first no report is sent, without the second nobody hears an alarm."""
LOCK_WARNING = """\
  This makes the bucket of published days with an object lock in COMPLIANCE mode: for ten years
  from its writing nobody, not the account's owner nor AWS, can delete or shorten what is in it, and
  the account cannot be emptied before. Try on a `dev` stage first, whose lock can be lifted."""

STAGES = ("local", "dev", "prod")
NOBODY = "AWS does not know who you are: `aws configure`, or set AWS_PROFILE."

Approve = Callable[[Proposal], bool]


@dataclass(frozen=True)
class Aws:
    """The account that the environment's credentials are for, in Korea's region."""

    poll_seconds: float = 5.0
    wait_seconds_max: float = 3600.0

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name=REGION)

    def url_of(self, bucket: str, key: str) -> str:
        return f"https://{bucket}.s3.{REGION}.amazonaws.com/{key}"

    def settle(self) -> None:
        """Nothing: all of it is in the template."""

    def environment(self) -> dict[str, str]:
        return {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}


def account_of(stage: str) -> Account:
    if stage != "local":
        return Aws()
    # Here: the local cloud's modules import this folder's.
    from infra.localcloud.local import running_deployment

    return running_deployment()


def stack_of(account: Account, stage: str) -> Stack:
    return Stack(account, f"onmin-{stage}")


def releases_of(account: Account, stage: str) -> Releases:
    return Releases(bucket_of(account), stack_of(account, stage))


def bucket_of(account: Account) -> Bucket:
    number = account.client("sts").get_caller_identity()["Account"]
    return Bucket(account, f"onmin-artifacts-{number}-{REGION}", REGION)


def carry_out(
    stack: Stack, proposal: Proposal | None, approve: Approve, *, is_live: bool = False
) -> bool:
    """Shows it, asks, and makes it so. Whether anything was changed."""
    if proposal is None:
        print(f"Nothing would change: {stack.name} is as it should be.")
        return False
    print(f"\n{stack.name}, what changes:\n{proposal.text()}\n", flush=True)
    if is_live and proposal.adds("LedgerBucket"):
        print(f"{LOCK_WARNING}\n", flush=True)
    if not approve(proposal):
        stack.discard(proposal)
        raise DeploymentFailedError("Not approved: nothing was changed.")
    stack.execute(proposal)
    stack.account.settle()
    if is_live:
        stack.protect()
    print(f"{stack.name} is deployed.", flush=True)
    return True


def check_parameters(stage: str, given: Mapping[str, str], stack: Stack) -> None:
    if "Stage" in given:
        raise DeploymentFailedError("STAGE names the stage, not PARAMETERS.")
    missing = [n for n in NEEDED_IN_PROD if not (given.get(n) or stack.parameters().get(n))]
    if stage == "prod" and missing:
        raise DeploymentFailedError(
            f"The first deployment of prod needs {' and '.join(missing)}: "
            f'make deploy STAGE=prod PARAMETERS="{" ".join(f"{n}=…" for n in missing)}"'
        )


def typed_name(proposal: Proposal) -> bool:
    """A yes to what was shown."""
    return is_typed(proposal.stack, to="make it so")


def is_typed(name: str, *, to: str) -> bool:
    """A yes by a person who types the stack's name, or by YES=1."""
    if os.environ.get("YES") == "1":
        return True
    if not sys.stdin.isatty():
        print("Nobody is here to approve it: YES=1 does so.")
        return False
    return input(f"Type {name} to {to}: ").strip() == name


def _deploy(stage: str, approve: Approve) -> None:
    account = account_of(stage)
    stack, given = stack_of(account, stage), _given()
    check_parameters(stage, given, stack)
    out = package.ROOT / "build" / stage
    print(f"Packaging {stage} into {out}", flush=True)
    print(f"For {package.build(stage, out)}", flush=True)
    bucket = bucket_of(account)
    print(f"Uploading to {bucket.name}", flush=True)
    bucket.ensure()
    template = bucket.upload(out)
    now, parameters = datetime.now(UTC), {"Stage": stage, **given}
    proposal = Releases(bucket, stack).propose(template, parameters, now=now, commit=_commit())
    carry_out(stack, proposal, approve, is_live=stage == "prod")


def _roll_back(stage: str, approve: Approve) -> None:
    account = account_of(stage)
    proposal = releases_of(account, stage).propose_previous(now=datetime.now(UTC))
    carry_out(stack_of(account, stage), proposal, approve)


def _given() -> dict[str, str]:
    words = shlex.split(os.environ.get("PARAMETERS", ""))
    if wrong := [word for word in words if "=" not in word]:
        raise DeploymentFailedError(f"PARAMETERS are written Name=value, not: {wrong[0]}")
    return dict(word.split("=", 1) for word in words)


def _commit() -> str:
    """Which state of the sources this is."""
    git = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(git, cwd=package.ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def main(arguments: list[str]) -> None:
    actions = {"deploy": _deploy, "rollback": _roll_back}
    match arguments:
        case [action, stage] if action in actions and stage in STAGES:
            with failing_in_a_sentence():
                say_who(stage)
                actions[action](stage, typed_name)
        case _:
            sys.exit(__doc__)


@contextmanager
def failing_in_a_sentence() -> Iterator[None]:
    """For commands: what somebody can mend is told without a traceback."""
    try:
        yield
    except (DeploymentFailedError, package.PackagingError) as error:
        sys.exit(str(error))
    except botocore.exceptions.NoCredentialsError:
        sys.exit(NOBODY)


def say_who(stage: str) -> None:
    """Where this would happen, and by whose rights."""
    who = account_of(stage).client("sts").get_caller_identity()
    print(f"Account {who['Account']}, region {REGION}, as {who['Arn']}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
