"""Whether an account stands, and what keeps a request that staff repeat from happening twice."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring

if TYPE_CHECKING:
    from chalicelib.staff.accounts import StandingAccounts
    from chalicelib.staff.audit_store import AuditStore
    from chalicelib.staff.audit_trail import AuditTrail
    from chalicelib.staff.data_review_store import DataReviewStore
    from chalicelib.staff.data_reviewing import DataReviewing
    from chalicelib.staff.idempotency_keys import IdempotencyKeys
    from chalicelib.staff.idempotency_store import IdempotencyStore
    from chalicelib.staff.table_files import TableFiles


class StaffWiring(Wiring):
    @cached_property
    def accounts(self) -> "StandingAccounts":
        from chalicelib.staff.accounts import StandingAccounts

        return StandingAccounts(self.adapters.staff_accounts)

    @cached_property
    def audit_store(self) -> "AuditStore":
        from chalicelib.staff.audit_store import AuditStore

        return AuditStore(self.adapters.table)

    @cached_property
    def audit_trail(self) -> "AuditTrail":
        from chalicelib.staff.audit_trail import AuditTrail

        return AuditTrail(self.audit_store, self.adapters.now)

    @cached_property
    def data_reviews(self) -> "DataReviewStore":
        from chalicelib.staff.data_review_store import DataReviewStore

        return DataReviewStore(self.adapters.table)

    @cached_property
    def data_reviewing(self) -> "DataReviewing":
        from chalicelib.staff.data_reviewing import DataReviewing

        return DataReviewing(self.data_reviews, self.adapters.now)

    @cached_property
    def idempotency_store(self) -> "IdempotencyStore":
        from chalicelib.staff.idempotency_store import IdempotencyStore

        return IdempotencyStore(self.adapters.table)

    @cached_property
    def idempotency_keys(self) -> "IdempotencyKeys":
        from chalicelib.staff.idempotency_keys import IdempotencyKeys

        return IdempotencyKeys(self.idempotency_store, self.adapters.now)

    @cached_property
    def table_files(self) -> "TableFiles":
        from chalicelib.staff.table_files import TableFiles

        return TableFiles(self.audit_trail)
