"""`wenzhu serve` with Telegram: the house and the bot together, until a signal or until Telegram ends it.

Whatever ends it says one line with the remedy and has its own exit code; a service manager may try again after 8, never
after 7 and 9 (docs/telegram.md).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.metadata
import logging
import os
import signal
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.main import Stop, say

if TYPE_CHECKING:
    from bot.app import House, Shelf
    from bot.channels.telegram import Telegram
    from bot.settings import Settings

TOKEN_REFUSED, NO_NETWORK, SECOND_POLLER = 7, 8, 9
PATIENCE = 1.0  # seconds that each of the three last stages may take when stopping
TRIES = (1.0, 2.0, 4.0)  # pauses between the first calls, before "no network" is said

SAYS = {
    TOKEN_REFUSED: "Telegram 不认这个令牌（token）。到 @BotFather 里发 /mybots 重新复制一遍，改好 telegram.token 再开。",
    NO_NETWORK: "连不上 Telegram（{why}）。内地要走代理：在 config.yaml 里写 telegram.proxy，再看看网络和 base_url。",
    SECOND_POLLER: "另一个程序正用同一个令牌收消息（409），这一个停下了。先关掉那一个；不知道是谁，就到 @BotFather 换令牌。",
}


class _Ended(Exception):
    """Telegram ended it."""

    def __init__(self, code: int, why: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.why = why


def run(settings: Settings, shelf: Shelf, config: Path | None = None) -> None:
    """Serve until it ends. `config`: the file that the settings come from."""
    token = settings.telegram.token
    assert token is not None
    log_to_stderr(token.get_secret_value())
    for line in warnings_of(settings, config):
        say(line, error=True)
    try:
        asyncio.run(_serve(settings, shelf, token.get_secret_value()))
    except _Ended as ended:
        say(SAYS[ended.code].format(why=ended.why), error=True)
        raise Stop(ended.code) from None


def warnings_of(settings: Settings, config: Path | None = None) -> list[str]:
    """What an operator should mend, though the bot runs without it."""
    found = []
    if not (settings.privacy.operator_name and settings.privacy.contact):
        found.append("提醒：privacy.operator_name 和 privacy.contact 还没填，用户发「隐私」时看不到谁在管、怎么找。")
    if config is not None and _tells(config):
        found.append(f"提醒：{config} 里有令牌，这台机器上别的账号也能读。运行：chmod 600 {config}")
    return found


def _tells(config: Path) -> bool:
    """Whether others on this machine can read the token in the file."""
    try:
        return (
            os.name == "posix" and bool(config.stat().st_mode & 0o077) and not os.environ.get("WENZHU_TELEGRAM__TOKEN")
        )
    except OSError:
        return False


async def _serve(settings: Settings, shelf: Shelf, token: str) -> None:
    from bot.app import House, clock
    from bot.channels.telegram import Telegram
    from bot.channels.telegram_api import Api
    from bot.settings_telegram import telegram_ids

    ways = settings.telegram
    proxy = ways.proxy.get_secret_value() if ways.proxy is not None else None
    api = Api(token, base_url=ways.base_url, base_file_url=ways.base_file_url, proxy=proxy)
    channel = Telegram(
        api, now=clock(settings), operators=telegram_ids(settings.operators), numbers=lambda: hotlines(shelf)
    )
    house = House(settings, shelf=shelf, senders={channel.name: channel}, editors=channel.notify, patience=PATIENCE)
    channel.boards.notes = house.store.notes
    channel.status = lambda: status(house)
    channel.gone = lambda address: silence_reminders(house, address)
    leave = asyncio.Event()
    try:
        with _leaving(leave):
            async with house:
                try:
                    await _until(leave, _live(house, channel))
                finally:
                    channel.close()
    finally:
        await channel.end()


async def _live(house: House, channel: Telegram) -> None:
    """Meet Telegram, take up what an earlier life left, let people in."""
    from bot.channels.telegram import Refused

    try:
        name, _ = await asyncio.gather(_connect(channel), asyncio.to_thread(house.warm))
        house.start(await house.take_up())
        say(f"Telegram 机器人 @{name} 开着。按 Ctrl-C 停。", error=True)
        await channel.run(house.dispatcher)
    except Refused as refused:
        raise _Ended(TOKEN_REFUSED if refused.why == "token" else SECOND_POLLER) from None


async def _connect(channel: Telegram) -> str:
    from bot.channels.telegram_api import ApiError

    for pause in (*TRIES, None):
        try:
            return await channel.connect()
        except ApiError as error:
            if pause is None:
                raise _Ended(NO_NETWORK, error.why) from None
            await asyncio.sleep(pause if error.after is None else error.after)
    raise AssertionError("the last try returns or raises")


async def _until(leave: asyncio.Event, work: object) -> None:
    """Run until the work ends by itself or somebody asks to leave."""
    working = asyncio.ensure_future(work)  # type: ignore[call-overload]
    leaving = asyncio.ensure_future(leave.wait())
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


@contextlib.contextmanager
def _leaving(leave: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    wanted = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    for number in wanted:
        loop.add_signal_handler(number, leave.set)
    try:
        yield
    finally:
        for number in wanted:
            loop.remove_signal_handler(number)


async def silence_reminders(house: House, address: str) -> None:
    """Somebody blocked the bot: reminders end, what was said is kept as promised."""
    from bot.storage.records import CancelTimers

    await house.store.cancel_timers(address, CancelTimers())


async def status(house: House) -> str:
    """Counts for operators; no names, no words."""
    from bot.channels.telegram_words import STATUS, STATUS_FINE, STATUS_REFUSED

    now = await house.store.status()
    return STATUS.format(
        version=importlib.metadata.version("wenzhu"),
        edition=house.borrow().edition[:12],
        people=now.people,
        turns=now.turns,
        waiting=now.waiting,
        set_aside=now.set_aside,
        undelivered=now.undelivered,
        maybe=now.maybe,
        failed=now.failed,
        timers=now.timers,
        erasing=now.erasing,
        refused=STATUS_REFUSED if house.shelf.report else STATUS_FINE,
    )


def hotlines(shelf: Shelf) -> Collection[str]:
    """Numbers that are worth a copy button: the hotlines of the edition in force with more than three digits."""
    register = shelf.book().constants.get("fact")
    facts = getattr(register, "facts", {}).values()
    numbers = {fact.fields["number"].text.strip() for fact in facts if "number" in fact.fields and fact.display}
    return frozenset(number for number in numbers if len(number) > 3)


def log_to_stderr(token: str) -> None:
    """The operators' log goes where the service manager keeps it; the token is kept out of it twice."""
    from bot.channels.telegram_api import Redactor

    logging.raiseExceptions = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    handler.addFilter(Redactor(token, token.partition(":")[2]))
    logger = logging.getLogger("wenzhu")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False
