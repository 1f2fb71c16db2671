"""Who comes to a sight, as its fees tell people apart."""

from datetime import date
from typing import Literal, get_args

AgeClass = Literal["infant", "child", "youth", "adult", "senior"]
"""By age alone: under 6, to 12, to 18, to 64, and over (ordinance of Gangjin on its cultural and
tourist facilities, art. 2 and art. 8)."""

VisitorClass = Literal[
    "infant",
    "child",
    "youth",
    "adult",
    "senior",
    "soldier",
    "resident",
    "honorary_resident",
    "online_resident",
    "disabled",
    "carer",
    "veteran",
    "welfare",
    "other_exempt",
]
VISITOR_CLASSES: tuple[VisitorClass, ...] = get_args(VisitorClass)
AGE_CLASSES: tuple[AgeClass, ...] = get_args(AgeClass)

_FEE_OF: dict[str, AgeClass] = {"soldier": "youth"}
_FIRST_AGES: tuple[tuple[int, AgeClass], ...] = (
    (65, "senior"),
    (19, "adult"),
    (13, "youth"),
    (6, "child"),
    (0, "infant"),
)


def age_class(birth_on: date, on: date) -> AgeClass:
    """By full years on that day."""
    had_birthday = (on.month, on.day) >= (birth_on.month, birth_on.day)
    years = on.year - birth_on.year - (not had_birthday)
    return next((name for first, name in _FIRST_AGES if years >= first), "infant")


def fee_class(visitor: VisitorClass) -> AgeClass:
    """Whose fee is forgone when somebody of this class, whose age nobody asked, pays less or
    none."""
    for age in AGE_CLASSES:
        if visitor == age:
            return age
    return _FEE_OF.get(visitor, "adult")
