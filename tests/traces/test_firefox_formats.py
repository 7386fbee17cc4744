"""Each of Firefox's formats, from bytes that are known: what is named is found, and what is not is not."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
from pathlib import Path

import cramjam
import pytest

from toolkit.traces import NameRule, PlatformRules, Reading, counts, read_profile
from toolkit.traces.files import NewerSchema, Unreadable
from toolkit.traces.firefox.attributes import parse_attributes, split_folder
from toolkit.traces.firefox.cache2 import Entry, entry
from toolkit.traces.firefox.mozlz4 import MAGIC, unpack

ALPHA = PlatformRules("alpha", ("alpha.test",), (NameRule("cookie", "sid", "exact", "session"),))
BETA = PlatformRules("beta", ("beta.test",))
WEBAPPS = "webappsstore2 (originAttributes TEXT, originKey TEXT, scope TEXT, key TEXT, value TEXT)"
COOKIES = "moz_cookies (host TEXT, name TEXT, path TEXT, originAttributes TEXT, value TEXT)"


def read(profile: Path) -> Reading:
    return read_profile(profile, [ALPHA, BETA])


def found(reading: Reading, platform: str = "alpha") -> set[tuple[str, str, str, str]]:
    return {(trace.store, trace.host, trace.name, trace.kind) for trace in reading.traces[platform]}


def write_table(path: Path, table: str, *rows: tuple[object, ...], version: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE {table}")
        for row in rows:
            database.execute(f"INSERT INTO {table.split(maxsplit=1)[0]} VALUES ({','.join('?' * len(row))})", row)
        database.execute(f"PRAGMA user_version = {version}")
    database.close()


def mozlz4(content: bytes) -> bytes:
    return MAGIC + len(content).to_bytes(4, "little") + bytes(cramjam.lz4.compress_block(content, store_size=False))


class Bytes:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)

    def at(self, start: int, count: int) -> bytes:
        return self.data[start : start + count]


def slot(key: bytes) -> bytes:
    """A row of the browser's tables of security states; the day before the key can look like letters."""
    return b"\x12\x34\0\1QK" + key.ljust(256, b"\0") + b"1795466034866,1,1,2".ljust(1024, b"\0")


def cache_entry(key: str, head: str, body: bytes = b"body", version: int = 4) -> bytes:
    named = b"request-method\0GET\0response-head\0" + head.encode() + b"\0"
    numbers = struct.pack(">8I", version, 1, 0, 0, 0, 0, len(key.encode()), 0)
    hashes = bytes(4) + bytes(2 * -(-len(body) // 262144))
    trailer = struct.pack(">I", version) if version >= 4 else b""
    return body + hashes + numbers + key.encode() + b"\0" + named + trailer + struct.pack(">I", len(body))


def parsed(key: str, head: str = "HTTP/1.1 200 OK\r\n", body: bytes = b"body", version: int = 4) -> Entry:
    return entry(Bytes(cache_entry(key, head, body, version)))


def test_mozlz4() -> None:
    text = b'{"a": 1}' * 99
    assert unpack(mozlz4(text)) == text
    for wrong in (b"", MAGIC, b"mozLz41\0" + mozlz4(text)[8:], mozlz4(text)[:-3], mozlz4(text) + b"xx"):
        with pytest.raises(Unreadable):
            unpack(wrong)
    for length in (1, len(text) + 1, 2**32 - 1):
        with pytest.raises(Unreadable):
            unpack(MAGIC + length.to_bytes(4, "little") + mozlz4(text)[12:])


@pytest.mark.parametrize(
    ("suffix", "top", "foreign", "container"),
    [
        ("", "", False, 0),
        ("^userContextId=2", "", False, 2),
        ("^partitionKey=%28https%2Calpha.test%29", "https://alpha.test", False, 0),
        ("^partitionKey=%28http%2Calpha.test%2C8080%29", "http://alpha.test:8080", False, 0),
        ("^partitionKey=%28https%2Calpha.test%2Cf%29&userContextId=3", "https://alpha.test", True, 3),
        ("^firstPartyDomain=alpha.test", "https://alpha.test", False, 0),
        ("^geckoViewSessionContextId=x", "", False, 0),
    ],
)
def test_origin_attributes(suffix: str, top: str, foreign: bool, container: int) -> None:
    attributes = parse_attributes(suffix)
    assert (attributes.top_site, attributes.foreign, attributes.container) == (top, foreign, container)


@pytest.mark.parametrize(
    ("folder", "origin"),
    [
        ("https+++www.alpha.test", "https://www.alpha.test"),
        ("http+++127.0.0.1+8080", "http://127.0.0.1:8080"),
        ("http+++[++1]+8080^userContextId=1", "http://[::1]:8080"),
        ("https+++xn--a-0ja.test^partitionKey=%28https%2Calpha.test%29", "https://xn--a-0ja.test"),
        ("moz-extension+++11111111-1111-1111-1111-111111111111", "None"),
        ("about+++home", "None"),
        ("chrome", "None"),
    ],
)
def test_names_of_folders(folder: str, origin: str) -> None:
    assert str(split_folder(folder)[0]) == origin


def test_keys_of_the_cache() -> None:
    key = "O^partitionKey=%28https%2Cbeta.test%29,a,:https://www.alpha.test/x?y=a,:https://z"
    assert str(parsed(key).origin) == "https://www.alpha.test"
    assert parsed(key).attributes.top_site == "https://beta.test"
    assert str(parsed("~predictor-origin,:https://www.alpha.test/").origin) == "https://www.alpha.test"
    assert str(parsed(":http://alpha.test:81/").origin) == "http://alpha.test:81"
    assert parsed(":about:home").origin is None
    assert parsed(":https://alpha.test/", body=b"x" * 600_000, version=3).key == ":https://alpha.test/"


def test_cookies_that_a_cached_answer_sets() -> None:
    lines = ["Set-Cookie: sid=abc; Path=/", "set-cookie:  b = c", "Set-Cookie: out=", "Set-Cookie: e=x; Max-Age=0",
             "Set-Cookie: f=x; expires=Thu, 01 Jan 1970 00:00:00 GMT", "X-Set-Cookie: no=1"]  # fmt: skip
    assert parsed(":https://alpha.test/", "HTTP/1.1 200\r\n" + "\r\n".join(lines)).cookies == ("b", "sid")


def test_entries_that_are_none() -> None:
    whole = cache_entry(":https://alpha.test/", "HTTP/1.1 200")
    for wrong in (b"", b"x" * 30, whole[:-1], whole[:-9], whole + b"\0", whole[4:], b"\xff" * 200):
        with pytest.raises(Unreadable):
            entry(Bytes(wrong))
    with pytest.raises(NewerSchema):
        parsed(":https://alpha.test/", version=5)


def test_a_doomed_entry_without_an_end_is_searched(tmp_path: Path) -> None:
    (tmp_path / "cache2" / "doomed").mkdir(parents=True)
    (tmp_path / "cache2" / "doomed" / "1").write_bytes(b"<a href=https://www.alpha.test/x>")
    reading = read(tmp_path)
    assert reading.problems == () and found(reading) == {("http_cache", "www.alpha.test", "", "visit")}


def test_cookies_in_containers_and_behind_first_parties(tmp_path: Path) -> None:
    rows = [(".alpha.test", "sid", "/", suffix, "v") for suffix in ("^userContextId=2", "^firstPartyDomain=beta.test")]
    write_table(tmp_path / "cookies.sqlite", COOKIES, *rows, version=17)
    reading = read(tmp_path)
    assert [(t.store, t.name, t.kind, t.count) for t in reading.traces["alpha"]] == [("cookies", "sid", "session", 2)]
    parts = {(p.attributes, p.top_site, p.cross_site, p.name) for p in reading.partitioned["alpha"]}
    assert parts == {
        ("^userContextId=2", "", False, "sid"),
        ("^firstPartyDomain=beta.test", "https://beta.test", True, "sid"),
    }
    assert found(reading, "beta") == {("partition", "beta.test", "", "visit")}


def test_session_files_wherever_they_lie(tmp_path: Path) -> None:
    state = {
        "cookies": [
            {
                "host": ".alpha.test",
                "name": "sid",
                "path": "/",
                "originAttributes": {"userContextId": 2, "partitionKey": ""},
            }
        ],
        "_closedWindows": [
            {"_closedTabs": [{"state": {"storage": {"https://www.alpha.test^userContextId=2": {"tok": "v"}}}}]}
        ],
    }
    text = mozlz4(json.dumps(state).encode())
    places = ("sessionstore.jsonlz4", "sessionstore-backups/upgrade.jsonlz4-20260101",
              "toolkit-aside/sessionstore.jsonlz4", "toolkit-aside/sessionstore-backups/previous.jsonlz4")  # fmt: skip
    (tmp_path / "prefs.js").touch()
    for place in places:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(text)
    reading = read(tmp_path)
    assert reading.problems == ()
    assert {t.path for t in reading.traces["alpha"] if t.store == "cookies" and t.kind == "session"} == set(places)
    assert {t.path for t in reading.traces["alpha"] if (t.store, t.name) == ("session_storage", "tok")} == set(places)
    assert {p.attributes for p in reading.partitioned["alpha"]} == {"^userContextId=2"}
    assert counts(tmp_path).cookies == 1


@pytest.mark.parametrize("text", [b"[]", b"{", b'{"cookies": {}}', b'{"cookies": ["sid"]}'])
def test_a_session_file_of_another_form(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "sessionstore.jsonlz4").write_bytes(mozlz4(text))
    assert read(tmp_path).disk("alpha") == "unknown"


def test_old_local_storage(tmp_path: Path) -> None:
    rows = [("", "tset.ahpla.www.:https:443", "", "tok", "v"), ("^userContextId=1", "tset.ateb.:http:80", "", "k", "v")]
    write_table(tmp_path / "webappsstore.sqlite", WEBAPPS, *rows, version=2)
    write_table(tmp_path / "storage" / "ls-archive.sqlite", WEBAPPS, rows[0], version=2)
    reading = read(tmp_path)
    assert [(t.path, t.host, t.name) for t in reading.traces["alpha"]] == [
        ("storage/ls-archive.sqlite", "www.alpha.test", "tok"),
        ("webappsstore.sqlite", "www.alpha.test", "tok"),
    ]
    assert reading.origins == {"alpha": ("https://www.alpha.test",), "beta": ("http://beta.test",)}


def test_saved_passwords(tmp_path: Path) -> None:
    login = {"hostname": "https://www.alpha.test", "formSubmitURL": "https://beta.test", "encryptedPassword": "x"}
    for name in ("logins.json", "logins-backup.json"):
        (tmp_path / name).write_text(json.dumps({"logins": [login, {"hostname": "https://gamma.test"}]}))
    write_table(tmp_path / "logins.db", "loginsL (origin TEXT)", ("https://www.alpha.test",), version=5)
    (tmp_path / "signedInUser.json").write_text("{}")
    reading = read(tmp_path)
    assert {t.path for t in reading.traces["alpha"] if t.kind == "session"} == {
        "logins.json",
        "logins-backup.json",
        "logins.db",
    }
    assert found(reading, "beta") == {("logins", "beta.test", "", "session")}
    assert reading.other_hosts == 2  # gamma.test and the Firefox account
    assert counts(tmp_path).passwords == 2


def test_columns_that_name_sites(tmp_path: Path) -> None:
    address = "https://www.alpha.test^partitionKey=%28https%2Cbeta.test%29"
    write_table(tmp_path / "permissions.sqlite", "moz_perms (origin TEXT, type TEXT)", (address, "cookie"), version=13)
    write_table(tmp_path / "content-prefs.sqlite", "groups (name TEXT)", ("www.alpha.test",), ("https://beta.test/x",))
    write_table(tmp_path / "bounce-tracking-protection.sqlite", "sites (siteHost TEXT, originAttributeSuffix TEXT)",
                ("alpha.test", ""))  # fmt: skip
    write_table(tmp_path / "formhistory.sqlite", "moz_sources (source TEXT)", ("https://alpha.test/in",))
    write_table(tmp_path / "credentialstate.sqlite", "identity (rpOrigin TEXT, idpOrigin TEXT)",
                ("https://alpha.test", "https://beta.test"))  # fmt: skip
    reading = read(tmp_path)
    assert reading.problems == ()
    assert found(reading) == {
        ("permissions", "www.alpha.test", "", "visit"),
        ("site_data", "www.alpha.test", "", "visit"),
        ("site_data", "alpha.test", "", "visit"),
        ("forms", "alpha.test", "", "identity"),
        ("federated", "alpha.test", "", "session"),
    }
    assert {(store, kind) for store, _, _, kind in found(reading, "beta")} == {
        ("partition", "visit"),
        ("site_data", "visit"),
        ("federated", "session"),
    }


@pytest.mark.parametrize(
    ("name", "text", "host"),
    [
        ("SiteSecurityServiceState.bin", slot(b"alpha.test^partitionKey=%28https%2Cbeta.test%29:HSTS"), "alpha.test"),
        ("SiteSecurityServiceState.txt", b"www.alpha.test:HSTS\t0\t1\t1,1,1\n", "www.alpha.test"),
        ("AlternateServices.bin", slot(b"x:HSTS") + slot(b"https:www.alpha.test:443:."), "www.alpha.test"),
        ("cert_override.txt", b"www.alpha.test:443:^userContextId=1\tOID\n", "www.alpha.test"),
        ("enumerate_devices.txt", b"x 1 https://www.alpha.test\n", "www.alpha.test"),
        ("serviceworker.txt", b"12\n\nhttps://www.alpha.test/\n#\n", "www.alpha.test"),
        ("notificationstore.json", b'{"https://www.alpha.test": {}}', "www.alpha.test"),
        ("prefs.js", b'user_pref("a", "https%3A%2F%2Fwww.alpha.test%2F");', "www.alpha.test"),
        ("prefs-1.js", b'user_pref("a", "https://me:pw@www.alpha.test/");', "www.alpha.test"),
        ("search.json.mozlz4", mozlz4(b'{"a": "https://www.alpha.test/s"}'), "www.alpha.test"),
        ("activity-stream.x.json", b'["http://www.alpha.test:81/"]', "www.alpha.test"),
    ],
)  # fmt: skip
def test_files_that_mention_sites(tmp_path: Path, name: str, text: bytes, host: str) -> None:
    (tmp_path / "prefs.js").touch()
    (tmp_path / name).write_bytes(text)
    reading = read(tmp_path)
    assert reading.problems == ()
    assert host in {trace.host for trace in reading.traces["alpha"] if trace.path == name}
    assert read_profile(tmp_path, [PlatformRules("lpha", ("lpha.test",))]).traces["lpha"] == ()


def test_history_bookmarks_and_downloads(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    places = [(1, "https://www.alpha.test/seen", 1), (2, "https://www.alpha.test/kept", 0),
              (3, "https://beta.test/left", 0), (4, "https://www.mozilla.org/about/", 0),
              (5, "https://gamma.test/", 2)]  # fmt: skip
    rows = [(number, url, visits, None, number) for number, url, visits in places]
    write_table(
        path,
        "moz_places (id INTEGER, url TEXT, visit_count INTEGER, last_visit_date INTEGER, origin_id INTEGER)",
        *rows,
    )
    write_table(path, "moz_bookmarks (fk INTEGER)", (2,), (4,))
    write_table(path, "moz_historyvisits (place_id INTEGER)", (1,))
    write_table(path, "moz_annos (place_id INTEGER)", (1,))
    write_table(path, "moz_origins (id INTEGER, host TEXT)", (1, "www.alpha.test"), (9, "old.beta.test"))
    reading = read(tmp_path)
    assert found(reading) == {
        ("history", "www.alpha.test", "", "visit"),
        ("bookmarks", "www.alpha.test", "", "kept"),
        ("downloads", "www.alpha.test", "", "visit"),
    }
    assert found(reading, "beta") == {("history", "beta.test", "", "visit"), ("history", "old.beta.test", "", "visit")}
    assert reading.other_hosts == 1 and counts(tmp_path).history_urls == 2


def test_a_folder_that_waits_to_be_removed(tmp_path: Path) -> None:
    folder = tmp_path / "storage" / "to-be-removed" / "123"
    folder.mkdir(parents=True)
    (folder / ".metadata-v2").write_bytes(b"\0\x0aalpha.test\0\0\0\x15https://www.alpha.test^userContextId=1\0\xab")
    assert found(read(tmp_path)) == {("storage", "www.alpha.test", "", "visit")}


def test_empty_folders_of_an_origin_are_still_a_trace(tmp_path: Path) -> None:
    (tmp_path / "storage" / "default" / "https+++www.alpha.test" / "idb").mkdir(parents=True)
    reading = read(tmp_path)
    assert found(reading) == {("storage", "www.alpha.test", "", "visit")}
    assert reading.origins["alpha"] == ("https://www.alpha.test",)


def test_both_families_in_one_directory(tmp_path: Path) -> None:
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text('{"profile": {"exit_type": "Normal"}}')
    write_table(tmp_path / "cookies.sqlite", COOKIES, (".alpha.test", "sid", "/", "", "v"), version=17)
    (tmp_path / "sessionCheckpoints.json").write_text('{"profile-before-change": true}')
    reading = read(tmp_path)
    assert reading.exit_type == "Crashed" and reading.disk("beta") == "unknown"
    done = {"profile-before-change": True, "sessionstore-final-state-write-complete": True}
    (tmp_path / "sessionCheckpoints.json").write_text(json.dumps(done))
    reading = read(tmp_path)
    assert (reading.exit_type, reading.disk("alpha"), reading.disk("beta")) == ("Normal", "dirty", "clean")
    (tmp_path / "Default" / "Preferences").write_text('{"profile": {"exit_type": "SessionEnded"}}')
    assert read(tmp_path).exit_type == "SessionEnded"


@pytest.mark.browser
def test_push_subscriptions(firefox_copy: Path) -> None:
    own = next(firefox_copy.glob("storage/permanent/chrome/idb/*piupsah.sqlite"))
    made = next(firefox_copy.glob("storage/default/https+++www.gamma.test/idb/*ipa*.sqlite"), None)
    made = made or next(firefox_copy.glob("storage/default/https+++www.gamma.test/idb/*piupsah.sqlite"))
    for ending in ("-wal", "-shm"):
        own.with_name(own.name + ending).unlink(missing_ok=True)
    shutil.copy(made, own)
    reading = read(firefox_copy)
    assert ("push", "www.alpha.test", "", "session") in found(reading)
    with sqlite3.connect(own) as database:
        database.execute("UPDATE object_data SET data = x'ff00ff'")
    database.close()
    assert read(firefox_copy).disk("alpha") == "unknown"
