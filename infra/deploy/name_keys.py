"""Gives members who joined before there was a search by name their place in it: `make name-keys`.

Run once after the release, and again at will: who has a place is passed over, and who changes the
profile in that moment keeps what they did and is taken up by the next run. It takes an operator's
credentials: `lambda:GetFunctionConfiguration`, `dynamodb:Scan`, `PutItem`, `kms:Decrypt`,
`kms:GenerateMac`. No name is printed.
"""

import os
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


if __name__ == "__main__":
    import boto3

    name = f"onmin-{os.environ.get('STAGE', 'local')}-api-handler"
    configuration = boto3.client("lambda").get_function_configuration(FunctionName=name)
    os.environ.update(configuration["Environment"]["Variables"])
    made = Adapters()
    found = fill_in(made, _profiles(boto3.client("dynamodb"), made.settings.table_name))
    print(f"{found[0]} filled in, {found[1]} changed meanwhile: run it again for them")
