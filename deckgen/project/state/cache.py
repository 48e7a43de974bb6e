"""Keeps what was learnt of each source in `.deckgen/cache/`, which is safe to delete at any time."""

import hashlib
import os
from pathlib import Path

import msgspec

from deckgen.compilation import Memory, Remembered
from deckgen.project.folder import Project
from deckgen.project.root import STATE
from deckgen.project.state.manifest import describe_program
from deckgen.values.source import SourceFile


class Cache:
    """One file a source, named by all that its content follows from, so that nothing is ever out of date.

    The form is MessagePack and holds values only: unlike a pickle, a file that somebody else put there can
    run nothing. One that is damaged counts as missing.
    """

    def __init__(self, project: Project, *, writes: bool) -> None:
        self._writes = writes
        self._folder = project.root / STATE / "cache"
        self._program = describe_program().encode()
        self._known: dict[Path, Remembered | None] = {}
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Remembered).decode

    def memory(self) -> Memory:
        """The cache as a build uses it."""
        return Memory(self._recall, self._keep)

    def forget_the_rest(self) -> None:
        """Delete what this build, of the whole project, did not ask for."""
        if self._writes and self._folder.is_dir():
            asked = {path.name for path in self._known}
            for entry in os.scandir(self._folder):
                if entry.name not in asked:
                    Path(entry.path).unlink(missing_ok=True)

    def _recall(self, package: str, file: SourceFile) -> Remembered | None:
        path = self._path(package, file)
        if path not in self._known:
            try:
                self._known[path] = self._decode(path.read_bytes())
            except (OSError, msgspec.MsgspecError, ValueError):
                self._known[path] = None
        return self._known[path]

    def _keep(self, package: str, file: SourceFile, remembered: Remembered) -> None:
        path = self._path(package, file)
        self._known[path] = remembered
        if not self._writes:
            return
        temporary = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(exist_ok=True)
            temporary.write_bytes(self._encode(remembered))
            temporary.replace(path)
        except OSError:
            # Without it the next build takes longer, and that is all.
            temporary.unlink(missing_ok=True)

    def _path(self, package: str, file: SourceFile) -> Path:
        digest = hashlib.blake2b(self._program, digest_size=20)
        for part in (package.encode(), file.path.encode(), file.content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return self._folder / digest.hexdigest()
