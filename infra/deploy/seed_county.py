"""Puts a county's first data into a deployed stack, with the AWS rights of whoever runs it.

Adds what is missing and changes nothing that people changed, so it can be run again. REGISTER is a
file of the county's own, kept where it keeps such things: its shops, accounts of staff and readers
of reports, in the form of `counties/gangjin.demo.json`, whose invented ones are refused. Cognito
mails each account its first password. New keys of shops are made at random and written to the file
KEYS, for handing over; guard it, and delete it afterwards.

Usage: python -m infra.deploy.seed_county STAGE COUNTY [REGISTER KEYS]
  e.g. prod gangjin gangjin-register.json first-keys.json
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.deploy import deploy, seed
from infra.deploy.change_sets import Account, DeploymentFailedError


@dataclass(frozen=True)
class DeployedStack:
    """A stage as `seed` wants it."""

    account: Account
    stage: str

    def client(self, service: str) -> Any:
        return self.account.client(service)

    def outputs(self) -> dict[str, str]:
        return deploy.stack_of(self.account, self.stage).outputs()


def seed_stage(stack: DeployedStack, county_id: str, register: Path | None, keys: Path) -> None:
    rows = json.loads(register.read_text()) if register else {}
    seed.seed(stack, seed.county_data(county_id), rows, seed.Secrets(keys))


def main(arguments: list[str]) -> None:
    match arguments:
        case [stage, county_id, *more] if stage in deploy.STAGES and len(more) in (0, 2):
            register, keys = map(Path, more) if more else (None, Path("/nowhere"))
        case _:
            sys.exit(__doc__)
    try:
        deploy.say_who(stage)
        stack = DeployedStack(deploy.account_of(stage), stage)
        seed_stage(stack, county_id, register, keys)
    except (DeploymentFailedError, seed.DemoDataError) as error:
        sys.exit(str(error))
    print(f"{county_id} is in {stage}" + (f"; new keys of shops are in {keys}" if more else ""))


if __name__ == "__main__":
    main(sys.argv[1:])
