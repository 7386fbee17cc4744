from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.errors import UsageError
from toolkit.workspace.default_profiles import default_folders, within
from toolkit.workspace.home import Home, find_home

ROOT = Path(__file__).parents[2]


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own home directory, with a Chrome profile in it."""
    for name in ("XDG_CONFIG_HOME", "CHROME_CONFIG_HOME", "CHROME_USER_DATA_DIR", "TOOLKIT_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "lucia"))
    (tmp_path / "lucia/.config/google-chrome/Default").mkdir(parents=True)
    return tmp_path / "lucia"


def code(error: pytest.ExceptionInfo[UsageError]) -> str:
    return error.value.reason.code


def test_where_home_is(person: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_home(Path("here"), {"TOOLKIT_HOME": "/elsewhere"}).path == tmp_path / "here"
    assert find_home(None, {"TOOLKIT_HOME": "/elsewhere"}).path == Path("/elsewhere")
    assert find_home(Path("~/equipo"), {}).path == person / "equipo"
    if sys.platform == "linux":
        assert find_home(None, {}).path == person / ".local/share/toolkit"


def test_create(person: Path) -> None:
    home = find_home(person / "a/b")
    home.create()
    home.create()
    for folder in (home.path, home.profiles, home.platforms, home.flows, home.receipts):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert home.profile("acme") == home.path / "profiles/acme"
    assert sorted(path.name for path in home.path.iterdir()) == ["flows", "platforms", "profiles", "receipts"]
    with pytest.raises(UsageError) as error:
        home.config()
    assert (code(error), error.value.reason.params) == ("no_workspace", {"path": str(home.path)})


def test_create_closes_a_workspace_and_leaves_other_folders_alone(person: Path) -> None:
    mixed = person / "Documentos"
    mixed.mkdir(mode=0o755)
    (mixed / "carta.txt").touch()
    find_home(mixed).create()
    assert mixed.stat().st_mode & 0o777 == 0o755
    assert (mixed / "profiles").stat().st_mode & 0o777 == 0o700
    (mixed / "toolkit.yaml").touch()
    (mixed / "profiles").chmod(0o755)
    find_home(mixed).create()
    assert mixed.stat().st_mode & 0o777 == (mixed / "profiles").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "place",
    [
        ".config/google-chrome",
        ".config/google-chrome/Default",
        ".mozilla/firefox/x.default",
        ".config/BraveSoftware/Brave-Browser",
        "snap/chromium/common/chromium",
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="folders of Linux; the others are tested by `within` below")
def test_a_browsers_own_folder_is_refused(person: Path, place: str) -> None:
    with pytest.raises(UsageError) as error:
        find_home(person / place)
    assert code(error) == "profile_refused"
    link = person / "innocent"
    link.symlink_to(person / place)
    with pytest.raises(UsageError) as linked:
        find_home(link / "home" if "Default" in place else link)
    assert code(linked) == "profile_refused"


@pytest.mark.skipif(sys.platform != "linux", reason="folders of Linux")
def test_links_between_profiles_and_a_browsers_own_folder(person: Path) -> None:
    home = find_home(person / "home")
    home.create()
    (home.profiles / "acme").symlink_to(person / ".config/google-chrome")
    (home.profiles / "beta").symlink_to(person / "elsewhere")
    (home.profiles / "gamma").mkdir()
    # the person's own Chrome was pointed at our profile
    (person / ".config/chromium").symlink_to(home.profiles / "gamma")
    for name in ("acme", "beta", "gamma"):
        with pytest.raises(UsageError) as error:
            home.profile(name)
        assert code(error) == "profile_refused"
    (person / ".config/chromium").unlink()
    assert home.profile("gamma").is_dir()
    home.profiles.rename(person / "moved")
    home.profiles.symlink_to(person / "moved")
    with pytest.raises(UsageError) as error:
        home.profile("gamma")
    assert code(error) == "profile_refused"


def test_a_linked_home_is_fine(person: Path) -> None:
    (person / "real").mkdir()
    (person / "link").symlink_to(person / "real")
    home = find_home(person / "link")
    home.create()
    assert home.profile("acme") == person / "link/profiles/acme"


@pytest.mark.parametrize("name", ["..", "../x", "A", "", "con", "a/b"])
def test_odd_profile_names(person: Path, name: str) -> None:
    with pytest.raises(UsageError) as error:
        Home(person).profile(name)
    assert code(error) == "bad_value"


@pytest.mark.parametrize(
    ("platform", "environ", "theirs", "ours"),
    [
        (
            "win32",
                {"USERPROFILE": r"C:\Users\Lucía",
                "LOCALAPPDATA": r"C:\Users\Lucía\AppData\Local",
                "APPDATA": r"D:\Roaming"},
            [
                r"C:\Users\Lucía\AppData\Local\Google\Chrome\User Data", r"c:\users\LUCÍA\appdata\local\google\chrome",
                "C:/Users/Lucía/AppData/Local/Microsoft/Edge/User Data/Default",
                r"D:\Roaming\Mozilla\Firefox\Profiles\a.b",
                r"C:\Users\Lucía\AppData\Local\toolkit\..\Chromium\User Data",
                r"C:\Users\Lucía\AppData\Local\BraveSoftware\Brave-Browser\User Data",
            ],
                [r"C:\Users\Lucía\AppData\Local\toolkit",
                r"C:\Users\Lucía\AppData\Local\Google\ChromeOther",
                r"E:\toolkit"],
        ),
        (
            "darwin",
            {"HOME": "/Users/lucia"},
            [
                "/Users/lucia/Library/Application Support/Google/Chrome",
                "/users/lucia/library/application support/chromium/x",
                "/Users/lucia/Library/Application Support/Firefox/Profiles",
                "/Users/lucia/Library/Application Support/Microsoft Edge",
                "/Users/lucia/Library/Application Support/BraveSoftware/Brave-Browser",
            ],
            ["/Users/lucia/Library/Application Support/toolkit", "/Users/lucia/Library/Application Support/Google"],
        ),
        (
            "linux",
            {"HOME": "/home/lucia", "XDG_CONFIG_HOME": "/cfg", "CHROME_USER_DATA_DIR": "/mine"},
            [
                "/home/lucia/.config/chromium", "/cfg/google-chrome/Default", "/cfg/microsoft-edge", "/mine/Default",
                "/home/lucia/.mozilla/firefox", "/home/lucia/.var/app/org.mozilla.firefox/.mozilla/firefox",
                "/home/lucia/.config/mozilla/firefox",
            ],
            ["/home/lucia/.local/share/toolkit", "/home/lucia/.config/Chromium", "/home/lucia/.config/chromium2"],
        ),
    ],
)  # fmt: skip
def test_folders_of_each_system(platform: str, environ: dict[str, str], theirs: list[str], ours: list[str]) -> None:
    folders = default_folders(platform, environ)
    for path in theirs:
        assert any(within(path, folder, platform) for folder in folders), path
    for path in ours:
        assert not any(within(path, folder, platform) for folder in folders), path


UNWRITABLE = """
import os, sys
from pathlib import Path
import encodings.utf_8_sig, filelock, psutil, ruamel.yaml, toolkit.texts.file, toolkit.texts.journal
from toolkit.errors import UsageError
from toolkit.workspace import edit
from toolkit.workspace.home import Home
from toolkit.workspace.journal import Journal
home = Home(Path(sys.argv[1]))
# everything is imported: the other user may not reach this Python's own folder
os.setgroups([]); os.setgid(65534); os.setuid(65534)
def remove(): edit.remove_profile(home, "acme")
for call in (home.create, lambda: edit.init(home), remove, lambda: Journal(home.journal_file)):
    try:
        call()
        print("done")
    except UsageError as error:
        print(error.reason.code, error.reason.params.get("why", error.reason.params))
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root becomes an unprivileged user here")
@pytest.mark.parametrize("prepared", [False, True])
def test_read_only_home_as_an_unprivileged_user(tmp_path: Path, prepared: bool) -> None:
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(0o755)  # pytest closes its folders; the other user must get as far as our home
    home = Home(tmp_path / "home")
    if prepared:
        home.create()
        home.config_file.write_text("version: 1\nprofiles: {acme: {}}\n")
        home.config_file.chmod(0o644)
        home.path.chmod(0o755)
    program = [sys.executable, "-c", UNWRITABLE, str(home.path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(program, capture_output=True, text=True, env=environment, check=False, timeout=60)
    lines = done.stdout.splitlines()
    assert len(lines) == 4, done.stdout + done.stderr
    assert lines[:2] == ["home_unwritable Permission denied"] * 2
    assert lines[3] == "home_unwritable " + ("Permission denied" if prepared else "No such file or directory")
    assert lines[2].startswith("home_unwritable Permission denied" if prepared else "no_workspace")


@pytest.mark.skipif(os.name == "nt", reason="a file in the way has another error there")
def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError) as error:
        Home(tmp_path / "file/home").create()
    assert (code(error), error.value.reason.params["why"]) == ("home_unwritable", "Not a directory")
