"""A sketch as PNG, for whoever cannot draw: three times its size in points, so sharp on a phone, in the shipped font."""

from __future__ import annotations

import io

from bot.reports import fonts
from bot.reports.drawing import Box, Sketch

SHARP = 3


def png(sketch: Sketch) -> bytes:
    """The picture on white; equal sketches are equal bytes."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  # loaded when the first picture is made

    size = (round(sketch.width * SHARP), round(sketch.height * SHARP))
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    letters: dict[float, ImageFont.FreeTypeFont] = {}
    for shape in sketch.shapes:
        if isinstance(shape, Box):
            x, y = shape.x * SHARP, shape.y * SHARP
            corner = (x, y, x + shape.width * SHARP - 1, y + shape.height * SHARP - 1)
            pen.rounded_rectangle(corner, radius=min(shape.width, shape.height, 6) * SHARP / 2, fill=shape.colour)
            continue
        if shape.size not in letters:
            letters[shape.size] = ImageFont.truetype(
                str(fonts.FILE), round(shape.size * SHARP), layout_engine=ImageFont.Layout.BASIC
            )
        pen.text(
            (shape.x * SHARP, shape.y * SHARP),
            fonts.drawable(shape.text)[0],
            fill=shape.colour,
            font=letters[shape.size],
            anchor="rs" if shape.right else "ls",
            stroke_width=1 if shape.strong else 0,
            stroke_fill=shape.colour,
        )
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()
