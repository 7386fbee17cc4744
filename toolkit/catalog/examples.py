"""One short example for every key of the flow language; the documentation shows them, the tests read them."""

from __future__ import annotations

STEPS: dict[str, str] = {
    "open": "- open: https://example.com/login",
    "click": "- click:\n    - {role: button, says: log_in}\n    - button[type=submit]",
    "fill": "- fill:\n    into: input[name=password]\n    secret: password",
    "press": "- press:\n    key: Enter\n    on: input[name=code]",
    "select": "- select: {in: select#language, value: es}",
    "check": "- check: {box: {label: all_devices}, to: true}",
    "wait": "- wait: {path: /home}\n  within: 20s",
    "expect": "- expect:\n    that: {path: /home}\n    else: wrong_password",
    "request": "- request:\n    url: https://example.com/api/logout\n    method: POST",
    "clear_storage": "- clear_storage:\n    origin: https://example.com/\n    local_storage: [remembered_*]",
    "person": "- person: type_the_code\n  within: 5m",
    "screenshot": "- screenshot: after-logout",
    "use": "- use: logout",
    "if": "- if: {visible: {says: not_now}}\n  then:\n    - click: {role: button, says: not_now}",
    "any": "- any:\n    - - open: https://example.com/logout\n    - - click: {role: link, says: log_out}",
    "repeat": "- repeat:\n    until: {hidden: a.revoke}\n    steps: [click: a.revoke]",
    "then": "- if: {path: /welcome}\n  then:\n    - click: {role: button, says: not_now}",
    "else": "- if: {path: /home}\n  then: [screenshot: home]\n  else: [open: https://example.com/home]",
    "within": "- click: {role: button, says: allow_cookies}\n  within: 500ms",
    "optional": "- click: {role: button, says: not_now}\n  optional: true",
    "retry": "- open: https://example.com/settings\n  retry: 2",
}

CONDITIONS: dict[str, str] = {
    "path": "path: [/home, /users/*/feed]",
    "fragment": "fragment: /login",
    "visible": "visible: [{role: button, says: log_out}, nav#menu]",
    "hidden": "hidden: input[type=password]",
    "stored": "stored: {cookie: logged_in, value: 1}",
    "status": "status: [401, 403]",
    "json": "json: {at: viewer.username}",
    "any": "any:\n  - path: /home\n  - visible: nav#menu",
    "not": "not: {path: /login}",
}

TARGETS: dict[str, str] = {
    "role": "{role: button, says: log_out}",
    "says": "{says: log_out}",
    "name": "{role: button, name: OK}",
    "label": "{label: user_name}",
    "placeholder": "{placeholder: search}",
    "test_id": "{test_id: confirm-logout}",
    "css": "input[name=username]",
    "frame": '{css: "button#accept", frame: "iframe#consent"}',
}

PLATFORM: dict[str, str] = {
    "title": "title: Example",
    "domains": "domains: [example.com]",
    "assets": "assets: [examplecdn.net]",
    "vars": "vars:\n  instance: {about: host name of the instance}",
    "session": "session:\n  all_of: {cookie: sid}\n  conclusive: true",
    "identity": "identity:\n  - local_storage: last_user",
    "device": "device: {cookie: known_device}",
    "probe": "probe:\n  open: https://example.com/account\n  # and signed_out, signed_in: see below",
    "replay": "replay: never",
    "signs_in_through": "signs_in_through: [google]",
    "accounts_at_most": "accounts_at_most: 5",
    "texts": "texts:\n  log_out: {en: Log out, es: [Cerrar sesión, Salir], pt: Sair}",
    "risks": "risks:\n  - A new device is checked by e-mail.",
    "confidence": "confidence: {session: high, logout: medium}",
    "sources": "sources:\n  - https://example.com/help/log-out",
    "verified": "verified: {kind: replica, on: 2026-11-22}",
}

PROBE: dict[str, str] = {
    "open": "open: https://example.com/account",
    "request": "request: {url: https://example.com/api/me}",
    "challenged": "challenged: {path: /captcha}",
    "signed_out": "signed_out: {path: /login}",
    "signed_in": "signed_in:\n  path: /account\n  visible: {role: button, says: log_out}",
    "settle": "settle: 1s",
    "within": "within: 20s",
    "account": "account:\n  stored: {cookie: user_id}\n  take: digits",
}

FLOW: dict[str, str] = {
    "about": "about: One page, then a code.",
    "steps": "steps:\n  - open: https://example.com/login\n  - use: logout",
    "confidence": "confidence: medium",
    "sources": "sources: [https://example.com/help]",
    "verified": "verified: {kind: live account, on: 2026-11-22}",
}

# parts that stand inside the keys above: one example of the whole part each
PARTS: dict[str, str] = {
    "Var": "about: host name of the instance, such as social.example\ndefault: social.example",
    "Session": "all_of: [{cookie: sid}, {cookie: user_id}]\nalso: {cookie: other_accounts}\nconclusive: true",
    "AccountId": "stored: {cookie: twid}\nurl_decode: true\nafter: u=",
    "Verified": "kind: live account\non: 2026-11-22",
    "Fill": "into: ['input[name=user]', {label: user_name}]\ntext: '{user}'",
    "Press": "key: Escape",
    "Select": "in: select#account\nsays: all_accounts",
    "Check": "box: input[name=all]\nto: false",
    "Expect": "that: {stored: {cookie: sid}}\nelse: wrong_password",
    "Request": "url: https://example.com/logout\nmethod: POST\nform: {everywhere: 0}",
    "Token": "from: {cookie: csrftoken}\ninto: {header: X-CSRFToken}",
    "TokenFrom": "meta: csrf-token\npage: https://example.com/account",
    "TokenInto": "form: authenticity_token",
    "ClearStorage": "origin: https://example.com/\neverything: true",
    "Repeat": "until: {path: /login}\nat_most: 3\nsteps: [use: logout]",
    "Stored": "local_storage: session_*",
    "JsonRule": "at: viewer.id\nequals: 12",
}
