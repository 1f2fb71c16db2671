"""Deploys the packaged template to the local cloud through CloudFormation, as one would to AWS."""

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import botocore.exceptions

from infra.localcloud import identity_agency

REGION = "ap-northeast-2"
STACK = "onmin-local"
ARTIFACTS = "onmin-local-artifacts"
# The stage's name, so that the path which API Gateway reports to the function is the browser's.
BASE_PATH = "api"
MAIL_FROM = "no-reply@onmin.example"
DEPLOY_SECONDS_MAX = 300.0
# A stack that never came to life holds no data and cannot be updated.
_STILLBORN = ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")


class DeploymentFailedError(Exception):
    """CloudFormation refused the template; the message names the resources and reasons."""


@dataclass(frozen=True)
class Deployment:
    """The local cloud at one endpoint, seen by its administrator."""

    endpoint_url: str

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=self.endpoint_url,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    def fingerprint(self) -> str | None:
        """The sources that the running stack was made from, or None when there is no stack."""
        stack = self._stack()
        if stack is None or stack["StackStatus"] not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return None
        tags = {tag["Key"]: tag["Value"] for tag in stack["Tags"]}
        return tags.get("fingerprint")

    def deploy(self, package: Path, fingerprint: str) -> None:
        """Uploads the package, creates or updates the stack and waits for the end of it."""
        stack = self._stack()
        if stack is not None and stack["StackStatus"] in _STILLBORN:
            self.client("cloudformation").delete_stack(StackName=STACK)
            self._wait(STACK)
            stack = None
        template_url = self._upload(package)
        cloudformation = self.client("cloudformation")
        change = cloudformation.create_stack if stack is None else cloudformation.update_stack
        change(
            StackName=STACK,
            TemplateURL=template_url,
            Parameters=[
                {"ParameterKey": "Stage", "ParameterValue": "local"},
                {"ParameterKey": "MailFrom", "ParameterValue": MAIL_FROM},
            ],
            Capabilities=["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            Tags=[{"Key": "fingerprint", "Value": fingerprint}],
        )
        self._wait(STACK)
        self._map_base_path()
        self.client("ses").verify_email_identity(EmailAddress=MAIL_FROM)

    def outputs(self) -> dict[str, str]:
        stack = self._stack()
        assert stack is not None
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def function_environment(self) -> dict[str, str]:
        """What the functions find in their environment, for code that runs outside of Lambda."""
        described = self.client("lambda").get_function_configuration(
            FunctionName=self.outputs()["APIHandlerName"]
        )
        return {
            **described["Environment"]["Variables"],
            "AWS_ENDPOINT_URL": self.endpoint_url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }

    @property
    def identity_url(self) -> str:
        """Where the agency of identity verification is played."""
        return f"{self.endpoint_url}{identity_agency.PATH}"

    def set_up_identity(self, county_id: str) -> None:
        """Where the county asks who somebody is."""
        config = {
            "api_secret": identity_agency.API_SECRET,
            "api_url": self.identity_url,
            "page_url": f"{self.identity_url}/page",
        }
        self.client("secretsmanager").put_secret_value(
            SecretId=self.outputs()["IdentitySecretId"],
            SecretString=json.dumps({county_id: config}),
        )

    def _stack(self) -> dict[str, Any] | None:
        try:
            found = self.client("cloudformation").describe_stacks(StackName=STACK)
        except botocore.exceptions.ClientError:
            return None
        stacks: list[dict[str, Any]] = found["Stacks"]
        return stacks[0] if stacks else None

    def _upload(self, package: Path) -> str:
        s3 = self.client("s3")
        try:
            s3.head_bucket(Bucket=ARTIFACTS)
        except botocore.exceptions.ClientError:
            s3.create_bucket(
                Bucket=ARTIFACTS, CreateBucketConfiguration={"LocationConstraint": REGION}
            )
        template = (package / "sam.yaml").read_text()
        for name in ("deployment.zip", "layer.zip"):
            content = (package / name).read_bytes()
            key = f"{hashlib.sha256(content).hexdigest()[:16]}-{name}"
            s3.put_object(Bucket=ARTIFACTS, Key=key, Body=content)
            template = template.replace(f"./{name}", f"s3://{ARTIFACTS}/{key}")
        s3.put_object(Bucket=ARTIFACTS, Key="template.yaml", Body=template.encode())
        return f"{self.endpoint_url}/{ARTIFACTS}/template.yaml"

    def _wait(self, name: str) -> None:
        deadline = time.monotonic() + DEPLOY_SECONDS_MAX
        while time.monotonic() < deadline:
            stack = self._stack()
            if stack is None or stack["StackStatus"] == "DELETE_COMPLETE":
                return
            if stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
                return
            if not stack["StackStatus"].endswith("_IN_PROGRESS"):
                raise DeploymentFailedError(self._failures(name))
            time.sleep(0.1)
        raise DeploymentFailedError(
            f"The stack {name} was not ready in {DEPLOY_SECONDS_MAX:.0f} s."
        )

    def _failures(self, name: str) -> str:
        events = self.client("cloudformation").describe_stack_events(StackName=name)
        failed = [
            f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason')}"
            for event in events["StackEvents"]
            if event["ResourceStatus"].endswith("_FAILED")
        ]
        return "The deployment failed:\n" + "\n".join(failed)

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
