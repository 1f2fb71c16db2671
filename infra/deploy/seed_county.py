"""Puts a county's first data into a deployed stack, with the AWS rights of whoever runs it.

Adds what is missing and changes nothing that people changed, so it can be run again. New keys of
shops and passwords of staff are made at random and written to the file SECRETS, for handing over;
guard it, and delete it afterwards.

Usage: python -m infra.deploy.seed_county STACK COUNTY SECRETS
  e.g. onmin-prod gangjin first-keys.json
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from infra.deploy import seed


@dataclass(frozen=True)
class DeployedStack:
    """A CloudFormation stack in the account and region that the environment names."""

    name: str

    def client(self, service: str) -> Any:
        return boto3.client(service)

    def outputs(self) -> dict[str, str]:
        stack = self.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def is_live(self) -> bool:
        stack = self.client("cloudformation").describe_stacks(StackName=self.name)["Stacks"][0]
        return {"ParameterKey": "Stage", "ParameterValue": "prod"} in [
            {key: parameter[key] for key in ("ParameterKey", "ParameterValue")}
            for parameter in stack["Parameters"]
        ]


def main(arguments: list[str]) -> None:
    if len(arguments) != 3:
        sys.exit(__doc__)
    name, county_id, secrets = arguments
    stack = DeployedStack(name)
    seed.seed(
        stack, seed.county_data(county_id), seed.Secrets(Path(secrets)), is_live=stack.is_live()
    )
    print(f"{county_id} is in {name}; new keys and passwords are in {secrets}")


if __name__ == "__main__":
    main(sys.argv[1:])
