"""DynamoDB played on loopback, byte for byte, so that it can break off anywhere."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

Served = Callable[[socket.socket, int], None]
"""What is done with a request that has come in: the connection, and which request it is."""
OK = b'{"Item": {"pk": {"S": "a"}}}'


def answer(body: bytes = OK, *, status: int = 200, more: str = "", short_of: int = 0) -> bytes:
    """`short_of`: so many bytes are missing."""
    head = f"HTTP/1.1 {status} X\r\ncontent-length: {len(body) + short_of}\r\n{more}\r\n"
    return head.encode() + body


class Server:
    """Plays DynamoDB on loopback, one connection after another. Counts both."""

    def __init__(self, serve: Served, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.connections = 0
        self.requests: list[bytes] = []
        self._serve = serve
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            if self._tls is not None:
                try:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                except OSError:
                    # The asker does not trust us.
                    continue
            with connection:
                while request := _request(connection):
                    self.requests.append(request)
                    self._serve(connection, len(self.requests))
                    if connection.fileno() < 0:
                        break

    def stop(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


def _request(connection: socket.socket) -> bytes:
    received = b""
    try:
        while b"\r\n\r\n" not in received:
            part = connection.recv(65536)
            if not part:
                return b""
            received += part
        head, _, body = received.partition(b"\r\n\r\n")
        (length,) = (
            int(line.split(b":")[1])
            for line in head.lower().splitlines()
            if line.startswith(b"content-length:")
        )
        while len(body) < length:
            body += connection.recv(65536)
    except ConnectionError:
        return b""
    return head + b"\r\n\r\n" + body


@contextmanager
def serving(serve: Served, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(serve, tls)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def serving_raw(said: bytes) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))

    def say() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(said)

    thread = threading.Thread(target=say, daemon=True)
    thread.start()
    with listening:
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(2)


def certified(name: str, folder: Path) -> tuple[ssl.SSLContext, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, secret)
    return tls, certificate
