"""The chats of the fake Telegram: what Bot API methods do to them, and what a person reading them has seen."""

import html
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.bot_api import Upload

ALLOW = "allow_sending_without_reply"
BOT = {"id": 123456, "is_bot": True, "first_name": "Sĩ Số", "username": "SiSoTestBot"}


class RefusedCall(Exception):  # noqa: N818, it is what the server says, not what went wrong in it
    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


@dataclass
class Seen:
    """One message as a person sees it: no tags, and buttons by their labels. `html` is what came, `strong` the bold."""

    message_id: int
    text: str
    html: str = ""
    strong: list[str] = field(default_factory=list)
    buttons: list[list[tuple[str, str]]] = field(default_factory=list)
    document: Upload | None = None
    at: float = 0.0
    answers_to: int | None = None
    thread: int | None = None

    def labels(self) -> list[str]:
        return [label for row in self.buttons for label, _ in row]


class Chats:
    """Every method of the Bot API that this bot calls, but for getUpdates; a refusal is raised as RefusedCall."""

    def __init__(self) -> None:
        self.mistakes: list[str] = []
        self.seen: defaultdict[int, list[Seen]] = defaultdict(list)
        self.menus: dict[int, list[tuple[str, str]]] = {}
        self.answered: list[str] = []
        self.left: list[int] = []  # groups
        self.introduced: dict[str, dict[str, str]] = {}  # by language, what a stranger sees first
        self.files: dict[str, bytes] = {}
        self.hears_all = True  # in groups: privacy mode is off
        self.limits = False  # 30 messages a second, then 429
        self.webhook: dict[str, Any] = {}
        self.webhook_faults: dict[str, Any] = {}  # what getWebhookInfo says of deliveries
        self._dead: dict[int, RefusedCall] = {}
        self._allowed: list[str] = []
        self._numbers = 0
        self._recent: deque[float] = deque()

    def carry_out(self, method: str, params: dict[str, Any]) -> Any:
        return self._methods[method](self, **params)

    def notify(self) -> None:
        """Something has come for the bot."""

    def block(
        self, chat_id: int, status: int = 403, description: str = "Forbidden: bot was blocked by the user"
    ) -> None:
        self._dead[chat_id] = RefusedCall(status, description)

    def unblock(self, chat_id: int) -> None:
        self._dead.pop(chat_id, None)

    def migrate(self, chat_id: int, new_chat_id: int) -> None:
        description = "Bad Request: group chat was upgraded to a supergroup chat"
        self._dead[chat_id] = RefusedCall(400, description, migrate_to_chat_id=new_chat_id)

    def _get_me(self) -> dict[str, Any]:
        return {**BOT, "can_read_all_group_messages": self.hears_all}

    def _set_webhook(self, url: str, **settings: Any) -> bool:
        self._no_dropping(settings)
        self._allowed = settings.get("allowed_updates", self._allowed)
        self.webhook = {"url": url, **settings} if url else {}
        self.notify()
        return True

    def _delete_webhook(self, **settings: Any) -> bool:
        self._no_dropping(settings)
        self.webhook = {}
        return True

    def _get_webhook_info(self) -> dict[str, Any]:
        waiting = {"has_custom_certificate": False, "pending_update_count": 0}
        return {"url": self.webhook.get("url", ""), **waiting, **self.webhook_faults}

    def _no_dropping(self, settings: dict[str, Any]) -> None:
        if settings.get("drop_pending_updates"):
            self.mistakes.append("drop_pending_updates throws away what people said")

    def _send_message(self, chat_id: int | str, text: str, **more: Any) -> dict[str, Any]:
        return self._show(int(chat_id), text, 4096, **more)

    def _send_document(self, chat_id: int | str, document: Any, caption: str = "", **more: Any) -> dict[str, Any]:
        if not isinstance(document, Upload):
            raise RefusedCall(400, "Bad Request: wrong remote file identifier specified")
        return self._show(int(chat_id), caption, 1024, document, **more)

    def _edit_message_text(self, chat_id: int | str, message_id: int, text: str, **more: Any) -> dict[str, Any]:
        self._check_chat(int(chat_id))
        old = next((seen for seen in self.seen[int(chat_id)] if seen.message_id == message_id), None)
        if old is None:
            raise RefusedCall(400, "Bad Request: message to edit not found")
        plain, strong = visible(text) if more.get("parse_mode") == "HTML" else (text, [])
        _check_text(plain, "message", 4096)
        buttons = _buttons(more.get("reply_markup", {}))
        if (old.html, old.buttons) == (text, buttons):
            what = "specified new message content and reply markup are exactly the same as a current content"
            raise RefusedCall(400, f"Bad Request: message is not modified: {what} and reply markup of the message")
        old.text, old.html, old.strong, old.buttons = plain, text, strong, buttons
        return self._as_message(int(chat_id), old)

    def _show(
        self, chat_id: int, text: str, longest: int, document: Upload | None = None, **more: Any
    ) -> dict[str, Any]:
        self._check_chat(chat_id)
        plain, strong = visible(text) if more.get("parse_mode") == "HTML" else (text, [])
        if plain.strip() or document is None:
            _check_text(plain, "message caption" if document else "message", longest)
        buttons = _buttons(more.get("reply_markup", {}))
        _check_keys(more.get("reply_markup", {}), chat_id)
        answered = more.get("reply_parameters", {}).get("message_id")
        if answered and not 0 < answered <= self._numbers and not more["reply_parameters"].get(ALLOW):
            raise RefusedCall(400, "Bad Request: message to be replied not found")
        where = (answered, more.get("message_thread_id"))
        message = Seen(self._number(), plain, text, strong, buttons, document, time.time(), *where)
        self.seen[chat_id].append(message)
        return self._as_message(chat_id, message)

    def _as_message(self, chat_id: int, message: Seen) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "message_id": message.message_id,
            "date": int(message.at),
            "chat": self._chat(chat_id, "private" if chat_id > 0 else "group", "Lan"),
            "from": BOT,
        }
        if message.document:
            file_id = f"file{message.message_id}"
            return {**answer, "document": {"file_id": file_id, "file_unique_id": file_id}}
        return {**answer, "text": message.text}

    def _set_my_commands(
        self, commands: list[dict[str, str]], scope: dict[str, Any] | None = None, language_code: str = ""
    ) -> bool:
        for each in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", each["command"]) or not 1 <= len(each["description"]) <= 256:
                raise RefusedCall(400, "Bad Request: BOT_COMMAND_INVALID")
        if scope is None:
            return self._introduced(language_code, commands=" ".join(each["command"] for each in commands))
        self._check_chat(int(scope["chat_id"]))
        self.menus[int(scope["chat_id"])] = [(each["command"], each["description"]) for each in commands]
        return True

    def _answer_callback_query(self, callback_query_id: str, **_more: Any) -> bool:
        self.answered.append(callback_query_id)
        return True

    def _get_file(self, file_id: str) -> dict[str, Any]:
        if file_id not in self.files:
            raise RefusedCall(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self.files[file_id]) > 20 * 1024 * 1024:
            raise RefusedCall(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": f"documents/{file_id}"}

    def _check_chat(self, chat_id: int) -> None:
        if chat_id in self._dead:
            raise self._dead[chat_id]
        now = time.monotonic()
        while self._recent and self._recent[0] < now - 1:
            self._recent.popleft()
        if self.limits and len(self._recent) >= 30:
            raise RefusedCall(429, "Too Many Requests: retry after 1", retry_after=1)
        self._recent.append(now)

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def _chat(self, chat_id: int, kind: str, first_name: str) -> dict[str, Any]:
        name = {"first_name": first_name} if kind == "private" else {"title": "6A"}
        return {"id": chat_id, "type": kind, **name}

    def _send_photo(self, chat_id: int | str, photo: Any, caption: str = "", **more: Any) -> dict[str, Any]:
        if not isinstance(photo, Upload) or len(photo.content) > 10 * 1024 * 1024:
            raise RefusedCall(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        return self._show(int(chat_id), caption, 1024, photo, **more)

    def _introduced(self, language_code: str = "", **words: str) -> bool:
        if len(words.get("description", "")) > 512 or len(words.get("short_description", "")) > 120:
            raise RefusedCall(400, "Bad Request: description is too long")
        self.introduced[language_code] = self.introduced.get(language_code, {}) | words
        return True

    def _leave_chat(self, chat_id: int | str) -> bool:
        self.left.append(int(chat_id))
        return True

    _methods: dict[str, Callable[..., Any]] = {  # noqa: RUF012, never changed
        "getMe": _get_me,
        "getWebhookInfo": _get_webhook_info,
        "setWebhook": _set_webhook,
        "deleteWebhook": _delete_webhook,
        "sendMessage": _send_message,
        "sendDocument": _send_document,
        "editMessageText": _edit_message_text,
        "setMyCommands": _set_my_commands,
        "answerCallbackQuery": _answer_callback_query,
        "getFile": _get_file,
        "leaveChat": _leave_chat,
        "sendPhoto": _send_photo,
        "setMyDescription": _introduced,
        "setMyShortDescription": _introduced,
    }


def visible(text: str) -> tuple[str, list[str]]:
    """What a reader of this HTML sees, and what of it is bold. Refuses what Telegram refuses."""
    plain, strong, open_tags = "", [], []
    for piece in re.split(r"(<[^>]*>)", text):
        if not piece.startswith("<"):
            plain += html.unescape(piece)
            continue
        tag = re.fullmatch(r"<(/?)(b|i|u|s|code|pre)>", piece)
        if tag is None:
            raise RefusedCall(400, f"Bad Request: can't parse entities: Unsupported start tag {piece!r}")
        if not tag[1]:
            open_tags.append((tag[2], len(plain)))
            continue
        if not open_tags or open_tags[-1][0] != tag[2]:
            raise RefusedCall(400, "Bad Request: can't parse entities: Unmatched end tag")
        strong.append(plain[open_tags.pop()[1] :])
    if open_tags:
        raise RefusedCall(400, "Bad Request: can't parse entities: Can't find end tag")
    return plain, strong


def _check_text(plain: str, what: str, longest: int) -> None:
    if not plain.strip():
        raise RefusedCall(400, "Bad Request: message text is empty")
    if len(plain.encode("utf-16-le")) // 2 > longest:
        raise RefusedCall(400, f"Bad Request: {what} is too long")


def _check_keys(markup: dict[str, Any], chat_id: int) -> None:
    keys = [key for row in markup.get("keyboard", []) for key in row]
    if chat_id < 0 and any(key.get("request_contact") for key in keys):
        raise RefusedCall(400, "Bad Request: phone number can be requested in private chats only")


def _buttons(markup: dict[str, Any]) -> list[list[tuple[str, str]]]:
    pressed = [[key for key in row if "url" not in key] for row in markup.get("inline_keyboard", [])]
    rows = [[(key["text"], key["callback_data"]) for key in row] for row in pressed if row]
    if any(not 1 <= len(token.encode()) <= 64 for row in rows for _, token in row):
        raise RefusedCall(400, "Bad Request: BUTTON_DATA_INVALID")
    if sum(map(len, rows)) > 100:
        raise RefusedCall(400, "Bad Request: reply markup is too long")
    return rows
