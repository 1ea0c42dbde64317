"""Where the server listens, and what it is called from elsewhere."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from kamkit.errors import InputError

PORT = 8800
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS_TRIED = 20


def is_loopback(ip: str) -> bool:
    """Whether only this machine can reach a server at this address; InputError if it is none."""
    if ip == "localhost":
        return True
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        raise InputError(f"--ip: found {ip!r}; expected an address such as 127.0.0.1, 192.168.1.20 or 0.0.0.0 for all") from None


def open_sockets(ip: str, port: int) -> list[socket.socket]:
    """Sockets that listen at ``ip``; with ``port`` 0 on the first one free from 8800 on. InputError if that is taken."""
    from tornado.netutil import bind_sockets

    wanted = [port] if port else range(PORT, PORT + _PORTS_TRIED)
    refused: OSError | None = None
    for one in wanted:
        try:
            return bind_sockets(one, ip)
        except OSError as error:
            refused = error
    tried = f"{wanted[0]}" if port else f"{wanted[0]} to {wanted[-1]}"
    raise InputError(f"--port: {tried} at {ip} cannot be used ({refused and refused.strerror}); give another with --port")


def address_seen_from_elsewhere(ip: str) -> str:
    """``ip`` itself, or where it stands for all of this machine's addresses the one that its network knows."""
    if not ipaddress.ip_address("127.0.0.1" if ip == "localhost" else ip).is_unspecified:
        return ip
    # Nothing is sent: the system only says which of its addresses it would use.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(("10.255.255.255", 9))
            found: str = asked.getsockname()[0]
        except OSError:
            found = "127.0.0.1"
    return found


def host_for_others(host: str) -> str:
    """What others write in place of ``host``, which may be this machine's name for itself alone."""
    here = urlsplit(f"//{host}")
    if (here.hostname or "").casefold() not in LOOPBACK:
        return host
    seen = address_seen_from_elsewhere("0.0.0.0")
    return f"{seen}:{here.port}" if here.port else seen


def url(ip: str, port: int, path: str = "/") -> str:
    """An address for a browser."""
    return f"http://{f'[{ip}]' if ':' in ip else ip}:{port}{path}"
