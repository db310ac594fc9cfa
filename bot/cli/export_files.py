"""Everybody's page into one file or each into one of their own, one person at a time, with a bar where somebody looks on."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from bot.cli.bundles import Add
    from bot.cli.export_options import Wanted
    from bot.reports.case import Case

STEP = 20
"""So many conversations between two looks at the progress."""
Step = Callable[[int], None]


class Nobody(Exception):
    """No conversation is meant, in the words in which it is told: what was begun is not written."""


async def one_file(file: BinaryIO, chosen: AsyncIterator[Case], wanted: Wanted, step: Step) -> int:
    """Write everybody into one file, one at a time; how many."""
    from bot.reports.batches import Batch

    count = 0
    batch = Batch(wanted.audience, wanted.form, wanted.fields, wanted.consented, single=wanted.single)
    file.write(batch.head())
    async for case in chosen:
        file.write(batch.one(case))
        count += 1
        step(count)
    file.write(batch.tail())
    return count


async def many_files(add: Add, chosen: AsyncIterator[Case], wanted: Wanted, step: Step) -> int:
    """A file for everybody, one at a time, under their pseudonym; how many."""
    from bot.reports.batches import page_of

    count = 0
    async for case in chosen:
        made = page_of(case, wanted.audience, wanted.form, wanted.fields, wanted.consented)
        add(made.name, made.content)
        count += 1
        step(count)
    return count


@contextlib.contextmanager
def progress(total: int) -> Iterator[Step]:
    """A bar where somebody looks; nothing where nobody does."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    with click.progressbar(length=total, label="导出", show_pos=True, file=sys.stderr) as bar:

        def step(count: int) -> None:
            if count % STEP == 0 or count == total:
                bar.update(count - bar.pos)

        yield step
