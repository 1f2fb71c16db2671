"""Interest of the treasury account against what two people confirmed: worked out anew from what is
stored, by none of the code that records it."""

from collections import defaultdict
from collections.abc import Iterator

from infra.verifier.approval_book import approval_faults
from infra.verifier.typed_values import Attributes

_UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class InterestBook:
    """Of one county. Held: a line for each version, proposal and its steps."""

    def __init__(self) -> None:
        self._versions: dict[str, Attributes] = {}
        self._steps: dict[str, dict[str, Attributes]] = defaultdict(dict)

    def note(self, part: str, item: Attributes) -> None:
        """`part`: what follows the county in the partition key. Others' items are passed over."""
        sk = str(item["sk"])
        if part == "INTEREST":
            self._versions[sk] = item
        elif part == "INTERESTPROPOSALS":
            proposal_id, _, number = sk.partition("#")
            self._steps[proposal_id][number] = item

    def problems(self) -> Iterator[str]:
        seen: dict[str, int] = defaultdict(int)
        for sk, version in sorted(self._versions.items()):
            day, _, number = sk.partition("#")
            seen[day] += 1
            try:
                faults = list(self._faults(day, number, version))
            except _UNREADABLE as exc:
                faults = [f"unreadable: {type(exc).__name__} {exc}"]
            if number != f"{seen[day]:04d}":
                faults.append("a version before it is missing")
            if faults:
                yield f"interest {sk}: not confirmed by two people ({', '.join(faults)})"
        for proposal_id, steps in sorted(self._steps.items()):
            if steps.get("3", {}).get("step") == "applied":
                yield from self._missing(proposal_id, steps.get("1", {}))

    def _faults(self, day: str, number: str, version: Attributes) -> Iterator[str]:
        steps = self._steps.get(str(version.get("proposal_id")), {})
        if "1" not in steps:
            yield "proposal"
            return
        yield from approval_faults([steps[n] for n in sorted(steps)])
        if [steps[n].get("step") for n in sorted(steps) if n > "2"] != ["applied"]:
            yield "outcome"
        if [day, version["amount"], int(number)] not in [list(row) for row in steps["1"]["rows"]]:
            yield "amount"

    def _missing(self, proposal_id: str, proposal: Attributes) -> Iterator[str]:
        for day, _, number in proposal.get("rows", ()):
            version = self._versions.get(f"{day}#{number:04d}", {})
            if version.get("proposal_id") != proposal_id:
                yield f"{proposal_id}: in force, but there is no such interest of {day}"
