"""Binding a person to a membership: one person has one, and one sign-up grant.

Each step is one transaction over everything that it changes, so that a crash between any two calls
leaves a state from which the same request goes on to the same end.
"""

import random
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.actors import MemberActor
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import seoul_date
from chalicelib.county.service import Counties
from chalicelib.identity import carrying
from chalicelib.identity import identities as rules
from chalicelib.identity.errors import IdentityBelongsToOtherMemberError, IdentityMismatchError
from chalicelib.identity.identities import IdentityHolder
from chalicelib.identity.ports import IdentityStore
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, append, new_entry_id
from chalicelib.ledger.budget import BudgetChange, spread_over
from chalicelib.ledger.chain import Chain, View
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.lots import Lot, mileage_lot
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import Profile, check_is_active
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.ports import MemberStore

ATTEMPTS_MAX = 20
PAUSE_SECONDS_MAX = 0.1


class _Due(NamedTuple):
    """What an identification writes of the sign-up mileage: its entries, and whether the person has
    had it from then on."""

    has_grant: bool
    entries: tuple[Entry, ...] = ()
    budget: BudgetChange | None = None


class IdentityBinding(Struct, frozen=True):
    store: IdentityStore
    members: MemberStore
    wallets: WalletStore
    chain: Chain
    counties: Counties
    clock: Clock
    pause: Callable[[float], None]

    def bind(
        self, county_id: str, member_id: str, identity_key: str, by: MemberActor | None = None
    ) -> Profile:
        """The profile of the wallet that is the person's from now on: this member's, or the one
        that the same person had left, which opens again with all that this one holds.

        Raises `IdentityBelongsToOtherMemberError` after taking back this membership's sign-up
        mileage, and `IdentityMismatchError` for a membership that is another person's.
        """
        for _ in range(ATTEMPTS_MAX):
            profile = check_is_active(
                self.members.profile(county_id, member_id, consistent=True), by
            )
            if rules.is_somebody_else(profile, identity_key):
                raise IdentityMismatchError(param="verification_token")
            known = self.store.holder(county_id, identity_key)
            if known is None or known.member_id == member_id:
                done = self._keep(profile, known, identity_key)
            else:
                done = self._join(profile, known)
            if done is not None:
                return done
            self.pause(random.uniform(0, PAUSE_SECONDS_MAX))  # noqa: S311 (it spreads load)
        raise TryAgainError(retry_after_seconds=1)

    def _keep(
        self, profile: Profile, known: IdentityHolder | None, identity_key: str
    ) -> Profile | None:
        """The person's first membership, or the one that they have. `None` if somebody was first:
        to be looked at anew."""
        now = self.clock()
        due = self._due(profile, known, identity_key, now)
        identity = known or IdentityHolder(
            county_id=profile.county_id,
            identity_key=identity_key,
            member_id=profile.member_id,
            has_grant=due.has_grant,
            identified_at=now,
        )
        is_news = known is None or due.has_grant != known.has_grant
        if known is not None and is_news:
            identity = replace(known, has_grant=due.has_grant, version=known.version + 1)
        bound = profile
        if profile.identity_key is None:
            bound = replace(
                profile,
                identity_key=identity_key,
                identified_at=now,
                version=profile.version + 1,
            )
        if bound is profile and not is_news:
            return profile
        written = self.store.write(
            identity=identity if is_news else None,
            profiles=() if bound is profile else (bound,),
            entries=due.entries,
            budget=due.budget,
        )
        return bound if written else None

    def _due(
        self, profile: Profile, known: IdentityHolder | None, identity_key: str, now: datetime
    ) -> _Due:
        """What this person is still to be granted: nothing to whoever has had it. What was withheld
        because of the number is paid if the one who had it there is known to be somebody else, or
        left without spending any of it: then it is taken back there."""
        county_id = profile.county_id
        if known is not None and known.has_grant:
            return _Due(True)
        first = self.wallets.first_entry(county_id, profile.member_id)
        if first is None:
            # The sign-up is not finished: whether it grants is not known yet.
            raise TryAgainError(retry_after_seconds=1)
        withheld = profile.withheld
        if first.mileage_amount or withheld is None or withheld.granted_to is None:
            return _Due(first.mileage_amount > 0)
        other = self.members.profile(county_id, withheld.granted_to, consistent=True)
        if other is None:
            return _Due(False)
        if rules.is_somebody_else(other, identity_key):
            return self._granted(profile, first, withheld.mileage, now)
        if other.status != "left" or other.continues_in:
            return _Due(False)
        given = self.wallets.first_entry(county_id, other.member_id)
        head = self._head(county_id, other.member_id)
        whole = rules.grant_lots(head, seoul_date(now))
        if given is None or lot_rules.total(whole) != given.mileage_amount:
            return _Due(False)
        due = self._granted(profile, first, withheld.mileage, now)
        if not due.has_grant:
            return due
        return due._replace(entries=(*due.entries, *self._returned(head, now)))

    def _granted(self, profile: Profile, first: Entry, mileage: int, now: datetime) -> _Due:
        """Out of the budget of the campaign by which the member joined, if that has one; nothing
        where it holds too little, as for who joins then."""
        head = self._head(profile.county_id, profile.member_id)
        now = max(now, head.at)
        county_id, on = profile.county_id, seoul_date(now)
        campaign_id = first.origin.campaign_id if first.origin else None
        left = self.store.left(county_id, campaign_id, on) if campaign_id else None
        budget, reference = None, f"identity_grant/{profile.member_id}"
        if left is not None:
            if sum(left.values()) < mileage:
                return _Due(False)
            budget = BudgetChange(campaign_id, spread_over(mileage, left))
            reference = f"{reference}/{campaign_id}"
        settings = self.counties.on(county_id, on)
        entry_id = new_entry_id(now)
        lots = mileage_lot(
            entry_id, mileage, source=rules.SIGNUP_SOURCE, settings=settings, now=now
        )
        draft = Draft(
            kind="identity_grant",
            allocations=tuple(lot_rules.put_in(lot) for lot in lots),
            entry_id=entry_id,
        )
        return _Due(True, (_after(head, draft, reference, now),), budget)

    def _returned(self, head: Entry, now: datetime) -> tuple[Entry, ...]:
        now = max(now, head.at)
        draft = _return_of(rules.grant_lots(head, seoul_date(now)))
        if draft is None:
            return ()
        return (_after(head, draft, f"grant_return/{head.member_id}", now),)

    def _join(self, profile: Profile, known: IdentityHolder) -> Profile | None:
        """The person has another membership: what this one was given for joining and for visits is
        taken back; if the other was left, it opens again. `None` if somebody was first."""
        county_id = profile.county_id
        self._take_grant_back(county_id, profile.member_id)
        other = self.members.profile(county_id, known.member_id, consistent=True)
        if other is None or other.status != "left":
            mine = self.members.profile(county_id, profile.member_id, consistent=True)
            if mine is not None and mine.continues_in:
                # The same request, sent twice, opened it a moment ago.
                return None
            raise IdentityBelongsToOtherMemberError
        now = self.clock()
        # First where it goes: read the other way round, what was carried meanwhile would be seen in
        # both wallets.
        target = self._head(county_id, other.member_id)
        source = self._head(county_id, profile.member_id)
        out, into = carrying.carry(source, target, now=now, is_first=True)
        reopened = replace(
            profile,
            member_id=other.member_id,
            generation=other.generation + 1,
            identity_key=known.identity_key,
            identified_at=now,
            withheld=None,
            came_from=(*other.came_from, *profile.wallets),
            # Its code names the wallet that ends here: the desk prints another.
            card=None,
            version=other.version + 1,
        )
        ended = replace(
            profile.erased(now),
            continues_in=other.member_id,
            continued_generation=reopened.generation,
        )
        written = self.store.write(
            identity=replace(known, version=known.version + 1),
            profiles=(ended, reopened),
            phones=self._moved_phones(profile, other),
            entries=(out, into),
        )
        return reopened if written else None

    def carry_on(self, county_id: str, member_id: str) -> None:
        """To where the person went on, what came into this wallet after it had ended."""
        for _ in range(ATTEMPTS_MAX):
            profile = self.members.profile(county_id, member_id, consistent=True)
            if profile is None or profile.continues_in is None:
                return
            target = self._head(county_id, profile.continues_in)
            source = self._head(county_id, member_id)
            now = self.clock()
            today = seoul_date(max(now, source.at, target.at))
            if not source.live_lots(today) and source.owed is None:
                return
            carried = carrying.carry(source, target, now=now, is_first=False)
            if self.store.write(entries=carried):
                return
            self.pause(random.uniform(0, PAUSE_SECONDS_MAX))  # noqa: S311 (it spreads load)
        raise TryAgainError(retry_after_seconds=1)

    def _moved_phones(self, profile: Profile, other: Profile) -> tuple[PhoneHolder, ...]:
        """The number goes along; the one that the reopened wallet had is nobody's any more."""
        county_id = profile.county_id
        moved = []
        phone = self.members.holder_of(county_id, profile.person_key)
        if phone is not None and phone.member_id == profile.member_id:
            moved.append(replace(phone, member_id=other.member_id, version=phone.version + 1))
        if other.person_key != profile.person_key:
            phone = self.members.holder_of(county_id, other.person_key)
            if phone is not None and phone.member_id == other.member_id:
                released = replace(phone, released_at=other.left_at, version=phone.version + 1)
                moved.append(released)
        return tuple(moved)

    def _take_grant_back(self, county_id: str, member_id: str) -> None:
        """As far as it is still there."""

        def decide(view: View) -> Draft | None:
            if view.head is None:
                raise TryAgainError(retry_after_seconds=1)
            return _return_of(rules.once_a_person(view.head, seoul_date(view.now)))

        reference = f"grant_return/{member_id}"
        keys = CommandKeys(reference=reference, fingerprint=digest(reference))
        self.chain.run(county_id, member_id, keys, decide)

    def _head(self, county_id: str, member_id: str) -> Entry:
        entries = self.wallets.read(county_id, member_id).entries
        if not entries:
            raise TryAgainError(retry_after_seconds=1)
        return entries[0]


def _return_of(lots: tuple[Lot, ...]) -> Draft | None:
    if not lots:
        return None
    return Draft(kind="grant_return", allocations=tuple(lot_rules.close(lot) for lot in lots))


def _after(head: Entry, draft: Draft, reference: str, now: datetime) -> Entry:
    return append(
        head,
        draft,
        county_id=head.county_id,
        member_id=head.member_id,
        keys=CommandKeys(reference=reference, fingerprint=digest(reference)),
        now=now,
    )
