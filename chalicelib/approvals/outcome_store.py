"""Writing an entry together with what says that it was written.

A refusal is final too, so it must not stand beside an entry that another process wrote a moment
later. Hence entry and outcome are one transaction, and whoever finds an outcome moves nothing.
"""

from collections.abc import Callable

from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.ledger.chain import OtherWrites
from chalicelib.ledger.entries import Entry


class OutcomeExistsError(Exception):
    """The request has its outcome: read it. Nothing was written."""


class OutcomeStore(OtherWrites):
    """Writes an entry by `write`."""

    write: Callable[[Entry], OutcomeWrite]

    def append(self, entry: Entry) -> bool:
        wrote = self.write(entry)
        if wrote == "outcome_exists":
            raise OutcomeExistsError
        return wrote == "written"
