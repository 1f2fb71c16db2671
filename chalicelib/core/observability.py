"""The one Logger and the one Metrics. No Tracer: Lambda's active tracing needs no SDK.

Never log a request's body, a phone, a name, a token or a pay code.
"""

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(service="onmin")
metrics = Metrics(namespace="onmin", service="onmin")


def count(name: str, value: int = 1, *, stage: str | None = None) -> None:
    """Add to a metric; it is written out at once, one line of the log. With `stage` it is counted
    for that deployment alone: for metrics that an alarm watches."""
    if stage is not None:
        metrics.add_dimension(name="stage", value=stage)
    metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
    metrics.flush_metrics()
