"""The push services of the browsers' makers (RFC 8030): one HTTPS POST to the address that a
browser was given.

That address comes from a browser, so anybody can send any: nothing is asked for but at the known
services, no redirect is followed and no answer is read beyond its status.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

CONNECT_SECONDS = 2
READ_SECONDS = 5
ENDPOINT_CHARACTERS_MAX = 1024
HOSTS = ("fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com")
HOSTS_BELOW = (".push.apple.com", ".notify.windows.com")
"""Of Chrome, Samsung Internet and Whale; Firefox; Safari; Edge."""

Outcome = Literal["sent", "gone", "later", "refused"]
"""`gone`: the browser takes no messages any more, for good. `later`: it may still be taken.
`refused`: this message, or our key, never will be."""


class PushAnswer(Struct, frozen=True):
    """`retry_after_seconds`: as the service asks for, if it does. `status` 0: nobody answered."""

    outcome: Outcome
    status: int = 0
    retry_after_seconds: int | None = None


Send = Callable[[str, bytes, Mapping[str, str]], tuple[int, Mapping[str, str]]]


class PushServices:
    """`played`: where the local cloud plays them; nowhere else."""

    def __init__(self, *, played: str = "", send: Send | None = None) -> None:
        self._played = played
        self._send = send or send_over_http

    def is_known(self, endpoint: str) -> bool:
        """Whether an address is one at which messages may be left."""
        if len(endpoint) > ENDPOINT_CHARACTERS_MAX or not _is_plain(endpoint):
            return False
        if self._played and endpoint.startswith(self._played):
            return True
        try:
            parts = urlsplit(endpoint)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return False
        is_bare = parts.scheme == "https" and parts.netloc == host and port is None
        return is_bare and (host in HOSTS or host.endswith(HOSTS_BELOW))

    def leave(
        self, endpoint: str, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> PushAnswer:
        """Leave an encrypted message for a browser. Nothing is raised: a message that is lost does
        no harm."""
        if not self.is_known(endpoint):
            return PushAnswer("gone")
        status, answered = self._send(endpoint, body, headers)
        if 200 <= status < 300:
            return PushAnswer("sent", status)
        if status in (404, 410):
            return PushAnswer("gone", status)
        if status in (0, 408, 425, 429) or status >= 500:
            return PushAnswer("later", status, _retry_after(answered, now))
        return PushAnswer("refused", status)


def send_over_http(
    endpoint: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, Mapping[str, str]]:
    """(status, headers) of the answer; status 0 if there was none."""
    import urllib3

    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
        try:
            # Its body is not asked for: anybody may have named the address.
            answer = pool.request(
                "POST",
                endpoint,
                body=body,
                headers=dict(headers),
                redirect=False,
                preload_content=False,
            )
            found = (answer.status, {k.lower(): v for k, v in answer.headers.items()})
            answer.close()
        except urllib3.exceptions.HTTPError:
            return 0, {}
    return found


def _is_plain(endpoint: str) -> bool:
    """No space, control character, backslash or letter outside ASCII: one reader of addresses may
    take such for another host than the next one does."""
    return endpoint.isascii() and endpoint.isprintable() and not set(endpoint) & set(" \\@")


def _retry_after(headers: Mapping[str, str], now: datetime) -> int | None:
    """In seconds or as a date (RFC 9110, 10.2.3)."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), 86_400)
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0, min(int((at - now).total_seconds()), 86_400))
