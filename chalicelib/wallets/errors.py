"""Why mileage is not converted."""

from chalicelib.core.errors import RuleViolationError


class ConversionBelowMinimumError(RuleViolationError):
    ko = "마일리지는 {limit}점부터 바꿀 수 있습니다."
    en = "Mileage can be converted from {limit} points."


class ConversionNotAMultipleError(RuleViolationError):
    ko = "마일리지는 {limit}점 단위로 바꿀 수 있습니다."
    en = "Mileage is converted in multiples of {limit} points."
