"""What is asked of the profiles that `firefox.plant` makes."""

from __future__ import annotations

from toolkit.traces import NameRule, PlatformRules


def rules(port: int) -> list[PlatformRules]:
    return [
        PlatformRules(
            "alpha",
            ("alpha.test",),
            (
                NameRule("cookie", "sessionid", "exact", "session"),
                NameRule("cookie", "until_close", "exact", "session"),
                NameRule("cookie", "device_id", "exact", "device"),
                NameRule("cookie", "seen_", "prefix", "identity", host="www.alpha.test"),
                NameRule("local_storage", "tok", "prefix", "session"),
                NameRule("session_storage", "tab-token", "exact", "session"),
                NameRule("indexed_db", "accounts-db", "exact", "identity"),
            ),
        ),
        PlatformRules("beta", ("beta.test",), (NameRule("local_storage", "token", "exact", "session"),)),
        PlatformRules("address", (f"127.0.0.1:{port}",)),
        PlatformRules("name", (f"localhost:{port}",)),
        PlatformRules("other_port", ("localhost:9",)),
        PlatformRules("mozilla", ("mozilla.org", "mozilla.com", "mozilla.net")),
        PlatformRules("google", ("google.com",)),
        PlatformRules("never", ("never.test",)),
    ]
