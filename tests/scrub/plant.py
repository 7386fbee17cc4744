"""Two sites in one real profile: alpha, which is to go, and gamma, its neighbour, which has to lose nothing."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext

from tests.traces.chromium import opened
from toolkit.traces import NameRule, PlatformRules

GOES, STAYS = "www.alpha.test", "www.gamma.test"
MARK = {GOES: "c2Vzc2lvbi1vZi1hbHBoYS0x", STAYS: "bmVpZ2hib3VyLW9mLWFscGhh"}
RULES = [
    PlatformRules(
        "alpha",
        ("alpha.test",),
        (
            NameRule("cookie", "sessionid", "exact", "session"),
            NameRule("cookie", "device_id", "exact", "device"),
            NameRule("local_storage", "token", "exact", "session"),
        ),
    )
]
NEIGHBOUR = [PlatformRules("gamma", ("gamma.test",))]

_FILL = """async ([mark, entries]) => {
  for (const [key, value] of entries) localStorage.setItem(key, value);
  localStorage.setItem('token', mark);
  localStorage.setItem('old', mark + '-old');
  localStorage.removeItem('old');
  sessionStorage.setItem('tab-token', mark);
  document.cookie = 'from_page=' + mark + '; path=/; max-age=86400; secure';
  const database = await new Promise((done, fail) => {
    const request = indexedDB.open('accounts', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('store');
    request.onerror = () => fail(request.error);
    request.onsuccess = () => done(request.result);
  });
  await new Promise((done) => {
    const write = database.transaction('store', 'readwrite');
    write.objectStore('store').put(mark, 'text');
    write.objectStore('store').put(new Blob([(mark + ' ').repeat(5000)]), 'blob');
    write.oncomplete = done;
  });
  database.close();
  await (await caches.open('pages')).put('/cached', new Response(mark));
  const root = await navigator.storage.getDirectory();
  const writing = await (await root.getFileHandle('file', {create: true})).createWritable();
  await writing.write(mark);
  await writing.close();
  await navigator.serviceWorker.register('/sw.js');
  await navigator.serviceWorker.ready;
}"""

_LOOK = """async () => {
  const found = {local: Object.entries(localStorage).sort(), cookies: document.cookie.split('; ').sort()};
  found.databases = (await indexedDB.databases()).map((database) => database.name);
  found.cached = (await (await caches.match('/cached'))?.text()) ?? null;
  found.workers = (await navigator.serviceWorker.getRegistrations()).length;
  const root = await navigator.storage.getDirectory();
  found.files = [];
  for await (const name of root.keys()) found.files.push(name);
  if (found.databases.length) {
    const database = await new Promise((done) => {
      const request = indexedDB.open('accounts');
      request.onsuccess = () => done(request.result);
    });
    const store = database.transaction('store').objectStore('store');
    const get = (key) => new Promise((done) => { const r = store.get(key); r.onsuccess = () => done(r.result); });
    const [text, blob] = await Promise.all([get('text'), get('blob')]);
    found.values = [text, await blob.text()];
    database.close();
  }
  return found;
}"""


def entries(host: str, seed: int = 7) -> list[tuple[str, str]]:
    """About 2 million characters of Local Storage: empty and large, plain and not, many of them."""
    chance = random.Random(f"{host}{seed}")
    sizes = [0, 1, 65_530, 65_536, 70_000, 300_000, *(chance.randint(0, 2000) for _ in range(200))]
    letters = ["abcdefghijklmnopqrstuvwxyz0123456789", "áéíóúñ¿¡ çãõ", "тема日本語😀"]
    return [
        (f"{chance.choice(['key', 'ключ', 'clé'])}-{number}", "".join(chance.choices(chance.choice(letters), k=size)))
        for number, size in enumerate(sizes)
    ]


async def fill(context: BrowserContext, host: str, seed: int = 7) -> None:
    page = await context.new_page()
    await page.goto(f"https://{host}/")
    await page.evaluate(_FILL, [MARK[host], entries(host, seed)])


async def look(context: BrowserContext, host: str) -> dict[str, Any]:
    """What a page of `host` finds of its own."""
    page = await context.new_page()
    await page.goto(f"https://{host}/empty")
    found: dict[str, Any] = json.loads(json.dumps(await page.evaluate(_LOOK)))
    await page.close()
    return found


async def plant(profile: Path, https: int) -> dict[str, Any]:
    """Fill both, twice, so that parts are compacted into tables; what the neighbour finds afterwards."""
    for seed in (7, 8):
        async with opened(profile, https) as context:
            for host in (STAYS, GOES):
                await fill(context, host, seed)
    async with opened(profile, https) as context:
        return await look(context, STAYS)


async def seen(profile: Path, https: int, hosts: Sequence[str] = (STAYS, GOES)) -> dict[str, dict[str, Any]]:
    """What each of them finds when the browser starts on the profile."""
    async with opened(profile, https) as context:
        return {host: await look(context, host) for host in hosts}


def holding(profile: Path, text: str) -> set[str]:
    """The files that hold `text`, in one byte a character or two."""
    wanted = (text.encode(), text.encode("utf-16-le"))
    files = (path for path in profile.rglob("*") if path.is_file() and not path.is_symlink())
    found = ((path, path.read_bytes()) for path in files)
    return {path.relative_to(profile).as_posix() for path, data in found if any(each in data for each in wanted)}
