"""The access token and the refresh token that makes the next one: usable once, so it is stored before it is used.

Only one process sends on a channel (`bot.engine.post.turns`), so a lock inside it is enough.
"""

import asyncio
import time
from collections.abc import Callable
from hashlib import sha256

import msgspec
import structlog
from msgspec import Struct

from channels import ChannelDown, NotSent, Safe, Uncertain
from channels.http import Http
from locales import N_, _

log = structlog.get_logger()

EARLY = 600.0  # seconds before its end a token is renewed; of a short life its last fifth
UNTOLD = 3600.0  # seconds: the shortest life anybody has reported
DEAD = frozenset({-14014, -118, -220})  # used, old or revoked: a person must consent again

CONSENT = N_("Zalo no longer takes the refresh token: please consent again and write the new refresh_token.")


class Tokens(Struct, frozen=True):
    """As kept. `seed` tells which refresh_token of the configuration they grew from: another one there is news."""

    seed: str
    refresh: str
    access: str = ""
    ends: float = 0.0  # of the clock of this machine
    early: float = EARLY


class _Answer(Struct, frozen=True):
    access_token: str = ""
    refresh_token: str = ""
    expires_in: int | float | str | None = None
    error: int | str | None = None


class TokenKeeper:
    """`safe` keeps what must survive us. A kill between the answer and the safe costs this refresh token, and no more
    than that: a new one in the configuration is always taken.
    """

    def __init__(
        self, http: Http, url: str, app_id: str, secret: str, refresh: str, now: Callable[[], float] = time.time
    ) -> None:
        self._http, self._url, self._app, self._secret, self._given, self._now = http, url, app_id, secret, refresh, now
        self._lock = asyncio.Lock()
        self.safe: Safe | None = None
        self._trouble, self._ends = "", 0.0  # why it could not be renewed, while the old token still serves

    async def access(self) -> str:
        """A token that is good for a while. Raises NotSent, or ChannelDown where a person must consent again."""
        if self.safe is None:
            raise NotSent("only the running program may renew the token")
        async with self._lock:
            tokens = await self._known()
            if tokens.access and tokens.ends - tokens.early > self._now():
                return tokens.access
            return await self._renew(tokens)

    def problem(self) -> str | None:
        """That it could not be renewed, while the old token still serves."""
        if not self._trouble:
            return None
        text = _("Zalo does not renew the token of template messages ({why}); it serves {minutes} minutes more.")
        return text.format(why=self._trouble, minutes=f"{max(0.0, self._ends - self._now()) / 60:.0f}")

    async def forget(self) -> None:
        """The access token was refused before its end."""
        async with self._lock:
            tokens = await self._known()
            await self._keep(msgspec.structs.replace(tokens, access="", ends=0.0))

    async def _known(self) -> Tokens:
        seed = sha256(self._given.encode()).hexdigest()
        kept = await self.safe.read() if self.safe is not None else b""
        tokens = msgspec.json.decode(kept, type=Tokens) if kept else None
        return tokens if tokens and tokens.seed == seed else Tokens(seed, self._given)

    async def _keep(self, tokens: Tokens) -> None:
        assert self.safe is not None  # noqa: S101, checked where a token is asked for
        await self.safe.write(msgspec.json.encode(tokens))

    async def _renew(self, tokens: Tokens) -> str:
        words = {"app_id": self._app, "grant_type": "refresh_token", "refresh_token": tokens.refresh}
        try:
            status, body = await self._http.ask("POST", self._url, data=words, headers={"secret_key": self._secret})
            answer = msgspec.json.decode(body, type=_Answer)
        except (Uncertain, msgspec.MsgspecError) as error:
            return self._still(tokens, f"no word from Zalo's sign-in ({type(error).__name__})")
        if not answer.access_token or not answer.refresh_token:
            if _number(answer.error) in DEAD:
                raise ChannelDown(CONSENT)
            return self._still(tokens, f"Zalo's sign-in says HTTP {status}, {answer.error}")
        life = _number(answer.expires_in) or UNTOLD
        ends, early = self._now() + life, min(EARLY, life / 5)
        await self._keep(Tokens(tokens.seed, answer.refresh_token, answer.access_token, ends, early))
        self._trouble = ""
        return answer.access_token

    def _still(self, tokens: Tokens, why: str) -> str:
        """No dead token: the old one serves as long as it lives."""
        log.warning("zalo_template.not_renewed", why=why)
        if tokens.access and tokens.ends > self._now():
            self._trouble, self._ends = why, tokens.ends
            return tokens.access
        raise NotSent(why)


def _number(said: float | str | None) -> int:
    text = str(said).strip().partition(".")[0]
    return int(text) if text.removeprefix("-").isdecimal() else 0
