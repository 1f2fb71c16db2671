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


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    stack = DeployedStack(sys.argv[1])
    seed.seed(
        stack,
        seed.county_data(sys.argv[2]),
        seed.Secrets(Path(sys.argv[3])),
        is_live=stack.is_live(),
    )
    print(f"{sys.argv[2]} is in {stack.name}; new keys and passwords are in {sys.argv[3]}")


if __name__ == "__main__":
    main()
