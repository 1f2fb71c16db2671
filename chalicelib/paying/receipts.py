"""A member's own receipt, whenever it is asked for: as the till's answer had it at the payment."""

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.ledger.entries import Entry, redemption_day
from chalicelib.ledger.errors import EntryNotFoundError
from chalicelib.ledger.kinds import KINDS
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import check_is_active
from chalicelib.merchants.ports import MerchantStore
from chalicelib.paying.slips import Slip, slip_of


class Receipts(Struct, frozen=True):
    wallets: WalletStore
    merchants: MerchantStore

    def of(self, actor: MemberActor, entry_id: str) -> Slip:
        """Of the member's own payment, or of a cancel of one, which says the part that came back.

        Raises `EntryNotFoundError`, for entries that no shop has a receipt of and another's too.
        """
        entry = self._entry(actor, entry_id)
        if entry is None or entry.merchant is None or not KINDS[entry.kind].is_settled:
            raise EntryNotFoundError
        shop = self.merchants.by_id(actor.county_id, entry.merchant.merchant_id)
        payment = self._payment(entry)
        if shop is None or payment is None:
            raise EntryNotFoundError
        if payment is entry:
            name = entry.redemption_id or ""
            return slip_of(name, shop, entry.on, before=0, after=-entry.voucher_amount)
        after = -payment.voucher_amount - entry.cancels[payment.redemption_id or ""]
        before = after + entry.voucher_amount
        return slip_of(entry.cancel_id or "", shop, payment.on, before=before, after=after)

    def _entry(self, actor: MemberActor, entry_id: str) -> Entry | None:
        """Among the newest, which are read consistently; an older one by the index of days."""
        wallet = self.wallets.read(actor.county_id, actor.member_id)
        check_is_active(wallet.profile, actor)
        for entry in wallet.entries:
            if entry.entry_id == entry_id:
                return entry
        try:
            return self.wallets.entry(actor.county_id, actor.member_id, entry_id)
        except (ValueError, OverflowError) as exc:
            raise EntryNotFoundError from exc

    def _payment(self, entry: Entry) -> Entry | None:
        """Itself, or that which it takes back: by access pattern 5."""
        if entry.kind == "redemption" or entry.merchant is None:
            return entry
        of = entry.of_redemption_id or ""
        shop_id = entry.merchant.merchant_id
        found = self.wallets.redemption_entries(entry.county_id, shop_id, redemption_day(of), of)
        return next((each for each in found if each.kind == "redemption"), None)
