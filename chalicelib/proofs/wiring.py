"""Publishing the ledger's days, and proving an entry of one."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring

if TYPE_CHECKING:
    from chalicelib.proofs.files import LedgerFiles
    from chalicelib.proofs.publishing import PublishedRoots, RootPublisher
    from chalicelib.proofs.service import Proofs
    from chalicelib.proofs.store import LedgerRootStore


class ProofsWiring(Wiring):
    @cached_property
    def store(self) -> "LedgerRootStore":
        from chalicelib.proofs.store import LedgerRootStore

        return LedgerRootStore(self.adapters.table)

    @cached_property
    def files(self) -> "LedgerFiles":
        from chalicelib.proofs.files import LedgerFiles

        return LedgerFiles(self.adapters.ledger_files)

    @cached_property
    def publisher(self) -> "RootPublisher":
        from chalicelib.proofs.publishing import RootPublisher

        return RootPublisher(
            self.adapters.wired(LedgerWiring).store,
            self.store,
            self.files,
            self.adapters.wired(CountyWiring).counties,
        )

    @cached_property
    def published(self) -> "PublishedRoots":
        from chalicelib.proofs.publishing import PublishedRoots

        return PublishedRoots(self.store)

    @cached_property
    def proofs(self) -> "Proofs":
        from chalicelib.proofs.service import Proofs

        return Proofs(
            self.adapters.wired(LedgerWiring).store, self.store, self.files, self.adapters.now
        )
