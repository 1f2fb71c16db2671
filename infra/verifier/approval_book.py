"""The county's own movements, and the settings that move money, against what two people decided.

An adjustment is written by an approved proposal or by a row of an approved file, in one transaction
with the record of it; a version of a setting likewise. Judged here of the whole ledger, both ways,
from the stored steps, by none of the code that decides. Held in memory: adjustments, bulk grants
and settings alone, some hundreds of bytes each.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from infra.verifier.ledger_audit import Record, moment
from infra.verifier.numbers import GRANT_SLICE_ROWS
from infra.verifier.typed_values import Attributes

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_PROPOSAL, _OUTCOME = 1, 3
"""The numbers of steps; the decision stands between."""


class _Movement(NamedTuple):
    """An entry of the kind `adjustment`: mileage in points, vouchers in won, both signed."""

    entry_id: str
    member_id: str
    seq: int
    reference: str
    mileage: int
    voucher: int
    expires_on: str | None
    """Of the lot that it opened."""


class _Waived(NamedTuple):
    """An entry that lets go of what is owed."""

    entry_id: str
    member_id: str
    seq: int
    reference: str
    amount: int


class ApprovalBook:
    """Of one county."""

    def __init__(self) -> None:
        self._movements: list[_Movement] = []
        self._waived: list[_Waived] = []
        self._items: dict[tuple[str, str], Attributes] = {}
        self._step_numbers: dict[str, dict[str, list[int]]] = {
            name: defaultdict(list)
            for name in ("ADJUSTMENTS", "GRANTS", "SETTINGPROPOSALS", "WAIVERS")
        }
        self._row_keys: list[str] = []
        self._versions: list[str] = []

    def add(self, record: Record) -> None:
        self._movements.append(
            _Movement(
                record["entry_id"],
                record["member_id"],
                record["seq"],
                record["reference"],
                record["mileage_amount"],
                record["voucher_amount"],
                record["allocations"][0][5] if record["allocations"] else None,
            )
        )

    def add_settled(self, record: Record) -> None:
        """Of what is owed; what was paid is one person's matter."""
        what, amount = record["receivable"]
        if what == "waived":
            self._waived.append(
                _Waived(
                    record["entry_id"], record["member_id"], record["seq"],
                    record["reference"], -amount,
                )
            )  # fmt: skip

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        name, _, rest = part.partition("#")
        sk = str(item["sk"])
        if part in self._step_numbers:
            proposed_id, _, number = sk.partition("#")
            self._step_numbers[part][proposed_id].append(int(number) if number.isdecimal() else 0)
        elif part == "SETTINGS":
            self._versions.append(sk)
        elif name == "ROWKEY" and sk == "ROWKEY":
            self._row_keys.append(rest)
        elif name != "GRANT" or not sk.startswith("SLICE#"):
            return
        self._items[part, sk] = item

    def problems(self) -> Iterator[str]:
        decided: list[_Movement | _Waived] = [*self._movements, *self._waived]
        for movement in decided:
            try:
                faults = list(self._faults(movement))
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if faults:
                yield (
                    f"{movement.member_id} entry {movement.seq} {movement.entry_id}: "
                    f"not approved by two people ({', '.join(faults)})"
                )
        entry_ids = {movement.entry_id for movement in decided}
        for name, entry_id in self._done():
            if entry_id not in entry_ids:
                yield f"{name}: done by {entry_id}, which the ledger does not have"
        yield from self._setting_problems()

    def _faults(self, movement: _Movement | _Waived) -> Iterator[str]:
        kind, _, name = movement.reference.partition("/")
        if isinstance(movement, _Waived):
            yield from self._waiver_faults(movement, kind, name)
        elif kind == "adjustment":
            yield from self._adjustment_faults(movement, name)
        elif kind == "grant":
            yield from self._grant_faults(movement, name)
        else:
            yield "proposal"

    def _adjustment_faults(self, movement: _Movement, adjustment_id: str) -> Iterator[str]:
        steps = self._steps("ADJUSTMENTS", adjustment_id)
        if not steps:
            yield "proposal"
            return
        yield from approval_faults(steps)
        proposal = steps[0]
        if proposal["member_id"] != movement.member_id:
            yield "member"
        if (proposal["mileage"], proposal["voucher_amount"]) != (
            movement.mileage,
            movement.voucher,
        ):
            yield "amount"
        outcome = [(step["step"], step.get("entry_id")) for step in steps[_OUTCOME - 1 :]]
        if outcome != [("applied", movement.entry_id)]:
            yield "outcome"

    def _waiver_faults(self, waived: _Waived, kind: str, waiver_id: str) -> Iterator[str]:
        steps = self._steps("WAIVERS", waiver_id)
        if kind != "receivable_waived" or not steps:
            yield "proposal"
            return
        yield from approval_faults(steps)
        if [steps[0]["member_id"], steps[0]["amount"]] != [waived.member_id, waived.amount]:
            yield "amount"
        outcome = [(step["step"], step.get("entry_id")) for step in steps[_OUTCOME - 1 :]]
        if outcome != [("applied", waived.entry_id)]:
            yield "outcome"

    def _grant_faults(self, movement: _Movement, row_key: str) -> Iterator[str]:
        claim = self._items.get((f"ROWKEY#{row_key}", "ROWKEY"))
        if claim is None:
            yield "claim"
            return
        grant_id, number = claim["grant_id"], claim["number"]
        steps = self._steps("GRANTS", grant_id)
        yield from approval_faults(steps) if steps else ["proposal"]
        if claim["entry_id"] != movement.entry_id:
            yield "claim"
        moved = [movement.member_id, movement.mileage, movement.voucher]
        if [claim["member_id"], claim["mileage"], claim.get("voucher_amount", 0)] != moved:
            yield "amount"
        fixed = steps[0].get("expires_on") if steps else None
        if fixed is not None and fixed != movement.expires_on:
            yield "expiry"
        slice_key = (f"GRANT#{grant_id}", f"SLICE#{(number - 1) // GRANT_SLICE_ROWS + 1:04d}")
        rows = self._items.get(slice_key, {"rows": []})["rows"]
        # The key stands in the file as it was written; case makes no other of it.
        named = [
            [row[1].lower(), row[2], row[3], row[5] if len(row) > 5 else 0]
            for row in rows
            if row[0] == number
        ]
        if named != [[row_key.lower(), *moved]]:
            yield "row"

    def _setting_problems(self) -> Iterator[str]:
        """Of versions that name a proposal, and of proposals that say they were recorded. Versions
        from before there were proposals name none."""
        recorded = set()
        for sk in self._versions:
            version = self._items["SETTINGS", sk]
            if (proposal_id := version.get("proposal_id")) is None:
                continue
            recorded.add(str(proposal_id))
            try:
                faults = list(self._setting_faults(version, str(proposal_id)))
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if faults:
                yield f"setting {sk}: not approved by two people ({', '.join(faults)})"
        for proposal_id, numbers in self._step_numbers["SETTINGPROPOSALS"].items():
            if _OUTCOME in numbers:
                outcome = self._items["SETTINGPROPOSALS", f"{proposal_id}#{_OUTCOME}"]
                if outcome.get("step") == "applied" and proposal_id not in recorded:
                    yield f"{proposal_id}: recorded, but there is no such version"

    def _setting_faults(self, version: Attributes, proposal_id: str) -> Iterator[str]:
        steps = self._steps("SETTINGPROPOSALS", proposal_id)
        if not steps:
            yield "proposal"
            return
        yield from approval_faults(steps)
        if [step["step"] for step in steps[_OUTCOME - 1 :]] != ["applied"]:
            yield "outcome"
        for name in ("key", "effective_on", "value", "source", "notice"):
            if steps[0][name] != version.get(name):
                yield name

    def _done(self) -> Iterator[tuple[str, str]]:
        """What says that it was done, and by which entry."""
        for part in ("ADJUSTMENTS", "WAIVERS"):
            for proposed_id, numbers in self._step_numbers[part].items():
                if _OUTCOME in numbers:
                    outcome = self._items[part, f"{proposed_id}#{_OUTCOME}"]
                    if outcome.get("step") == "applied":
                        yield proposed_id, str(outcome.get("entry_id"))
        for row_key in self._row_keys:
            claim = self._items[f"ROWKEY#{row_key}", "ROWKEY"]
            yield f"row key {row_key}", str(claim.get("entry_id"))

    def _steps(self, part: str, proposed_id: str) -> list[Attributes]:
        """In their order; none if there is no proposal among them."""
        numbers = sorted(self._step_numbers[part].get(proposed_id, ()))
        if numbers[:1] != [_PROPOSAL]:
            return []
        steps = [self._items[part, f"{proposed_id}#{number}"] for number in numbers]
        for step in steps:
            moment(step["at"])
        return steps


def approval_faults(steps: list[Attributes]) -> list[str]:
    """Proposed by one, approved by another: by their accounts' ids, and by their names too, since
    an account that is made anew has another id."""
    names = [step["step"] for step in steps[: _OUTCOME - 1]]
    if names[:1] != ["proposed"]:
        return ["proposal"]
    if names[1:] != ["approved"]:
        return ["approval"]
    # An account's id and its name; an outcome has neither, as it follows from the approval.
    proposer, approver = (step.get("by") for step in steps[: _OUTCOME - 1])
    is_agreed = proposer and approver and are_two(proposer, approver)
    return [] if is_agreed else ["approver"]


def are_two(one: list[str], other: list[str]) -> bool:
    """Whether two accounts, each its id and its name, are two people's."""
    return one[0] != other[0] and _name_key(one[1]) != _name_key(other[1])


def _name_key(username: str) -> str:
    """Alike for names that differ in case or in how their letters are composed."""
    return normalize("NFC", normalize("NFC", username).casefold())
