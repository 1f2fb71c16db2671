"""How a shop is taxed, day by day: receipts split the tax off what a general taxpayer took."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.core.values import TaxClass


class TaxedFrom(NamedTuple):
    """The class that holds from a day on."""

    on: date
    tax_class: TaxClass


def tax_class_on(classes: Sequence[TaxedFrom], day: date) -> TaxClass | None:
    """`None` for days of which nobody knew it."""
    return next((each.tax_class for each in reversed(classes) if each.on <= day), None)


def with_tax_class(
    classes: tuple[TaxedFrom, ...], tax_class: TaxClass | None, on: date
) -> tuple[TaxedFrom, ...]:
    """With a class that is known from `on` on, a day to come: a receipt that was given today says
    the same whenever it is asked for again. Silence, and what is known, change nothing."""
    if tax_class is None or (classes and classes[-1].tax_class == tax_class):
        return classes
    return (*(each for each in classes if each.on < on), TaxedFrom(on, tax_class))
