"""Drives the real window through WebKitWebDriver, with Python's standard library only.

Leaves to its callers what is looked at. Needs a screen and a session bus: `cargo xtask test` gives both.
"""

import base64
import json
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
SCREENS = pathlib.Path("target/screens")


class Window:
    """One run of the program; ends it, and the driver, when the `with` block ends."""

    def __init__(self, program, *flags):
        self.program, self.flags = str(pathlib.Path(program).resolve()), flags
        self.driver = self.session = None

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.driver = subprocess.Popen(["WebKitWebDriver", f"--port={port}"])
        try:
            until("the driver answers", lambda: self.ask("GET", "/status")["ready"])
            options = {"binary": self.program, "args": list(self.flags)}
            wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
            self.session = self.ask("POST", "/session", wanted)["sessionId"]
        except BaseException:
            self.driver.kill()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.ask("DELETE", f"/session/{self.session}")
        except (OSError, RuntimeError):
            pass
        self.driver.terminate()
        self.driver.wait(timeout=10)

    def ask(self, method, path, body=None):
        """One request of the WebDriver protocol; its refusals become errors with its own words."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, {"content-type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            raise RuntimeError(json.load(refused)["value"]["message"]) from refused

    def run(self, script, *arguments):
        """The result of a script in the page; `arguments` are its `arguments`."""
        return self.ask("POST", f"/session/{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def later(self, script, *arguments):
        """The result of a script that hands it to `done`, the last of its `arguments`, once it is there."""
        return self.ask("POST", f"/session/{self.session}/execute/async", {"script": script, "args": list(arguments)})

    def call(self, name, /, **arguments):
        """Asks the engine by the page's own way; returns its answer or raises with its refusal."""
        script = """
            const [name, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke("call", { name, args })
                .then(value => done({ value }), error => done({ error }));
        """
        answer = self.later(script, name, arguments)
        if "error" in answer:
            raise RuntimeError(f"{name}: {answer['error']}")
        return answer["value"]

    def go(self, place):
        """Leads the page to a place, as a link in it would."""
        self.run("location.hash = arguments[0]", place)

    def press(self, key):
        """Presses and lets go a key, wherever the focus is."""
        keys = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.act({"type": "key", "id": "keyboard", "actions": keys})

    def drag(self, start, end):
        """Holds the mouse at one point and lets go at another, as slowly as a hand does."""
        move = lambda at, duration: {"type": "pointerMove", "x": at[0], "y": at[1], "duration": duration}
        steps = [move(start, 0), {"type": "pointerDown", "button": 0}, {"type": "pause", "duration": 100}]
        steps += [move((start[0] + 12, start[1] + 6), 100), move(end, 500), {"type": "pause", "duration": 200}]
        self.act({"type": "pointer", "id": "mouse", "actions": [*steps, {"type": "pointerUp", "button": 0}]})

    def act(self, source):
        self.ask("POST", f"/session/{self.session}/actions", {"actions": [source]})

    def drawn(self):
        """Waits until what holds now has been drawn: a picture taken earlier may show what was there before."""
        script = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))"
        self.later(script)

    def text(self, selector):
        """The texts of all elements that `selector` finds and that are on screen."""
        script = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).map(e => e.innerText.trim())"
        return self.run(script, selector)

    def size(self, width, height):
        """Gives the page exactly this size; there is no window manager that would put a frame around it."""
        self.ask("POST", f"/session/{self.session}/window/rect", {"width": width, "height": height})
        until(f"the page is {width} by {height}", lambda: self.run("return [innerWidth, innerHeight]") == [width, height], 10)

    def photograph(self, name):
        """Saves what is in the window as `target/screens/NAME.png`."""
        SCREENS.mkdir(parents=True, exist_ok=True)
        picture = base64.b64decode(self.ask("GET", f"/session/{self.session}/screenshot"))
        (SCREENS / f"{name}.png").write_bytes(picture)
        return picture


def until(what, holds, seconds=60):
    """Waits until `holds()` is true, and returns that; a refusal counts as not yet."""
    deadline, last = time.monotonic() + seconds, None
    while time.monotonic() < deadline:
        try:
            last = holds()
            if last:
                return last
        except (OSError, RuntimeError) as error:
            last = error
        time.sleep(0.1)
    sys.exit(f"waited {seconds} s in vain until {what}; last: {last!r}")
