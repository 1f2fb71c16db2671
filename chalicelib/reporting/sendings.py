"""Which mails went out, so that what was asked for once is mailed once.

A queue delivers twice, two deliveries may run at the same time, and a process may end between the
mail and its note. So a mail is begun by writing a file that only one can write, and noted when SES
has taken it. Whoever meets a begun one comes again later; one that was begun longer ago than any
function runs was cut off, and is mailed by whoever comes next.

Once is as far as SES lets it be: it has no key by which it would know a mail again. A cut between
its yes and our note, which are milliseconds, mails a second time, never none.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time, parse_time
from chalicelib.totals.ports import ReportFiles

RUNS_MAX = timedelta(minutes=15)
"""As long as Lambda lets a function run."""
_BEGUN, _FAILED = "begun", b"failed"
_TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Sendings:
    files: ReportFiles
    clock: Clock

    def is_done(self, name: str) -> bool:
        noted = self.files.get(name)
        return noted is not None and noted != _FAILED and _begun_at(noted) is None

    def begin(self, name: str) -> bool:
        """Whether the caller is to send it; not if it was sent. Raises `TryAgainError` while
        another one is at it."""
        now = self.clock()
        own = f"{_BEGUN} {format_time(now)} {secrets.token_hex(8)}".encode()
        stored = self.files.put_once(name, own, _TEXT)
        if stored == own:
            return True
        begun_at = _begun_at(stored)
        if begun_at is None and stored != _FAILED:
            return False
        if begun_at is not None and now < begun_at + RUNS_MAX:
            raise TryAgainError(retry_after_seconds=int(RUNS_MAX.total_seconds()))
        self.files.put(name, own, _TEXT)
        return True

    def note(self, name: str, what: str) -> None:
        """It went out."""
        self.files.put(name, what.encode(), _TEXT)

    def note_once(self, name: str, what: str) -> None:
        """It need not go out any more, unless somebody is at it."""
        if self.files.put_once(name, what.encode(), _TEXT) == _FAILED:
            self.note(name, what)

    def failed(self, name: str) -> None:
        """It did not go out, so that the next one need not wait."""
        self.files.put(name, _FAILED, _TEXT)


def _begun_at(stored: bytes) -> datetime | None:
    word, _, rest = stored.decode().partition(" ")
    return parse_time(rest.partition(" ")[0]) if word == _BEGUN else None
