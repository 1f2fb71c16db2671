"""Which mails went out, and to whom, so that what was asked for once is mailed once.

A queue delivers twice, two deliveries may run at the same time, and a process may end in the middle
of a mail. So each try at a mail is a file of its own, which only one can write: whoever wrote it
sends. Others who meet it come again later. A try that failed is over, and so is one that was begun
longer ago than any function runs: whoever comes then writes the file of the next try, which again
only one can.

In its file a try notes each part that SES took, by digests of the addresses; the next try goes on
with those who are left.

Once is as far as SES lets it be: it has no key by which it would know a mail again. The readers of
one part are mailed a second time, never none, if the process ends between SES's yes and our note,
which are milliseconds, or if SES took the part and its answer was lost.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Literal

from msgspec import Struct, field

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import format_time, parse_time
from chalicelib.totals.ports import ReportFiles

RUNS_MAX = timedelta(minutes=15)
"""As long as Lambda lets a function run."""
_BEGUN, _FAILED = "begun", "failed"
_TEXT = "text/plain"


class Sending(Struct):
    """One try at a mail, which is its holder's alone. `head` is the first line of its file, and
    what follows are those who have the mail, by this try or by one before."""

    name: str
    file: str
    head: str
    files: ReportFiles
    reached: set[str] = field(default_factory=set)

    def left(self, readers: Sequence[str]) -> list[str]:
        """Who of them does not have it yet."""
        return [reader for reader in readers if self._digest(reader) not in self.reached]

    def note_reached(self, readers: Sequence[str]) -> None:
        self.reached.update(map(self._digest, readers))
        self._write(self.head)

    def failed(self) -> None:
        """It did not go out to all, so that the next one need not wait."""
        self._write(_FAILED)

    def done(self, what: str) -> None:
        self._write(what)

    def content(self) -> bytes:
        return "\n".join((self.head, *sorted(self.reached))).encode()

    def _write(self, head: str) -> None:
        self.head = head
        self.files.put(self.file, self.content(), _TEXT)

    def _digest(self, reader: str) -> str:
        """Of this mail's reader, so that files tell no addresses, nor whose two mails were."""
        return hashlib.sha256(f"{self.name}\n{reader}".encode()).hexdigest()[:32]


class Sendings(Struct, frozen=True):
    files: ReportFiles
    clock: Clock

    def is_done(self, name: str) -> bool:
        for number in count(1):
            noted = self.files.get(_file(name, number))
            if noted is None:
                break
            if _is_done(_head(noted)):
                return True
        return False

    def begin(self, name: str) -> Sending | None:
        """The try that the caller is to make; none if it was sent. Raises `TryAgainError` while
        another one is at it."""
        claimed = self._claim(name)
        if claimed == "busy":
            raise TryAgainError(retry_after_seconds=int(RUNS_MAX.total_seconds()))
        return None if claimed == "sent" else claimed

    def note_once(self, name: str, what: str) -> None:
        """It need not go out any more, unless somebody is at it."""
        claimed = self._claim(name)
        if isinstance(claimed, Sending):
            claimed.done(what)

    def _claim(self, name: str) -> Sending | Literal["sent", "busy"]:
        now = self.clock()
        head = f"{_BEGUN} {format_time(now)} {secrets.token_hex(8)}"
        reached: set[str] = set()
        for number in count(1):
            sending = Sending(name, _file(name, number), head, self.files, set(reached))
            own = sending.content()
            stored = self.files.put_once(sending.file, own, _TEXT)
            if stored == own:
                return sending
            head_before, *reached_before = stored.decode().splitlines()
            if _is_done(head_before):
                return "sent"
            begun_at = _begun_at(head_before)
            if begun_at is not None and now < begun_at + RUNS_MAX:
                return "busy"
            reached.update(reached_before)
        raise AssertionError("there is always a next try")


def _file(name: str, number: int) -> str:
    """Of a mail's first try, second and so on."""
    return name if number == 1 else f"{name}.{number}"


def _head(stored: bytes) -> str:
    return stored.decode().partition("\n")[0]


def _is_done(head: str) -> bool:
    return head != _FAILED and _begun_at(head) is None


def _begun_at(head: str) -> datetime | None:
    word, _, rest = head.partition(" ")
    return parse_time(rest.partition(" ")[0]) if word == _BEGUN else None
