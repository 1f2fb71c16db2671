"""The product's side of the counter and of files of grants."""

from typing import Any

from chalicelib.ledger.entries import Entry
from chalicelib.sales.counter_requests import CounterRequest
from chalicelib.staff.person import Person
from tests.model.calls import day
from tests.model.commands import Message
from tests.model.desk import STAFF
from tests.model.files import SLICE
from tests.model.people_calls import PeopleCalls
from tests.model.product import Product
from tests.worlds import SIGNER

UNKNOWN = "0000000000000000"


class DeskCalls(PeopleCalls):
    def _sell(self, product: Product, m: Message) -> tuple[Any, Entry]:
        outcome = product.world.counter.sell(
            m["county"], self._person(m), **self._sale(m), idempotency_key=m["key"]
        )
        return self._bought(m, outcome.entry), outcome.entry

    def _ask_sale(self, product: Product, m: Message) -> tuple[Any, None]:
        request, _ = product.requests.propose(
            m["county"], self._person(m), **self._sale(m), idempotency_key=m["key"]
        )
        first = self._first_named(m, request.request_id)
        return {"request": first, "status": request.status}, None

    def _approve_sale(self, product: Product, m: Message) -> tuple[Any, None]:
        request, _ = product.requests.approve_once(
            m["county"],
            self._person(m),
            self.made.get(m["request"], f"csr_{UNKNOWN}"),
            reason=None,
            idempotency_key=m["key"],
        )
        return self._decided(m, request), None

    def _reject_sale(self, product: Product, m: Message) -> tuple[Any, None]:
        request_id = self.made.get(m["request"], f"csr_{UNKNOWN}")
        request = product.requests.reject(m["county"], self._person(m), request_id, reason="아님")
        return self._decided(m, request), None

    def _decided(self, m: Message, request: CounterRequest) -> dict[str, Any]:
        entry_id, refusal, opened = request.entry_id, request.refusal, list[str]()
        if entry_id is not None:
            life = self._life_of(m["county"], request.member_id)
            entry = next(e for e in self.entries_of(life) if e.entry_id == entry_id)
            self.first.setdefault(m["request"], entry)
            opened = [entry.allocations[0].lot_id]
        why = refusal.code if refusal else ""
        return {"status": request.status, "why": why, "opened": opened}

    def _upload(self, product: Product, m: Message) -> tuple[Any, None]:
        unit = "mileage" if m["unit"] == "mileage" else "voucher_amount"
        lines = [f"row_key,member_id,{unit},reason"]
        for number, (key, life, amount) in enumerate(m["rows"]):
            member_id = self.members[life] if life else f"mem_{number:016d}"
            lines.append(f"{key},{member_id},{amount},시상")
        grant, _ = product.files.propose(
            m["county"],
            self._person(m),
            name="시험",
            text="\n".join(lines),
            expires_on=None if m["ends"] is None else day(m["ends"]),
            idempotency_key=m["key"],
        )
        first = self._first_named(m, grant.grant_id)
        total = grant.mileage + grant.voucher_amount
        return {"file": first, "status": grant.status, "sum": total}, None

    def _approve_file(self, product: Product, m: Message) -> tuple[Any, None]:
        product.slices.sent.clear()
        grant_id = self.made.get(m["file"], f"grt_{UNKNOWN}")
        grant = product.files.approve(m["county"], self._person(m), grant_id, reason=None)
        return {"status": grant.status, "slices": list(product.slices.sent)}, None

    def _reject_file(self, product: Product, m: Message) -> tuple[Any, None]:
        grant_id = self.made.get(m["file"], f"grt_{UNKNOWN}")
        grant = product.files.reject(m["county"], self._person(m), grant_id, reason="아님")
        return {"status": grant.status, "slices": []}, None

    def _work(self, product: Product, m: Message) -> tuple[Any, None]:
        grant_id, number = self.made.get(m["file"], f"grt_{UNKNOWN}"), m["slice"]
        product.runs.run_slice(m["county"], grant_id, number)
        first, last = (number - 1) * SLICE + 1, number * SLICE
        store = product.runs.store
        outcomes = store.outcomes(m["county"], grant_id, first=first, last=last)
        found = [outcomes[n] for n in sorted(outcomes)]
        granted = {o.entry_id for o in found if o.result == "granted"}
        lots = {
            entry.entry_id: entry.allocations[0].lot_id
            for life in self.members
            if life[0] == m["county"] and granted
            for entry in self.entries_of(life)
            if entry.entry_id in granted
        }
        file = store.by_id(m["county"], grant_id)
        return {
            "status": file.status if file else "",
            "rows": [(o.result, o.refusal.code if o.refusal else "") for o in found],
            "opened": [lots[o.entry_id] for o in found if o.result == "granted" and o.entry_id],
        }, None

    def _first_named(self, m: Message, made_id: str) -> int:
        """The message that made it: this one, or the one that it repeats."""
        return next((n for n, one in self.made.items() if one == made_id), None) or self._made(
            m, made_id
        )

    def _made(self, m: Message, made_id: str) -> int:
        self.made[m["no"]] = made_id
        return int(m["no"])

    def _person(self, m: Message) -> Person:
        by, number = m["by"], STAFF[m["by"]]
        # An account made anew has another id, and its number, if the county knows one.
        person_key = SIGNER.person_key(m["county"], number) if number else ""
        return Person(f"sub-{by}", by, person_key)

    def _sale(self, m: Message) -> dict[str, Any]:
        return {
            "member_id": self.members[m["who"]],
            "round_id": m["round"],
            "amount": m["amount"],
            "receipt": m["receipt"],
        }
