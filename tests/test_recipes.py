"""The recipes of CONTRIBUTING, followed in a copy of the tree: so many files, and all is there.

A new worker's is in `tests/infra/test_functions.py`.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from chalicelib.ledger.kinds import KINDS

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

Edits = Mapping[str, str | tuple[tuple[str, str], ...]]
"""By file: the whole of a new one, or pairs of a text that is there and what takes its place."""

LAST_KIND = list(KINDS)[-1]
KIND: Edits = {
    "chalicelib/ledger/kinds.py": (
        (f'    "{LAST_KIND}",\n]', f'    "{LAST_KIND}",\n    "gift",\n]'),
        (
            "}\n# fmt: on\n",
            '    "gift": Kind(\n'
            '        "군청이 드린 상품권", "Voucher given by the county",\n'
            '        _STAYS, _GIVES, "program_expense", "issue",\n'
            "    ),\n}\n# fmt: on\n",
        ),
    ),
    "chalicelib/county/settings.py": (
        (
            '"purchase", "reservation", "trip_grant")',
            '"purchase", "reservation", "trip_grant", "gift")',
        ),
    ),
    "chalicelib/wallets/gifts.py": """
from chalicelib.core.values import sibling_id
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.lots import Lot, put_in
from chalicelib.ledger.vouchers import check_holding_cap


def decide(head, *, settings, now):
    check_holding_cap(head.live_vouchers(head.on), 10_000, settings.voucher_holding_cap)
    entry_id = new_entry_id(now)
    lot = Lot(sibling_id("vch", entry_id), "policy", "gift", 10_000, 10_000, None)
    return Draft(kind="gift", allocations=(put_in(lot),), entry_id=entry_id)
""",
    "chalicelib/wallets/service.py": (
        ("import conversions\n", "import conversions, gifts\n"),
        (
            "    def convert(",
            """    def take_gift(self, actor, *, idempotency_key):
        key = digest("gift", actor.member_id, idempotency_key)
        keys = CommandKeys(f"gift/{key}", fingerprint({}), key)

        def decide(view):
            settings = self.counties.on(actor.county_id, seoul_date(view.now))
            return gifts.decide(view.head, settings=settings, now=view.now)

        return self.chain.run(actor.county_id, actor.member_id, keys, decide)

    def convert(""",
        ),
    ),
    "chalicelib/wallets/routes.py": (
        (
            '@routes.operation(\n    "POST",\n    "/v1/me/pay-codes",',
            """@routes.operation(
    "POST",
    "/v1/me/wallet/gifts",
    summary="Take the county's gift",
    audience="member",
    status=201,
    answer=EntryAnswer,
    requires_idempotency_key=True,
    errors=(HoldingCapExceededError,),
)
def take_gift(call: Call[None]) -> EntryAnswer:
    outcome = call.wired(WalletsWiring).wallets.take_gift(
        call.member, idempotency_key=call.idempotency_key
    )
    return entry_answer(outcome.entry, call.language)


@routes.operation(
    "POST",
    "/v1/me/pay-codes",""",
        ),
    ),
    "chalicelib/route_table.py": (
        (
            '    "/v1/me/conversions"',
            '    "/v1/me/gifts": ("wallets.routes",),\n    "/v1/me/conversions"',
        ),
    ),
    "infra/verifier/kinds.py": (
        (
            "}\n# fmt: on\n",
            '    "gift": Kind(0, 1, opens=_names("policy"), puts="issued"),\n}\n# fmt: on\n',
        ),
    ),
}
AFTER_KIND = """
from chalicelib.ledger.entries import to_record
from chalicelib.ledger.kinds import SETTINGS_READ
from chalicelib.web import words
from infra.verifier.ledger_totals import LedgerTotals
from tests.ledger_checks import check_chain


def test_gift(stack):
    member = stack.member()
    answer = stack.call("POST", "/v1/me/wallet/gifts", token=member.token, key="new")
    assert answer.status == 201, answer.raw
    assert answer.json["kind"] == "gift"
    assert answer.json["description"] == "군청이 드린 상품권"
    assert words.table("entries", "en")["gift"] == "Voucher given by the county"
    assert SETTINGS_READ["gift"] == ("voucher.holding_cap",)
    totals = LedgerTotals()
    for entry in check_chain(stack.table, member.member_id):
        totals.add(to_record(entry), "2026-11-22")
    totals.add_head(to_record(entry))
    assert [identity.difference for identity in totals.equations()] == [0, 0]
"""

SETTING: Edits = {
    "chalicelib/county/settings.py": (
        (
            "    purchase_cancel_days: Annotated",
            "    purchase_maximum: Annotated[int | None, Setting(\n"
            '        "한 번에 살 수 있는 최대 금액", "Most in one purchase",\n'
            '        WON, (1, AMOUNT_MAX), ("purchase",),\n'
            "    )] = None\n"
            "    purchase_cancel_days: Annotated",
        ),
    ),
    "chalicelib/sales/purchases.py": (
        ("<= face <= AMOUNT_MAX:", "<= face <= (settings.purchase_maximum or AMOUNT_MAX):"),
    ),
}
AFTER_SETTING = """
import json
from msgspec.structs import replace
from datetime import date

from chalicelib.county.setting_history import check_new
from chalicelib.county.settings import SettingVersion
from chalicelib.county.settings_of_days import settings_on
from chalicelib.ledger.kinds import SETTINGS_READ
from chalicelib.web import words
from tests import builders


def test_setting():
    today = builders.NOON.date()
    without = [v for v in builders.setting_versions() if v.key != "purchase.maximum"]
    assert settings_on(without, today).purchase_maximum is None
    new = SettingVersion("purchase.maximum", date(2027, 1, 1), 5000, "조례")
    check_new(without, new, now=builders.NOON)
    assert settings_on([*without, new], new.effective_on).purchase_maximum == 5000
    assert "purchase.maximum" in SETTINGS_READ["purchase"]
    served = json.loads(words.served("ko", "settings"))
    assert served["settings"]["purchase.maximum"] == "한 번에 살 수 있는 최대 금액"
    assert served["units"]["purchase.maximum"] == {"texts": ["{}원"], "none": "한도 없음"}
"""

ROUTE: Edits = {
    "chalicelib/sales/budget_routes.py": """
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.sales.wiring import SalesWiring

routes = Operations(tag="budgets")


class BudgetsAnswer(Shape):
    remaining_amount: int


@routes.operation(
    "GET", "/v1/staff/budgets", summary="What is left of all rounds", audience="staff",
    roles=("treasurer",), answer=BudgetsAnswer,
)
def show_budgets(call: Call[None]) -> BudgetsAnswer:
    left = call.wired(SalesWiring).rounds.left_of_all(call.county_id)
    return BudgetsAnswer(remaining_amount=left)
""",
    "chalicelib/route_table.py": (
        (
            '    "/v1/staff/audit"',
            '    "/v1/staff/budgets": ("sales.budget_routes",),\n    "/v1/staff/audit"',
        ),
    ),
    "chalicelib/sales/round_service.py": (
        (
            "    def carried_over(",
            "    def left_of_all(self, county_id):\n"
            "        found, _ = self.store.page(county_id, limit=100, before_id=None)\n"
            "        return sum(self._left(round_) for round_ in found)\n\n"
            "    def carried_over(",
        ),
    ),
}
AFTER_ROUTE = """
from chalicelib.http.openapi import document
from chalicelib.routes import OPERATIONS


def test_route(stack):
    assert "/v1/staff/budgets" in document(OPERATIONS)["paths"]
    stack.staff_roles = frozenset({"manager"})
    assert stack.call("GET", "/v1/staff/budgets", token="staff").status == 403
    stack.staff_roles = frozenset({"treasurer"})
    answer = stack.call("GET", "/v1/staff/budgets", token="staff")
    assert (answer.status, answer.json) == (200, {"remaining_amount": 0})
"""

PAGE: Edits = {
    "chalicelib/web/templates/staff/pages/budgets.html": (
        '<section data-screen="budgets" hidden><p data-fill="budgets-left"></p></section>\n'
    ),
    "chalicelib/web/static/staff/budgets.js": "export const tab = { name: 'budgets' };\n",
    "chalicelib/web/static/staff/tabs.js": (
        (
            '"./adjustments.js";\n',
            '"./adjustments.js";\nimport { tab as budgets } from "./budgets.js";\n',
        ),
        ("counter, rounds,", "counter, rounds, budgets,"),
    ),
}
AFTER_PAGE = """
def test_page(stack):
    assert 'data-screen="budgets"' in stack.call("GET", "/staff").raw.decode()
    assert stack.call("GET", "/static/staff/budgets.js").status == 200
"""


RECIPES = {
    "A new kind of entry: seven files": (KIND, AFTER_KIND),
    "A new setting: two files": (SETTING, AFTER_SETTING),
    "A new route: three files": (ROUTE, AFTER_ROUTE),
    "A new page of the staff's desk: three files": (PAGE, AFTER_PAGE),
}
"""By their headings: what is done, and the test of what is there then."""


@pytest.mark.parametrize("heading", RECIPES)
def test_a_recipe_needs_the_files_that_it_says(heading: str) -> None:
    edits, _ = RECIPES[heading]
    assert f"## {heading}\n" in CONTRIBUTING
    assert len(edits) == {"two": 2, "three": 3, "seven": 7}[heading.split()[-2]]


def test_who_follows_the_recipes_has_all_that_they_promise(tmp_path: Path) -> None:
    for folder in ("chalicelib", "infra"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "tests").mkdir()
    for module in (ROOT / "tests").glob("[!t]*.py"):
        shutil.copy(module, tmp_path / "tests")
    # What the fakes of the queues are made of.
    shutil.copytree(ROOT / "tests" / "simulator", tmp_path / "tests" / "simulator")
    for number, (edits, after) in enumerate(RECIPES.values()):
        for name, edit in edits.items():
            _write(tmp_path / name, edit)
        (tmp_path / "tests" / f"test_{number}.py").write_text(after, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert f"{len(RECIPES)} passed" in done.stdout


def _write(path: Path, edit: str | tuple[tuple[str, str], ...]) -> None:
    if isinstance(edit, str):
        assert not path.exists()
        path.write_text(edit, encoding="utf-8")
        return
    text = path.read_text(encoding="utf-8")
    for there, instead in edit:
        assert text.count(there) == 1, (path, there)
        text = text.replace(there, instead)
    path.write_text(text, encoding="utf-8")
