"""How alike two Chinese texts are, and where: shingles, MinHash, common passages. No Django.

Official items have no word spaces, so a text is its runs of three characters without punctuation. 128 hashes in
42 bands of 3 find a text of which a third was rewritten, and look at few of the others.
"""

import struct
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from rensa import RMinHash

WIDTH = 3  # characters in a shingle
HASHES, SEED = 128, 42
BANDS, ROWS = 42, 3
LEAST = 20  # with fewer shingles two texts agree by chance
THRESHOLD = 0.25  # unrelated items of one field reach 0.18
MARGIN = 0.12  # how far the estimate of 128 hashes may lie below the truth
METHOD = (
    f"rensa{RMinHash.ALGORITHM_VERSION}-{WIDTH}-{HASHES}-{BANDS}x{ROWS}"  # signatures of one method compare
)


def essence(text: str) -> str:
    """Letters and figures only, in one width and case: what punctuation and layout cannot disguise."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def shingles(text: str) -> set[str]:
    bare = essence(text)
    return {bare[place : place + WIDTH] for place in range(len(bare) - WIDTH + 1)}


def is_comparable(pieces: set[str]) -> bool:
    return len(pieces) >= LEAST


def jaccard(one: set[str], other: set[str]) -> float:
    common = len(one & other)
    return common / ((len(one) + len(other) - common) or 1)


def signatures(texts: Iterable[set[str]]) -> list[list[int]]:
    """One signature for each set of shingles, all in one call."""
    return RMinHash.digests_from_token_sets([sorted(pieces) for pieces in texts], HASHES, SEED)


def packed(signature: list[int]) -> bytes:
    return struct.pack(f"<{HASHES}I", *signature)


def unpacked(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{HASHES}I", data)


def agreement(one: Iterable[int], other: Iterable[int]) -> float:
    """The share of equal hashes estimates the Jaccard likeness."""
    return sum(a == b for a, b in zip(one, other, strict=True)) / HASHES


def band_keys(signature: list[int]) -> list[int]:
    """One number for each band; texts that share one are worth comparing."""
    return [band_key(band, signature[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def band_key(band: int, rows: list[int]) -> int:
    """Signed, because that is what the databases' big integers are."""
    digest = blake2b(struct.pack(f"<B{ROWS}I", band, *rows), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
