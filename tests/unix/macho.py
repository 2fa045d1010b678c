"""Reads Mach-O files, as far as the checks need it. It shares no code with capi/machopatch, which writes them."""

from __future__ import annotations

import dataclasses
import hashlib
import struct

CPU = {0x0100000C: "arm64", 0x01000007: "amd64"}
REQ_DYLD = 0x80000000


@dataclasses.dataclass
class Library:
    cpu: str
    file_type: int
    install_name: str = ""
    compatibility_version: str = ""
    current_version: str = ""
    needed: tuple[str, ...] = ()
    run_paths: tuple[str, ...] = ()
    platform: int = 0
    minimum_version: str = ""
    initializers: tuple[int, ...] = ()
    external_symbols: frozenset[str] = frozenset()  # defined ones, in the symbol table
    exports: frozenset[str] = frozenset()  # in the trie that the loader reads
    writable_and_executable: tuple[str, ...] = ()  # segments
    signature: dict[str, object] = dataclasses.field(default_factory=dict)


def version(number: int) -> str:
    return f"{number >> 16}.{number >> 8 & 0xFF}.{number & 0xFF}"


def text(data: bytes) -> str:
    return data.split(b"\0", 1)[0].decode()


def slices(data: bytes) -> list[bytes]:
    """Returns the files in a universal file."""
    magic, count = struct.unpack_from(">2I", data)
    assert magic == 0xCAFEBABE
    found = []
    for i in range(count):
        cpu, _, offset, size, align = struct.unpack_from(">5I", data, 8 + 20 * i)
        assert offset % (1 << align) == 0
        assert align == 14
        assert struct.unpack_from("<I", data, offset + 4)[0] == cpu
        found.append(data[offset : offset + size])
        assert len(found[-1]) == size
    return found


def read_uleb(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def read_trie(trie: bytes, at: int = 0, name: str = "") -> set[str]:
    size, at = read_uleb(trie, at)
    found = {name} if size else set()
    at += size
    count, at = trie[at], at + 1
    for _ in range(count):
        label = text(trie[at:])
        child, at = read_uleb(trie, at + len(label) + 1)
        found |= read_trie(trie, child, name + label)
    return found


def read_signature(data: bytes, at: int, size: int) -> dict[str, object]:
    """Returns the fields of an ad-hoc signature, and the pages whose hash is wrong."""
    magic, length, count = struct.unpack_from(">3I", data, at)
    assert magic == 0xFADE0CC0
    assert length <= size
    assert at + size == len(data)
    assert count == 1
    kind, offset = struct.unpack_from(">2I", data, at + 12)
    start = at + offset
    fields = struct.unpack_from(">9I4B", data, start)
    magic, length, _, flags, hashes, identifier, special, pages, limit, hash_size, hash_type, _, page_bits = fields
    assert (kind, magic, special) == (0, 0xFADE0C02, 0)
    assert (hash_size, hash_type) == (32, 2)
    page = 1 << page_bits
    assert pages == -(-limit // page)
    wrong = []
    for i in range(pages):
        content = data[i * page : min((i + 1) * page, limit)]
        if hashlib.sha256(content).digest() != data[start + hashes + 32 * i :][:32]:
            wrong.append(i)
    return {
        "flags": flags,
        "identifier": text(data[start + identifier :]),
        "covers": limit == at,
        "wrong": wrong,
        "segment": struct.unpack_from(">3Q", data, start + 64),
    }


def read(data: bytes) -> Library:
    magic, cpu, _, file_type, count, _, _, _ = struct.unpack_from("<8I", data)
    assert magic == 0xFEEDFACF
    found = Library(CPU[cpu], file_type)
    at = 32
    text_segment: tuple[int, int] = (0, 0)
    for _ in range(count):
        command, size = struct.unpack_from("<2I", data, at)
        if command in (0xD, 0xC, 0x18 | REQ_DYLD):
            name, _, current, compatibility = struct.unpack_from("<4I", data, at + 8)
            if command == 0xD:
                found.install_name = text(data[at + name : at + size])
                found.current_version, found.compatibility_version = version(current), version(compatibility)
            else:
                found.needed += (text(data[at + name : at + size]),)
        elif command == 0x1C | REQ_DYLD:
            found.run_paths += (text(data[at + 12 : at + size]),)
        elif command == 0x32:
            found.platform, minimum = struct.unpack_from("<2I", data, at + 8)
            found.minimum_version = version(minimum)
        elif command == 0x19:
            segment = text(data[at + 8 : at + 24])
            if segment == "__TEXT":
                text_segment = struct.unpack_from("<2Q", data, at + 40)
            maximum, initial, sections = struct.unpack_from("<3I", data, at + 56)
            if (maximum | initial) & 6 == 6:
                found.writable_and_executable += (segment,)
            for i in range(sections):
                section = at + 72 + 80 * i
                length, offset, _, _, _, flags = struct.unpack_from("<Q5I", data, section + 40)
                if flags & 0xFF in (9, 0x16):  # addresses or offsets of initializers
                    width = 8 if flags & 0xFF == 9 else 4
                    found.initializers += tuple(range(offset, offset + length, width))
        elif command == 2:
            symbols, n, strings, _ = struct.unpack_from("<4I", data, at + 8)
            external = set()
            for i in range(n):
                name, kind, _, _, _ = struct.unpack_from("<I2BHQ", data, symbols + 16 * i)
                if kind & 0xE0 == 0 and kind & 0x0E and kind & 1:
                    external.add(text(data[strings + name :][:200]))
            found.external_symbols = frozenset(external)
        elif command in (0x22, 0x22 | REQ_DYLD):
            offset, length = struct.unpack_from("<2I", data, at + 40)
            if length:
                found.exports = frozenset(read_trie(data[offset : offset + length]))
        elif command == 0x33 | REQ_DYLD:
            offset, length = struct.unpack_from("<2I", data, at + 8)
            found.exports = frozenset(read_trie(data[offset : offset + length]))
        elif command == 0x1D:
            offset, length = struct.unpack_from("<2I", data, at + 8)
            found.signature = read_signature(data, offset, length)
        at += size
    if found.signature:
        assert found.signature["segment"] == (*text_segment, 0) or file_type != 6
    return found
