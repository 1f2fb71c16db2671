"""The product's side of joining, identity, leaving and standing."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.aws.proofs import VerifiedIdentity
from chalicelib.core.codes import read_code
from chalicelib.core.errors import VersionConflictError
from chalicelib.identity.errors import IdentityBelongsToOtherMemberError
from chalicelib.ledger.profile import SealedPerson
from chalicelib.merchants.keys import merchant as merchant_key
from chalicelib.staff.person import Person
from tests.model.calls import BIRTHS, Calls, instant
from tests.model.commands import Message
from tests.model.people import BORN
from tests.model.product import Product
from tests.worlds import SIGNER, a_signup

NAME = "홍길동"
MANAGER = Person("sub-manager", "manager")
TRIES_MAX = 4


class PeopleCalls(Calls):
    def write_down(self, m: Message) -> None:
        """Give a new message its wire form."""
        county, person = m["who"][0], m.get("person")
        if m["do"] == "sign_up":
            at, born_on = instant(m["accepted_at"]), BIRTHS[m["born"]]
            number = m["who"][1]
            sealed = SealedPerson(
                data_key=b"key",
                phone=number.encode(),
                name=NAME.encode(),
                birth_on=born_on.isoformat().encode(),
            )
            key = SIGNER.identity_key(county, "di", person) if person else None
            signup = a_signup(number, now=at, county_id=county, born_on=born_on, identity_key=key)
            self.signups[m["no"]] = replace(signup, person=sealed)
        if m["do"] == "identify":
            verified = VerifiedIdentity(
                county_id=county,
                purpose="member",
                identity_key=SIGNER.identity_key(county, "di", m["person"]),
                name=NAME,
                birth_on=BIRTHS[BORN[m["person"]]],
                phone="",
                verified_at=instant(m["proved_at"]),
            )
            expires_at = instant(m["proved_at"]) + timedelta(minutes=30)
            self.made[m["no"]] = SIGNER.identity_token(verified, expires_at)

    def standings(self) -> dict[tuple[str, str], tuple[str, int, bool]]:
        """As `people.standings`, by what is stored."""
        found, items = {}, self.table.items
        for who, member_id in self.members.items():
            item = items[f"{who[0]}#WALLET#{member_id}", "PROFILE"]
            found[who] = (item["status"], item["generation"], "identity" in item)
        for (county, shop), merchant in self.shops.items():
            item = items[merchant_key(county, merchant.merchant_id)]
            found[county, f"shop {shop}"] = (item["status"], 0, False)
        return found

    def _sign_up(self, product: Product, m: Message) -> tuple[Any, None]:
        signup = self.signups[m["no"]]
        for _ in range(TRIES_MAX):
            try:
                product.world.consumer.complete(signup)
                break
            except VersionConflictError:
                continue  # The queue delivers it again.
        status = product.world.desk.status(m["who"][0], signup.signup_id)
        assert status.status == ("rejected" if status.reason else "completed")
        if status.member_id and status.member_id not in self.members.values():
            self.members[self._next_life(m["who"])] = status.member_id
        told = (status.already_member, status.granted_mileage, status.reason)
        return dict(zip(("already", "granted", "reason"), told, strict=True)), None

    def _next_life(self, number: tuple[str, str]) -> tuple[str, str]:
        """As the model names it: the first by the number, each later one by its count too."""
        county, name = number
        lives = sum(c == county and n.partition("+")[0] == name for c, n in self.members)
        return (county, f"{name}+{lives + 1}") if lives else number

    def _identify(self, product: Product, m: Message) -> tuple[Any, None]:
        facts: dict[str, Any] = {"reason": None, "life": None}
        try:
            own = self._by_session(
                m, lambda actor: product.identity.verify(actor, self.made[m["no"]])
            )
            facts["life"] = self._life_of(m["who"][0], own.profile.member_id)
        except IdentityBelongsToOtherMemberError:
            facts["reason"] = "belongs_to_other"
        left = (e for e in self.entries_of(m["who"]) if e.kind == "carry_over")
        own_id = self.members[m["who"]]
        out = next((e for e in left if e.reference.startswith(f"carry_over/{own_id}/")), None)
        carried = -out.mileage_amount - out.voucher_amount if out else 0
        return facts | {"carried": carried}, None

    def _leave(self, product: Product, m: Message) -> tuple[Any, None]:
        for _ in range(TRIES_MAX):
            try:
                farewell = self._by_session(
                    m, lambda actor: product.members.leave(actor, is_confirmed=True)
                )
                break
            except VersionConflictError:
                continue  # As the answer says: look again, then retry.
        return {"mileage": farewell.mileage, "vouchers": farewell.vouchers}, None

    def _suspend(self, product: Product, m: Message) -> tuple[Any, None]:
        return self._stand(product, m, "suspended")

    def _readmit(self, product: Product, m: Message) -> tuple[Any, None]:
        return self._stand(product, m, "active")

    def _stand(self, product: Product, m: Message, status: Any) -> tuple[Any, None]:
        profile = product.standing.change(
            m["who"][0], MANAGER, self.members[m["who"]], status, reason="분실"
        )
        return {"status": profile.status}, None

    def _close_shop(self, product: Product, m: Message) -> tuple[Any, None]:
        return self._stand_shop(product, m, "suspended")

    def _open_shop(self, product: Product, m: Message) -> tuple[Any, None]:
        return self._stand_shop(product, m, "active")

    def _stand_shop(self, product: Product, m: Message, status: Any) -> tuple[Any, None]:
        shop = self.shops[m["who"][0], m["shop"]]
        changed = product.shops.change(
            shop.county_id, MANAGER, shop.merchant_id, status, reason="점검"
        )
        for each in self.products:
            # Within the minute for which a process remembers a standing QR.
            code = read_code(shop.merchant_code)
            each.world.merchants.known_by_code.forget((shop.county_id, code))
        return {"status": changed.status}, None
