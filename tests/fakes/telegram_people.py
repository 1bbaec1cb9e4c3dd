"""What people do at the fake Telegram: they speak, press, send files and put the bot into groups."""

import time
from abc import ABC, abstractmethod
from typing import Any

from tests.fakes.telegram_chats import BOT, Chats, Seen


class PeopleOfTelegram(Chats, ABC):
    """What a person does becomes an update, which is pushed."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[int, dict[str, Any]] = {}

    @abstractmethod
    def push(self, update: dict[str, Any]) -> int:
        """Any update at all, without its id, which is returned."""

    def say(
        self,
        chat_id: int,
        text: str = "",
        *,
        date: int | None = None,
        first_name: str = "Lan",
        chat_type: str = "private",
        sender_id: int | None = None,
        **more: Any,
    ) -> int:
        """Returns the message's id. `more` are further fields of the message, as Telegram has them."""
        message = {
            "message_id": self._number(),
            "date": int(time.time()) if date is None else date,
            "chat": self._chat(chat_id, chat_type, first_name),
            "from": {"id": sender_id or chat_id, "is_bot": False, "first_name": first_name},
            **({"text": text} if text else {}),
            **more,
        }
        self._said[chat_id] = message
        self.push({"message": message})
        return int(message["message_id"])

    def edit(self, chat_id: int, text: str) -> int:
        """The person changes what was said last in this chat."""
        message = {**self._said[chat_id], "text": text, "edit_date": int(time.time())}
        self.push({"edited_message": message})
        return int(message["message_id"])

    def add_to_group(self, group_id: int, sender_id: int, title: str, *, date: int, removed: bool = False) -> None:
        """Somebody adds the bot to a group, or throws it out."""
        there, gone = {"user": BOT, "status": "member"}, {"user": BOT, "status": "left"}
        member = {
            "chat": {"id": group_id, "type": "supergroup", "title": title},
            "from": {"id": sender_id, "is_bot": False, "first_name": "Lan"},
            "date": date,
            "old_chat_member": there if removed else gone,
            "new_chat_member": gone if removed else there,
        }
        self.push({"my_chat_member": member})

    def upgrade_group(self, old_id: int, new_id: int, *, date: int) -> None:
        """The group becomes a supergroup, as it does when somebody is made administrator."""
        chat = {"id": old_id, "type": "group", "title": "GV"}
        person = {"id": 1, "is_bot": False, "first_name": "Lan"}
        moved = {"message_id": self._number(), "date": date, "chat": chat, "from": person}
        self.push({"message": {**moved, "migrate_to_chat_id": new_id}})

    def press(self, chat_id: int, label: str, first_name: str = "Lan") -> None:
        """Press the newest button with this label."""
        message, token = self._button(chat_id, label)
        bot_message = {
            "message_id": message.message_id,
            "date": int(message.at),
            "chat": self._chat(chat_id, "private", first_name),
            "from": BOT,
            "text": message.text,
        }
        person = {"id": chat_id, "is_bot": False, "first_name": first_name}
        query = {
            "id": f"q{self._number()}",
            "from": person,
            "message": bot_message,
            "chat_instance": "1",
            "data": token,
        }
        self.push({"callback_query": query})

    def send_document(self, chat_id: int, name: str, content: bytes, caption: str = "", **more: Any) -> int:
        file_id = f"file{self._number()}"
        self.files[file_id] = content
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
        if caption:
            more["caption"] = caption
        return self.say(chat_id, document=document, **more)

    def _button(self, chat_id: int, label: str) -> tuple[Seen, str]:
        for message in reversed(self.seen[chat_id]):
            for row in message.buttons:
                for shown, token in row:
                    if shown == label:
                        return message, token
        there = [message.labels() for message in self.seen[chat_id]]
        raise AssertionError(f"no button {label!r} in chat {chat_id}; there are {there}")
