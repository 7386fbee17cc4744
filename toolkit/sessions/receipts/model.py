"""What a receipt holds, version 2; version 1 (never signed, in no chain) is read into the same parts.

`python -m toolkit.sessions.receipts.model` writes `receipt.schema.json`, the JSON Schema of version 2.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from toolkit.sessions.results import Browser, Disk, Server, Verdict

VERSION = 2
Store = Literal["keyring", "file"]
Unsigned = Literal["keyring_locked", "keyring_absent", "key_unusable"]

Sha256 = Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
PublicKey = Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$", description="Ed25519, 32 bytes (RFC 8032)")]
SignatureValue = Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{128}$", description="Ed25519, 64 bytes (RFC 8032)")]
Time = Annotated[StrictStr, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", description="ISO 8601, UTC")]
Count = Annotated[StrictInt, Field(ge=0)]
Milliseconds = Annotated[StrictInt, Field(ge=0, description="milliseconds")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Row(BaseModel):
    """What a run found. Later programs may add to it; what is unknown here is signed all the same."""

    model_config = ConfigDict(extra="allow", frozen=True)


class ReasonText(_Row):
    """Why something could not be done: the code, the sentence as the person saw it, and in each language."""

    code: StrictStr
    text: StrictStr
    texts: dict[StrictStr, StrictStr] = Field(default_factory=dict)

    def in_language(self, language: str) -> str:
        return self.texts.get(language, self.text)


class TraceRow(_Row):
    """Something left on the disk: where and under which name, never what it holds."""

    store: StrictStr
    path: StrictStr
    host: StrictStr
    name: StrictStr
    kind: StrictStr
    count: Count


class ProfileRow(_Row):
    """One profile. `client` and `clean` (how it is kept) are null for a profile that is in the settings no more."""

    profile: StrictStr
    client: StrictStr | None = None
    clean: Literal["everything", "sessions"] | None = None
    verdict: Verdict
    disk: Disk
    reason: ReasonText | None
    other_hosts: Count
    traces: tuple[TraceRow, ...]


class ResultRow(_Row):
    """One platform of one profile. `server` and `browser` are null where nothing ran."""

    profile: StrictStr
    platform: StrictStr
    account: StrictStr | None
    verdict: Verdict
    server: Server | None
    browser: Browser | None
    disk: Disk
    open_on_server: StrictBool
    reason: ReasonText | None
    milliseconds: Milliseconds
    traces: tuple[TraceRow, ...]


class RunReport(_Row):
    """The report of the run, as `--json` prints it, but for durations: milliseconds here."""

    version: Literal[1]
    command: StrictStr
    environment: Literal["live", "replica"]
    verdict: Verdict
    started: Time
    milliseconds: Milliseconds
    profiles: tuple[ProfileRow, ...]
    results: tuple[ResultRow, ...]
    receipt: None


class Signer(_Part):
    """Who signed. `key_id` is the SHA-256 of the 32 bytes of the public key; `replaces` is the chain's key before."""

    key_id: Sha256
    public_key: PublicKey
    store: Annotated[Store, Field(description="where the private key is kept")]
    replaces: PublicKey | None


class Signature(_Part):
    """Over the canonical bytes of the receipt without its member `signature`. `old_key`: by the key it replaces."""

    value: SignatureValue
    old_key: SignatureValue | None


class Receipt(_Part):
    """One receipt. The file holds its canonical bytes and nothing else."""

    version: Literal[2]
    name: Annotated[StrictStr, Field(description="the file's name without `.json`")]
    sequence: Annotated[StrictInt, Field(ge=1, le=2**50)]
    previous: Annotated[Sha256 | None, Field(description="SHA-256 of the previous receipt's file; null in the first")]
    written: Time
    utc_offset: Annotated[StrictStr, Field(pattern=r"^[+-]\d\d:\d\d$", description="of the computer's clock, then")]
    toolkit: Annotated[StrictStr, Field(description="version of the program")]
    system: StrictStr
    host: Annotated[StrictStr, Field(description="the computer's name")]
    signer: Signer | None
    unsigned: Annotated[Unsigned | None, Field(description="why there is no signature")]
    report: RunReport
    signature: Signature | None


class OldReceipt(_Part):
    """Version 1."""

    version: Literal[1]
    written: Time
    toolkit: StrictStr
    system: StrictStr
    host: StrictStr
    report: RunReport
    signature: None


def from_old(body: dict[str, Any]) -> OldReceipt:
    """Version 1, its seconds made milliseconds. Raises ValueError, TypeError, KeyError for anything else."""
    report = body["report"]
    rows = [_without_seconds(row) for row in report["results"]]
    return OldReceipt.model_validate({**body, "report": {**_without_seconds(report), "results": rows}})


def _without_seconds(row: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in row.items() if key != "seconds"}
    return {**rest, "milliseconds": round(float(row["seconds"]) * 1000)}


def schema() -> dict[str, Any]:
    """The JSON Schema of a receipt."""
    dialect = "https://json-schema.org/draft/2020-12/schema"  # the one that pydantic writes
    return {"$schema": dialect, **Receipt.model_json_schema(), "title": "Receipt of toolkit, version 2"}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=1) + "\n")
