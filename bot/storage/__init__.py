"""Storage: what is kept of a conversation, encrypted per person, and how it is forgotten: see `store.py`."""
