"""Makes pictures of screens small: as many colours as fit into one byte."""

import base64
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

# Colours that are nearly alike become the one of them that is there most often, so that
# grounds and lines keep theirs exactly.
_TO_PALETTE = """async (encoded) => {
    const image = new Image();
    image.src = `data:image/png;base64,${encoded}`;
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const seen = pen.getImageData(0, 0, width, height).data;
    const counts = new Map();
    for (let i = 0; i < seen.length; i += 4) {
        const colour = (seen[i] << 16) | (seen[i + 1] << 8) | seen[i + 2];
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
    const far = (a, b) => parts(a).reduce((sum, one, i) => sum + (one - parts(b)[i]) ** 2, 0);
    const likes = new Set();
    const palette = [];
    for (const [colour] of [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
        const like = parts(colour).map((one) => one >> 4).join();
        if (likes.has(like) || palette.length === 256) continue;
        likes.add(like);
        palette.push(colour);
    }
    const places = new Map();
    const place = (colour) => {
        if (!places.has(colour)) {
            let best = 0;
            palette.forEach((one, i) => {
                if (far(one, colour) < far(palette[best], colour)) best = i;
            });
            places.set(colour, best);
        }
        return places.get(colour);
    };
    let pixels = "";
    for (let i = 0; i < seen.length; i += 4)
        pixels += String.fromCharCode(
            place((seen[i] << 16) | (seen[i + 1] << 8) | seen[i + 2]));
    return { width, height, palette, pixels: btoa(pixels) };
}"""


def shrink(file: Path, empty: Page) -> None:
    """Write a PNG anew with a palette; the browser reads it, on an `empty` page."""
    read = empty.evaluate(_TO_PALETTE, base64.b64encode(file.read_bytes()).decode())
    file.write_bytes(_png(read["width"], read["height"], read["palette"], read["pixels"]))


def _png(width: int, height: int, palette: list[int], encoded: str) -> bytes:
    pixels = base64.b64decode(encoded)
    rows = (b"\0" + pixels[at * width : (at + 1) * width] for at in range(height))
    colours = b"".join(colour.to_bytes(3, "big") for colour in palette)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _part(b"PLTE", colours),
            _part(b"IDAT", zlib.compress(b"".join(rows), 9)),
            _part(b"IEND", b""),
        ]
    )


def _part(kind: bytes, inside: bytes) -> bytes:
    check = zlib.crc32(kind + inside)
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", check)
