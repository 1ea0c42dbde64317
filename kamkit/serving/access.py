"""Who may come in: the token for everybody, the facilitator's, and the cookies that remember either."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

# None that are mistaken for another when somebody reads it out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_token(letters: int = 12) -> str:
    """A token that can be read out: 12 letters are 59 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(letters))


def token_of(secret: str, what: str, letters: int = 12) -> str:
    """The token that a server with this ``secret`` has for ``what``, the same each time it is asked; no other server has it."""
    digest = hmac.new(secret.encode(), f"token {what}".encode(), hashlib.sha512).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:letters])


@dataclass(frozen=True)
class Access:
    """What opens the door.

    ``token``: asked of everybody; "" lets everybody in who reaches the server. ``facilitator``: the facilitator's
    token, which also lets in. ``secret`` signs cookies. ``hosts``: the names this server answers to besides localhost
    and addresses in figures; ``local``: it listens on loopback alone, and answers to loopback's names alone.
    """

    token: str = ""
    facilitator: str = field(default_factory=lambda: new_token(20))
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
    hosts: frozenset[str] = frozenset()
    local: bool = True

    @cached_property
    def name(self) -> str:
        """What this server's cookies begin with: two servers on one machine share their cookies, browsers know no ports."""
        return f"kamkit-{self._digest('name')[:8]}"

    @cached_property
    def visitor_mark(self) -> str:
        """What the cookie of somebody who gave the token holds; another token makes another mark."""
        return self._digest(f"visitor {self.token}")

    @cached_property
    def facilitator_mark(self) -> str:
        """The same for the facilitator's token."""
        return self._digest(f"facilitator {self.facilitator}")

    def is_token(self, given: str) -> bool:
        """Whether this is the token that everybody is asked for."""
        return bool(self.token) and _same(given, self.token)

    def is_facilitators(self, given: str) -> bool:
        """Whether this is the facilitator's token."""
        return bool(self.facilitator) and _same(given, self.facilitator)

    def _digest(self, text: str) -> str:
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()


SECRET_FILE = "serve.key"


def keep_secret(folder: Path, what: str) -> str:
    """A secret of what is served, the same after a restart: nobody has to say his name again.

    It is kept in the programme's ``folder``, for its owner to read alone; where that cannot be written, it is a new one each time.
    """
    secret = secrets.token_hex(32)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / SECRET_FILE
        with suppress(FileExistsError):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secret)
        secret = path.read_text().strip() or secret
    return hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
