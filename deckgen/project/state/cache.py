"""Keeps what was read of each source in `.deckgen/cache/`, which is safe to delete at any time.

One file for each source: its outline, and after it the notes of its parts. A source that is as it was is not
read again, and of one that was edited only the parts that changed.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from deckgen.compilation.read_document import KnownParts, ReadPart, read_document, shows_the_same
from deckgen.compilation.values import MediaReader, Progress, Request
from deckgen.project.folder import Project
from deckgen.project.root import STATE
from deckgen.project.state.manifest import describe_program
from deckgen.project.workers import Job, read_in_processes
from deckgen.values.outline import DocumentOutline, NoteBody

_NUMBER = 4
_HEAD = 2 * _NUMBER
FEWEST_FOR_PROCESSES = 128 * 1024
"""Bytes of sources to read, about 150 questions: starting processes for less takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A source's outline, and what it follows from beside its pictures: deckgen itself and its bytes."""

    program: bytes
    content: bytes
    outline: DocumentOutline


class Cache:
    """The sources of a build, read or remembered (`compilation.values.Documents`).

    The form is MessagePack and holds values only: unlike a pickle, a file that somebody else put there can
    run nothing. One that is damaged, or of another deckgen or Python, counts as missing.
    """

    def __init__(self, project: Project, read_media: MediaReader, *, writes: bool, jobs: int) -> None:
        self._project = project
        self._read_media = read_media
        self._writes = writes
        self._jobs = jobs
        self._folder = project.root / STATE / "cache"
        self._program = hashlib.blake2b(describe_program().encode(), digest_size=16).digest()
        self._asked: set[str] = set()
        self._held: dict[str, bytes] = {}
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode_entry = msgspec.msgpack.Decoder(_Entry).decode
        self._decode_bodies = msgspec.msgpack.Decoder(tuple[NoteBody | None, ...]).decode

    def read(self, requests: Sequence[Request], progress: Progress) -> Iterator[DocumentOutline]:
        """The outline of each source, in this order; what is not remembered is read, in several processes."""
        jobs = [self._job(request) for request in requests]
        missing = [job for job in jobs if isinstance(job, Job)]
        size = sum(len(job.request.file.content) for job in missing)
        processes = self._jobs if size >= FEWEST_FOR_PROCESSES else 1
        made = read_in_processes(missing, self._project, self._read_media, processes)
        for done, (job, request) in enumerate(zip(jobs, requests, strict=True), start=1):
            if isinstance(job, Job):
                outline, bodies = next(made)
                self._keep(request, outline, bodies)
            else:
                outline = job
            progress(done, len(requests))
            yield outline

    def bodies(self, request: Request) -> tuple[NoteBody | None, ...]:
        """The notes of a source that was read; it is read again where somebody has deleted them since."""
        path = self._path(request)
        with suppress(OSError, msgspec.MsgspecError, ValueError):
            content = self._held.get(path.name) or _checked(path.read_bytes())
            return self._decode_bodies(memoryview(content)[_end_of_entry(content) :])
        return read_document(request.package, request.file, self._read_media).bodies

    def forget_the_rest(self) -> None:
        """Delete what this build, of the whole project, did not ask for."""
        if self._writes and self._folder.is_dir():
            for entry in os.scandir(self._folder):
                if entry.name not in self._asked:
                    Path(entry.path).unlink(missing_ok=True)

    def _job(self, request: Request) -> DocumentOutline | Job:
        """What is remembered of a source, or what there is to do."""
        path = self._path(request)
        self._asked.add(path.name)
        entry, content = self._recall(path)
        if entry is None:
            return Job(request)
        if entry.content == _digest(request.file.content) and shows_the_same(entry.outline, self._read_media):
            return entry.outline
        return Job(request, self._known(entry, content))

    def _recall(self, path: Path) -> tuple[_Entry | None, bytes]:
        with suppress(OSError, msgspec.MsgspecError, ValueError):
            content = _checked(path.read_bytes())
            entry = self._decode_entry(memoryview(content)[_HEAD : _end_of_entry(content)])
            if entry.program == self._program:
                return entry, content
        return None, b""

    def _known(self, entry: _Entry, content: bytes) -> KnownParts:
        with suppress(msgspec.MsgspecError, ValueError):
            bodies = self._decode_bodies(memoryview(content)[_end_of_entry(content) :])
            parts = zip(entry.outline.parts, bodies, strict=True)
            return {part.digest: ReadPart(part, body) for part, body in parts}
        return {}

    def _keep(self, request: Request, outline: DocumentOutline, bodies: bytes) -> None:
        path = self._path(request)
        head = self._encode(_Entry(self._program, _digest(request.file.content), outline))
        rest = len(head).to_bytes(_NUMBER, "big") + head + bodies
        content = zlib.crc32(rest).to_bytes(_NUMBER, "big") + rest
        if not self._write(path, content):
            self._held[path.name] = content

    def _write(self, path: Path, content: bytes) -> bool:
        if not self._writes:
            return False
        temporary = path.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(exist_ok=True)
            temporary.write_bytes(content)
            temporary.replace(path)
        except OSError:
            # Without it the next build takes longer, and that is all.
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            return False
        return True

    def _path(self, request: Request) -> Path:
        name = f"{request.package}\0{request.file.path}".encode()
        return self._folder / hashlib.blake2b(name, digest_size=20).hexdigest()


def _checked(content: bytes) -> bytes:
    """The content, if it is whole: a checksum, the length of the entry, the entry and the notes."""
    if int.from_bytes(content[:_NUMBER], "big") != zlib.crc32(memoryview(content)[_NUMBER:]):
        raise ValueError("damaged")
    return content


def _end_of_entry(content: bytes) -> int:
    return _HEAD + int.from_bytes(content[_NUMBER:_HEAD], "big")


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
