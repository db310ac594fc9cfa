"""The conversation engine: `advance(book, session, event, now) -> Turn`, pure, total and deterministic."""
