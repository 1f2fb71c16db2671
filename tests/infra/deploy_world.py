"""A stack of the county's over an AWS account that is played, and which can fail."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from infra.deploy import deploy
from infra.deploy.change_sets import Proposal, Stack
from infra.deploy.releases import Bucket, Releases
from tests.infra.played_account import PlayedAccount

TABLE = ("AWS::DynamoDB::Table", 1)
BUCKET = ("AWS::S3::Bucket", 1)
HEAD = "Parameters:\n  Stage:\n    Type: String\n  Release:\n    Type: String\n"
SUFFIX = "  TableSuffix:\n    Type: String\n"
WITH_DIGEST = HEAD + "  ReleaseDigest:\n    Type: String\n"
MAIL = "  MailFrom:\n    Type: String\n"


def function(version: int) -> tuple[str, int]:
    return ("AWS::Lambda::Function", version)


def yes(_: Proposal) -> bool:
    return True


@dataclass
class World:
    tmp: Path
    account: PlayedAccount = field(default_factory=PlayedAccount)
    now: datetime = datetime(2026, 11, 29, 3, tzinfo=UTC)
    stage: str = "dev"

    @property
    def stack(self) -> Stack:
        return deploy.stack_of(self.account, self.stage)

    @property
    def bucket(self) -> Bucket:
        return deploy.bucket_of(self.account)

    @property
    def running(self) -> int:
        """Which version of the code."""
        return int(self.account.cloudformation.stacks[self.stack.name]["resources"]["Api"][1])

    def package(self, version: int, *, head: str = HEAD, **resources: tuple[str, int]) -> str:
        out = self.tmp / "package"
        out.mkdir(exist_ok=True)
        (out / "deployment.zip").write_bytes(b"code %d" % version)
        (out / "layer.zip").write_bytes(b"libraries")
        (out / "sam.yaml").write_text(f"{head}Resources:\n  Code: ./deployment.zip # {resources}\n")
        self.bucket.ensure()
        template = self.bucket.upload(out)
        made = {"Api": function(version), "AppTable": TABLE, **resources}
        self.account.resources[template] = {n: r for n, r in made.items() if r[0]}
        return template

    def deploy(
        self,
        version: int,
        approve: Callable[[Proposal], bool] = yes,
        *,
        head: str = HEAD,
        given: dict[str, str] | None = None,
        **resources: tuple[str, int],
    ) -> bool:
        template = self.package(version, head=head, **resources)
        self.now += timedelta(hours=1)
        parameters = {"Stage": self.stage, **(given or {})}
        proposal = Releases(self.bucket, self.stack).propose(template, parameters, now=self.now)
        is_live = self.stage == "prod"
        return deploy.carry_out(self.stack, proposal, approve, is_live=is_live)

    def roll_back(self, approve: Callable[[Proposal], bool] = yes) -> bool:
        self.now += timedelta(hours=1)
        proposal = Releases(self.bucket, self.stack).propose_previous(now=self.now)
        return deploy.carry_out(self.stack, proposal, approve)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
