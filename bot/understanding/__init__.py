"""Reading Chinese free text: pure, deterministic, offline, never raising on any text.

read_danger(text, extra=NO_EXTRA) -> Danger          before everything else, on every text
read(spec, text, today) -> Reading                   the answer to the open question
read_opening(text, today) -> Opening                 everything that a free message says, and its priority
mask(text, keep=()) -> Masked                        identifiers out; never over a span in `keep`
normalise(text) -> str                               the form on which phrases are compared
parse(question, text, today, options) / crisis(text) the samples' interface, thin wrappers
"""
