"""The words for what is done with the templates of papers."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "word_template.kept": msg("A Word template was brought into use"),
    "word_template.left": msg("A Word template was taken out of use"),
}
