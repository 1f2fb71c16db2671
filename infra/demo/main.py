"""Replays the festival of the county's own figures on the local cloud, and has its reports made.

Ten days, 2,423 sign-ups through the public HTTP API and the queue on top of 8,161 members who are
loaded in bulk by the same services; conversions, payments, cancels; then the ten daily reports and
the festival's. Persons are invented and marked as such. The simulated clock that puts all this into
February 2026 exists in the local stage alone.

A second run replays the same persons with the same keys and changes nothing.

Usage: python -m infra.demo.main        SCALE=0.02 makes a quick one with a part of the persons.
"""

import json
import os
import sys
import time
import webbrowser
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from chalicelib.aws.adapters import Adapters
from chalicelib.core.values import seoul_date
from infra.demo import members as demo_members
from infra.demo import plan as demo_plan
from infra.demo import roots as demo_roots
from infra.demo.http import Api, connect
from infra.demo.plan import Person
from infra.demo.progress import shown
from infra.demo.reports import StaffClient, check
from infra.demo.visitors import THREADS, DemoFailedError, Visitors
from infra.deploy import seed
from infra.localcloud import local, ministack
from infra.localcloud.local import COUNTY_ID, LocalStack
from infra.localcloud.seeded_accounts import id_token


@dataclass(frozen=True)
class Demo:
    """One replay on one local stack. `scale` is the share of all persons, up to 1."""

    stack: LocalStack
    scale: float

    @property
    def folder(self) -> Path:
        return self.stack.home / "demo"

    @cached_property
    def adapters(self) -> Adapters:
        """This process as one more function of the stack."""
        return demo_members.enter(self.stack.deployment.function_environment())

    def api(self, *, connections: int) -> Api:
        return connect(self.stack.base_url, self.stack.cloud.endpoint_url, connections=connections)

    def staff_token(self) -> str:
        return id_token(self.stack.home)

    def run(self) -> None:
        started = time.monotonic()
        till_keys = self._add_festival()
        self._load_earlier_members()
        self._replay_days(till_keys)
        demo_members.forget_day_totals(self.adapters, COUNTY_ID)
        s3 = self.stack.deployment.client("s3")
        demo_roots.publish(self.adapters, s3, COUNTY_ID)
        report, files = self._make_reports()
        print(f"\nThe festival took {time.monotonic() - started:.0f} s here.")
        _print_figures(report)
        self._print_places(files)

    def _add_festival(self) -> dict[str, str]:
        """The campaign and its shops, once; the keys of their tills."""
        facts = demo_plan.festival()
        rows = seed.county_data(COUNTY_ID) | {"campaigns": [facts["campaign"]]}
        register = {"merchants": facts["merchants"]}
        stack_secrets = seed.Secrets(self.stack.home / "secrets.json")
        seed.seed(self.stack.deployment, rows, register, stack_secrets)
        ids = [row["merchant_id"] for row in facts["merchants"]]
        return {each: seed.merchant_key(stack_secrets, each) for each in ids}

    def _load_earlier_members(self) -> None:
        people = demo_plan.earlier_members(self.scale)
        known = demo_members.known_numbers(self.adapters, people, COUNTY_ID)
        missing = [person for person in people if person.number not in known]
        loaded = demo_members.load(self.adapters, missing, COUNTY_ID)
        for _ in shown("members before it", loaded, len(missing)):
            pass

    def _replay_days(self, till_keys: dict[str, str]) -> None:
        codes = {row["merchant_id"]: row["merchant_code"] for row in _merchant_rows()}
        visitors = Visitors(self.api(connections=THREADS), till_keys, codes)
        new = demo_plan.visitors(self.scale)
        old = [p for p in demo_plan.earlier_members(self.scale) if p.logs_in_at]
        for day in demo_plan.days():
            joining = [p for p in new if seoul_date(p.joined_at) == day]
            returning = [p for p in old if p.logs_in_at and seoul_date(p.logs_in_at) == day]
            joined = visitors.join(joining)
            waiting = list(shown(f"{day} sign-ups", joined, len(joining)))
            acting = _one_after_another(visitors.visit(waiting), visitors.come_back(returning))
            count = len(waiting) + len(returning)
            for _ in shown(f"{day} wallets", acting, count):
                pass

    def _make_reports(self) -> tuple[dict[str, Any], list[Path]]:
        desk = StaffClient(
            self.api(connections=1),
            self.staff_token(),
            self.stack.deployment.client("sqs"),
            self.adapters.settings.report_queue_url,
        )
        code = demo_plan.festival()["campaign"]["code"]
        # The festival's own first: it makes the totals of all days, which the others then find.
        names = [("campaign", code), *(("daily", day.isoformat()) for day in demo_plan.days())]
        for _ in shown("reports", desk.make(names), len(names)):
            pass
        earlier, joined = demo_plan.expected(self.scale)
        report = desk.report("campaign", code)
        check(report, joined=joined, members=earlier + joined)
        dailies = [desk.report(*name) for name in names[1:]]
        if sum(each["members"]["joined"] for each in dailies) != joined:
            raise DemoFailedError("the daily reports do not add up to the festival's")
        return report, desk.keep("campaign", code, self.folder)

    def _print_places(self, files: Sequence[Path]) -> None:
        print("\nWhere to see it:")
        for file in files:
            print(f"  {file}")
        print(f"  {self.stack.base_url}/staff   (the daily reports too)")
        print(f"  {self.stack.cloud.endpoint_url}/_ministack/ses/messages   (as mailed)")
        if os.environ.get("DISPLAY") or sys.platform in ("darwin", "win32"):
            webbrowser.open(files[0].as_uri())


def _print_figures(report: dict[str, Any]) -> None:
    signups, sales = report["signups"], report["redemptions"]["total"]
    outside = signups["residence"]["outside_share_bps"]
    rows = [
        ("New members at the festival", f"{report['members']['joined']:,}"),
        ("Members in all", f"{report['members']['closing']:,}"),
        ("New members living elsewhere", "hidden" if outside is None else f"{outside / 100:.1f} %"),
        ("Mileage granted", f"{report['mileage']['granted']:,} points"),
        ("Turned into vouchers", f"{report['mileage']['converted']:,} points"),
        ("Payments", f"{sales['count']:,}, {sales['gross_amount']:,} won"),
        ("Taken back", f"{sales['cancel_count']:,}, {sales['canceled_amount']:,} won"),
        ("Trial balance", "zero" if report["trial_balance"]["is_zero"] else "NOT ZERO"),
    ]
    print(f"{report['first_on']} … {report['last_on']}, persons invented:")
    for name, value in rows:
        print(f"  {name:<30} {value}")
    busiest = max(signups["by_day"], key=lambda day: day["count"])
    print(f"  {'Busiest day':<30} {busiest['on']}, {busiest['count']:,} sign-ups")


def _merchant_rows() -> Iterable[dict[str, Any]]:
    rows: list[dict[str, Any]] = demo_plan.festival()["merchants"]
    return rows


def _one_after_another(*streams: Iterable[Person]) -> Iterable[Person]:
    for stream in streams:
        yield from stream


def scale_for(home: Path) -> float:
    """What was asked for; at least what this stack holds already, since nothing is taken back."""
    asked = float(os.environ.get("SCALE") or 1)
    if not 0 < asked <= 1:
        sys.exit("SCALE is a share of the persons: above 0, at most 1.")
    kept = home / "demo" / "scale.json"
    held = json.loads(kept.read_text()) if kept.exists() else 0.0
    if held > asked:
        print(f"This stack holds the festival at SCALE={held:g} already: replaying that one.")
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(max(asked, held)))
    return max(asked, held)


def main() -> None:
    home = Path(os.environ.get("LOCAL_HOME", local.HOME))
    port = int(os.environ.get("PORT") or ministack.running_port(home) or local.PORT_DEFAULT)
    if ministack.running_port(home) is None:
        LocalStack(home, port).up()
    try:
        Demo(LocalStack(home, port), scale_for(home)).run()
    except DemoFailedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
