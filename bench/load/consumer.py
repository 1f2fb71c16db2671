"""One environment of the sign-up consumer: works off the bench cloud's queue.

Usage: python -m bench.load.consumer <bench cloud> <DynamoDB> <file for the result>
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, cast

from bench import cloud, world


def main(cloud_url: str, dynamodb_url: str, file: Path) -> None:
    world.enter(cloud_url)
    os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamodb_url
    from chalice.app import SQSEvent

    from chalicelib.aws.adapters import Adapters
    from chalicelib.aws.functions import FUNCTIONS, Messages
    from chalicelib.joining.worker import complete_signup

    adapters, context = Adapters(), cast("Any", world.CONTEXT)
    trigger = FUNCTIONS["complete_signup"].trigger
    assert isinstance(trigger, Messages)
    done: dict[str, Any] = {"messages": 0}
    used = 0.0
    while bodies := cloud.take_messages(cloud_url, trigger.batch_size):
        event = SQSEvent(world.queue_event(bodies), context)
        answer = complete_signup.func.over(adapters, event)
        if answer != {"batchItemFailures": []}:
            raise AssertionError(answer)
        if not done["messages"]:
            # The first batch loads what is loaded late, and connects: that is the cold start's.
            done |= {"began": time.monotonic(), "cold": len(bodies)}
            used = time.process_time()
        done["messages"] += len(bodies)
    done |= {"ended": time.monotonic(), "cpu_seconds": time.process_time() - used}
    file.write_text(json.dumps(done))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
