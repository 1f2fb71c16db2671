"""Each version that was deployed, kept where its package is, so that the one before comes back.

A release is the template and the parameters of one deployment, and which release ran before it. It
is written down before it is executed; which one runs, a parameter of the stack says, which goes
back with it if CloudFormation goes back. So nothing is lost wherever a deployment is cut off.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import botocore.exceptions

from infra.deploy.change_sets import Account, DeploymentFailedError, Proposal, Stack, refuse_loss

RUNNING = "Release"
"""The parameter that names the release. (A tag would be a change of every resource.)"""
DIGEST = "ReleaseDigest"
"""The parameter that differs when anything does: by it functions behind an alias get a version."""
TABLE_SUFFIX = "TableSuffix"
"""Which table is in use. It stays whatever version comes back (`make restore`)."""
TABLE_STREAM = "TableStreamArn"
"""Its stream, where a restore made the table; it stays as the suffix does."""
_ZIPS = ("deployment.zip", "layer.zip")


@dataclass(frozen=True)
class Release:
    release_id: str
    template: str
    """The template's name in the bucket."""
    parameters: Mapping[str, str]
    previous: str
    """What ran before it; empty for the first one."""
    commit: str


@dataclass(frozen=True)
class Bucket:
    """Of one account and region, for packages, templates and releases. Objects are named by what is
    in them, so none is ever overwritten with another."""

    account: Account
    name: str
    region: str

    def ensure(self) -> None:
        """Makes it, closed to the public and with versions, if it is not there."""
        s3 = self.account.client("s3")
        try:
            s3.head_bucket(Bucket=self.name)
        except botocore.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise DeploymentFailedError(
                    f"The bucket {self.name} is there and not ours to use: {error}"
                ) from error
        else:
            return
        s3.create_bucket(
            Bucket=self.name, CreateBucketConfiguration={"LocationConstraint": self.region}
        )
        s3.put_public_access_block(
            Bucket=self.name,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
        )
        s3.put_bucket_versioning(Bucket=self.name, VersioningConfiguration={"Status": "Enabled"})

    def put(self, key: str, content: bytes) -> None:
        self.account.client("s3").put_object(Bucket=self.name, Key=key, Body=content)

    def get(self, key: str) -> bytes | None:
        s3 = self.account.client("s3")
        try:
            content: bytes = s3.get_object(Bucket=self.name, Key=key)["Body"].read()
        except botocore.exceptions.ClientError as error:
            if error.response["Error"]["Code"] not in ("NoSuchKey", "NoSuchBucket", "404"):
                raise
            return None
        return content

    def upload(self, package: Path) -> str:
        """The package of `package.build`. Gives the template's name: CloudFormation reads one of
        this size from a bucket alone."""
        template = (package / "sam.yaml").read_text()
        for name in _ZIPS:
            content = (package / name).read_bytes()
            key = f"{_digest(content)}-{name}"
            self.put(key, content)
            template = template.replace(f"./{name}", f"s3://{self.name}/{key}")
        key = f"{_digest(template.encode())}-template.yaml"
        self.put(key, template.encode())
        return key


class Releases:
    """Of one stack."""

    def __init__(self, bucket: Bucket, stack: Stack) -> None:
        self._bucket = bucket
        self._stack = stack

    def propose(
        self,
        template: str,
        parameters: Mapping[str, str],
        *,
        now: datetime,
        commit: str = "",
        tags: Mapping[str, str] | None = None,
        previous: str | None = None,
    ) -> Proposal | None:
        """A new release. Parameters that are not named stay as they are. `previous`: to which it
        goes back, if not to the one that runs now."""
        known = self._stack.parameters()
        release_id = f"{now:%Y%m%dT%H%M%SZ}-{template[:8]}"
        names = _parameters_of(self._content(template))
        # One that only the template of before knows is left out.
        kept = known.keys() & names - {*parameters, RUNNING, DIGEST}
        given = {**parameters, RUNNING: release_id}
        if DIGEST in names:
            given[DIGEST] = digest_of(template, {n: known[n] for n in kept} | dict(parameters))
        proposal = self._propose(template, given, now=now, kept=sorted(kept), tags=tags)
        if proposal is not None:
            before = known.get(RUNNING, "") if previous is None else previous
            values = dict(proposal.parameters)
            self._write(Release(release_id, template, values, before, commit))
        return proposal

    def propose_previous(self, *, now: datetime) -> Proposal | None:
        """The release that ran before the one that runs now; the data stays as it is."""
        current = self.running()
        before = self.read(current.previous) if current else None
        if before is None:
            raise DeploymentFailedError(f"No version ran before this one of {self._stack.name}.")
        suffix = self._stack.parameters().get(TABLE_SUFFIX, "")
        if suffix and TABLE_SUFFIX not in before.parameters:
            raise DeploymentFailedError(
                f"That version knows nothing of the restored table …{suffix}: deploy a newer one."
            )
        parameters = dict(before.parameters)
        if TABLE_SUFFIX in parameters:
            parameters[TABLE_SUFFIX] = suffix
        if TABLE_STREAM in parameters:
            parameters[TABLE_STREAM] = self._stack.parameters().get(TABLE_STREAM, "")
        if DIGEST in parameters:
            parameters[DIGEST] = digest_of(before.template, parameters)
        return self._propose(before.template, parameters, now=now)

    def propose_parameters(self, changed: Mapping[str, str], *, now: datetime) -> Proposal | None:
        """The version that runs, with other parameters; it goes back to where that one does."""
        current = self.running()
        if current is None:
            raise DeploymentFailedError(f"{self._stack.name} was not deployed by `make deploy`.")
        return self.propose(
            current.template,
            changed,
            now=now,
            commit=current.commit,
            previous=current.previous,
        )

    def running(self) -> Release | None:
        return self.read(self._stack.parameters().get(RUNNING, ""))

    def template_of(self, release: Release) -> str:
        """As CloudFormation was given it."""
        return self._content(release.template)

    def read(self, release_id: str) -> Release | None:
        if not release_id:
            return None
        content = self._bucket.get(self._key(release_id))
        return Release(**json.loads(content)) if content is not None else None

    def _propose(
        self,
        template: str,
        parameters: Mapping[str, str],
        *,
        now: datetime,
        kept: list[str] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> Proposal | None:
        proposal = self._stack.propose(
            f"at-{now:%Y%m%dT%H%M%S%fZ}",
            template_url=self._bucket.account.url_of(self._bucket.name, template),
            parameters=parameters,
            kept=kept or (),
            tags=tags or {},
        )
        if proposal is not None:
            try:
                refuse_loss(proposal)
            except DeploymentFailedError:
                self._stack.discard(proposal)
                raise
        return proposal

    def _content(self, template: str) -> str:
        content = self._bucket.get(template)
        if content is None:
            raise DeploymentFailedError(f"The template {template} is gone from the bucket.")
        return content.decode()

    def _write(self, release: Release) -> None:
        content = json.dumps(asdict(release) | {"parameters": dict(release.parameters)}, indent=1)
        self._bucket.put(self._key(release.release_id), content.encode())

    def _key(self, release_id: str) -> str:
        return f"releases/{self._stack.name}/{release_id}.json"


def _parameters_of(template: str) -> set[str]:
    """Without reading all of it, which takes seconds."""
    section = re.search(r"^Parameters:\n((?: .*\n)*)", template, re.MULTILINE)
    return set(re.findall(r"^  (\w+):", section[1], re.MULTILINE)) if section else set()


def digest_of(template: str, parameters: Mapping[str, str]) -> str:
    """Of what a release is made of, whenever it is deployed."""
    values = sorted((k, v) for k, v in parameters.items() if k not in (RUNNING, DIGEST))
    return _digest(json.dumps([template, values]).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
