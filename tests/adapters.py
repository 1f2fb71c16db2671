"""The adapters of tests: `build` is given them in place of AWS's."""

import json
from functools import cached_property
from typing import Any

from chalicelib.analysis.queue import analysis_from_message
from chalicelib.approvals.queue import grant_from_message
from chalicelib.aws.adapters import Adapters
from chalicelib.aws.dead_letter_queue import DeadLetterQueue
from chalicelib.buying.queue import purchase_from_message
from chalicelib.core.clock import Clock, ProcessClock, machine_time
from chalicelib.joining.queue import signup_from_message
from chalicelib.joining.signups import Signup
from chalicelib.marketing.queue import task_from_message
from chalicelib.merchants.queue import import_from_message
from chalicelib.notifications.queue import notice_from_message
from chalicelib.payments.queue import payment_from_message
from chalicelib.settlement.queue import settlement_from_message
from tests import fake_files, fake_offices, fakes, granted
from tests.fake_accounts import FakeStaffAccounts
from tests.fake_agency import FakeAgency
from tests.fake_beacon import FakeBeacon
from tests.fake_images import FakeImages
from tests.fake_kms import FakeKms
from tests.played_provider import PlayedProvider
from tests.played_push import PlayedPush
from tests.simulator.clock import SimulatedClock
from tests.simulator.sqs import SQS, Queue


def report_from_message(body: str) -> tuple[str, str, str]:
    message = json.loads(body)
    return message["county_id"], message["kind"], message["period"]


class FakeAdapters(Adapters):
    """A process over fakes, which outlive it: `FakeAdapters(of)` is another process on them."""

    def __init__(self, of: "FakeAdapters | None" = None) -> None:
        super().__init__()
        self.table = of.table if of else granted.GrantedTable()
        self.s3 = of.s3 if of else granted.GrantedS3()
        self.report_files = of.report_files if of else fake_files.FakeFiles()
        self.upload_files: Any = of.upload_files if of else FakeImages()
        self.text_messages = of.text_messages if of else fakes.FakeMessages()
        self.identity_provider: Any = of.identity_provider if of else FakeAgency()
        self.beacon: Any = of.beacon if of else FakeBeacon()
        self.tax_office: Any = of.tax_office if of else fake_offices.FakeTaxOffice()
        self.account_holders: Any = of.account_holders if of else fake_offices.FakeAccountHolders()
        self.payment_provider: Any = of.payment_provider if of else PlayedProvider(self.now)
        self.push_services = of.push_services if of else PlayedPush()
        self.mail = of.mail if of else fakes.FakeMail()
        self.staff_tokens: Any = of.staff_tokens if of else None
        self.staff_accounts = (
            of.staff_accounts
            if of
            else FakeStaffAccounts(lambda username: self.staff_tokens.read(username))
        )
        self.queue_by_url = of.queue_by_url if of else self._queues()
        self.dead_sqs = of.dead_sqs if of else self._dead_letters()
        self.machine: Clock = of.machine if of else machine_time

    def _queues(self) -> dict[str, fakes.FakeQueue]:
        settings = self.settings
        return {
            settings.signup_queue_url: fakes.FakeQueue(self._signup),
            settings.dead_letter_urls["signup"]: fakes.FakeQueue(self._signup),
            settings.report_queue_url: fakes.FakeQueue(report_from_message),
            settings.grant_queue_url: fakes.FakeQueue(grant_from_message),
            settings.import_queue_url: fakes.FakeQueue(import_from_message),
            settings.purchase_queue_url: fakes.FakeQueue(purchase_from_message),
            settings.reservation_queue_url: fakes.FakeQueue(purchase_from_message),
            settings.settlement_queue_url: fakes.FakeQueue(settlement_from_message),
            settings.payment_queue_url: fakes.FakeQueue(payment_from_message),
            settings.notice_queue_url: fakes.FakeQueue(notice_from_message),
            settings.analysis_queue_url: fakes.FakeQueue(analysis_from_message),
            settings.marketing_queue_url: fakes.FakeQueue(task_from_message),
        }

    def _dead_letters(self) -> SQS:
        """Each worker's dead letters: SQS as it is simulated, behind the adapter as it is."""
        names = [url.rpartition("/")[2] for url in self.settings.dead_letter_urls.values()]
        return SQS(SimulatedClock(machine_time()), [Queue(name) for name in names])

    def _signup(self, body: str) -> Signup:
        return signup_from_message(body, self.signer)

    def queue(self, url: str) -> fakes.FakeQueue:
        return self.queue_by_url[url]

    def dead_letter_queue(self, url: str) -> DeadLetterQueue:
        return DeadLetterQueue(self.dead_sqs, url)

    def client(self, service: str) -> Any:
        return self.s3 if service == "s3" else FakeKms()

    @cached_property
    def clock(self) -> ProcessClock:
        return ProcessClock(
            may_simulate=lambda: self.settings.simulated_clock, machine=lambda: self.machine()
        )

    def pause(self, seconds: float) -> None:
        """Nothing is waited for."""


def call_worker(function: Any, event: Any, adapters: Adapters, context: Any = None) -> Any:
    """Call a worker as Lambda does, over these adapters."""
    with granted.acting(function.func.__name__):
        return function.func.over(adapters, function.event_class(event, context))
