"""Work for a browser before one more message goes out: seconds for a person, a cost for a flood.

The answer to a challenge is a counter by which PBKDF2-SHA256 over the challenge begins with so
many zero bits. PBKDF2, since a browser has it as native code: a phone is not a hundred times slower
at it than whoever floods. Nothing is stored until a challenge is solved.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.aws.signer import Signer
from chalicelib.core.values import format_time, parse_time
from chalicelib.joining.verifications import Solution

ITERATIONS = 1_000
CHALLENGE_TTL = timedelta(minutes=5)


class Challenge(Struct, frozen=True):
    """`bits`: how many zero bits the answer's hash begins with; each one more doubles the work."""

    text: str
    bits: int

    def is_answered_by(self, counter: int) -> bool:
        found = hashlib.pbkdf2_hmac(
            "sha256", str(counter).encode(), self.text.encode(), ITERATIONS, dklen=4
        )
        return int.from_bytes(found) >> (32 - self.bits) == 0


class Challenges(Struct, frozen=True):
    """Each challenge is for one subject: a county's number, and what is asked for it."""

    signer: Signer

    def new(self, subject: str, bits: int, now: datetime) -> Challenge:
        expires_at = format_time(now + CHALLENGE_TTL)
        unsigned = f"{bits}/{expires_at}/{secrets.token_hex(8)}"
        return Challenge(f"{unsigned}/{self._mac(subject, unsigned)}", bits)

    def is_solved(self, subject: str, solution: Solution, now: datetime) -> bool:
        """Whether it is ours, for this subject, in time, and solved. Whether it was used before is
        the caller's to see."""
        unsigned, _, mac = solution.text.rpartition("/")
        if not hmac.compare_digest(mac.encode(), self._mac(subject, unsigned).encode()):
            return False
        bits, expires_at, _ = unsigned.split("/")
        challenge = Challenge(solution.text, int(bits))
        return now < parse_time(expires_at) and challenge.is_answered_by(solution.counter)

    def _mac(self, subject: str, unsigned: str) -> str:
        return self.signer.challenge_mac(f"{subject}/{unsigned}")
