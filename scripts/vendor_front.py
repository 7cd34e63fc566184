"""Copy the few front-end files the pages use from node_modules/ into static/, and draw the icon sprite.

Run by `./dev setup`; it writes only what changed. Nothing that it makes is committed.

    static/css/vendor/tabler/tabler.min.css        the kit, without its source map comment
    static/css/vendor/fonts/*.woff2                Geist and Geist Mono, latin
    static/img/vendor/icons.svg                    one <symbol id="name"> for each icon in use

Icons in use: the names listed in static/img/icons.txt, and those that templates and Python ask for
(`{% icon "name" %}`, `icon="name"`). A name `f-x` is the filled `x` of @tabler/icons; a file
static/img/icons/name.svg is an icon of ours and goes first.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
STATIC = ROOT / "static"
PYTHON_PACKAGES = ("etech_ai", "people", "catalog", "compliance", "usecases", "approvals", "roadmap")

COPIES = {
    "@tabler/core/dist/css/tabler.min.css": "css/vendor/tabler/tabler.min.css",
    "@fontsource-variable/geist/files/geist-latin-wght-normal.woff2": (
        "css/vendor/fonts/geist-latin-wght-normal.woff2"
    ),
    "@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2": (
        "css/vendor/fonts/geist-mono-latin-wght-normal.woff2"
    ),
    **{  # static weights, for the PDF: it knows no variable ones
        f"@fontsource/geist-sans/files/geist-sans-latin-{weight}-normal.woff2": (
            f"css/vendor/fonts/geist-sans-latin-{weight}-normal.woff2"
        )
        for weight in (400, 500, 600)
    },
}
SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=.*?\*/\s*$")
ICON_TAG = re.compile(r"""\{%\s*icon\s+["']([a-z0-9-]+)["']""")
ICON_ARGUMENT = re.compile(r"""\bicon=["']([a-z0-9-]+)["']""")
SVG = re.compile(r"<svg\b(?P<attributes>[^>]*)>(?P<body>.*)</svg>", re.DOTALL)
VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
BOUNDING_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')
OUTLINE = ' fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
FILLED = ' fill="currentColor"'


class Missing(Exception):
    """A file or an icon that the pages want is not there; the message says which and what to do."""


def main() -> int:
    try:
        copy_files()
        draw_sprite(icons_in_use())
    except Missing as missing:
        print(f"vendor_front: {missing}", file=sys.stderr)
        return 1
    return 0


def copy_files() -> None:
    for source, target in COPIES.items():
        path = PACKAGES / source
        if not path.is_file():
            raise Missing(f"{path} is not there: run ./dev setup, which installs the front-end packages")
        write(STATIC / target, SOURCE_MAP.sub(b"", path.read_bytes()))


def icons_in_use() -> set[str]:
    listed = STATIC / "img" / "icons.txt"
    names = set(listed.read_text().split()) if listed.is_file() else set()
    for path, pattern in files_that_name_icons():
        names.update(pattern.findall(path.read_text(encoding="utf-8")))
    return names


def files_that_name_icons() -> Iterator[tuple[Path, re.Pattern[str]]]:
    for path in (ROOT / "templates").rglob("*.html"):
        yield path, ICON_TAG
    for package in PYTHON_PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            yield path, ICON_ARGUMENT


def draw_sprite(names: set[str]) -> None:
    """Write the sprite; raise Missing with every name that no icon answers to."""
    unknown = sorted(name for name in names if not icon_file(name).is_file())
    if unknown:
        raise Missing(
            f"no such icon: {', '.join(unknown)}. Names are those of @tabler/icons (outline; "
            "f-… for a filled one) or of a file in static/img/icons/"
        )
    symbols = "\n".join(symbol(name) for name in sorted(names))
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'
    write(STATIC / "img" / "vendor" / "icons.svg", sprite.encode())


def icon_file(name: str) -> Path:
    ours = STATIC / "img" / "icons" / f"{name}.svg"
    if ours.is_file():
        return ours
    shape, bare = ("filled", name[2:]) if name.startswith("f-") else ("outline", name)
    return PACKAGES / "@tabler" / "icons" / "icons" / shape / f"{bare}.svg"


def symbol(name: str) -> str:
    path = icon_file(name)
    drawing = SVG.search(path.read_text(encoding="utf-8"))
    if drawing is None:
        raise Missing(f"{path} is not an SVG file")
    box = VIEW_BOX.search(drawing["attributes"])
    body = re.sub(r"\s*\n\s*", "", BOUNDING_BOX.sub("", drawing["body"])).strip()
    if path.is_relative_to(PACKAGES):
        paint = FILLED if name.startswith("f-") else OUTLINE
    else:
        paint = own_paint(drawing["attributes"])
    return f'<symbol id="{name}" viewBox="{box[1] if box else "0 0 24 24"}"{paint}>{body}</symbol>'


def own_paint(attributes: str) -> str:
    kept = re.findall(r'\b(?:fill|stroke(?:-[a-z]+)?)="[^"]*"', attributes)
    return "".join(f" {attribute}" for attribute in kept)


def write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main())
