"""What is wrong with a chain of receipts. Pure: files as read, heads and keys as known; findings out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.errors import Exit, Reason
from toolkit.sessions.receipts.folder import Found
from toolkit.sessions.receipts.keys import key_id
from toolkit.sessions.receipts.model import Receipt
from toolkit.sessions.receipts.places import Head


@dataclass(frozen=True)
class Finding:
    """`name`: the receipt that it is about; None for what concerns the chain as a whole."""

    reason: Reason
    name: str | None = None

    @property
    def exit(self) -> Exit:
        return self.reason.exit


def finding(code: str, name: str | None = None, **params: object) -> Finding:
    return Finding(Reason(code, {"name": name or "", **params} if name else params), name)


@dataclass(frozen=True)
class Link:
    """A receipt that is what was written (signed, or honestly unsigned), at its place in the chain."""

    found: Found
    receipt: Receipt

    @property
    def name(self) -> str:
        return self.found.name


@dataclass
class Chain:
    """`links`: one for each number, in order. `key_changes`: (name, key before, key from here on, both have signed)."""

    links: list[Link] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    key_changes: list[tuple[str, str, str, bool]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """Public keys that signed, in order; those of `receipt_foreign` are not among them."""

    @property
    def newest(self) -> Link | None:
        return self.links[-1] if self.links else None

    def blame(self, code: str, name: str | None = None, **params: object) -> None:
        self.findings.append(finding(code, name, **params))

    def is_blamed(self, name: str) -> bool:
        return any(one.name == name and one.exit == Exit.DIRTY for one in self.findings)


def examine(found: Sequence[Found], heads: Sequence[Head], held: Sequence[str]) -> Chain:
    """Judge the files `found` (by name) against the heads and the public keys that could be read."""
    chain = Chain(findings=[one for each in found for one in _of_file(each)])
    chain.links = _one_of_each(chain, found, heads)
    wanted = _wanted(found, heads)
    # a version that we cannot read is believed to be a receipt where the chain knows its hash
    bad = [one for one in found if one.state in ("changed", "unreadable") or _is_known(one, wanted)]
    _keys(chain, held)
    _hang_together(chain, bad)
    for head in heads:
        _end(chain, bad, head)
    return chain


def _of_file(one: Found) -> Iterator[Finding]:
    if one.state == "changed":
        yield finding("receipt_changed", one.name)
    elif one.state == "newer":
        yield finding("receipt_newer", one.name)
    elif one.state == "unreadable":
        yield finding("unreadable", one.name, path=f"receipts/{one.name}.json")
    elif one.state == "unsigned":
        why = one.receipt.unsigned if one.receipt else "version_1"
        yield finding("receipt_unsigned", one.name, why=_why(why or ""))


def _why(code: str) -> str:
    from toolkit.texts import t

    return t(f"receipts.unsigned.{code}")


def _one_of_each(chain: Chain, found: Sequence[Found], heads: Sequence[Head]) -> list[Link]:
    """One receipt for each number; copies, renamed ones and rivals for a number become findings."""
    by_number: dict[int, list[Link]] = defaultdict(list)
    for one in found:
        if one.receipt and one.state in ("signed", "unsigned"):
            by_number[one.receipt.sequence].append(Link(one, one.receipt))
    wanted = _wanted(found, heads)
    links = []
    for number in sorted(by_number):
        rivals = by_number[number]
        # the one that the rest of the chain goes on from, under its own name
        real = max(rivals, key=lambda link: (link.found.digest in wanted, link.receipt.name == link.name))
        links.append(real)
        if real.receipt.name != real.name:
            chain.blame("receipt_moved", real.name, own=real.receipt.name)
        for rival in rivals:
            if rival is not real:
                copy = rival.found.digest == real.found.digest
                code = "receipt_twice" if copy else "receipt_replaced"
                chain.blame(code, rival.name, other=real.name)
    return links


def _wanted(found: Sequence[Found], heads: Sequence[Head]) -> set[str]:
    """The hashes of receipts that the heads and other receipts speak of."""
    previous = {one.receipt.previous for one in found if one.receipt and one.state in ("signed", "unsigned")}
    return {head.digest for head in heads} | {sha256 for sha256 in previous if sha256}


def _is_known(one: Found, wanted: set[str]) -> bool:
    return one.state == "newer" and one.digest in wanted


def _keys(chain: Chain, held: Sequence[str]) -> None:
    """Follow the keys: each new one must say which it replaces; the last one must be ours, where we know ours."""
    spans: list[tuple[str, list[Link]]] = []
    number, gap = 0, False
    for link in chain.links:
        gap, number = gap or link.receipt.sequence > number + 1, link.receipt.sequence
        signer = link.receipt.signer
        if signer is None:
            continue
        # the receipt that named the key may be the one that is missing
        gap, explained = False, gap and signer.public_key in held
        before = spans[-1][0] if spans else None
        if before == signer.public_key:
            spans[-1][1].append(link)
        elif before is None or signer.replaces == before or explained:
            spans.append((signer.public_key, [link]))
        else:
            chain.blame("receipt_foreign", link.name, key=_short(signer.public_key))
    if held and not {key for key, _ in spans} & set(held):
        foreign, spans = spans, []
    else:
        foreign = []
        while held and spans and spans[-1][0] not in held and not spans[-1][1][0].found.vouched:
            foreign.append(spans.pop())
    for key, links in foreign:
        for link in links:
            chain.blame("receipt_foreign", link.name, key=_short(key))
    chain.keys = [key for key, _ in spans]
    for (before, _), (key, links) in pairwise(spans):
        first = links[0]
        chain.key_changes.append((first.name, _short(before), _short(key), first.found.vouched))
        if not first.found.vouched:
            chain.blame("receipt_key_changed", first.name, old=_short(before), key=_short(key))


def _short(public: str) -> str:
    return key_id(public)[:16]


def _hang_together(chain: Chain, bad: Sequence[Found]) -> None:
    """Numbers without a gap, each receipt with the hash of the one before."""
    before: Link | None = None
    for link in chain.links:
        number = before.receipt.sequence if before else 0
        gap = link.receipt.sequence - number - 1
        if gap:
            _missing(chain, bad, number + 1, link.receipt.sequence - 1, before, link)
        elif before and link.receipt.previous != before.found.digest:
            if before.found.state == "unsigned":
                chain.blame("receipt_changed", before.name)
            elif not chain.is_blamed(before.name) and not chain.is_blamed(link.name):
                chain.blame("receipt_replaced", before.name, other=link.name)
        before = link


def _missing(
    chain: Chain, bad: Sequence[Found], first: int, last: int, before: Link | None, after: Link | None
) -> None:
    """Blame a gap, unless spoilt files stand in it: those are told of already."""
    low, high = before.receipt.name if before else "", after.receipt.name if after else "~"
    if sum(low < one.name < high for one in bad) <= last - first:
        code = "receipt_missing" if after else "receipts_lost"
        chain.blame(code, first=first, last=last, numbers=f"{first}" if first == last else f"{first}-{last}")


def _end(chain: Chain, bad: Sequence[Found], head: Head) -> None:
    newest = chain.newest
    last = newest.receipt.sequence if newest else 0
    if head.sequence > last:
        _missing(chain, bad, last + 1, head.sequence, newest, None)
        return
    named = next((link for link in chain.links if link.receipt.sequence == head.sequence), None)
    if named and named.found.digest != head.digest and not chain.is_blamed(named.name):
        code = "receipt_changed" if named.found.state == "unsigned" else "receipt_replaced"
        chain.blame(code, named.name, **({} if code == "receipt_changed" else {"other": named.name}))
