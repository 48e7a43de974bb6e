"""Starts a real Anki with the real add-on AnkiConnect on a virtual screen, and clicks in it."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

PYTHON = os.environ.get("ANKI_DESKTOP_PYTHON", "")
"""A Python with aqt and Qt: `pip install aqt pyqt6 pyqt6-webengine` in an environment of its own."""
PLUGIN = os.environ.get("ANKICONNECT_PLUGIN", "")
"""The folder `plugin` of AnkiConnect's repository; the add-on is under the GPL and no part of this one."""
IS_THERE = bool(PYTHON and PLUGIN and shutil.which("Xvfb") and shutil.which("xdotool"))

_PREPARE = """
import sys
from pathlib import Path
import anki.lang
anki.lang.set_lang("en_US")
from aqt.profiles import ProfileManager, VideoDriver
from aqt.qt import QApplication
application = QApplication(["anki"])
profiles = ProfileManager(Path(sys.argv[1]))
profiles.setupMeta()
profiles.meta.update(firstRun=False, defaultLang="en_US", suppressUpdate=True, lastMsg=-1)
profiles.meta.update(check_for_updates=False, check_for_addon_updates=False)
profiles.create("User 1")
profiles.name = None
profiles.openProfile("User 1")
profiles.set_video_driver(VideoDriver.Software)
profiles.save()
"""
_RUN = 'import sys, aqt; sys.argv[0] = "anki"; aqt.run()'
_IMPORT_BUTTON = ("720", "22")
"""Where Anki's window for imports, which fills 800 of 900 pixels, has its button."""


_FIELD = ("700", "330")
"""Where the window that browses has one of the first fields of a note."""


@dataclass(frozen=True)
class Desktop:
    """An Anki that is running."""

    address: str
    environment: dict[str, str]

    def ask(self, action: str, **parameters: object) -> Any:
        """What the add-on answers, as a learner's other programs ask it."""
        host, _, port = self.address.partition(":")
        connection = HTTPConnection(host, int(port), timeout=60)
        connection.request("POST", "/", json.dumps({"action": action, "version": 6, "params": parameters}))
        answer = json.loads(connection.getresponse().read())
        connection.close()
        assert answer["error"] is None, answer
        return answer["result"]

    def click_import(self) -> None:
        """Click Import in the window that has opened."""
        subprocess.run(
            ["xdotool", "mousemove", *_IMPORT_BUTTON, "click", "1"], env=self.environment, check=True
        )

    def click_into_editor(self) -> None:
        """Click into a field of the note in the browser's editor."""
        subprocess.run(["xdotool", "mousemove", *_FIELD, "click", "1"], env=self.environment, check=True)
        time.sleep(2)

    def press(self, key: str) -> None:
        """Press a key, and wait until the editor has saved what it did."""
        subprocess.run(["xdotool", "key", key], env=self.environment, check=True)
        time.sleep(3)

    def type(self, text: str) -> None:
        """Type a text, and wait until the editor has saved it."""
        subprocess.run(["xdotool", "type", "--delay", "30", text], env=self.environment, check=True)
        time.sleep(3)


@contextmanager
def run_desktop(folder: Path, port: int) -> Iterator[Desktop]:
    """A new Anki, whose add-on listens at this port."""
    base = folder / "base"
    add_on = base / "addons21/2055492159"
    shutil.copytree(PLUGIN, add_on)
    config = json.loads((add_on / "config.json").read_text())
    (add_on / "config.json").write_text(json.dumps({**config, "webBindPort": port}))
    environment = {
        **os.environ,
        # Anki allows one instance per user.
        "LOGNAME": f"deckgen-{port}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox --disable-gpu",
        "QT_XCB_GL_INTEGRATION": "none",
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
    offscreen = {**environment, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([PYTHON, "-c", _PREPARE, str(base)], env=offscreen, check=True, capture_output=True)
    with ExitStack() as stack:
        environment |= {"DISPLAY": stack.enter_context(_screen(folder)), "QT_QPA_PLATFORM": "xcb"}
        anki = [PYTHON, "-c", _RUN, "-b", str(base), "-p", "User 1", "-l", "en"]
        stack.enter_context(_process(anki, environment, folder / "anki.log"))
        desktop = Desktop(f"127.0.0.1:{port}", environment)
        _wait_for(desktop)
        yield desktop


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    ours, its = os.pipe()
    screen = ["Xvfb", "-displayfd", str(its), "-screen", "0", "900x700x24", "-nolisten", "tcp"]
    with _process(screen, dict(os.environ), folder / "screen.log", its):
        os.close(its)
        with os.fdopen(ours) as said:
            number = said.readline().strip()
        yield f":{number}"


@contextmanager
def _process(command: list[str], environment: dict[str, str], log: Path, *handed: int) -> Iterator[None]:
    with log.open("w") as file:
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, pass_fds=handed)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(desktop: Desktop) -> None:
    end = time.monotonic() + 120
    while True:
        try:
            desktop.ask("version")
        except OSError:
            assert time.monotonic() < end, "Anki does not start"
            time.sleep(1)
        else:
            return
