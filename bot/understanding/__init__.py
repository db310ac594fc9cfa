"""Reading Chinese free text: pure, deterministic, offline, never raising on any text.

read_danger(text, extra=NO_EXTRA) -> Danger          before everything else, on every text
read(spec, text, today) -> Reading                   the answer to the open question
read_opening(text, today) -> Opening                 everything that a free message says, and its priority
mask(text, keep=()) -> Masked                        identifiers out; never over a span in `keep`
asks(text) -> bool                                   whether it asks something and tells nothing
told_beside(text) -> str                             what it tells beside what it asks
normalise(text) -> str                               the form on which phrases are compared
parse(question, text, today, options) / crisis(text) the samples' interface, thin wrappers
"""

from bot.understanding.crisis import crisis, read_danger
from bot.understanding.masking import mask
from bot.understanding.opening import read_opening
from bot.understanding.questions import asks, told_beside
from bot.understanding.reading import read
from bot.understanding.readings import (
    NO_EXTRA,
    NOTHING,
    Candidate,
    Danger,
    DangerKind,
    DangerWords,
    Level,
    Masked,
    Opening,
    Option,
    QuestionSpec,
    Reading,
    Sure,
)
from bot.understanding.samples import parse
from bot.understanding.text import normalise

__all__ = [
    "NOTHING",
    "NO_EXTRA",
    "Candidate",
    "Danger",
    "DangerKind",
    "DangerWords",
    "Level",
    "Masked",
    "Opening",
    "Option",
    "QuestionSpec",
    "Reading",
    "Sure",
    "asks",
    "crisis",
    "mask",
    "normalise",
    "parse",
    "read",
    "read_danger",
    "read_opening",
    "told_beside",
]
