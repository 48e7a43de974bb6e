"""Remembers the outlines of sources from one reading of a project to the next."""

from collections.abc import Iterator, Sequence

from deckgen.compilation.read_document import shows_the_same
from deckgen.compilation.values import MediaReader, Progress
from deckgen.project.folder import Project
from deckgen.project.state.cache import Cache, Held
from deckgen.values.outline import DocumentOutline, NoteBody
from deckgen.values.source import SourceFile


class RememberedDocuments:
    """A `compilation.values.Documents`: a source that did not change has the very same outline again."""

    def __init__(self, project: Project, read_media: MediaReader) -> None:
        self._project = project
        self._read_media = read_media
        self._held: Held = {}
        self._known: dict[str, tuple[SourceFile, DocumentOutline]] = {}
        self._cache = Cache(project, read_media, writes=False, held=self._held)

    def begin(self, read_media: MediaReader) -> None:
        """Begin another reading, in which pictures may have changed.

        Only the first reading may start processes: later ones are done beside the threads of a server.
        """
        self._read_media = read_media
        self._cache = Cache(self._project, read_media, writes=False, jobs=1, held=self._held)

    def read(self, files: Sequence[SourceFile], progress: Progress) -> Iterator[DocumentOutline]:
        """The outline of each source, in order."""
        missing = [file for file in files if not self._is_known(file)]
        read = zip(missing, self._cache.read(missing, progress), strict=True)
        known = {file.path: (file, outline) for file, outline in read}
        self._known = {file.path: known.get(file.path) or self._known[file.path] for file in files}
        return (self._known[file.path][1] for file in files)

    def bodies(self, file: SourceFile) -> tuple[NoteBody | None, ...]:
        """The notes of a source that was read."""
        return self._cache.bodies(file)

    def _is_known(self, file: SourceFile) -> bool:
        known = self._known.get(file.path)
        return known is not None and known[0] == file and shows_the_same(known[1], self._read_media)
