"""What the store may say no with: a small family, in English, and never a person's words.

StoreError
├── StoreUnavailable    not now: disk full, I/O error, read-only, locked by others; try again later
├── Conflict            another turn of the same person committed first: load again, decide again
│   └── AlreadyAnswered one of the turn's event ids has its turn already: ask `answered`
├── Refused             the value itself can never be stored (`field` says which one): do not retry
├── Unreadable          a person's row is there but its key is not, or it does not authenticate
└── CannotOpen          the start is refused, nothing was touched
    ├── StoreLocked     another process has the store open (the command line exits with 3)
    ├── StoreMissing    a file that this host once had is gone
    ├── StoreDamaged    empty, cut, or failing its integrity check
    ├── StoreForeign    a database, but not one of ours
    ├── StoreTooNew     written by a newer version of this program
    ├── Unusable        the folder or the key file cannot be opened or written at all
    ├── UnsafePlace     folder, key file or settings that would not keep a secret or a promise
    ├── KeyMissing      a store is there, the master key is not
    └── WrongKey        the master key is not the one that wrapped these keys, or no key at all
"""

from __future__ import annotations


class StoreError(Exception):
    """Anything the store refuses or cannot do."""


class StoreUnavailable(StoreError):
    """The store cannot work at this moment; nothing was half done and the same call may succeed later."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.code = code


class Conflict(StoreError):
    """The session was changed by another turn since it was loaded; nothing was written."""


class AlreadyAnswered(Conflict):
    """An event of this turn was answered before; nothing was written."""


class Refused(StoreError):
    """A value that can never be stored; `field` names it, its content is not repeated."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field} {reason}")
        self.field = field


class Unreadable(StoreError):
    """A stored row cannot be decrypted: its key is gone or the bytes were changed."""


class CannotOpen(StoreError):
    """The start is refused and no file was changed."""


class StoreLocked(CannotOpen):
    """Another process holds the lock of this data folder."""


class StoreMissing(CannotOpen):
    """A database file that existed on this host is not there."""


class StoreDamaged(CannotOpen):
    """A database file is empty, unreadable or fails its integrity check."""


class StoreForeign(CannotOpen):
    """A database file that another program wrote."""


class StoreTooNew(CannotOpen):
    """A database file that a newer version of this program wrote."""


class UnsafePlace(CannotOpen):
    """A path or file mode with which the store would not keep its promises."""


class Unusable(CannotOpen):
    """The data folder or the key file cannot be opened, read or written: disk, rights, path."""


class KeyMissing(CannotOpen):
    """The master key that a store was written with is not where it was."""


class WrongKey(CannotOpen):
    """The master key does not open the person keys, or is no key at all."""
