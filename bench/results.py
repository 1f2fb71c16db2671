"""bench/results.json: what was measured last, each part by itself. Not under version control."""

import json
import os
import platform
import time
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("results.json")


def keep(**parts: Any) -> None:
    """Replaces these parts; the others stay."""
    held = json.loads(FILE.read_text()) if FILE.exists() else {}
    FILE.write_text(json.dumps(held | parts, ensure_ascii=False, indent=1) + "\n")


def machine() -> dict[str, Any]:
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg(),
    }
