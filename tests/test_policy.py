"""The page's own policy, where escaping had failed; and what the program never does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import visiting
from command import ROOT
from serving import Serve

PAGE = "briefings/russia-celac-2013/index.html"
ELSEWHERE = "https://evil.example"
PAYLOADS = {
    "script": "<script>window.ran = 'script'</script>",
    "event": "<img src=missing.png onerror=\"window.ran = 'event'\">",
    "focus": "<input autofocus onfocus=\"window.ran = 'focus'\">",
    "toggle": "<details open ontoggle=\"window.ran = 'toggle'\"><summary>x</summary></details>",
    "link": "<a id=hurt href=\"javascript:window.ran='link'\">x</a>",
    "drawing": "<svg onload=\"window.ran = 'drawing'\"><script>window.ran = 'svg'</script></svg>",
    "style": "<p id=styled style='position: fixed'>x</p>",
    "sheet": "<style>#styled2 { position: fixed }</style><p id=styled2>x</p>",
    "script from elsewhere": f"<script src={ELSEWHERE}/x.js></script>",
    "module from elsewhere": f"<script type=module src={ELSEWHERE}/m.js></script>",
    "script in an address": "<script src=\"data:text/javascript,window.ran='data'\"></script>",
    "sheet from elsewhere": f"<link rel=stylesheet href={ELSEWHERE}/x.css>",
    "picture from elsewhere": f"<img src={ELSEWHERE}/x.png>",
    "font from elsewhere": f"<link rel=preload as=font crossorigin href={ELSEWHERE}/x.woff2>",
    "film from elsewhere": f"<video autoplay src={ELSEWHERE}/x.mp4></video>",
    "frame": f"<iframe src={ELSEWHERE}/></iframe>",
    "frame of its own": "<iframe srcdoc=\"<script>parent.ran = 'srcdoc'</script>\"></iframe>",
    "object": f"<object data={ELSEWHERE}/x.swf></object>",
    "base": f"<base href={ELSEWHERE}/>",
    "form": f"<form id=sent action={ELSEWHERE}/ method=post><input name=a></form>",
    "manifest": f"<link rel=manifest href={ELSEWHERE}/m.json>",
}
WATCH = """
window.stopped = [];
addEventListener('securitypolicyviolation', event => window.stopped.push(
  event.effectiveDirective + ' ' + event.blockedURI));
"""
TRY = """async (elsewhere) => {
  document.querySelector('#hurt').click();
  document.querySelector('#sent').submit();
  await fetch(elsewhere + '/fetched').catch(() => null);
  navigator.sendBeacon(elsewhere + '/beacon', 'x');
  try { new WebSocket('wss://evil.example/'); } catch { }
  try { new Worker('data:text/javascript,1'); } catch { }
  await new Promise(done => setTimeout(done, 300));
  return {
    ran: window.ran || '',
    stopped: window.stopped,
    styled: getComputedStyle(document.querySelector('#styled')).position,
    sheet: getComputedStyle(document.querySelector('#styled2')).position,
    base: document.baseURI,
    evaluated: (() => { try { return eval('1') } catch { return 'refused' } })(),
  };
}"""
STOPPED = (
    "script-src-elem inline",
    "script-src-attr inline",
    "style-src-elem inline",
    "style-src-attr inline",
    f"script-src-elem {ELSEWHERE}/x.js",
    f"script-src-elem {ELSEWHERE}/m.js",
    "script-src-elem data",
    f"style-src-elem {ELSEWHERE}/x.css",
    f"img-src {ELSEWHERE}/x.png",
    f"font-src {ELSEWHERE}/x.woff2",
    f"media-src {ELSEWHERE}/x.mp4",
    f"frame-src {ELSEWHERE}",
    f"object-src {ELSEWHERE}",
    f"base-uri {ELSEWHERE}/",
    f"form-action {ELSEWHERE}/",
    f"connect-src {ELSEWHERE}/fetched",
    f"connect-src {ELSEWHERE}/beacon",
    "connect-src wss://evil.example/",
    "worker-src data",
)


@pytest.fixture(scope="module")
def hurt(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in whose briefing all the payloads stand as if nothing had escaped them."""
    folder = tmp_path_factory.mktemp("hurt")
    for path in built_site.rglob("*"):
        target = folder / path.relative_to(built_site)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            target.write_bytes(path.read_bytes())
    page = folder / PAGE
    html = page.read_text("utf-8")
    at = html.index("</article>")
    page.write_text(html[:at] + "\n".join(PAYLOADS.values()) + html[at:], "utf-8")
    return folder


def test_what_is_put_into_a_page_neither_runs_nor_loads(
    browser: Browser, hurt: Path, serve: Serve
) -> None:
    home = serve(hurt)
    with visiting(browser, home) as visit:
        visit.page.add_init_script(WATCH)
        visit.page.goto(f"{home}{PAGE}", wait_until="load")
        found = visit.page.evaluate(TRY, ELSEWHERE)
        assert found["ran"] == ""
        assert found["evaluated"] == "refused"
        assert found["base"].startswith(home)
        assert (found["styled"], found["sheet"]) == ("static", "static")
        stopped = set(found["stopped"])
        assert [one for one in STOPPED if one not in stopped] == [], sorted(stopped)
        assert visit.left == [], "a request left the page"
        assert visit.page.url == f"{home}{PAGE}"


# --- the program ---------------------------------------------------------------------------------

CODE = ROOT / "plugins/briefing"
NETWORK = {"socket", "ssl", "ftplib", "smtplib", "urllib.request", "http.client", "http.server"}
MAY = {
    "urllib.request": {"verifying.py", "visits.py"},
    "http.client": {"visits.py"},
    "socket": {"visits.py"},
    "ssl": {"visits.py"},
    "http.server": {"preview/server.py"},
}
"""Who may speak to a network: what an editor asks for by name, never a build or an import."""
NEVER = {"eval", "exec", "os.system", "os.popen", "pickle.loads", "yaml.load", "marshal.loads"}


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def _modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_no_module_starts_a_shell_or_speaks_to_a_network() -> None:
    wrong: list[str] = []
    for path in sorted(CODE.rglob("*.py")):
        name = path.relative_to(CODE).as_posix()
        tree = ast.parse(path.read_text("utf-8"))
        spoken = sorted(set(_modules(tree)) & NETWORK)
        wrong += [f"{name} imports {m}" for m in spoken if name not in MAY.get(m, ())]
        for called, call in _calls(tree):
            if called in NEVER or any(key.arg == "shell" for key in call.keywords):
                wrong.append(f"{name}:{call.lineno} calls {called}")
    assert wrong == []
