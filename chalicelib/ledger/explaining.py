"""What an entry was decided by: the versions of the settings that held on its day."""

from collections.abc import Iterable
from datetime import date

from chalicelib.county.setting_history import timelines_on
from chalicelib.county.settings import SettingVersion
from chalicelib.ledger.kinds import SETTINGS_READ, EntryKind


def in_force_for(
    kind: EntryKind, versions: Iterable[SettingVersion], day: date
) -> list[SettingVersion]:
    """The versions that an entry of this kind was decided by on that day."""
    wanted = SETTINGS_READ[kind]
    return [s.current for s in timelines_on(versions, day) if s.key in wanted and s.current]
