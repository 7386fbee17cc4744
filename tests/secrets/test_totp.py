from __future__ import annotations

import asyncio
import base64

import pytest

from toolkit.errors import UsageError
from toolkit.secrets import Secret, scrub
from toolkit.secrets.totp import check, code_at, current_code, seconds_left

# RFC 6238, appendix B: https://www.rfc-editor.org/rfc/rfc6238#appendix-B
VECTORS = [
    (59, "94287082", "46119246", "90693936"),
    (1111111109, "07081804", "68084774", "25091201"),
    (1111111111, "14050471", "67062674", "99943326"),
    (1234567890, "89005924", "91819424", "93441116"),
    (2000000000, "69279037", "90698825", "38618901"),
    (20000000000, "65353130", "77737706", "47863826"),
]
DIGITS = b"1234567890"


def address(algorithm: str, size: int) -> Secret:
    key = base64.b32encode((DIGITS * 7)[:size]).decode().rstrip("=")
    return Secret(
        f"otpauth://totp/ACME%20Co:someone?secret={key}&issuer=Other&algorithm={algorithm}&digits=8&period=30"
    )


@pytest.mark.parametrize(("at", "sha1", "sha256", "sha512"), VECTORS)
def test_vectors_of_the_rfc(at: int, sha1: str, sha256: str, sha512: str) -> None:
    assert code_at(address("SHA1", 20), at).reveal() == sha1
    assert code_at(address("SHA256", 32), at).reveal() == sha256
    assert code_at(address("SHA512", 64), at).reveal() == sha512


def test_plain_key_as_people_copy_it() -> None:
    expected = code_at(Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), 59).reveal()
    assert expected == "287082"
    assert code_at(Secret(" gezd gnbv gy3t qojq gezd-gnbv-gy3t-qojq\n"), 59).reveal() == expected
    # 80 bits, as many platforms hand out
    assert code_at(Secret("JBSWY3DPEHPK3PXP"), 0).reveal() == "282760"


@pytest.mark.parametrize(
    "text",
    [
        "not base32 at all!", "12345678", "short", "otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=1",
        "otpauth://totp/x", "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&period=0",
        "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&digits=many", "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5",
        "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&encoder=steam", "otpauth://[/x?secret=GEZDGNBVGY3TQOJQ",
        "GEZDGNBVG", "GEZDGNBVGYÑ",
    ],
)  # fmt: skip
def test_anything_else_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(UsageError) as error:
        check(Secret(text))
    assert error.value.reason.code == "bad_value"
    assert text not in str(error.value.reason.params)
    assert error.value.__cause__ is None


def test_waits_over_the_end_of_a_code() -> None:
    secret = Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    waits: list[float] = []

    class Clock:
        now = 1111111108.5  # 1.5 s before the next code

        def __call__(self) -> float:
            return self.now

        async def sleep(self, seconds: float) -> None:
            waits.append(seconds)
            self.now += seconds

    clock = Clock()
    assert seconds_left(secret, clock.now) == 1.5
    code = asyncio.run(current_code(secret, clock=clock, sleep=clock.sleep))
    assert waits == [1.5]
    assert code.reveal() == "050471"  # the code from 1111111110 on
    code = asyncio.run(current_code(secret, clock=clock, sleep=clock.sleep))
    assert waits == [1.5]
    assert scrub(f"typed {code.reveal()}") == "typed ***"
