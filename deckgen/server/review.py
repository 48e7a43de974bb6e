"""Answers the requests of the page of a review: rows, the cards under some labels, and saving."""

import json
from collections.abc import Callable
from functools import lru_cache, partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from deckgen.pages.ingest import Ingested
from deckgen.preview.as_json import Json
from deckgen.preview.pages import read_assets
from deckgen.preview.review import cards_as_json, rows_as_json
from deckgen.preview.review_face import face_as_json, media_name
from deckgen.preview.review_page import render_review
from deckgen.project.review import LabelsError, Looked, Review
from deckgen.reports.ingest import render_lost, summarise
from deckgen.reports.styled import as_text
from deckgen.server.guard import PICTURE, Guard, as_header
from deckgen.server.ranges import answer_range
from deckgen.server.responses import as_file, as_json, bug_answer
from deckgen.values.error import DeckgenError

_PER_ROW, _MORE = 8, 1024
"""Bytes of JSON for a label, with room for blanks, and for what is around them."""
_KIND = "application/json"
Letters = tuple[str, ...]


def make_review_app(review: Review, report: Callable[[Exception], None]) -> Guard:
    """The application; `report` is called with an error of deckgen itself, which the answer names, too."""
    answers = _Answers(review)
    routes = [
        Route("/", answers.page),
        Route("/assets/{name}", answers.asset),
        Route("/labels", answers.look, methods=["POST"]),
        Route("/face/{key}", answers.face, methods=["POST"]),
        Route("/media/{name}", answers.media),
        Route("/save", answers.save, methods=["POST"]),
    ]
    return Guard(Starlette(routes=routes, exception_handlers={Exception: bug_answer(report)}))


class _Answers:
    def __init__(self, review: Review) -> None:
        self._review = review
        # The cards of the labels of now are asked for one by one.
        self._looked = lru_cache(maxsize=1)(review.look)
        self._media: dict[str, bytes] = {}
        self._judged: dict[tuple[object, object], object] = {}

    def page(self, _: Request) -> Response:
        review = self._review
        data: Json = {
            "page": review.name,
            "plan": review.digest,
            "source": str(review.source),
            "remark": review.remark,
            "doubt": review.plan.doubt,
            "rows": rows_as_json(review.plan),
        }
        return HTMLResponse(render_review(data, title=review.name))

    def asset(self, request: Request) -> Response:
        name = request.path_params["name"]
        return as_file(name, read_assets().get(name))

    def media(self, request: Request) -> Response:
        name = request.path_params["name"]
        policy = {"Content-Security-Policy": as_header(PICTURE)}
        return answer_range(request, as_file(name, self._media.get(name), policy))

    async def look(self, request: Request) -> Response:
        return await self._answer(request, self._look)

    async def face(self, request: Request) -> Response:
        return await self._answer(request, partial(self._face, request.path_params["key"]))

    async def save(self, request: Request) -> Response:
        return await self._answer(request, self._save)

    async def _answer(self, request: Request, answer: Callable[[Letters], Json]) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
            return PlainTextResponse(f"Labels come as {_KIND}.\n", status_code=415)
        most = _PER_ROW * len(self._review.plan.rows) + _MORE
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > most:
                return PlainTextResponse("These are more labels than the page has rows.\n", status_code=413)
        given = _read_letters(body)
        if given is None:
            return PlainTextResponse(
                "Labels are the digest of a plan and a list of letters.\n", status_code=400
            )
        plan, letters = given
        if plan != self._review.digest:
            message = "This page shows another plan than deckgen reads now; load it again.\n"
            return PlainTextResponse(message, status_code=409)
        try:
            return as_json(await run_in_threadpool(answer, letters))
        except LabelsError as error:
            return PlainTextResponse(f"{error}\n", status_code=400)

    def _look(self, letters: Letters) -> Json:
        looked = self._looked(letters)
        if looked.ingested is None or looked.faults or looked.failure:
            return _why_not(looked)
        cards = cards_as_json(looked.ingested, letters, self._review.plan)
        for card in cards:
            card["warnings"] = self._judged.get(_words_of(card), card["warnings"])
        return {"cards": cards, "lost": _lost(looked.ingested)}

    def _face(self, key: str, letters: Letters) -> Json:
        looked = self._looked(letters)
        if looked.ingested is None:
            return {}
        self._media.update({media_name(path): content for path, content in looked.pictures.items()})
        return face_as_json(looked.ingested, key, looked.pictures) or {}

    def _save(self, letters: Letters) -> Json:
        try:
            saved = self._review.save(letters)
        except (DeckgenError, OSError) as error:
            return {"failure": str(error)}
        if isinstance(saved, Looked):
            return _why_not(saved)
        outcome = saved.outcome
        if outcome.ingested is None:
            return {"failure": outcome.failure}
        cards = cards_as_json(outcome.ingested, letters, self._review.plan)
        # The errata were compared, which takes too long for each key: a card that stays as it is keeps this.
        self._judged = {_words_of(card): card["warnings"] for card in cards}
        return {
            "cards": cards,
            "labels": [row.label.value for row in outcome.ingested.plan.rows],
            "lost": _lost(outcome.ingested),
            "plan": str(saved.plan_path),
            "source": str(outcome.path),
            "remark": outcome.remark,
            "failure": outcome.failure,
            "diff": outcome.diff,
            "summary": summarise(outcome.ingested.report),
        }


def _words_of(card: Json) -> tuple[object, object]:
    return card["key"], card["markdown"]


def _lost(ingested: Ingested) -> str:
    return as_text(render_lost(ingested.report))


def _why_not(looked: Looked) -> Json:
    faults = [{"row": fault.row, "message": fault.message} for fault in looked.faults]
    return {"faults": faults, "failure": looked.failure}


def _read_letters(body: bytes) -> tuple[str, Letters] | None:
    """The digest of a plan and a letter for each of its rows."""
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    plan, letters = given.get("plan"), given.get("labels")
    if not isinstance(plan, str) or not isinstance(letters, list):
        return None
    return (plan, tuple(letters)) if all(isinstance(one, str) for one in letters) else None
