"""What members owe, at the desk: the list of it, and by whom of staff it was taken, once."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.ledger.chain import Outcome
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberUnknownError, naming_the_member
from chalicelib.ledger.idempotency import digest
from chalicelib.ledger.ports import WalletStore
from chalicelib.payments.receivable_list import Receivable, receivables_of
from chalicelib.payments.receivable_service import Receivables
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person


class OwingMoves(Protocol):
    def moves(self, county_id: str) -> Iterator[Entry]: ...


class ReceivableDesk(Struct, frozen=True):
    receivables: Receivables
    moves: OwingMoves
    wallets: WalletStore
    own_wallets: OwnWallets
    idempotency_keys: IdempotencyKeys

    def head(self, county_id: str, member_id: str) -> Entry:
        """The wallet's newest entry, which says what is owed. Raises `MemberUnknownError`."""
        entries = self.wallets.read(county_id, member_id).entries
        if not entries:
            raise MemberUnknownError(param="member_id")
        return entries[0]

    def owed(self, county_id: str) -> list[Receivable]:
        """What every member owes now, the oldest first; what was written a moment ago may not be
        in it yet."""
        return receivables_of(self.moves.moves(county_id))

    @staticmethod
    def page(
        owed: Sequence[Receivable], *, limit: int, position: str | None
    ) -> tuple[list[Receivable], str | None]:
        """Those after `position`, and where the next page begins."""
        rest = [one for one in owed if position is None or one.position > position]
        found = rest[:limit]
        return found, found[-1].position if len(rest) > limit else None

    def take(
        self, county_id: str, person: Person, member_id: str, *, amount: int, idempotency_key: str
    ) -> Outcome:
        """Write down that `amount` won were paid at this desk. Raises `MemberUnknownError`,
        `AmountOutOfRangeError`, `OwnWalletError`, `StaffNumberMissingError`,
        `IdempotencyKeyReusedError`."""
        self.own_wallets.check(county_id, person, {member_id})
        asked = {"member_id": member_id, "amount": amount}
        self.idempotency_keys.bind(
            county_id, "receivable_payment", person.subject, idempotency_key, asked
        )
        with naming_the_member():
            return self.receivables.settle(
                county_id,
                member_id,
                amount=amount,
                reason=f"{person.subject} {person.username}",
                request_id=digest("receivable_payment", person.subject, idempotency_key),
            )
