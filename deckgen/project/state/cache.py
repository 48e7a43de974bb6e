"""Keeps what was read of each source in `.deckgen/cache/`, which may be deleted at any time.

Each source has one file, with its outline and its notes. A source that has not changed is not read again, and
of an edited one only the parts that changed are.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from deckgen.compilation.read_document import ReadPart, read_document, shows_the_same
from deckgen.compilation.values import MediaReader, Progress
from deckgen.project.folder import Project
from deckgen.project.look import read_file
from deckgen.project.root import STATE
from deckgen.project.state.manifest import describe_program
from deckgen.project.workers import Job, read_in_processes, usable_processors
from deckgen.values.outline import DocumentOutline, NoteBody
from deckgen.values.source import SourceFile

_CHECKSUM_BYTES = 4
_MOST_BYTES = 1 << 30
FEWEST_FOR_PROCESSES = 128 * 1024
"""Bytes of sources, about 150 questions: with fewer, starting processes takes longer than it saves."""


_Entry = tuple[bytes, bytes, DocumentOutline, msgspec.Raw]
"""Digests of deckgen itself and of a source, the outline of the source, and its notes, not yet decoded."""

Held = dict[str, bytes]
"""What was read and is in no file; a command that reads the same sources again can pass it on."""


class Cache:
    """Reads or remembers the sources of a build; it is a `compilation.values.Documents`.

    The files are MessagePack, which unlike a pickle holds only values: a file from somebody else cannot run
    code. A file that is damaged, or was written by another deckgen or Python, counts as missing.
    """

    def __init__(
        self,
        project: Project,
        read_media: MediaReader,
        *,
        writes: bool,
        jobs: int | None = None,
        held: Held | None = None,
    ) -> None:
        self._project = project
        self._read_media = read_media
        self._writes = writes
        self._jobs = jobs or usable_processors()
        self._folder = project.root / STATE / "cache"
        self._program = _digest(describe_program().encode())
        self._asked: set[str] = set()
        self._held: Held = {} if held is None else held
        bodies = tuple[NoteBody | None, ...]
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode_entry = msgspec.msgpack.Decoder(_Entry).decode
        self._decode_last = msgspec.msgpack.Decoder(tuple[bytes, bytes, msgspec.Raw, bodies]).decode
        self._decode_bodies = msgspec.msgpack.Decoder(bodies).decode

    def read(self, files: Sequence[SourceFile], progress: Progress) -> Iterator[DocumentOutline]:
        """The outline of each source, in order; several processes read those that are not remembered."""
        jobs = [self._job(file) for file in files]
        missing = [job for job in jobs if isinstance(job, Job)]
        size = sum(len(job.file.content) for job in missing)
        processes = self._jobs if size >= FEWEST_FOR_PROCESSES else 1
        made = read_in_processes(missing, self._project, self._read_media, processes)
        for done, (job, file) in enumerate(zip(jobs, files, strict=True), start=1):
            if isinstance(job, Job):
                outline, bodies = next(made)
                self._keep(file, outline, bodies)
            else:
                outline = job
            progress(done, len(files))
            yield outline

    def outline(self, file: SourceFile) -> DocumentOutline:
        """The outline of one source."""
        [outline] = self.read([file], lambda done, total: None)
        return outline

    def bodies(self, file: SourceFile) -> tuple[NoteBody | None, ...]:
        """The notes of a source that was read; it is read again if its file was deleted."""
        path = self._path(file)
        with suppress(OSError, msgspec.MsgspecError, ValueError):
            _, _, _, bodies = self._decode_last(self._held.get(path.name) or _read_checked(path))
            return bodies
        return read_document(file, self._read_media).bodies

    def forget_the_rest(self) -> None:
        """Delete the files that a build of the whole project did not use."""
        if self._writes and self._folder.is_dir():
            for entry in os.scandir(self._folder):
                if entry.name not in self._asked:
                    with suppress(OSError):
                        Path(entry.path).unlink()

    def _job(self, file: SourceFile) -> DocumentOutline | Job:
        """The outline of a source if it is remembered, or what must be read."""
        path = self._path(file)
        self._asked.add(path.name)
        with suppress(OSError, msgspec.MsgspecError, ValueError):
            entry: _Entry = self._decode_entry(self._held.get(path.name) or _read_checked(path))
            program, source, outline, encoded = entry
            if program != self._program:
                return Job(file)
            if source == _digest_source(file) and shows_the_same(outline, self._read_media):
                return outline
            parts = zip(outline.parts, self._decode_bodies(encoded), strict=True)
            return Job(file, {part.digest: ReadPart(part, body) for part, body in parts})
        return Job(file)

    def _keep(self, file: SourceFile, outline: DocumentOutline, bodies: bytes) -> None:
        """Write a file for the next build; without one it is held in memory."""
        path = self._path(file)
        source = _digest_source(file)
        content = self._encode((self._program, source, outline, msgspec.Raw(bodies)))
        if self._writes:
            temporary = path.with_suffix(f".{os.getpid()}")
            try:
                self._folder.mkdir(exist_ok=True)
                temporary.write_bytes(zlib.crc32(content).to_bytes(_CHECKSUM_BYTES, "big") + content)
                temporary.replace(path)
                return
            except OSError:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
        self._held[path.name] = content

    def _path(self, file: SourceFile) -> Path:
        name = f"{file.package}\0{file.path}".encode()
        return self._folder / hashlib.blake2b(name, digest_size=20).hexdigest()


def _read_checked(path: Path) -> memoryview:
    """The content of a file without the checksum that it begins with.

    Raises:
        ValueError: the file is damaged.
    """
    content = memoryview(read_file(path, _MOST_BYTES))
    if int.from_bytes(content[:_CHECKSUM_BYTES], "big") != zlib.crc32(content[_CHECKSUM_BYTES:]):
        raise ValueError("damaged")
    return content[_CHECKSUM_BYTES:]


def _digest_source(file: SourceFile) -> bytes:
    """A digest of the content and of everything else that it is read by."""
    return _digest(repr(file.settings).encode() + b"\0" + file.content)


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
