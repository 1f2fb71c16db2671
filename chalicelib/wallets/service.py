"""A member's own wallet: look, leaf through the entries, convert mileage."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from msgspec import Struct

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import MemberNotFoundError, MemberUnknownError
from chalicelib.ledger.idempotency import CommandKeys, digest, fingerprint
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import check_is_active, check_is_identified
from chalicelib.members.ports import MemberStore
from chalicelib.wallets import conversions


class Balance(Struct, frozen=True):
    """A wallet as it counts today, and the settings it is judged by."""

    head: Entry
    now: datetime
    settings: CountySettings
    settings_on: Callable[[date], CountySettings]
    """Those of another day: of the one on which a lot was bought."""

    @property
    def today(self) -> date:
        return seoul_date(self.now)


class Wallets(Struct, frozen=True):
    chain: Chain
    store: WalletStore
    members: MemberStore
    counties: Counties
    clock: Clock

    def balance(self, actor: MemberActor) -> Balance:
        page = self.chain.read(actor.county_id, actor.member_id)
        if not page.entries:
            raise MemberNotFoundError
        check_is_active(page.profile, actor)
        return self._balance(actor.county_id, page.entries[0])

    def balance_for_staff(self, county_id: str, member_id: str) -> Balance:
        """Also of who is suspended. Raises `MemberUnknownError`."""
        page = self.chain.read(county_id, member_id)
        if not page.entries:
            raise MemberUnknownError
        return self._balance(county_id, page.entries[0])

    def _balance(self, county_id: str, head: Entry) -> Balance:
        now = self.clock()
        settings_on = partial(self.counties.on, county_id)
        return Balance(head, now, settings_on(seoul_date(now)), settings_on)

    def entries(
        self, actor: MemberActor, *, limit: int, position: str | None
    ) -> tuple[list[Entry], str | None]:
        """Newest first, and where the next page begins."""
        check_is_active(self.members.profile(actor.county_id, actor.member_id), actor)
        return self._page(actor.county_id, actor.member_id, limit=limit, position=position)

    def entries_for_staff(
        self, county_id: str, member_id: str, *, limit: int, position: str | None
    ) -> tuple[list[Entry], str | None]:
        """As `entries`, whatever may be done with the wallet. Raises `MemberUnknownError`."""
        entries, older = self._page(county_id, member_id, limit=limit, position=position)
        if not entries:
            raise MemberUnknownError
        return entries, older

    def _page(
        self, county_id: str, member_id: str, *, limit: int, position: str | None
    ) -> tuple[list[Entry], str | None]:
        before_seq = int(position) if position else None
        page = self.store.list_entries(county_id, member_id, limit=limit, before_seq=before_seq)
        if not page.entries or not page.older or page.entries[-1].seq == 1:
            return page.entries, None
        return page.entries, str(page.entries[-1].seq)

    def convert(self, actor: MemberActor, *, mileage: int, idempotency_key: str) -> Outcome:
        key = digest("conversion", actor.member_id, idempotency_key)
        keys = CommandKeys(
            reference=f"conversion/{key}",
            fingerprint=fingerprint({"mileage": mileage}),
            idempotency=key,
        )

        def decide(view: View) -> Draft:
            settings = self.counties.on(actor.county_id, seoul_date(view.now))
            check_is_identified(view.profile, is_needed=bool(settings.identity_conversion))
            return conversions.decide(view.head, mileage=mileage, settings=settings, now=view.now)

        outcome = self.chain.run(actor.county_id, actor.member_id, keys, decide, by=actor)
        if outcome is None:
            raise AssertionError("a conversion always writes")
        return outcome
