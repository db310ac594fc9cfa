"""Figures of the Telegram channel: answer time, stopping, danger under load, and kill -9 beside PTB's own Updater.

python bench/telegram.py        (loopback, our own Bot API server in this process, the real command beside it)
"""

from __future__ import annotations

import asyncio
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.channels.telegram.botapi import TOKEN, BotApi
from tests.channels.telegram.people import Person
from tests.channels.telegram.process import Serve, polling
from tests.channels.telegram.test_process import turns_by_event

PTB = """
import asyncio, sys
from telegram.ext import ApplicationBuilder, MessageHandler, filters
async def echo(update, context):
    await asyncio.sleep(0.005)
    await update.message.reply_text("x")
root = sys.argv[1]
app = (ApplicationBuilder().token(sys.argv[2]).base_url(root + "/bot").base_file_url(root + "/file/bot").build())
app.add_handler(MessageHandler(filters.ALL, echo))
app.run_polling(stop_signals=None, drop_pending_updates=False)
"""
WAITING, PEOPLE = 1_000, 50


async def answer_time() -> None:
    """From the update handed over to the first message of the answer, one after the other."""
    api = await BotApi().open()
    with tempfile.TemporaryDirectory() as folder:
        serve = await Serve(Path(folder), api.root).start()
        await polling(api)
        times = []
        for n in range(60):
            person = Person(api, 10_000 + n)
            began = time.perf_counter()
            await api.push(person.text("/start"))
            await api.changed(lambda person=person: bool(person.theirs()))
            times.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.06)
        ranked = sorted(times)
        print(
            f"update -> answer: median {statistics.median(times):.1f} ms, p95 {ranked[56]:.1f} ms (bar: median < 15 ms)"
        )
        for crowd in (100, 300):
            await danger_time(api, crowd)
        began = time.perf_counter()
        serve.process.send_signal(signal.SIGTERM)
        code = await serve.ended()
        print(f"SIGTERM with a full outbox: exit {code} after {time.perf_counter() - began:.2f} s (bar: 5 s)")
    await api.close()


async def danger_time(api: BotApi, crowd: int) -> None:
    """Danger words while a crowd waits for its answers."""
    await asyncio.sleep(5)
    took = []
    await api.push(*(Person(api, 20_000 + 1_000 * crowd + n).text("/start") for n in range(crowd)))
    for n in range(5):
        person = Person(api, 900_000 + 1_000 * crowd + n)
        began = time.perf_counter()
        await api.push(person.text("我不想活了"))
        await api.changed(lambda person=person: bool(person.theirs()))
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.5)
    print(f"danger while {crowd} people wait for an answer: worst {max(took):.2f} s (bar, for 100: 2 s)")


async def ours() -> None:
    api = await BotApi().open()
    people = [Person(api, 40_000 + n) for n in range(PEOPLE)]
    with tempfile.TemporaryDirectory() as folder:
        for n in range(WAITING // PEOPLE):
            await api.push(*(person.text(f"第{n}句") for person in people))
        serve = await Serve(Path(folder), api.root).start()
        await api.changed(lambda: api.counted("sendMessage") >= 10, 60)
        await serve.kill()
        before = sum(bool(person.theirs()) for person in people)
        again = await Serve(Path(folder), api.root).start()
        await api.changed(lambda: not api.queue and all(person.theirs() for person in people), 120)
        await asyncio.sleep(3)
        await again.stop()
        last = api.update_id
        ids = {
            p.id: [last - WAITING + 1 + n * PEOPLE + i for n in range(WAITING // PEOPLE)] for i, p in enumerate(people)
        }
        turns = await turns_by_event(Path(folder), ids)
        answered = sum(len(found) for found in turns.values())
        print(
            f"kill -9 with {WAITING} waiting, ours: {before} of {PEOPLE} people answered before; after the restart "
            f"{answered} of {WAITING} updates have their turn, {WAITING - answered} lost"
        )
    await api.close()


async def theirs() -> None:
    api = await BotApi().open()
    people = [Person(api, 50_000 + n) for n in range(PEOPLE)]
    for n in range(WAITING // PEOPLE):
        await api.push(*(person.text(f"第{n}句") for person in people))

    async def run() -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", PTB, api.root, TOKEN),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    process = await run()
    await api.changed(lambda: api.counted("sendMessage") >= 50, 60)
    process.kill()
    await process.wait()
    again = await run()
    sent = -1
    while sent != api.counted("sendMessage"):
        sent = api.counted("sendMessage")
        await asyncio.sleep(2)
    again.kill()
    await again.wait()
    print(
        f"kill -9 with {WAITING} waiting, PTB's own Updater: {min(sent, WAITING)} answered, {max(0, WAITING - sent)} lost"
    )
    await api.close()


async def main() -> None:
    await answer_time()
    await ours()
    await theirs()


if __name__ == "__main__":
    asyncio.run(main())
