"""Answers the requests of the pages of a preview."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from deckgen.preview.as_json import Json, Link, cards_as_json, held_as_json, index_as_json, note_as_json
from deckgen.preview.pages import (
    DeckPages,
    notes_by_deck,
    read_assets,
    render_app,
    render_overview,
    render_print,
    style_files,
    styles_of,
)
from deckgen.preview.values import PreviewNote
from deckgen.project.folder import ProjectError
from deckgen.project.preview.before import LAST, EarlierPackages
from deckgen.project.preview.reader import PreviewReader
from deckgen.project.preview.shown import Shown
from deckgen.server.events import Events
from deckgen.server.guard import PICTURE, WITHOUT_SCRIPTS, Guard, as_header
from deckgen.server.ranges import answer_range
from deckgen.server.responses import as_file, as_json, bug_answer, not_found


def make_app(
    reader: PreviewReader,
    earlier: EarlierPackages,
    events: Events,
    link: Link,
    report: Callable[[Exception], None],
) -> Guard:
    """The application; `link` makes the address that opens a line in the author's editor.

    `report` is called with an error of deckgen itself, which the answer names, too.
    """
    answers = _Answers(reader, earlier, link)

    async def follow(_: Request) -> Response:
        return StreamingResponse(events.stream(), media_type="text/event-stream")

    routes = [
        Route("/", answers.page),
        Route("/overview.html", answers.overview),
        Route("/print.html", answers.print_page),
        Route("/data.json", answers.index),
        Route("/notes/{id:path}.json", answers.note),
        Route("/before/{id:path}.json", answers.before),
        Route("/packed/{against}/{package}/{name}", answers.packed),
        Route("/mutants/{id:path}.json", answers.mutants),
        Route("/media/{name}", answers.media),
        Route("/assets/{name}", answers.asset),
        Route("/events", follow),
    ]

    app = Starlette(routes=routes, exception_handlers={Exception: bug_answer(report)})
    # Around all of it, so that also an error has the headers.
    return Guard(app)


class _Answers:
    def __init__(self, reader: PreviewReader, earlier: EarlierPackages, link: Link) -> None:
        self._reader = reader
        self._earlier = earlier
        self._link = link
        self._overview = lru_cache(maxsize=1)(self._render_overview)

    def page(self, _: Request) -> Response:
        shown = self._reader.shown
        return HTMLResponse(render_app(self._index(shown), title=shown.preview.name))

    def index(self, _: Request) -> Response:
        return as_json(self._index(self._reader.shown))

    def note(self, request: Request) -> Response:
        found = self._find(request)
        return as_json(note_as_json(found[1], link=self._link)) if found else not_found()

    def before(self, request: Request) -> Response:
        found = self._find(request)
        if found is None:
            return not_found()
        package, note = found
        against = request.query_params.get("against", "last")
        try:
            guid = self._reader.shown.guids.get(note.id)
            earlier = self._earlier.find(package, note, guid, against)
        except ProjectError as error:
            return PlainTextResponse(str(error), status_code=404)
        if earlier is None:
            return as_json({"new": True})
        return as_json(
            {
                "cards": cards_as_json(earlier.cards),
                "styles": {note.style: earlier.css},
                "media": f"packed/{self._number_of(against)}/{quote(package)}/",
            }
        )

    def packed(self, request: Request) -> Response:
        """A picture of an earlier package, which may have another content than that of this name today."""
        given = request.path_params
        package = next(
            (one.name for one in self._reader.shown.preview.packages if one.name == given["package"]), None
        )
        against = next(
            (one for one in (LAST, *self._earlier.names) if self._number_of(one) == given["against"]), None
        )
        if package is None or against is None:
            return not_found()
        try:
            content = self._earlier.media(package, against, given["name"])
        except ProjectError:
            return not_found()
        return _as_media(request, given["name"], content)

    def _number_of(self, against: str) -> str:
        """A name that can be part of a path, for the last build or a file, whose own name may be a path."""
        return against if against == LAST else str(self._earlier.names.index(against))

    def mutants(self, request: Request) -> Response:
        found = self._find(request)
        if found is None:
            return not_found()
        return as_json({"held": held_as_json(self._reader.survivors(*found), self._link)})

    def media(self, request: Request) -> Response:
        name = request.path_params["name"]
        return _as_media(request, name, self._reader.media(name))

    def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = read_assets().get(name)
        return as_file(name, content or style_files(self._reader.shown.preview).get(name))

    def overview(self, _: Request) -> Response:
        return HTMLResponse(self._overview(self._reader.shown.revision))

    def print_page(self, request: Request) -> Response:
        preview = self._reader.shown.preview
        wanted, deck = (request.query_params.get(name, "") for name in ("package", "deck"))
        package = next((one for one in preview.packages if one.name == wanted), None)
        notes = notes_by_deck(package).get(deck) if package else None
        if notes is None:
            return not_found()
        page = render_print(deck, notes, styles_of(preview, notes))
        return HTMLResponse(page, headers={"Content-Security-Policy": as_header(WITHOUT_SCRIPTS)})

    def _render_overview(self, _: int) -> str:
        return render_overview(self._reader.shown.preview, _pages, app="./")

    def _index(self, shown: Shown) -> Json:
        index = index_as_json(
            shown.preview,
            revision=shown.revision,
            link=self._link,
            changes=shown.changes,
            built=shown.built,
        )
        return {**index, "against": list(self._earlier.names), "checked": shown.checked}

    def _find(self, request: Request) -> tuple[str, PreviewNote] | None:
        return self._reader.shown.notes.get(request.path_params["id"])


def _as_media(request: Request, name: str, content: bytes | None) -> Response:
    policy = {"Content-Security-Policy": as_header(PICTURE)}
    return answer_range(request, as_file(name, content, policy))


def _pages(package: str, deck: str) -> DeckPages:
    printed = urlencode({"package": package, "deck": deck})
    return DeckPages(f"./#package={quote(package)}&deck={quote(deck)}", f"print.html?{printed}")
