"""Values that a document is made from and that cannot change: the form they are kept in, checked, and known again by."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from paktum.core.languages import LANGUAGES, Language
from paktum.plugin.specs import Words
from paktum.plugin.vocabulary import Said

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Frozen(BaseModel):
    """A value that cannot change and that refuses fields it does not know."""

    # Checks are built when the first value is made: the worker makes papers, but every process loads their forms.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Names(Frozen):
    """A name in each language that the pact has it in, so that one snapshot makes the document in any language."""

    hu: Name | None = None
    cs: Name | None = None
    sk: Name | None = None
    pl: Name | None = None
    en: Name | None = None

    @classmethod
    def of(cls, words: Words) -> Self:
        """Lock the words that a plugin or a tenant declares."""
        return cls(**words.model_dump(exclude_none=True))

    def over(self, below: Self) -> Self:
        """These names, and those of another in the languages that these lack."""
        return type(self)(**(below.model_dump(exclude_none=True) | self.model_dump(exclude_none=True)))

    def said(self, *wanted: Language) -> Said | None:
        """The name in the first of the wanted languages that has one, else in any other; None without a name."""
        for language in (*wanted, *LANGUAGES):
            text: str | None = getattr(self, language)
            if text:
                return Said(text, language)
        return None


def _has_a_name(names: Names) -> Names:
    if names.said() is None:
        raise ValueError("a name in at least one language is needed")
    return names


Named = Annotated[Names, AfterValidator(_has_a_name)]


def canonical_json(values: Mapping[str, Any]) -> str:
    """Write JSON values with sorted keys and no spaces: the same text for the same data."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum_of(values: Mapping[str, Any]) -> str:
    """The SHA-256 of JSON values, in hexadecimal: printed on papers, so that paper and data can be matched."""
    return hashlib.sha256(canonical_json(values).encode()).hexdigest()
