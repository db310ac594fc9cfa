"""Figures of the Telegram channel: answer time, stopping, danger under load and in a storm, kill -9; beside PTB's own Updater.

python bench/telegram.py [answers] [storm] [kill] [people in the storm]

Loopback, our own Bot API server in this process, the real command beside it.

The machine may be busy, so each figure stands beside a baseline of the same run: an echo of three lines on PTB's Updater.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.remove(str(Path(__file__).parent))  # this file is named like the library

from tests.channels.telegram.botapi import TOKEN, BotApi, Call
from tests.channels.telegram.people import Person
from tests.channels.telegram.process import Serve, polling
from tests.channels.telegram.storm import PATIENCE, PEOPLE, TURNS, WORDS, Post, weather
from tests.channels.telegram.test_process import turns_by_event

PTB = """
import asyncio, sys
from telegram.ext import ApplicationBuilder, MessageHandler, filters
async def echo(update, context):
    await asyncio.sleep(float(sys.argv[3]))
    await update.message.reply_text("x")
root = sys.argv[1]
app = (ApplicationBuilder().token(sys.argv[2]).base_url(root + "/bot").base_file_url(root + "/file/bot").build())
app.add_handler(MessageHandler(filters.ALL, echo))
app.run_polling(stop_signals=None, drop_pending_updates=False)
"""
WAITING, PEOPLE_KILLED = 1_000, 50


async def answer_times(api: BotApi, people: int, start: int) -> list[float]:
    """From the update handed over to the first message of the answer in milliseconds, one person after the other."""
    times = []
    for n in range(people):
        person = Person(api, start + n)
        began = time.perf_counter()
        await api.push(person.text("/start"))
        await api.changed(lambda person=person: bool(person.theirs()))
        times.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.06)
    return sorted(times)


def processor(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def answer_time() -> None:
    api = await BotApi().open()
    echo = await ptb(api, 0.0)
    await answer_times(api, 5, 9_000)
    used = processor(echo.pid)
    theirs = statistics.median(await answer_times(api, 60, 9_100))
    theirs_cpu = 1000 * (processor(echo.pid) - used) / 60
    echo.kill()
    await echo.wait()
    with tempfile.TemporaryDirectory() as folder:
        serve = await Serve(Path(folder), api.root).start()
        await polling(api)
        used = processor(serve.process.pid)
        times = await answer_times(api, 60, 10_000)
        middle = statistics.median(times)
        cpu = 1000 * (processor(serve.process.pid) - used) / len(times)
        print(
            f"update -> answer: median {middle:.1f} ms, p95 {times[56]:.1f} ms (bar: median < 15 ms on an idle machine); "
            f"an echo on PTB's Updater: {theirs:.1f} ms; ratio {middle / theirs:.1f}; "
            f"processor for an answer {cpu:.1f} ms, for the echo {theirs_cpu:.1f} ms"
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
        await api.changed(lambda person=person: bool(person.theirs()), 60)
        took.append(time.perf_counter() - began)
        await asyncio.sleep(0.5)
    print(f"danger while {crowd} people wait for an answer: worst {max(took):.2f} s (bar, for 100: 2 s)")


async def storm(crowd: int) -> None:
    """A crowd of people x 20 turns with the real command on a bad line; what danger waits for, ordered pauses left out."""
    lost: list[Call] = []
    lags: list[float] = []
    api = await BotApi().open()
    with tempfile.TemporaryDirectory() as folder:
        serve = await Serve(Path(folder), api.root).start()
        await polling(api)
        api.faults = weather(11, lost)
        post = Post(api, crowd)
        lagging = asyncio.create_task(lag(lags))
        began, used = time.monotonic(), processor(serve.process.pid)
        people = [Person(api, 5_000 + n) for n in range(crowd)]
        *_, danger = await asyncio.gather(*(talks(post, api, person) for person in people), post.danger())
        took, cpu = time.monotonic() - began, processor(serve.process.pid) - used
        lagging.cancel()
        calls = api.counted("sendMessage")
        await serve.stop()
    waits = sorted(waited - paused(api, chat, at, at + waited) for chat, at, waited in danger)
    print(
        f"storm: {crowd} people x {TURNS} turns in {took:.0f} s, {calls} messages, {len(lost)} answers lost on the way; "
        f"danger {len(waits)} times: median {statistics.median(waits):.2f} s, worst {waits[-1]:.2f} s, "
        f"{sum(wait > 2 for wait in waits)} over 2 s (bar: none on an idle machine; the bot used {cpu:.0f} s of processor; "
        f"here a pause of 50 ms took {1000 * statistics.median(lags):.0f} ms more, {1000 * max(lags):.0f} at worst)"
    )
    await api.close()


async def talks(post: Post, api: BotApi, person: Person) -> None:
    """So many times: say something, wait until something new stands in the chat."""
    chance = random.Random(person.id)
    for turn in range(TURNS):
        seen = len(person.theirs())
        await post.brings(person.text("/start" if turn == 0 else chance.choice(WORDS)))
        await api.changed(lambda seen=seen: len(person.theirs()) > seen, PATIENCE)
    await post.leaves()


def paused(api: BotApi, chat: int, start: float, end: float) -> float:
    """Seconds of this span in which the platform had ordered this chat to be silent."""
    return sum(max(0.0, min(end, until) - max(start, at)) for number, at, until in api.pauses if number == chat)


async def lag(lags: list[float]) -> None:
    """How much later than asked this process wakes: what the machine and the crowd leave."""
    while True:
        began = time.monotonic()
        await asyncio.sleep(0.05)
        lags.append(time.monotonic() - began - 0.05)


async def ours() -> None:
    api = await BotApi().open()
    people = [Person(api, 40_000 + n) for n in range(PEOPLE_KILLED)]
    with tempfile.TemporaryDirectory() as folder:
        for n in range(WAITING // PEOPLE_KILLED):
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
            p.id: [last - WAITING + 1 + n * PEOPLE_KILLED + i for n in range(WAITING // PEOPLE_KILLED)]
            for i, p in enumerate(people)
        }
        turns = await turns_by_event(Path(folder), ids)
        answered = sum(len(found) for found in turns.values())
        print(
            f"kill -9 with {WAITING} waiting, ours: {before} of {PEOPLE_KILLED} people answered before; after the restart "
            f"{answered} of {WAITING} updates have their turn, {WAITING - answered} lost"
        )
    await api.close()


async def ptb(api: BotApi, seconds: float) -> asyncio.subprocess.Process:
    """An echo on PTB's own Updater that takes so many seconds."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PTB, api.root, TOKEN, str(seconds)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


async def theirs() -> None:
    api = await BotApi().open()
    people = [Person(api, 50_000 + n) for n in range(PEOPLE_KILLED)]
    for n in range(WAITING // PEOPLE_KILLED):
        await api.push(*(person.text(f"第{n}句") for person in people))
    process = await ptb(api, 0.005)
    await api.changed(lambda: api.counted("sendMessage") >= 50, 60)
    process.kill()
    await process.wait()
    again = await ptb(api, 0.005)
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
    wanted = [word for word in sys.argv[1:] if not word.isdigit()] or ["answers", "storm", "kill"]
    crowd = next((int(word) for word in sys.argv[1:] if word.isdigit()), PEOPLE)
    if "answers" in wanted:
        await answer_time()
    if "storm" in wanted:
        await storm(crowd)
    if "kill" in wanted:
        await ours()
        await theirs()


if __name__ == "__main__":
    asyncio.run(main())
