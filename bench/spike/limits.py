"""What the services allow, as their documentation says it, and what our own work costs there.

Lambda's developer guide: "Configuring scaling behavior for SQS event source mappings" (looked up on
2026-11-29), "Lambda function scaling", "Configure Lambda function memory". DynamoDB's: "On-demand
capacity mode", "Best practices for designing partition keys", "Burst and adaptive capacity" (these
as last read, 2026-11-22). Where a service is kinder than it promises (burst and adaptive capacity,
a whole processor while a function starts), the simulation is not.
"""

from dataclasses import dataclass

# A queue's consumer starts with five batches at a time and gets 300 more a minute.
POLLERS_AT_FIRST = 5
POLLERS_MORE_A_SECOND = 300 / 60
# A function may start a thousand environments each ten seconds.
ENVIRONMENTS_MORE_A_SECOND = 1_000 / 10
ENVIRONMENTS_AT_FIRST = 1_000
ACCOUNT_CONCURRENCY = 1_000
MEGABYTES_A_PROCESSOR = 1_769
# A partition, and so an item; a table on demand begins with four of them, as does each index.
WRITES_A_PARTITION = 1_000.0
PARTITIONS_AT_FIRST = 4
# Standard retries: three attempts, waiting up to one and then two seconds between them.
ATTEMPTS = 3


@dataclass(frozen=True)
class Declared:
    """What tests/infra/template.yaml says of our functions; a test compares."""

    memory_mb: int = 512
    batch_size: int = 10
    concurrency: int = 20
    visibility_seconds: float = 180.0
    deliveries_max: int = 5
    requests_a_second: int = 2_000
    requests_burst: int = 4_000
    day_shards: int = 8

    @property
    def processor(self) -> float:
        """The share of one that a function has."""
        return self.memory_mb / MEGABYTES_A_PROCESSOR


@dataclass(frozen=True)
class Cost:
    """Of one request or message: milliseconds of CPU, calls one after another."""

    cpu_ms: float
    calls: int

    def seconds(self, processor: float, call_seconds: float) -> float:
        return self.cpu_ms / 1000 / processor + self.calls * call_seconds


@dataclass(frozen=True)
class Costs:
    """CPU as the load run of 2026-11-29 had it (docs/load.md), halved, since that machine was busy:
    to be put right by a quiet run. Three times as much a message changes little. Proving a phone is
    estimated from its seven calls."""

    start_cpu_ms: float = 900.0
    prove: Cost = Cost(cpu_ms=9.0, calls=7)
    confirm: Cost = Cost(cpu_ms=3.0, calls=2)
    accept: Cost = Cost(cpu_ms=4.0, calls=1)
    ask: Cost = Cost(cpu_ms=2.5, calls=1)
    complete: Cost = Cost(cpu_ms=5.0, calls=0)
    """Of one message; its writes are simulated one by one."""
    batch_cpu_ms: float = 1.0
    call_seconds: float = 0.010
