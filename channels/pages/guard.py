"""Who may open the local chat: a browser on this machine that asked for this machine by name, and nobody else."""

from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Loopback:
    """Refuses what did not start on this machine (403), and pins down what the browser may do with the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def pinned(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = _refusal(Headers(scope=scope), scope.get("client"))
        answer = PlainTextResponse(refusal, status_code=403) if refusal else self._app
        await answer(scope, receive, pinned)


def _refusal(headers: Headers, client: tuple[str, int] | None) -> str | None:
    host = headers.get("host", "")
    # A page that rebinds its own name to 127.0.0.1 still sends that name; another site's page still sends its Origin.
    if host.rpartition(":")[0] not in HOSTS and host not in HOSTS:
        return "The local chat answers to 127.0.0.1 and localhost only."
    if headers.get("origin", f"http://{host}") not in {f"http://{host}", f"https://{host}"}:
        return "The local chat does not listen to other pages."
    # A Host header is the sender's own word: it proves nothing when the server listens to the network.
    if "x-forwarded-for" in headers or "forwarded" in headers or not _is_here(client):
        return "The local chat answers to this machine only."
    return None


def _is_here(client: tuple[str, int] | None) -> bool:
    try:
        return client is not None and ip_address(client[0]).is_loopback
    except ValueError:
        return False
