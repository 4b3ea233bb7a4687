"""The accent colours of a tenant from one hue: always the same lightness, so that no tenant can break the contrast.

The hue is an angle in OKLCH (B. Ottosson, "A perceptual color space for image processing", 2020; CSS Color 4,
section 9). Lightness is fixed per theme; chroma stays a little inside what sRGB can show at that hue, and under a
ceiling, so that no pact shouts beside another.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

LIGHTNESS_ON_LIGHT = 0.41
LIGHTNESS_ON_DARK = 0.81
HIGHEST_CHROMA = 0.128
SHARE_OF_GAMUT = 0.92
CHROMA_ON_DARK = 0.75
DEFAULT_HUE = 173

_STEPS = 14


@dataclass(frozen=True, slots=True)
class Accent:
    """The two accent colours of a hue as ``#rrggbb``: ``light`` stands on light paper, ``dark`` on dark paper."""

    light: str
    dark: str


@lru_cache(maxsize=360)
def accent(hue: int) -> Accent:
    """The colours for ``hue``, an OKLCH angle in whole degrees; angles outside 0–359 are wrapped round."""
    angle = hue % 360
    chroma = min(HIGHEST_CHROMA, SHARE_OF_GAMUT * _fullest(LIGHTNESS_ON_LIGHT, angle))
    paler = min(CHROMA_ON_DARK * chroma, _fullest(LIGHTNESS_ON_DARK, angle))
    return Accent(light=_hex(LIGHTNESS_ON_LIGHT, chroma, angle), dark=_hex(LIGHTNESS_ON_DARK, paler, angle))


def tenant_style(hue: int) -> str:
    """The stylesheet that gives a tenant its accent: two custom properties, nothing else."""
    colours = accent(hue)
    return f":root{{--tenant-light:{colours.light};--tenant-dark:{colours.dark}}}\n"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    first, second = _luminance(one), _luminance(other)
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def _fullest(lightness: float, angle: int) -> float:
    """The highest chroma that sRGB can show at this lightness and angle, found by halving the interval."""
    low, high = 0.0, 0.4
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _inside(_linear_rgb(lightness, middle, angle)):
            low = middle
        else:
            high = middle
    return low


def _hex(lightness: float, chroma: float, angle: int) -> str:
    channels = (round(255 * _encoded(channel)) for channel in _linear_rgb(lightness, chroma, angle))
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _linear_rgb(lightness: float, chroma: float, angle: int) -> tuple[float, float, float]:
    a = chroma * math.cos(math.radians(angle))
    b = chroma * math.sin(math.radians(angle))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _inside(channels: tuple[float, float, float]) -> bool:
    return all(-1e-6 <= channel <= 1 + 1e-6 for channel in channels)


def _encoded(channel: float) -> float:
    """The sRGB transfer function (IEC 61966-2-1) of a linear channel, clipped to 0–1."""
    held = min(max(channel, 0.0), 1.0)
    return 12.92 * held if held <= 0.0031308 else 1.055 * math.pow(held, 1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    linear = []
    for start in (1, 3, 5):
        channel = int(colour[start : start + 2], 16) / 255
        linear.append(channel / 12.92 if channel <= 0.04045 else math.pow((channel + 0.055) / 1.055, 2.4))
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
