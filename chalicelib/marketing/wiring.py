"""Advertising messages to segments."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.analysis.wiring import AnalysisWiring
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.core.values import seoul_date
from chalicelib.county.wiring import CountyWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.notifications.wiring import NotificationsWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from datetime import date

    from chalicelib.analysis.trials import Trial
    from chalicelib.marketing.message_effects import Effects
    from chalicelib.marketing.queue import MarketingQueue
    from chalicelib.marketing.reminding import Reminding
    from chalicelib.marketing.sending import Sending
    from chalicelib.marketing.service import Messages
    from chalicelib.marketing.store import MessageStore


class MarketingWiring(Wiring):
    @cached_property
    def queue(self) -> "MarketingQueue":
        from chalicelib.marketing.queue import MarketingQueue

        return MarketingQueue(self.adapters.queue(self.adapters.settings.marketing_queue_url))

    @cached_property
    def store(self) -> "MessageStore":
        from chalicelib.marketing.store import MessageStore

        return MessageStore(self.adapters.table)

    def refusal_url(self, county_id: str, member_id: str) -> str:
        """Where a member refuses advertising messages, without a log-in."""
        from chalicelib.marketing.refusal_codes import refusal_code

        code = refusal_code(self.adapters.signer, county_id, member_id)
        return f"{self.adapters.settings.site_url_of(county_id)}/refuse/{code}"

    @cached_property
    def messages(self) -> "Messages":
        from chalicelib.marketing.service import Messages

        return Messages(
            store=self.store,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            segments=self.adapters.wired(AnalysisWiring).segments,
            trials=self.adapters.wired(AnalysisWiring).trial_store,
            counties=self.adapters.wired(CountyWiring).counties,
            queue=self.queue,
            refusal_url=self.refusal_url,
            trail=self.adapters.wired(StaffWiring).audit_trail,
            clock=self.adapters.now,
        )

    @cached_property
    def sending(self) -> "Sending":
        from chalicelib.marketing.sending import Sending

        members = self.adapters.wired(MembersWiring)
        return Sending(
            store=self.store,
            trials=self.adapters.wired(AnalysisWiring).trial_store,
            profiles=members.store,
            phone_of=members.members.phone,
            texts=self.adapters.text_messages,
            browsers=self.adapters.wired(NotificationsWiring).store,
            notices=self.adapters.wired(NotificationsWiring).queue,
            counties=self.adapters.wired(CountyWiring).counties,
            refusal_url=self.refusal_url,
            clock=self.adapters.now,
            pause=self.adapters.pause,
        )

    @cached_property
    def reminding(self) -> "Reminding":
        from chalicelib.marketing.reminding import Reminding

        members = self.adapters.wired(MembersWiring)
        return Reminding(
            store=self.store,
            book=self.adapters.wired(AnalysisWiring).book,
            profiles=members.store,
            phone_of=members.members.phone,
            texts=self.adapters.text_messages,
            counties=self.adapters.wired(CountyWiring).counties,
            refusal_url=self.refusal_url,
            clock=self.adapters.now,
        )

    @cached_property
    def effects(self) -> "Effects":
        from chalicelib.marketing.message_effects import Effects

        analysis = self.adapters.wired(AnalysisWiring)
        return Effects(
            trials=analysis.trial_store,
            book=analysis.book,
            readings=analysis.readings,
            pseudonyms=self.adapters.signer,
            begun_on=self._begun_on,
        )

    def _begun_on(self, trial: "Trial") -> "date | None":
        if trial.kind == "message":
            message = self.store.by_id(trial.county_id, trial.trial_id)
            return message.begun_on if message else None
        grants = self.adapters.wired(ApprovalsWiring).bulk_grant_store
        grant = grants.by_id(trial.county_id, trial.trial_id)
        return seoul_date(grant.steps[1].at) if grant and grant.is_approved else None
