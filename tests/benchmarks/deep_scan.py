"""The deep scan of a large profile against what a person has otherwise (GNU grep), and its peak of memory.

    python -m tests.benchmarks.deep_scan [--size BYTES] [--folder DIR]

Both in processes of their own, on files that are in memory; seconds are of one core's work (user and system), so
another program that runs at the same time counts for neither. grep looks for the same hosts as fixed strings, in any
case: it unpacks nothing, knows no boundaries and no UTF-16.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import resource
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.deep_profile import build
from toolkit.traces import PlatformRules
from toolkit.traces.deep import scan

GIGABYTE = 1_000_000_000
ROUNDS = 3
# Registrable hosts of the platforms that community managers use; the short ones are what makes it hard.
HOSTS = """
facebook.com messenger.com meta.com fbcdn.net fb.com fb.me instagram.com cdninstagram.com x.com twitter.com
twimg.com t.co linkedin.com licdn.com tiktok.com tiktokcdn.com tiktokv.com google.com youtube.com
googleusercontent.com gstatic.com googlevideo.com ytimg.com pinterest.com pinimg.com pinterest.es threads.com
threads.net whatsapp.com whatsapp.net telegram.org t.me telegram.me reddit.com redd.it redditstatic.com
snapchat.com snap.com sc-cdn.net twitch.tv ttvnw.net discord.com discordapp.com discord.gg tumblr.com bsky.app
bsky.social bsky.network mastodon.social mastodon.online mstdn.social pixelfed.social medium.com vimeo.com
vimeocdn.com canva.com canva.site hootsuite.com ow.ly buffer.com bufferapp.com metricool.com mailchimp.com
intuit.com wordpress.com gravatar.com jetpack.com automattic.com shopify.com myshopify.com shop.app
shopifycdn.com live.com microsoft.com microsoftonline.com office.com outlook.com bing.com msn.com
sharepoint.com microsoft365.com cloud.microsoft
""".split()
VALUES = 40


def rules() -> list[PlatformRules]:
    """Three hosts a platform, as a full catalogue would have."""
    return [PlatformRules(f"platform{at}", tuple(HOSTS[at : at + 3])) for at in range(0, len(HOSTS), 3)]


def one_scan(profile: Path) -> dict[str, float]:
    """In this process: seconds of work and of the clock, bytes, and the peak of memory in MB."""
    values = {"platform0": [secrets.token_hex(20).encode() for _ in range(VALUES)]}
    started, used = time.perf_counter(), time.process_time()
    reading = scan(profile, rules(), values)
    used, clock = time.process_time() - used, time.perf_counter() - started
    assert not reading.problems
    # Not getrusage: its peak is that of the process which started this one.
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    megabytes = int(peak[1]) / 1024 if peak else float("nan")
    return {"used": used, "clock": clock, "scanned": reading.scanned, "unpacked": reading.unpacked, "peak": megabytes}


def _grep(profile: Path, hosts: Path) -> float:
    """Seconds of work of `grep -raiFc -f hosts`."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        ["grep", "-raiFc", "-f", hosts, profile],
        env={**os.environ, "LC_ALL": "C"}, stdout=subprocess.DEVNULL, check=False,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare(folder: Path, size: int = GIGABYTE) -> None:
    """Build the profile in `folder`, measure, print."""
    profile, hosts = folder / "profile", folder / "hosts"
    if not profile.exists():
        asyncio.run(build(profile, size))
    hosts.write_text("\n".join(HOSTS) + "\n")
    command = [sys.executable, "-m", "tests.benchmarks.deep_scan", "--scan", str(profile)]
    runs: list[dict[str, float]] = []
    greps: list[float] = []
    for number in range(ROUNDS + 1):  # the first brings the files into memory
        run = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
        grep = _grep(profile, hosts)
        if number:
            runs.append(run)
            greps.append(grep)
    scanned, unpacked = runs[0]["scanned"], runs[0]["unpacked"]
    rates = [run["scanned"] / run["used"] / 1e6 for run in runs]
    ratio = statistics.median(grep / run["used"] for grep, run in zip(greps, runs, strict=True))
    print(
        f"verify --deep: {statistics.median(rates):.0f} MB/s a core (median of {ROUNDS}, best {max(rates):.0f}) over"
        f" {scanned / 1e6:.0f} MB with {unpacked / 1e6:.0f} MB unpacked from it, {len(HOSTS)} hosts and {VALUES}"
        f" values; peak {max(run['peak'] for run in runs):.0f} MB; {ratio:.1f} times as fast as grep -raiF, which"
        f" unpacks nothing ({scanned / statistics.median(greps) / 1e6:.0f} MB/s)"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=GIGABYTE)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--scan", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.scan:
        print(json.dumps(one_scan(chosen.scan)))
        return
    with tempfile.TemporaryDirectory(prefix="toolkit-bench-") as folder:
        compare(chosen.folder or Path(folder), chosen.size)


if __name__ == "__main__":
    main()
