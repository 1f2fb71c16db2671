"""Members and their profiles."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring

if TYPE_CHECKING:
    from chalicelib.members.ended_wallets import EndedWallets
    from chalicelib.members.number_change import NumberChange
    from chalicelib.members.service import Members
    from chalicelib.members.store import MemberStore
    from chalicelib.notifications.service import NotifiedBrowsers


class MembersWiring(Wiring):
    @cached_property
    def store(self) -> "MemberStore":
        from chalicelib.members.store import MemberStore

        return MemberStore(self.adapters.table)

    @cached_property
    def ended_wallets(self) -> "EndedWallets":
        from chalicelib.members.ended_wallets import EndedWallets

        return EndedWallets(self.adapters.table)

    @cached_property
    def members(self) -> "Members":
        from chalicelib.core import regions
        from chalicelib.members.service import Members

        return Members(
            store=self.store,
            wallets=self.adapters.wired(LedgerWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            is_known_region=regions.is_known,
            clock=self.adapters.now,
            hush=self._hush,
        )

    def _hush(self, county_id: str, member_id: str) -> None:
        self.browsers.end_all(county_id, member_id)

    @property
    def browsers(self) -> "NotifiedBrowsers":
        # Not at the top: most of what a member asks for has nothing to do with them.
        from chalicelib.notifications.wiring import NotificationsWiring

        return self.adapters.wired(NotificationsWiring).browsers

    @cached_property
    def number_change(self) -> "NumberChange":
        from chalicelib.members.number_change import NumberChange

        return NumberChange(self.members, self.store, self.adapters.signer, self.adapters.now)
