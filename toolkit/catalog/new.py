"""The start of a new platform: the smallest useful files, ready to be filled in."""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.texts import t

_PLATFORM = """\
title: {title}
domains: [{host}]
session:
  all_of: {{cookie: session_id}}        # what a sign-in leaves; look in the browser's developer tools
probe:                                 # a page that only a signed-in person sees
  open: https://{host}/account
  challenged: {{path: /captcha}}
  signed_out: {{path: /login}}
  signed_in: {{path: /account, visible: {{role: button, says: log_out}}}}
texts:
  log_in: {{en: Log in, es: Iniciar sesión, pt: Entrar}}
  log_out: {{en: Log out, es: Cerrar sesión, pt: Sair}}
sources: ["https://{host}/help"]
"""
_LOGIN = """\
steps:
  - open: https://{host}/login
  - fill: {{into: "input[name=username]", text: "{{user}}"}}
  - fill: {{into: "input[name=password]", secret: password}}
  - click: {{role: button, says: log_in}}
  - expect: {{that: {{path: /account}}, else: wrong_password}}
"""
_LOGOUT = """\
steps:
  - open: https://{host}/account
  - click: {{role: button, says: log_out}}
  - wait: {{path: /login}}
"""


def template(platform: str) -> dict[str, str]:
    """The files of a new platform by name, relative to a home directory or the repository.

    Raises UsageError (bad_value) for an id that is not `[a-z0-9_]+`.
    """
    if not re.fullmatch(r"[a-z0-9_]{1,40}", platform):
        raise UsageError("bad_value", what=t("new.id"), problem=t("new.expected_id"))
    words = {"title": f'"{platform.replace("_", " ").strip().title() or platform}"',
             "host": f"{platform.replace('_', '-').strip('-') or 'my'}.example"}
    return {
        f"platforms/{platform}.yaml": _PLATFORM.format(**words),
        f"flows/{platform}/login.yaml": _LOGIN.format(**words),
        f"flows/{platform}/logout.yaml": _LOGOUT.format(**words),
    }


def write_template(root: Path, platform: str) -> list[Path]:
    """Write the files of `template` below `root`; returns them. Nothing that is there is overwritten.

    Raises UsageError: bad_value, name_taken, home_unwritable.
    """
    files = {root / name: text for name, text in template(platform).items()}
    if any(path.exists() or path.is_symlink() for path in files):
        raise UsageError("name_taken", name=platform)
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as error:
        raise UsageError("home_unwritable", path=str(root), why=error.strerror or type(error).__name__) from None
    return list(files)
