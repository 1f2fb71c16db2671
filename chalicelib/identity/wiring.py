"""Persons, and which membership each has."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring

if TYPE_CHECKING:
    from collections.abc import Callable

    from chalicelib.identity.binding import IdentityBinding
    from chalicelib.identity.desk import Desk
    from chalicelib.identity.own_identity import OwnIdentity
    from chalicelib.identity.ports import Tries
    from chalicelib.identity.service import IdentityVerifications
    from chalicelib.identity.store import IdentityStore


class IdentityWiring(Wiring):
    @cached_property
    def store(self) -> "IdentityStore":
        from chalicelib.identity.store import IdentityStore

        return IdentityStore(self.adapters.table)

    @cached_property
    def binding(self) -> "IdentityBinding":
        from chalicelib.identity.binding import IdentityBinding

        ledger = self.adapters.wired(LedgerWiring)
        return IdentityBinding(
            store=self.store,
            members=self.adapters.wired(MembersWiring).store,
            wallets=ledger.store,
            chain=ledger.chain,
            counties=self.adapters.wired(CountyWiring).counties,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def own_identity(self) -> "OwnIdentity":
        from chalicelib.identity.own_identity import OwnIdentity

        return OwnIdentity(
            members=self.adapters.wired(MembersWiring).members,
            binding=self.binding,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )

    @cached_property
    def desk(self) -> "Desk":
        from chalicelib.identity.desk import Desk

        return Desk(
            members=self.adapters.wired(MembersWiring).members,
            binding=self.binding,
            signer=self.adapters.signer,
        )

    def verifications(
        self, tries: "Tries", normalize_phone: "Callable[[str], str]"
    ) -> "IdentityVerifications":
        """`tries`: how often something may be tried, which is counted where people join."""
        from chalicelib.identity.service import IdentityVerifications

        return IdentityVerifications(
            agency=self.adapters.identity_provider,
            tries=tries,
            counties=self.adapters.wired(CountyWiring).counties,
            signer=self.adapters.signer,
            normalize_phone=normalize_phone,
            clock=self.adapters.now,
        )
