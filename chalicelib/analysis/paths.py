"""How far members came: from joining to paying again."""

from msgspec import Struct, field

from chalicelib.analysis.member_facts import MemberFacts
from chalicelib.analysis.small_counts import People


class Path(Struct):
    """How far those who joined came. `spent_amount`: net won in the quarters that are kept."""

    joined: People = field(default_factory=People)
    converted: People = field(default_factory=People)
    spent: People = field(default_factory=People)
    returned: People = field(default_factory=People)
    spent_amount: int = 0

    def add(self, row: MemberFacts, key: int) -> None:
        self.joined.add(key)
        if row.first_converted_on:
            self.converted.add(key)
        if row.first_spent_on:
            self.spent.add(key)
        if row.has_returned:
            self.returned.add(key)
        self.spent_amount += sum(spent.amount for spent in row.quarters.values())

    def join(self, other: "Path") -> None:
        self.joined.join(other.joined)
        self.converted.join(other.converted)
        self.spent.join(other.spent)
        self.returned.join(other.returned)
        self.spent_amount += other.spent_amount
