"""Puts players in the place of the sounds and films of a face."""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote

_SOUND = re.compile(r"\[sound:([^\]]+)\]")
_SPOKEN = re.compile(r"\[anki:tts [^\]]*\].*?\[/anki:tts\]", re.DOTALL)
_SPOKEN_END = "[/anki:tts]"
_FILMS = (".mp4", ".webm", ".ogv", ".mkv", ".mov", ".avi", ".mpeg", ".mpg", ".m4v", ".flv")
_SPEAKER = '<span class="replay-button" role="img" title="text to speech">🔈</span>'
"""Anki has the system read a text aloud; a preview only shows where."""


def show_sounds(face: str) -> str:
    """The face with a player of the browser for each `[sound:…]`, where Anki has a button."""
    return _replace(face, _SPEAKER, _player)


def without_sounds(text: str) -> str:
    """The text without its sounds."""
    return _replace(text, "", lambda _: "")


def _replace(face: str, spoken: str, sound: Callable[[re.Match[str]], str]) -> str:
    # Beyond the last end no mark can end, and each search for one would take the whole rest.
    last = face.rfind(_SPOKEN_END) + len(_SPOKEN_END) if _SPOKEN_END in face else 0
    face = _SPOKEN.sub(spoken, face[:last]) + face[last:]
    last = face.rfind("]") + 1
    return _SOUND.sub(sound, face[:last]) + face[last:]


def _player(found: re.Match[str]) -> str:
    name = unescape(found[1])
    element = "video" if name.lower().endswith(_FILMS) else "audio"
    source = escape(quote(name))
    return f'<{element} class="replay-button" controls preload="none" src="{source}"></{element}>'
