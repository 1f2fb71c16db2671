"""Puts a county's first data into a deployed stack, with the AWS rights of whoever runs it.

Adds what is missing and changes nothing that people changed, so it can be run again, whatever cut
it off; what an account of staff that is in use lacks of its roles it tells. REGISTER is a
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
from infra.deploy.change_sets import Account
from infra.deploy.declared_holidays import HolidayTooLateError
from infra.deploy.seed_looks import RegisterError


@dataclass(frozen=True)
class DeployedStack:
    """A stage as `seed` wants it."""

    account: Account
    stage: str

    def client(self, service: str) -> Any:
        return self.account.client(service)

    def outputs(self) -> dict[str, str]:
        return deploy.stack_of(self.account, self.stage).outputs()


def seed_stage(stack: seed.Stack, county_id: str, register: Path, keys: Path) -> list[str]:
    """The county with its shops, staff and readers. What is left to people, a sentence each."""
    rows = read_register(register)
    return seed.seed(stack, seed.county_data(county_id), rows, seed.Secrets(keys))


def read_register(path: Path) -> dict[str, Any]:
    """Whatever editor wrote it: in UTF-8, with a mark of that at its beginning or without."""
    try:
        return seed.read_county(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RegisterError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path} is not in UTF-8: save it anew as that") from error
    except json.JSONDecodeError as error:
        raise RegisterError(f"{path} is no JSON: {error}") from error


def main(arguments: list[str]) -> None:
    match arguments:
        case [stage, county_id, *files] if stage in deploy.STAGES and len(files) in (0, 2):
            pass
        case _:
            sys.exit(__doc__)
    left = []
    try:
        with deploy.failing_in_a_sentence():
            deploy.say_who(stage)
            stack = DeployedStack(deploy.account_of(stage), stage)
            if files:
                left = seed_stage(stack, county_id, *map(Path, files))
            else:
                seed.seed_county(stack, seed.county_data(county_id))
    except (RegisterError, HolidayTooLateError) as error:
        sys.exit(str(error))
    print("\n".join([*left, f"{county_id} is in {stage}"]))
    if files and Path(files[1]).exists():
        print(f"The keys that were made for its shops are in {files[1]}.")


if __name__ == "__main__":
    main(sys.argv[1:])
