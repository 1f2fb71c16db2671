"""What is said of a setting where it is declared: words, unit, bounds, readers, what it moves."""

from typing import NamedTuple, get_args

from msgspec.structs import fields

Words = tuple[str, str]
"""Korean, English."""

_NO_LIMIT: Words = ("한도 없음", "No limit")
_NO_EXPIRY: Words = ("기한 없음", "No expiry")


class Unit(NamedTuple):
    """How a value is written: `texts` has its number for `{}`; of a choice, the words of 0 and of 1
    one after the other. `none`: the words for no value."""

    texts: tuple[Words, ...]
    none: Words = _NO_LIMIT

    def text(self, value: int | None) -> Words:
        """A value in words."""
        if value is None:
            return self.none
        ko, en = self.texts[value] if len(self.texts) > 1 else self.texts[0]
        return ko.format(f"{value:,}"), en.format(f"{value:,}")


POINTS = Unit((("{}점", "{} points"),))
WON = Unit((("{}원", "{} won"),))
MONTHS = Unit((("{}개월", "{} months"),), _NO_EXPIRY)
MINUTES = Unit((("{}분", "{} minutes"),))
DAYS = Unit((("{}일", "{} days"),))
PERCENT = Unit((("{}%", "{}%"),))
PEOPLE = Unit((("{}명", "{} people"),))
COUNT = Unit((("{}", "{}"),))
MESSAGES = Unit((("{}통", "{} messages"),))
POSTS = Unit((("{}개", "{} posts"),))
BASIS_POINTS = Unit((("만분의 {}", "{} in 10,000"),))
BEARER = Unit((("0: 가맹점", "0: the shop"), ("1: 군", "1: the county")))
BARRED = Unit((("0: 받음", "0: taken"), ("1: 받지 않음", "1: not taken")))

FACTOR_MAX = 2
"""How far a value that moves money may go at once: a slip of the finger is ten times."""

MAILED = Unit((("0: 보내지 않음", "0: not sent"), ("1: 보내기", "1: sent")))
ASKED = Unit((("0: 묻지 않음", "0: not asked"), ("1: 물음", "1: asked")))
PERSON_KEY = Unit((("0: DI", "0: DI"), ("1: CI", "1: CI")))
ADMITTED = Unit((("0: 받음", "0: admitted"), ("1: 받지 않음", "1: barred")))
REQUIRED = Unit((("0: 없어도 됨", "0: not needed"), ("1: 있어야 함", "1: needed")))

FEATURES = (
    "sale_round",
    "report",
    "counter",
    "desk",
    "text_messages",
    "identity",
    "merchants",
    "settlement",
    "draw",
    "trip",
    "card",
    "marketing",
    "photo",
)
"""What reads settings besides the rules of the kinds of entries."""


class Money(NamedTuple):
    """Of a setting that moves money: it takes two people, who are shown what it does, and no
    approval passes its bounds.

    `ko` and `en` say what `times` the value, in `unit` (the setting's own, if none), is for people.
    `bounds`, both included, are those of new versions: older ones may lie beyond, and still hold.
    `factor_max`: how many times the value in force a new one may be, or it the new one; `None`
    where a value is no amount.
    """

    ko: str
    en: str
    bounds: tuple[int, int]
    times: int = 1
    unit: Unit | None = None
    factor_max: int | None = FACTOR_MAX

    def reach(self, present: int | None) -> tuple[int, int] | None:
        """The least and the most that may follow the value in force; `None` where nothing binds it.
        From and to zero or no limit is no slip, but a decision."""
        if self.factor_max is None or not present:
            return None
        return -(-present // self.factor_max), present * self.factor_max


ONE_PERSON = Money(
    "한 사람이 한 번 받도록 하는 확인", "What holds a grant to one person", (0, 1), factor_max=None
)
"""Of the settings that say where identity verification is asked for, and by what."""


class Setting(NamedTuple):
    """What is said of a setting: its name, Korean and English, for the staff page; the unit and
    the bounds, both included, of its values; and `read_by`: each kind of entry whose rule reads it
    (`ledger.kinds` holds that there are such kinds), and each of the `FEATURES` that does. `money`
    of those that move money: others are recorded by one person.

    `field`, `is_optional` (whether `None`, for no limit, is a value) and `is_required` (whether a
    county must have a version of it) follow from the field.
    """

    ko: str
    en: str
    unit: Unit
    bounds: tuple[int, int]
    read_by: tuple[str, ...]
    money: Money | None = None
    field: str = ""
    is_optional: bool = False
    is_required: bool = True

    def allows(self, value: int | None) -> bool:
        if value is None:
            return self.is_optional
        low, high = self.bounds
        return low <= value <= high

    def effect(self, *values: int | None) -> Words | None:
        """What one value after another is for people; `None` if the setting moves no money."""
        if self.money is None:
            return None
        unit, times = self.money.unit or self.unit, self.money.times
        texts = [unit.text(None if value is None else value * times) for value in values]
        ko, en = (" → ".join(words) for words in zip(*texts, strict=True))
        return f"{self.money.ko}: {ko}", f"{self.money.en}: {en}"


def setting_key(field_name: str) -> str:
    """`mileage_signup` → `mileage.signup`."""
    return field_name.replace("_", ".", 1)


def declared_settings(settings_class: type) -> dict[str, Setting]:
    """The declarations of a class of settings by key. `TypeError` for a field without one."""
    found = {}
    for field in fields(settings_class):
        match get_args(field.type):
            case (value_type, Setting() as setting):
                is_optional = type(None) in get_args(value_type)
                found[setting_key(field.name)] = setting._replace(
                    field=field.name,
                    is_optional=is_optional,
                    is_required=field.required,
                )
            case _:
                raise TypeError(f"{field.name} is not declared as a setting")
    return found
