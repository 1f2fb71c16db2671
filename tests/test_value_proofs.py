"""What moves value is in all five proofs: found in the source, held against `value_proofs`."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from chalicelib.ledger.kinds import KINDS
from tests.races.all_cases import CASES
from tests.simulator.commands import COMMANDS
from tests.value_proofs import PROOFS

ROOT = Path(__file__).parents[1]
WRITES = {"append_with_budget", "put_new_with_counts", "lay_out"}
"""Calls of the ledger and of the table by which a budget or a stock changes."""
WRITES_OF_OTHERS = {"put_answer", "put_offer", "end_all", "end_trip", "put_in_force"}
"""Writes by which somebody comes to have a prize, a right to buy, or money for a note, and by which
what two people decided of money holds."""
CHAIN_ARGUMENTS = 4
"""`chain.run(county_id, member_id, keys, decide)`, whatever the chain is called."""
LOWER = {
    "buying.whereabouts.run",
    "festivals.store.VisitStore.append",
    # Of browsers, not of notes.
    "notifications.service.NotifiedBrowsers.end_all",
    "paper.return_ledger.ReturnLedger.append_with_budget",
    "sales.counter_cancels.CancelLedger.append_with_budget",
    "sales.counter_store.CounterLedger.append_with_budget",
    "trips.store.TripStore.end_trip",
    # Of what a sight asks for from a day on.
    "visits.terms_proposal_store.TermsProposalStore.put_in_force",
}
"""How the commands above them write, and what is only called alike."""


def writers(tree: ast.Module, path: tuple[str, ...]) -> Iterator[str]:
    """Methods that write value, by their names."""
    for one in tree.body:
        if isinstance(one, ast.ClassDef):
            for method in one.body:
                if isinstance(method, ast.FunctionDef) and _writes(method):
                    yield ".".join((*path, one.name, method.name))
        elif isinstance(one, ast.FunctionDef) and _writes(one):
            yield ".".join((*path, one.name))


def _writes(function: ast.FunctionDef) -> bool:
    if function.name in WRITES_OF_OTHERS:
        return not _is_declared_only(function)
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(
        isinstance(call.func, ast.Attribute)
        and (
            call.func.attr in WRITES
            or (call.func.attr == "run" and len(call.args) >= CHAIN_ARGUMENTS)
        )
        for call in calls
    )


def _is_declared_only(function: ast.FunctionDef) -> bool:
    """Of a port."""
    last = function.body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant)


def found() -> set[str]:
    names: set[str] = set()
    for file in sorted((ROOT / "chalicelib").rglob("*.py")):
        place = file.relative_to(ROOT / "chalicelib").with_suffix("").parts
        if place[0] not in ("aws", "ledger"):
            names |= set(writers(ast.parse(file.read_text()), place))
    return names - LOWER


def test_each_command_that_moves_value_is_proved() -> None:
    assert found() == set(PROOFS)


def test_what_writes_value_is_found() -> None:
    source = "class A:\n def f(self): self._over(x).run(a, b, c, d)\n def g(self): pool.run(a)\n"
    assert list(writers(ast.parse(source), ("m",))) == ["m.A.f"]


@pytest.mark.parametrize("name", PROOFS)
def test_its_proofs_are_there(name: str) -> None:
    proof = PROOFS[name]
    assert proof.faults
    assert set(proof.faults) - set(COMMANDS) == set()
    assert proof.races
    assert set(proof.races) - set(CASES) == set()
    assert (ROOT / f"chalicelib/reconciling/{proof.night}.py").exists()
    assert (ROOT / f"infra/verifier/{proof.verifier}.py").exists()
    package, module, *path = proof.walk.split(".")
    walk = import_module(f"tests.{package}.{module}")
    for part in path:
        walk = getattr(walk, part)


def test_each_kind_of_entry_is_written_by_what_is_proved() -> None:
    proved = {kind for proof in PROOFS.values() for kind in proof.kinds}
    assert set(KINDS) == proved
