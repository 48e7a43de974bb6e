"""Reads, checks and renders sources in several processes."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import NamedTuple

import msgspec

from deckgen.compilation.read_document import KnownParts, read_document
from deckgen.compilation.values import MediaReader
from deckgen.project.folder import Project, ProjectError
from deckgen.project.media import read_media as read_media_of
from deckgen.values.outline import DocumentOutline
from deckgen.values.source import SourceFile

_CHUNKS = 8
"""Chunks of work per process: few enough to cost little, many enough to keep all busy to the end."""


class Job(NamedTuple):
    """A source to be read, and the parts of it that are already known."""

    file: SourceFile
    known: KnownParts | None = None


def usable_processors() -> int:
    """How many processes can run at the same time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_in_processes(
    jobs: Sequence[Job], project: Project, read_media: MediaReader, processes: int
) -> Iterator[tuple[DocumentOutline, bytes]]:
    """The outline of each source, in order, and its notes encoded as the cache keeps them.

    Raises:
        ProjectError: a process was killed.
    """
    pool = _start(jobs, project, processes) if processes > 1 and len(jobs) > 1 else None
    if pool is None:
        yield from (_read(job, read_media) for job in jobs)
        return
    chunk = max(1, len(jobs) // (processes * _CHUNKS))
    try:
        decode = msgspec.msgpack.Decoder(DocumentOutline).decode
        for outline, bodies in pool.map(_read_in_worker, range(len(jobs)), chunksize=chunk):
            yield decode(outline), bodies
    except BrokenProcessPool:
        message = "a process that read the sources was killed, perhaps because memory ran out"
        raise ProjectError(f"{message}; the old packages stand; build again, or with `--jobs 1`") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _read(job: Job, read_media: MediaReader) -> tuple[DocumentOutline, bytes]:
    outline, bodies = read_document(job.file, read_media, job.known)
    return outline, msgspec.msgpack.encode(bodies)


def _start(jobs: Sequence[Job], project: Project, processes: int) -> ProcessPoolExecutor | None:
    """A pool that knows these jobs, or None if no process can be started."""
    # A forked process has all modules and jobs; to others the jobs are sent.
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    try:
        pool = ProcessPoolExecutor(
            processes,
            mp_context=multiprocessing.get_context(method),
            initializer=_prepare_worker,
            initargs=(jobs, project),
        )
        pool.submit(os.getpid).result()
    except (OSError, ImportError, NotImplementedError, RuntimeError):
        return None
    return pool


_jobs: Sequence[Job]
_read_media: MediaReader


def _prepare_worker(jobs: Sequence[Job], project: Project) -> None:
    global _jobs, _read_media  # a worker's only state, set once at its start
    _jobs, _read_media = jobs, partial(read_media_of, project)


def _read_in_worker(number: int) -> tuple[bytes, bytes]:
    outline, bodies = _read(_jobs[number], _read_media)
    return msgspec.msgpack.encode(outline), bodies
