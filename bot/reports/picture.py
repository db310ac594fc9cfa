"""A drawing as PNG, for forms that cannot draw: sharp at twice its size, in the shipped font."""

from __future__ import annotations

import io

from bot.reports import fonts
from bot.reports.drawing import Box, Drawing

SHARP = 3


def png(drawing: Drawing) -> bytes:
    """The picture on white."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  # loaded when the first picture is made

    size = (round(drawing.width * SHARP), round(drawing.height * SHARP))
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    letters: dict[float, ImageFont.FreeTypeFont] = {}
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            x, y = shape.x * SHARP, shape.y * SHARP
            corner = (x, y, x + shape.width * SHARP, y + shape.height * SHARP)
            pen.rounded_rectangle(corner, radius=2 * SHARP, fill=shape.colour)
        else:
            if shape.size not in letters:
                letters[shape.size] = ImageFont.truetype(str(fonts.FILE), round(shape.size * SHARP))
            text = fonts.drawable(shape.text)[0]
            anchor = "rs" if shape.right else "ls"
            pen.text(
                (shape.x * SHARP, shape.y * SHARP), text, fill=shape.colour, font=letters[shape.size], anchor=anchor
            )
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
