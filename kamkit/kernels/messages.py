"""What client, fork server and kernel say to each other: one JSON object per packet, file descriptors beside it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Sequence
from typing import Any

# Larger than the system lets a packet become, so that none is ever cut off.
LONGEST = 1 << 20
_MOST_DESCRIPTORS = 8


def pair() -> tuple[socket.socket, socket.socket]:
    """Two connected ends that keep the borders of messages and tell when the other end is closed."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def encode(message: dict[str, Any]) -> bytes:
    """The packet of a message."""
    return json.dumps(message).encode("ascii")


def decode(packet: bytes) -> dict[str, Any] | None:
    """The message of a packet; None if the other end was closed."""
    return json.loads(packet) if packet else None


def send(end: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send one message, whole or not at all; OSError if nobody can receive it."""
    socket.send_fds(end, [encode(message)], list(descriptors))


def receive(end: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """The next message and the descriptors sent with it; no message if the other end was closed."""
    packet, descriptors, _, _ = socket.recv_fds(end, LONGEST, _MOST_DESCRIPTORS)
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    return decode(packet), descriptors
