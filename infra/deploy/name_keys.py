"""Gives members who joined before there was a search by name their place in it: `make name-keys`.

Run once after the release, and again at will: who has a place is passed over, and who changes the
profile in that moment keeps what they did and is taken up by the next run. It takes an operator's
credentials: `lambda:GetFunctionConfiguration`, `dynamodb:Scan`, `PutItem`, `kms:Decrypt`,
`kms:GenerateMac`. No name is printed.
"""

import os
import sys
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.table import Item
from chalicelib.core.errors import VersionConflictError
from chalicelib.ledger.profile_codec import profile_from_item
from chalicelib.members.names import name_keys_of
from chalicelib.members.wiring import MembersWiring


def fill_in(adapters: Adapters, items: Iterable[Item]) -> tuple[int, int]:
    """(profiles that have their keys now, those that somebody changed meanwhile)."""
    wiring = adapters.wired(MembersWiring)
    done = missed = 0
    for item in items:
        profile = profile_from_item(item)
        if profile.name_keys is not None or profile.status == "left":
            continue
        own = wiring.members.opened(profile)
        keys = name_keys_of(adapters.signer, profile.county_id, own.name, own.birth_on)
        try:
            wiring.store.replace_profile(
                replace(profile, name_keys=keys, version=profile.version + 1)
            )
        except VersionConflictError:
            missed += 1
        else:
            done += 1
    return done, missed


def _profiles(client: Any, table_name: str) -> Iterable[Item]:
    from chalicelib.aws.attributes import unpack

    pages = client.get_paginator("scan").paginate(
        TableName=table_name,
        FilterExpression="sk = :profile",
        ExpressionAttributeValues={":profile": {"S": "PROFILE"}},
    )
    return (unpack(item) for page in pages for item in page["Items"])


def main() -> int:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    name = f"onmin-{os.environ.get('STAGE', 'local')}-api-handler"
    os.environ.setdefault("AWS_DEFAULT_REGION", "ap-northeast-2")
    try:
        configuration = boto3.client("lambda").get_function_configuration(FunctionName=name)
        os.environ.update(configuration["Environment"]["Variables"])
        made = Adapters()
        done, missed = fill_in(made, _profiles(boto3.client("dynamodb"), made.settings.table_name))
    except (BotoCoreError, ClientError) as error:
        print(f"stopped, and can be run again: {error}")
        return 1
    print(f"{done} filled in" + (f", {missed} changed meanwhile: run it again" if missed else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
