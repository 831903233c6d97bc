"""Sound input with something done to it: cut, doubled, mixed with others, or with what parsers stumble over put in."""

from collections.abc import Callable, Sequence
from random import Random

#: What parsers of YAML, Markdown, JSON, prose and names have stumbled over, here or elsewhere.
TOKENS: tuple[bytes, ...] = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    "\u202e\u200b".encode(),
    "\u0130\u1e9e".encode(),
    b"---\n",
    b"\n...\n",
    b"&a [*a]",
    b"*a",
    b"!!python/object:os.system",
    b"!!binary x",
    b"<<: *a\n",
    b"? ? ?",
    b"%TAG ! x\n",
    b"a: " * 30,
    b"- " * 200,
    b"{" * 60,
    b"[" * 300,
    b"]" * 60,
    b"0x" + b"f" * 400,
    b"9" * 400,
    b"1e999",
    b"-.inf",
    b".nan",
    b"2024-99-99",
    b"!!timestamp 0000-00-00",
    b"yes",
    b"~",
    b"null: null\n",
    b'"\\ud800"',
    b"'",
    b'"',
    b"`" * 40,
    b"|" * 300,
    b"| - " * 90,
    b"#" * 80,
    b"> " * 150,
    b"*" * 301,
    b"_" * 301,
    b"![](" * 60,
    b"[a](" * 60,
    b"<!--",
    b"-->",
    b"<details>" * 40,
    b"<a href='",
    b"&#x" * 60,
    b"&amp;" * 60,
    b"~~" * 60,
    b"$$" * 60,
    b"\t" * 200,
    b" " * 3000,
    b"\r",
    b"\r\n\r\n",
    b"\v\f",
    b"license: [[[mit]]]\n",
    b"license: {a: {b: c}}\n",
    b"base_model: [{}, [], 1, null]\n",
    b"base_model_relation: [finetune]\n",
    b"datasets: {a: 1}\n",
    b"tags: 7\n",
    b"extra_gated_fields: [1, {a: [b]}]\n",
    b"MIT OR (" * 60,
    b" AND MIT" * 200,
    b"GPL-2.0+ WITH ",
    b"non-commercial " * 100,
    b"only " * 300,
    b"you may not " * 120,
    b"if " * 300,
    b"http://" * 60,
    b"https://huggingface.co/a/b/c",
)
_MOST = 200_000

Edit = Callable[[bytes, Sequence[bytes], Random], bytes]


def _cut(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    a, b = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:a] + data[b:]


def _twice(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    a, b = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:b] + data[a:b] * random.randrange(1, 40) + data[b:]


def _put(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(TOKENS) * random.choice((1, 1, 1, 2, 50)) + data[at:]


def _flipped(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    changed = bytearray(data)
    for _n in range(random.randrange(1, 20)):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _mixed(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _lines(data: bytes, _: Sequence[bytes], random: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    random.shuffle(lines)
    return b"".join(lines)


_EDITS: tuple[Edit, ...] = (_cut, _twice, _put, _put, _put, _flipped, _mixed, _lines)


def mutated(seeds: Sequence[bytes], random: Random) -> bytes:
    """One of the seeds after one to six edits, at most some 200 kB."""
    data = random.choice(seeds)
    for _ in range(random.randrange(1, 7)):
        data = random.choice(_EDITS)(data or b" ", seeds, random)[:_MOST]
    return data
