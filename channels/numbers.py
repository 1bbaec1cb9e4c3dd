"""What all channels to phone numbers have in common: nobody writes by them, and there is no bot to open."""

from channels import Refused, Take
from models.shapes.message import Attachment


class ToNumbers:
    """Beside a channel's own `send`; what comes in are reports only, by its routes."""

    async def start(self, take: Take) -> None:
        """There is nothing to listen to."""

    async def fetch(self, attachment: Attachment) -> bytes:
        raise Refused("nobody sends files by phone number")

    def deep_link(self, payload: str) -> str:
        return ""
