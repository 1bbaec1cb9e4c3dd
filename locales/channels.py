"""How channels are called where people read of them. One that has no words here is called as it calls itself."""

from locales import N_, _
from locales.words import opening

CHANNELS = {
    "telegram": "Telegram",
    "zalo": "Zalo",
    "zalo_template": N_("Zalo template message"),
    "sms": "SMS",
    "web": N_("the page of the school's computer"),
}


def channel_words(name: str) -> str:
    known = CHANNELS.get(name)
    return _(known) if known else opening(name)
