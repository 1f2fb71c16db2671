"""Deploys the packaged template to the local cloud through CloudFormation, as one would to AWS."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from infra.deploy import deploy
from infra.deploy.change_sets import Stack
from infra.deploy.releases import Releases

REGION = deploy.REGION
STAGE = "local"
# The stage's name, so that the path which API Gateway reports to the function is the browser's.
BASE_PATH = "api"
MAIL_FROM = "no-reply@onmin.example"


@dataclass(frozen=True)
class Deployment:
    """The local cloud at one endpoint, seen by its administrator."""

    endpoint_url: str
    poll_seconds: float = 0.1
    wait_seconds_max: float = 300.0
    stage: str = STAGE

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def url_of(self, bucket: str, key: str) -> str:
        return f"{self.endpoint_url}/{bucket}/{key}"

    @property
    def stack(self) -> Stack:
        return deploy.stack_of(self, STAGE)

    def fingerprint(self) -> str | None:
        """The sources that the running stack was made from, or None when there is no stack."""
        stack = self.stack.living()
        if stack is None or stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return None
        tags = {tag["Key"]: tag["Value"] for tag in stack["Tags"]}
        return tags.get("fingerprint")

    def deploy(self, package: Path, fingerprint: str) -> None:
        """Uploads the package, and makes of the stack what it says, without asking."""
        bucket = deploy.bucket_of(self)
        bucket.ensure()
        proposal = Releases(bucket, self.stack).propose(
            bucket.upload(package),
            {"Stage": STAGE, "MailFrom": MAIL_FROM},
            now=datetime.now(UTC),
            tags={"fingerprint": fingerprint},
        )
        if proposal is not None:
            self.stack.execute(proposal)
        self.settle()

    def settle(self) -> None:
        """What AWS has of itself, or an administrator sets up once."""
        self._map_base_path()
        self.client("ses").verify_email_identity(EmailAddress=MAIL_FROM)

    def outputs(self) -> dict[str, str]:
        return self.stack.outputs()

    def function_environment(self) -> dict[str, str]:
        """What the functions find in their environment, for code that runs outside of Lambda."""
        described = self.client("lambda").get_function_configuration(
            FunctionName=self.outputs()["APIHandlerName"]
        )
        return {**described["Environment"]["Variables"], **self.environment()}

    def environment(self) -> dict[str, str]:
        """By which a program of its own finds the same local cloud."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }

    def _map_base_path(self) -> None:
        """Gives the API a short address that stays the same when its routes change.

        The local cloud replaces an API whose routes changed, and its id with it. The domain name
        is the loopback address itself: it needs no entry in any hosts file.
        """
        gateway = self.client("apigateway")
        names = [item["domainName"] for item in gateway.get_domain_names()["items"]]
        if "127.0.0.1" not in names:
            gateway.create_domain_name(
                domainName="127.0.0.1", endpointConfiguration={"types": ["REGIONAL"]}
            )
        mapped = gateway.get_base_path_mappings(domainName="127.0.0.1").get("items", [])
        if any(item["basePath"] == BASE_PATH for item in mapped):
            gateway.delete_base_path_mapping(domainName="127.0.0.1", basePath=BASE_PATH)
        gateway.create_base_path_mapping(
            domainName="127.0.0.1",
            basePath=BASE_PATH,
            restApiId=self.outputs()["RestAPIId"],
            stage="api",
        )
