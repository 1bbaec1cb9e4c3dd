"""Whether a channel carries letters: what its last sends proved, how long it rests, and when it is tried again."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from channels import ChannelDown, Displaced, Gone, Moved, Refused, SendError, Throttled
from locales import _
from models.post.tables import CHANNEL_DOWN, IN_DOUBT

ASKING = (0.0, 5.0, 10.0, 20.0, 40.0, 60.0)  # seconds before it is asked, after so many failures in a row
TRYING = (0.0, 60.0, 120.0)  # the same where it answers, and yet letters end unclear: each of those costs a try

DEAD = 60.0  # the same, while the other side does not accept us at all
# why a row waits that an outage has held up (`bot.engine.post.settle.Outcome.word`): proven unsent, or in doubt
UNSENT = ("notsent", "throttled", CHANNEL_DOWN)
HELD_UP = (*UNSENT, *IN_DOUBT)
ANSWERS = (Refused, Gone, Moved, Displaced)  # errors which prove that letters do get through


class Line:
    """One channel, as its sends show it.

    A send that ended unclear or never left puts it in doubt. It is asked something harmless until it answers; then one
    letter goes; when that has arrived, everything may. So an outage costs no letter a try but those that were on their
    way when it began. `sure` says that it is an outage, not the trouble of one letter. `now` is the program's clock.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.down_since: datetime | None = None
        self.carried_at: datetime | None = None
        self.sure = self.dead = False
        self.frees: Collection[str] = ()  # what need wait no longer, by why it waits
        self._epoch = self._unanswered = self._unsent = 0
        self._chats: set[int] = set()
        self._until, self._pause = now(), 0.0
        self._answers = self._trying = False

    def doubt(self) -> None:
        """As it was left: what it did not carry before waits still, so it is asked before a letter is tried."""
        self._fail(None, 0.0)

    def room(self, most: int) -> int:
        """How many sends may begin."""
        if self.down_since is None:
            return most
        return int(self._answers and not self._trying)

    def rests(self) -> float:
        """Seconds until it may be asked again."""
        left = (self._until - self._now()).total_seconds()
        if left > self._pause:  # the clock was put back
            self._until, left = self._now() + timedelta(seconds=self._pause), self._pause
        return max(0.0, left)

    def wants_asking(self) -> bool:
        return self.down_since is not None and not self._answers and not self._trying and not self.rests()

    def silent_for(self) -> timedelta:
        """How long an outage has lasted; nothing without one."""
        if self.down_since is None or not self.sure or self._answers:
            return timedelta(0)
        return self._now() - self.down_since

    def said(self) -> str:
        """An outage in one sentence; empty without one."""
        if self.dead:
            return _("it does not accept us since {moment} UTC").format(moment=f"{self.down_since:%Y-%m-%d %H:%M}")
        text = _("no letter has got through since {moment} UTC")
        return text.format(moment=f"{self.down_since:%Y-%m-%d %H:%M}") if self.silent_for() else ""

    def begin(self) -> int:
        """A send or a question begins; what is returned goes back to `ended`."""
        self._trying = self.down_since is not None
        return self._epoch

    def asked(self, error: SendError | None) -> None:
        """What the harmless question came to."""
        self._trying = False
        if error is None or isinstance(error, ANSWERS):
            self._answers, self._unanswered = True, 0
            self.frees = UNSENT if self.sure else ()
            return
        self.sure = True
        pause = ASKING[min(self._unanswered, len(ASKING) - 1)]
        self._unanswered += 1
        self._fail(error, pause)

    def not_tried(self) -> None:
        """A send that had begun never reached the channel."""
        self._trying = False

    def ended(self, epoch: int, chat_id: int, error: SendError | None) -> None:
        """What a send came to. One that began before things changed proves nothing of how they are now."""
        answered = error is None or isinstance(error, ANSWERS)
        if error is None:
            self.carried_at = self._now()
        if epoch != self._epoch:
            self._add_doubt(chat_id, answered=answered)
        elif answered:
            self._up()
        else:
            self._trying = False
            self._add_doubt(chat_id, answered=False)
            pause = TRYING[min(self._unsent, len(TRYING) - 1)]
            self._unsent += 1
            self._fail(error, pause)

    def _add_doubt(self, chat_id: int, *, answered: bool) -> None:
        if not answered:
            self._chats.add(chat_id)
            self.sure = self.sure or (len(self._chats) > 1 and self.down_since is not None)

    def _up(self) -> None:
        if self.down_since is None:
            self._chats.clear()
            return
        self.frees = HELD_UP if self.sure else ()
        self.down_since, self.sure, self.dead, self._answers, self._trying = None, False, False, False, False
        self._unanswered = self._unsent = 0
        self._chats.clear()
        self._epoch += 1

    def _fail(self, error: SendError | None, pause: float) -> None:
        if self.down_since is None:
            self.down_since = self._now()
            self._epoch += 1
        self._answers = False
        if isinstance(error, Throttled):
            self.sure, pause = True, error.retry_after
        if isinstance(error, ChannelDown):
            self.sure, self.dead, pause = True, True, DEAD
        self._pause, self._until = pause, self._now() + timedelta(seconds=pause)
