"""What VS Code's YAML extension says of a file: its language server, spoken to as VS Code does."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from command import ROOT

PROGRAM = ROOT / "tests/node_modules/yaml-language-server/bin/yaml-language-server"
SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))


def section(name: str) -> dict[str, Any]:
    """The settings ``name.…`` of .vscode/settings.json, as an extension gets them."""
    values: dict[str, Any] = {}
    for key, value in SETTINGS.items():
        if key.startswith(f"{name}."):
            at = values
            *outer, last = key.split(".")[1:]
            for part in outer:
                at = at.setdefault(part, {})
            at[last] = value
    return values


@dataclass
class Server:
    """A running language server, whose workspace is this repository."""

    process: "subprocess.Popen[bytes]"
    sent: int = 0
    said: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    heard: "SimpleQueue[dict[str, Any]]" = field(default_factory=SimpleQueue)

    def faults(self, files: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
        """What is wrong with each of *files*, which need not be on the disk, by its name."""
        self.said.clear()
        for name, text in files.items():
            self.open(name, text)
        wanted = {uri(name): name for name in files}
        while wanted.keys() - self.said.keys():
            self.read()
        return {name: self.said[place] for place, name in wanted.items()}

    def open(self, name: str, text: str) -> None:
        document = {"uri": uri(name), "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def ask(self, method: str, name: str, line: int, character: int) -> Any:
        """The answer to a question about a place of an open file, both numbers from 0."""
        place = {"line": line, "character": character}
        return self.request(method, {"textDocument": {"uri": uri(name)}, "position": place})

    def request(self, method: str, params: Mapping[str, Any]) -> Any:
        self.sent += 1
        number = self.sent
        self.send({"id": number, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def notify(self, method: str, params: Mapping[str, Any]) -> None:
        self.send({"method": method, "params": params})

    def send(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        """The next message; what is asked of the editor is answered."""
        message = self.heard.get(timeout=60)
        assert message, "the language server has ended"
        if message.get("method") == "workspace/configuration":
            items = message["params"]["items"]
            self.send({"id": message["id"], "result": [section(i["section"]) for i in items]})
        elif "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.said[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def listen(self) -> None:
        """Take in all that it says, while it is spoken to: two full pipes would stop both."""
        assert self.process.stdout
        while length := _length(self.process.stdout):
            self.heard.put(json.loads(self.process.stdout.read(length)))
        self.heard.put({})


def _length(stream: IO[bytes]) -> int:
    """How many bytes the next message has; 0 at the end."""
    length = 0
    while line := stream.readline().strip():
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return length


def uri(name: str) -> str:
    return (ROOT / name).as_uri()


@contextmanager
def language_server() -> Iterator[Server]:
    """A server for this repository; it ends with the block."""
    process = subprocess.Popen(
        ["node", PROGRAM, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    server = Server(process)
    listener = Thread(target=server.listen)
    listener.start()
    folder = {"uri": ROOT.as_uri(), "name": "briefing"}
    able = {"workspace": {"configuration": True, "workspaceFolders": True}}
    server.request(
        "initialize",
        {
            "processId": None,
            "rootUri": ROOT.as_uri(),
            "workspaceFolders": [folder],
            "capabilities": able,
        },
    )
    server.notify("initialized", {})
    server.notify("workspace/didChangeConfiguration", {"settings": {}})
    try:
        yield server
    finally:
        process.kill()
        listener.join()
        process.communicate()
