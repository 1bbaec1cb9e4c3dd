"""Posts updates as Telegram does, on 40 connections: python -m bench.intake_client URL SECONDS prints the rate."""

import asyncio
import itertools
import json
import sys
import time

import aiohttp

CONNECTIONS = 40
SECRET = "a-secret-for-the-bench"


def _update(number: int) -> bytes:
    person = {"id": 5000 + number % 640, "is_bot": False, "first_name": "Lan"}
    chat = {"id": person["id"], "type": "private", "first_name": "Lan"}
    text = "/vang 6A Nguyen Van A, Ho Thi Lan P"
    message = {"message_id": number, "date": 1_795_000_000, "chat": chat, "from": person, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def rate(url: str, seconds: float) -> float:
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": SECRET}
    numbers, done = itertools.count(1), 0
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS), headers=headers) as session:
        begin = time.perf_counter()

        async def post() -> None:
            nonlocal done
            while time.perf_counter() < begin + seconds:
                async with session.post(url, data=_update(next(numbers))) as reply:
                    if reply.status != 200:
                        raise RuntimeError(f"HTTP {reply.status}")
                    done += 1

        await asyncio.gather(*(post() for _connection in range(CONNECTIONS)))
        return done / (time.perf_counter() - begin)


if __name__ == "__main__":
    print(asyncio.run(rate(sys.argv[1], float(sys.argv[2]))))
