"""The clock, which is always handed in: no rule asks the machine what time it is."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Now, in UTC."""
