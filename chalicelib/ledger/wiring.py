"""The wallets' chain over the table."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring

if TYPE_CHECKING:
    from chalicelib.ledger.chain import Chain
    from chalicelib.ledger.explanations import Explanations
    from chalicelib.ledger.store import WalletStore


class LedgerWiring(Wiring):
    @cached_property
    def store(self) -> "WalletStore":
        from chalicelib.ledger.store import WalletStore

        return WalletStore(self.adapters.table)

    @cached_property
    def chain(self) -> "Chain":
        from chalicelib.ledger.chain import Chain

        return Chain(self.store, self.adapters.now, self.adapters.pause)

    @cached_property
    def explanations(self) -> "Explanations":
        from chalicelib.ledger.explanations import Explanations

        return Explanations(self.adapters.wired(CountyWiring).store, self.store)
