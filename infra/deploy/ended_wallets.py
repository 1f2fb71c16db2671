"""Names in profiles that opened again before decision 0077 the wallets that ended in them, and
lists those that ended before decision 0082 (`members/ended_wallets.py`): `make ended-wallets`.

What was begun in such a wallet is found by it, and a draw sees by the list who is one person. Each
ended profile has always named where its person goes on (`continues_in`, written with the
`carry_over` entries in one transaction), so it is read of these and nothing is guessed. Run once
after the release, and again at will: a wallet that is named and listed is passed over. Beside what
`stored_profiles` takes it needs `dynamodb:GetItem` and `PutItem`.
"""

import sys
from collections.abc import Iterable

from msgspec.structs import replace

from chalicelib.aws.adapters import Adapters
from chalicelib.aws.table import Item
from chalicelib.core.errors import VersionConflictError
from chalicelib.ledger.profile_codec import profile_from_item
from chalicelib.members.wiring import MembersWiring
from infra.deploy.stored_profiles import complete


def fill_in(adapters: Adapters, items: Iterable[Item]) -> tuple[int, int]:
    """(ended wallets that are named or listed now, profiles that somebody changed meanwhile)."""
    wired = adapters.wired(MembersWiring)
    store, listed = wired.store, wired.ended_wallets
    done = missed = 0
    for item in items:
        ended = profile_from_item(item)
        if ended.continues_in is None:
            continue
        is_new = listed.list_late(ended, adapters.now())
        known = store.profile(ended.county_id, ended.continues_in, consistent=True)
        if known is None or set(ended.wallets) <= set(known.came_from):
            done += is_new
            continue
        named = tuple(dict.fromkeys((*known.came_from, *ended.wallets)))
        try:
            store.replace_profile(replace(known, came_from=named, version=known.version + 1))
        except VersionConflictError:
            missed += 1
        else:
            done += 1
    return done, missed


if __name__ == "__main__":
    sys.exit(complete(fill_in))
