"""The process of the local cloud: start, wait until it answers, stop without losing its state.

MiniStack keeps its state in memory and writes it to its folder when it is asked to end (SIGTERM).
So it is never killed here: a hard kill throws away what happened since its last start.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REGION = "ap-northeast-2"
PYTHON = ROOT / ".local" / "ministack" / "bin" / "python"
SERVICES = (
    "apigateway,cloudformation,cloudwatch,cognito-idp,dynamodb,events,iam,kms,lambda,logs,"
    "s3,secretsmanager,ses,sns,sqs,sts"
)
START_SECONDS_MAX = 60.0
# Writing a large state takes some seconds.
STOP_SECONDS_MAX = 120.0

# Held, so that Python does not warn of a child that outlives its handle, as this one is meant to.
_started: list[subprocess.Popen[bytes]] = []


class PortInUseError(Exception):
    """Another program listens on the port."""


class StartFailedError(Exception):
    """The process ended before it answered; the message holds the end of its log."""


@dataclass(frozen=True)
class MiniStack:
    """One local cloud: its folder (state, log, process id) and its port on loopback."""

    home: Path
    port: int

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.home / "ministack.log"

    @property
    def _pid_file(self) -> Path:
        return self.home / "ministack.pid"

    def start(self) -> None:
        """Starts the process in its own session and returns when it answers."""
        _check_port_is_free(self.port)
        # What functions unpacked in earlier runs.
        shutil.rmtree(self.home / "tmp", ignore_errors=True)
        for folder in ("state", "s3", "tmp"):
            (self.home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.log.open("w") as log:
            process = subprocess.Popen(
                # -P: our folder has modules of its own, one of them named ministack.
                [PYTHON, "-P", Path(__file__).parent / "ministack_server.py"],
                env=self._environment(),
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # Ctrl-C must reach the caller alone, which then ends this process in order.
                start_new_session=True,
            )
        _started.append(process)
        self._pid_file.write_text(json.dumps({"pid": process.pid, "port": self.port}))
        self._wait_until_ready(process)

    def stop(self) -> None:
        """Asks the process to write its state and end, and waits until it has."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS_MAX
        while _is_running(pid):
            if time.monotonic() > deadline:
                sys.exit(f"The local cloud (process {pid}) does not end; its log: {self.log}")
            time.sleep(0.05)
        self._pid_file.unlink(missing_ok=True)

    def pid(self) -> int | None:
        """The running process of this folder, whatever its port, or None."""
        try:
            pid = int(json.loads(self._pid_file.read_text())["pid"])
        except (FileNotFoundError, ValueError, KeyError):
            return None
        # After a restart of the machine the number may belong to another program.
        return pid if _is_running(pid) and "ministack" in _command_of(pid) else None

    def _environment(self) -> dict[str, str]:
        passed_on = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return {
            **passed_on,
            "LANG": "C.UTF-8",
            # As in Lambda.
            "TZ": "UTC",
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": "127.0.0.1",
            "AUTH": "true",
            "MINISTACK_REGION": REGION,
            "SERVICES": SERVICES,
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.home / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.home / "s3"),
            "TMPDIR": str(self.home / "tmp"),
            # Functions stay warm between a developer's clicks.
            "LAMBDA_WARM_TTL_SECONDS": "3600",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            # It looks for a Docker daemon otherwise.
            "DOCKER_HOST": "unix:///nonexistent",
            "LOG_LEVEL": "WARNING",
        }

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.endpoint_url}/_ministack/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        tail = "\n".join(self.log.read_text().splitlines()[-20:])
        raise StartFailedError(f"The local cloud did not start:\n{tail}")


def running_port(home: Path) -> int | None:
    """The port of the local cloud that runs on `home`, or None when none does."""
    if MiniStack(home, 0).pid() is None:
        return None
    return int(json.loads((home / "ministack.pid").read_text())["port"])


def free_port() -> int:
    """A port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _check_port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortInUseError(port) from error


def _is_running(pid: int) -> bool:
    try:
        # Reaps it when it is a child of ours; a dead child still answers to signals.
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return False
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _command_of(pid: int) -> str:
    of_linux = Path(f"/proc/{pid}/cmdline")
    if of_linux.exists():
        # A small Debian has no ps.
        return of_linux.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout
