"""The real implementations of the table, as the raced commands meet on them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest

from tests import builders
from tests.contract.conftest import Storage, make_real_storage
from tests.races.cases import Case


@dataclass(frozen=True)
class Arena:
    """A real implementation, on whose one seeded table the cases have members of their own."""

    make: Callable[[], Storage]
    shared: Storage

    def storage(self, case: Case) -> Storage:
        return seeded_storage(self.make) if case.is_alone else self.shared


def seeded_storage(make: Callable[[], Storage]) -> Storage:
    storage = make()
    builders.seed(storage.open())
    return storage


@pytest.fixture(scope="module")
def arena(servers: Any) -> Callable[[str], Arena]:
    @cache
    def of(name: str) -> Arena:
        make = partial(make_real_storage, servers, name)
        return Arena(make, seeded_storage(make))

    return of
