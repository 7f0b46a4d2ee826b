"""Pictures drawn from chance, and what people do to them: for the scenario and the tests.

The scenes are of the kinds that circulate: a photo-like scene, a news card (many alike in
layout), a poster of text. Nobody's picture is needed, and every edit's truth is known.
"""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

_WORDS = [
    "bantuan",
    "tunai",
    "beras",
    "gratis",
    "gempa",
    "banjir",
    "pemerintah",
    "daftar",
    "segera",
    "warga",
    "pasar",
    "harga",
    "jalan",
    "sekolah",
    "kesehatan",
    "vaksin",
    "listrik",
    "bensin",
    "air",
    "desa",
    "kota",
    "pagi",
    "malam",
    "hari",
    "ini",
    "besok",
    "resmi",
]


def draw(seed: int) -> Image.Image:
    """One picture; equal seeds draw equal pictures."""
    chance = np.random.default_rng(seed)
    return (_scene, _card, _poster)[seed % 3](chance)


def _scene(chance: np.random.Generator) -> Image.Image:
    """Soft light and shade with things in it, as a photo has."""
    width, height = (int(side) for side in chance.integers(500, 1100, 2))
    light = Image.fromarray(chance.integers(0, 255, (7, 9, 3), dtype=np.uint8))
    picture = light.resize((width, height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(int(chance.integers(6, 14))):
        _draw_thing(pen, chance, width, height)
    grain = chance.normal(0, 6, (height, width, 1))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def _draw_thing(
    pen: ImageDraw.ImageDraw, chance: np.random.Generator, width: int, height: int
) -> None:
    left, top = int(chance.integers(0, width)), int(chance.integers(0, height))
    across, down = (int(side) for side in chance.integers(40, 320, 2))
    box = (left, top, left + across, top + down)
    colour = tuple(int(part) for part in chance.integers(0, 255, 3))
    (pen.ellipse if chance.random() < 0.5 else pen.rectangle)(box, fill=colour)


def _card(chance: np.random.Generator) -> Image.Image:
    """A news card: the same frame for all, another photo and headline in each."""
    card = Image.new("RGB", (800, 800), (20, 40, 90))
    card.paste(_scene(chance).resize((760, 480)), (20, 100))
    pen = ImageDraw.Draw(card)
    pen.rectangle((0, 0, 800, 80), fill=(200, 30, 40))
    pen.text((30, 20), "KABAR HARI INI", fill="white", font=_font(36))
    _write(pen, chance, (30, 610), lines=3, size=40, fill="white")
    return card


def _poster(chance: np.random.Generator) -> Image.Image:
    """Words on a plain ground, as a chain letter made into a picture."""
    ground = tuple(int(part) for part in chance.integers(150, 255, 3))
    poster = Image.new("RGB", (720, 900), ground)
    pen = ImageDraw.Draw(poster)
    top = 40
    for _ in range(int(chance.integers(3, 6))):
        size = int(chance.integers(28, 90))
        _write(pen, chance, (40, top), lines=2, size=size, fill=(20, 20, 30))
        top += 3 * size
    return poster


def _write(pen, chance, at, *, lines, size, fill) -> None:
    for line in range(lines):
        words = " ".join(chance.choice(_WORDS, int(chance.integers(3, 6))))
        pen.text((at[0], at[1] + line * int(size * 1.2)), words, fill=fill, font=_font(size))


def _font(size: int):
    return ImageFont.load_default(size)


# What people do to a picture before they send it on.


def _encoded(picture: Image.Image, quality: int) -> Image.Image:
    file = BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(BytesIO(file.getvalue())).convert("RGB")


def _scaled(picture: Image.Image, share: float) -> Image.Image:
    return picture.resize((round(picture.width * share), round(picture.height * share)))


def _cut(picture: Image.Image, chance: np.random.Generator, low: float, high: float) -> Image.Image:
    share = chance.uniform(low, high)
    width, height = round(picture.width * share), round(picture.height * share)
    left = int(chance.integers(0, picture.width - width + 1))
    top = int(chance.integers(0, picture.height - height + 1))
    return picture.crop((left, top, left + width, top + height))


def _overlaid(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A banner with words, and a sticker."""
    copy = picture.copy()
    pen = ImageDraw.Draw(copy)
    width, height = copy.size
    high = height // 8
    top = int(chance.choice([0, height - high]))
    pen.rectangle((0, top, width, top + high), fill=(250, 210, 0))
    pen.text((10, top + 5), "SEBARKAN !!! AWAS HOAKS", fill=(160, 0, 0), font=_font(high // 2))
    side = min(width, height) // 6
    left, down = int(chance.integers(0, width - side)), int(chance.integers(0, height - side))
    pen.ellipse((left, down, left + side, down + side), fill=(230, 30, 30))
    return copy


def _screenshot(picture: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A telephone's screen: bars, a name, the picture in the chat, words and a clock."""
    dark = chance.random() < 0.5
    ground, ink = ((18, 27, 34), (230, 230, 230)) if dark else ((239, 234, 226), (30, 30, 30))
    shown = picture.copy()
    shown.thumbnail((620, 700))
    screen = Image.new("RGB", (720, shown.height + 560), ground)
    pen = ImageDraw.Draw(screen)
    pen.text((24, 12), "12:41", fill=ink, font=_font(26))
    pen.text((110, 70), "Grup Keluarga", fill=ink, font=_font(34))
    top = 200
    screen.paste(shown, (40, top))
    _write(pen, chance, (40, top + shown.height + 40), lines=3, size=28, fill=ink)
    return screen


def _framed(picture: Image.Image) -> Image.Image:
    return ImageOps.expand(picture, border=picture.width // 8, fill="white")


Edit = Callable[[Image.Image, np.random.Generator], Image.Image]
EDITS: dict[str, Edit] = {
    "reencode": lambda picture, chance: _encoded(picture, int(chance.integers(15, 40))),
    "scale": lambda picture, chance: _scaled(picture, float(chance.uniform(0.2, 0.6))),
    "brighten": lambda picture, chance: ImageEnhance.Brightness(picture).enhance(
        float(chance.uniform(0.7, 1.35))
    ),
    "grey": lambda picture, chance: ImageOps.grayscale(picture).convert("RGB"),
    "blur": lambda picture, chance: picture.filter(ImageFilter.GaussianBlur(3)),
    "mirror": lambda picture, chance: ImageOps.mirror(picture),
    "frame": lambda picture, chance: _framed(picture),
    "overlay": _overlaid,
    "crop_slight": lambda picture, chance: _cut(picture, chance, 0.9, 0.97),
    "crop_strong": lambda picture, chance: _cut(picture, chance, 0.65, 0.85),
    "rotate": lambda picture, chance: picture.rotate(
        float(chance.uniform(-4, 4)), expand=True, fillcolor="white"
    ),
    "screenshot": lambda picture, chance: _encoded(_screenshot(picture, chance), 60),
    "forwarded": lambda picture, chance: _encoded(
        _overlaid(_scaled(_cut(picture, chance, 0.9, 0.97), 0.5), chance), 30
    ),
}
