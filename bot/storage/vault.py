"""Encryption: AES-256-GCM with a key per person, wrapped by one master key that lives outside the data folder.

A row's associated data are person, field and row number, so that no cipher text can be moved to another place.
Who holds the disk has neither words nor addresses; who runs the process can read; see docs for what this is not.
Chance comes from an `Entropy`; `os.urandom` is the default on this floor only.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import errno
import hmac
import os
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.errors import KeyMissing, Refused, Unreadable, UnsafePlace, Unusable, WrongKey

Entropy = Callable[[int], bytes]

KEY_BYTES = 32
NONCE_BYTES = 12
ID_BYTES = 8
PSEUDONYM_BYTES = 16


def digest(key: bytes, *parts: bytes) -> bytes:
    """HMAC-SHA256 over parts that cannot run into each other."""
    return hmac.digest(key, b"".join(len(p).to_bytes(4, "big") + p for p in parts), "sha256")


def pack(*texts: str) -> bytes:
    """Several texts as bytes, each behind its length; lone surrogates become U+FFFD, so that nothing is poison."""
    out = []
    for text in texts:
        data = encode(text)
        out.append(len(data).to_bytes(4, "big"))
        out.append(data)
    return b"".join(out)


def encode(text: str) -> bytes:
    """UTF-8, with U+FFFD for half characters."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def unpack(data: bytes) -> list[str]:
    """The texts that `pack` put together."""
    out, at = [], 0
    while at < len(data):
        end = at + 4 + int.from_bytes(data[at : at + 4], "big")
        out.append(data[at + 4 : end].decode())
        at = end
    return out


class Cipher:
    """Seals and opens under one key; every text is bound to its place."""

    __slots__ = ("_aead", "_entropy", "_owner", "id")

    def __init__(self, key: bytes, key_id: bytes, owner: bytes, entropy: Entropy) -> None:
        self._aead = AESGCM(key)
        self._owner = owner
        self._entropy = entropy
        self.id = key_id

    def seal(self, field: str, row: int, data: bytes) -> bytes:
        """Nonce and cipher text of `data`, which open only at this field and row of this owner."""
        nonce = self._entropy(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, data, self._place(field, row))

    def open(self, field: str, row: int, sealed: bytes) -> bytes:
        """The data, or `Unreadable` if anything is not as it was sealed."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._place(field, row))
        except (InvalidTag, ValueError):
            reason = f"A stored {field} does not authenticate: the file was changed or belongs to another key."
            raise Unreadable(reason) from None

    def _place(self, field: str, row: int) -> bytes:
        return b"1|%b|%b|%d" % (self._owner, field.encode(), row)


class MasterKey:
    """The key that wraps the persons' keys; 32 bytes that never enter the data folder."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise WrongKey(f"The master key must have {KEY_BYTES} bytes, this one has {len(secret)}.")
        self._secret = secret
        self.id = digest(secret, b"wenzhu master key id")[:ID_BYTES]

    def __repr__(self) -> str:
        return "MasterKey(…)"

    def cipher(self, owner: bytes, entropy: Entropy) -> Cipher:
        """A cipher for things wrapped for one owner (a person's pseudonym, or the key book itself)."""
        return Cipher(self._secret, self.id, owner, entropy)

    def text(self) -> str:
        """The key as base64, for a key file."""
        return base64.b64encode(self._secret).decode()

    @classmethod
    def from_text(cls, value: str | bytes) -> MasterKey:
        """Read base64, hex, or 32 raw bytes (from `WENZHU_MASTER_KEY` or a key file)."""
        if isinstance(value, bytes) and len(value) == KEY_BYTES:
            return cls(value)
        raw = (value.encode("ascii", "replace") if isinstance(value, str) else value).strip()
        if len(raw) == 2 * KEY_BYTES:
            try:
                return cls(bytes.fromhex(raw.decode("ascii")))
            except ValueError:
                pass
        try:
            return cls(base64.b64decode(raw.replace(b"-", b"+").replace(b"_", b"/"), validate=True))
        except (WrongKey, binascii.Error, ValueError):
            raise WrongKey(
                "The master key is neither base64 nor hex of 32 bytes. "
                'Make one with: python -c "import base64,os;print(base64.b64encode(os.urandom(32)).decode())"'
            ) from None

    @classmethod
    def generate(cls, entropy: Entropy = os.urandom) -> MasterKey:
        """A fresh key."""
        return cls(entropy(KEY_BYTES))


def key_from_file(path: Path, *, data_dir: Path, create: bool = True, entropy: Entropy = os.urandom) -> MasterKey:
    """Read the key file, or make it on first use; refuse a place or mode that others can read."""
    if path.resolve().is_relative_to(data_dir.resolve()):
        raise UnsafePlace(
            f"The master key file {path} lies inside the data folder {data_dir}: who copies the folder would have both. "
            "Move it elsewhere and set privacy.master_key_file."
        )
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        if not create:
            raise KeyMissing(f"There is no master key file {path}. Restore it, or set WENZHU_MASTER_KEY.") from None
        return write_key_file(path, MasterKey.generate(entropy))
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise UnsafePlace(f"The master key file {path} is a link. Name the file itself.") from None
        raise Unusable(f"The master key file {path} cannot be read ({error.strerror}).") from None
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor)
        if not stat.S_ISREG(mode.st_mode):
            raise UnsafePlace(f"The master key file {path} is not a regular file.")
        if mode.st_mode & 0o077:
            raise UnsafePlace(f"The master key file {path} can be read by others. Run: chmod 600 {path}")
        return MasterKey.from_text(file.read(200))


def write_key_file(path: Path, key: MasterKey) -> MasterKey:
    """Write a new key file whole or not at all; never over an existing one. Gives back what the file now holds."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.text() + "\n")
            file.flush()
            os.fsync(descriptor)
        try:
            os.link(draft, path)  # unlike rename, never replaces a key that somebody else made meanwhile
        except FileExistsError:
            return MasterKey.from_text(path.read_bytes())
    except OSError as error:
        raise Unusable(f"The master key file {path} cannot be written ({error.strerror}).") from None
    finally:
        with contextlib.suppress(OSError):  # no folder, no draft
            draft.unlink()
    sync_folder(path.parent)
    return key


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clean_name(value: str, field: str, longest: int = 300) -> str:
    """An identifier that may be stored: text, not empty, not too long, no half characters, no NUL."""
    if not isinstance(value, str) or not value:
        raise Refused(field, "must be a text that is not empty")
    if len(value) > longest:
        raise Refused(field, f"is longer than {longest} characters")
    if "\0" in value:
        raise Refused(field, "contains a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Refused(field, "contains half a character (a lone surrogate)") from None
    return value
