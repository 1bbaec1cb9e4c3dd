"""What a failed call proves, and so which SendError it is: the whole table in one place."""

from enum import StrEnum

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError

from channels import ChannelDown, Displaced, Gone, Moved, NotSent, Refused, SendError, Throttled, Uncertain

# Only these exact sentences mean that an address is dead. Telegram has dozens of other refusals, and new ones come.
DEAD = frozenset(
    {
        "chat not found",
        "bot was blocked by the user",
        "user is deactivated",
        "bot was kicked from the group chat",
        "bot was kicked from the supergroup chat",
        "bot was kicked from the channel chat",
        "the group chat was deleted",
    }
)
# What cannot be edited any more: deleted by its reader, or beyond a bot's reach.
NOT_THERE = frozenset({"message to edit not found", "message can't be edited", "message_id_invalid"})


class Fault(StrEnum):
    """What of a message Telegram will not have; the rest of it can go without that."""

    TEXT, FILE, KEYS, PLACE = "text", "file", "keys", "place"


# How a refusal begins that finds fault with one part only.
_FAULTS = {
    Fault.TEXT: ("can't parse entities", "message is too long", "message caption is too long"),
    Fault.FILE: (
        "photo_",
        "image_process_failed",
        "not enough rights to send photos",
        "not enough rights to send documents",
        "file must be non-empty",
        "the message is too large",
    ),
    Fault.KEYS: ("button_", "reply_markup", "reply markup", "phone number can be requested", "can't parse inline"),
    Fault.PLACE: ("message thread not found", "topic_closed", "topic_deleted"),
}


class UnreachableError(NetworkError):
    """No connection came about, so nothing has left."""


class TooFastError(NetworkError):
    """Telegram asks for a pause. (PTB's own RetryAfter warns of its future whenever it is raised.)"""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"Telegram asks for a pause of {retry_after} s")
        self.retry_after = retry_after


def _sentence(error: TelegramError) -> str:
    return error.message.lower().removeprefix("forbidden: ").removeprefix("bad request: ")


def fault(error: TelegramError) -> Fault | None:
    """Which part of the message is at fault; None where it is none of them, or all of it."""
    if not isinstance(error, BadRequest):
        return None
    return next((part for part, begins in _FAULTS.items() if _sentence(error).startswith(begins)), None)


def is_unchanged(error: TelegramError) -> bool:
    """The message shows already what it was to show."""
    return isinstance(error, BadRequest) and _sentence(error).startswith("message is not modified")


def send_error(error: TelegramError) -> SendError:
    """BadRequest, UnreachableError and TooFastError are NetworkErrors to PTB, so the bare NetworkError comes last."""
    match error:
        case TooFastError():
            return Throttled(error.retry_after)
        case UnreachableError():
            return NotSent(error.message)
        case ChatMigrated():
            return Moved(str(error.new_chat_id))
        case InvalidToken():
            return ChannelDown("Telegram does not accept the bot's token")
        case BadRequest() | Forbidden():
            return _refused(error)
        case _:
            return Uncertain(error.message)


def _refused(error: TelegramError) -> SendError:
    sentence = _sentence(error)
    if sentence in DEAD:
        return Gone(sentence)
    return Displaced(sentence) if sentence in NOT_THERE else Refused(error.message)
