"""Gives members who joined before there was a search by name their place in it: `make name-keys`.

Run once after the release, and again at will: who has a place is passed over, and who changes the
profile in that moment keeps what they did and is taken up by the next run. Beside what
`stored_profiles` takes it needs `dynamodb:PutItem`, `kms:Decrypt`, `kms:GenerateMac`.
"""

import sys
from collections.abc import Iterable

from msgspec.structs import replace

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.table import Item
from chalicelib.core.errors import VersionConflictError
from chalicelib.ledger.profile_codec import profile_from_item
from chalicelib.members.names import name_keys_of
from chalicelib.members.wiring import MembersWiring
from infra.deploy.stored_profiles import complete


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


if __name__ == "__main__":
    sys.exit(complete(fill_in))
