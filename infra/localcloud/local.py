"""The local cloud from a developer's view: `run`, `up`, `down`, `clean`, `logs`, `token`, `code`.

What runs here is what would be deployed: the packaged template goes through CloudFormation, and
each function has only the rights of its own policy. The state stays in `.local/` between runs.

Usage: python -m infra.localcloud.local run|up|down|clean|logs|token|code
  PORT=4567 chooses another port.
"""

import contextlib
import json
import os
import shlex
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3

from infra.demo.http import Api
from infra.deploy import package, seed
from infra.deploy.change_sets import DeploymentFailedError
from infra.deploy.package import PackagingError
from infra.localcloud import demo_agent, logs, ministack, open_round, played_services
from infra.localcloud.deployment import BASE_PATH, REGION, Deployment
from infra.localcloud.ministack import MiniStack, PortInUseError, StartFailedError
from infra.localcloud.seeded_accounts import app_code, enrol, id_token, token_of
from infra.localcloud.staff_login import StaffLogin

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".local"
COUNTY_ID = "gangjin"
# How stack.json names the seeded staff, in the order of the county's file.
STAFF_ACCOUNTS = ("staff", "approver")
PORT_DEFAULT = 4566
# `logs` shows the last quarter of an hour.
LOG_SECONDS = 900
WARM_COUNT = 2
# What belongs to one stack; the rest of `.local` is tools that are slow to fetch again.
_STATE = ("state", "s3", "tmp", "package", "demo", "secrets.json", "stack.json", "environment.json")


@dataclass(frozen=True)
class LocalStack:
    """One local cloud with the application on it. Tests make their own, elsewhere."""

    home: Path
    port: int

    @property
    def cloud(self) -> MiniStack:
        return MiniStack(self.home, self.port)

    @property
    def deployment(self) -> Deployment:
        return Deployment(self.cloud.endpoint_url)

    @property
    def base_url(self) -> str:
        return f"{self.cloud.endpoint_url}/{BASE_PATH}"

    def up(self) -> None:
        """Starts, deploys when the sources have changed, seeds, and writes `stack.json`."""
        if ministack.running_port(self.home) is None:
            _say("Starting the local cloud")
            self.cloud.start()
        fingerprint = package.fingerprint()
        if self.deployment.fingerprint() != fingerprint:
            _say("Packaging the application")
            package.build("local", self.home / "package")
            _say("Deploying it through CloudFormation")
            self.deployment.deploy(self.home / "package", fingerprint)
        _say("Seeding and warming up")
        self._describe(seed.county_data(COUNTY_ID), seed.demo_register(COUNTY_ID))
        self._warm_up()

    def down(self) -> None:
        """Stops the cloud; its state stays."""
        self.cloud.stop()

    def _describe(self, data: dict[str, Any], register: dict[str, Any]) -> None:
        stack_secrets = seed.Secrets(self.home / "secrets.json")
        seed.seed(self.deployment, data, register, stack_secrets)
        environment = self.deployment.function_environment()
        self._write("environment.json", environment)
        login = StaffLogin(
            self.cloud.endpoint_url, environment["STAFF_POOL_ID"], environment["STAFF_CLIENT_ID"]
        )
        accounts = dict(zip(STAFF_ACCOUNTS, register["staff"], strict=False))
        for row in accounts.values():
            enrol(self.deployment, login, row["username"], stack_secrets)

        played_services.set_up(
            self.deployment, data["county"]["county_id"], self.cloud.endpoint_url
        )
        described = {
            "base_url": self.base_url,
            "aws_endpoint_url": self.cloud.endpoint_url,
            "region": REGION,
            # Two people: what one proposes, the other approves.
            **{
                account: {
                    "username": row["username"],
                    "password": seed.staff_password(stack_secrets, row["username"]),
                    "id_token_command": self._command("token", account),
                    "code_command": self._command("code", account),
                }
                for account, row in accounts.items()
            },
            "merchants": [
                {
                    "merchant_id": row["merchant_id"],
                    "merchant_code": row["merchant_code"],
                    "api_key": seed.merchant_key(stack_secrets, row["merchant_id"]),
                    "kind": row["kind"],
                }
                for row in register["merchants"]
            ],
            "campaign_code": data["campaigns"][0]["code"],
            "round_id": open_round.ensure(self.deployment, data["county"]["county_id"]),
            "agent": demo_agent.ensure(
                Api(self.base_url, self.cloud.endpoint_url, urllib3.PoolManager()).call,
                lambda: token_of(login, register["staff"][0]["username"], stack_secrets),
                stack_secrets,
            ),
            "facility_id": data["facilities"][0]["facility_id"],
            **played_services.addresses(self.cloud.endpoint_url),
        }
        # Last: whoever waits for it finds everything ready.
        self._write("stack.json", described)

    def _warm_up(self) -> None:
        """Starts as many processes of the API as a browser opens connections for a first page."""
        with ThreadPoolExecutor(WARM_COUNT) as pool:
            list(pool.map(self._get_health, range(WARM_COUNT)))

    def _get_health(self, _: int) -> None:
        # Should the application have an error to tell, it is awake all the same.
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"{self.base_url}/v1/health", timeout=60).close()

    def _command(self, what: str, account: str) -> str:
        python, root, home = (shlex.quote(str(p)) for p in (sys.executable, ROOT, self.home))
        module = "infra.localcloud.local"
        return f"cd {root} && LOCAL_HOME={home} {python} -m {module} {what} {account}"

    def _write(self, name: str, content: object) -> None:
        path = self.home / name
        path.touch(mode=0o600)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def running_deployment() -> Deployment:
    """Of the local cloud that runs here."""
    home = Path(os.environ.get("LOCAL_HOME", HOME))
    port = ministack.running_port(home)
    if port is None:
        raise DeploymentFailedError("The local cloud does not run: make up")
    return LocalStack(home, port).deployment


def _run(stack: LocalStack) -> None:
    try:
        _up(stack)
        print("Ctrl-C stops it; the data stays.", flush=True)
        while stack.cloud.pid() is not None:
            time.sleep(1)
        print(f"The local cloud has ended by itself; its log: {stack.cloud.log}")
    except KeyboardInterrupt:
        print("\nStopping and keeping the data …", flush=True)
        # A second Ctrl-C must not cut off the writing of the state.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stack.down()
        print("Stopped.")


def _up(stack: LocalStack) -> None:
    started = time.monotonic()
    running = ministack.running_port(stack.home)
    if running not in (None, stack.port):
        sys.exit(f"The local cloud already runs on port {running}: `make down` stops it.")
    try:
        stack.up()
    except PortInUseError:
        sys.exit(
            f"Port {stack.port} is used by another program. "
            f"Stop that, or choose another port: make run PORT={stack.port + 1}"
        )
    except (StartFailedError, PackagingError, DeploymentFailedError) as error:
        stack.down()
        sys.exit(str(error))
    except BaseException:
        stack.down()
        raise
    _say(f"Ready after {time.monotonic() - started:.0f} s")
    _print_addresses(stack)


def _print_addresses(stack: LocalStack) -> None:
    endpoint = stack.cloud.endpoint_url
    described = json.loads((stack.home / "stack.json").read_text())
    rows = [
        ("Home", f"{stack.base_url}/"),
        ("Join", f"{stack.base_url}/j/{described['campaign_code']}"),
        ("Wallet", f"{stack.base_url}/wallet"),
        ("Shop", f"{stack.base_url}/merchant   key {described['merchants'][0]['api_key']}"),
        (
            "Agent",
            f"{stack.base_url}/agent   key {described['agent']['teller_key']}"
            f"   PIN {described['agent']['pin']}   (a bank's counter)",
        ),
        (
            "Staff",
            f"{stack.base_url}/staff   "
            f"{described['staff']['username']} / {described['staff']['password']}"
            f"   (who approves: {described['approver']['username']} / "
            f"{described['approver']['password']})",
        ),
        ("App's code", "make code   or make code WHO=approver, for logging in on the staff page"),
        ("API", f"{stack.base_url}/docs"),
        ("SMS sent", f"{endpoint}/_ministack/sns/sms-messages"),
        ("Mail sent", f"{endpoint}/_ministack/ses/messages"),
        ("For tools", str(stack.home / "stack.json")),
    ]
    print()
    for name, value in rows:
        print(f"  {name:<10} {value}")
    print(flush=True)


def _clean(stack: LocalStack) -> None:
    stack.down()
    for name in _STATE:
        path = stack.home / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _say(what: str) -> None:
    print(f"* {what}", flush=True)


def _terminate(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> None:
    home = Path(os.environ.get("LOCAL_HOME", HOME))
    wanted = os.environ.get("PORT") or str(ministack.running_port(home) or PORT_DEFAULT)
    if not wanted.isdecimal() or not 1 <= int(wanted) <= 65_535:
        sys.exit(f"PORT={wanted} is not a port: choose a number up to 65535, such as PORT=4567")
    port = int(wanted)
    stack = LocalStack(home, port)
    signal.signal(signal.SIGTERM, _terminate)
    # A shell that starts us in the background has SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    match sys.argv[1:]:
        case ["run"]:
            _run(stack)
        case ["up"]:
            try:
                _up(stack)
            except KeyboardInterrupt:
                sys.exit("Stopped.")
        case ["down"]:
            stack.down()
        case ["clean"]:
            _clean(stack)
        case ["logs"]:
            print("\n".join(logs.recent(stack.deployment, seconds=LOG_SECONDS)))
        case ["token", *accounts] if set(accounts) <= set(STAFF_ACCOUNTS):
            print(id_token(home, *accounts))
        case ["code", *accounts] if set(accounts) <= set(STAFF_ACCOUNTS):
            print(app_code(home, *accounts))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
