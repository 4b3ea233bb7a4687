"""What the layout draws around every page, as plain data: brand, addresses, languages, navigation."""

from dataclasses import dataclass

from paktum.core.languages import Language
from paktum.core.messages import Message
from paktum.web.accent import DEFAULT_HUE
from paktum.web.navigation import NavItem

LANGUAGE_NAMES: dict[Language, str] = {
    "hu": "Magyar",
    "cs": "Čeština",
    "sk": "Slovenčina",
    "pl": "Polski",
    "en": "English",
}


@dataclass(frozen=True)
class WaitingNotice:
    """An unread notice at the top of a page: its words; `open_address` takes a POST, marks it read and goes where it is
    about, `read_address` takes a POST and marks it read."""

    text: Message
    open_address: str
    read_address: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The frame of one page; an address that is None leaves its part out.

    `brand` is the pact's name (of the platform itself on the apex) and `brand_note` the small line under it;
    `brand_lang` is set where the name is in another language than the page. `language_address` takes a POST of
    `language` and `next`, `sign_out_address` an empty POST, `search_address` a GET with `q`. `shortcuts` off means that
    single-letter keys do nothing. `footer` holds (label, address) pairs.
    `unread` counts all unread notices, `notices` are the newest of them.
    """

    brand: str
    home: str
    brand_note: str = ""
    brand_lang: Language | None = None
    hue: int = DEFAULT_HUE
    navigation: tuple[tuple[NavItem, ...], ...] = ()
    search_address: str | None = None
    language_address: str | None = None
    account_label: str = ""
    account_address: str | None = None
    sign_in_address: str | None = None
    sign_out_address: str | None = None
    notices_address: str | None = None
    unread: int = 0
    notices: tuple[WaitingNotice, ...] = ()
    shortcuts: bool = True
    footer: tuple[tuple[str, str], ...] = ()

    @property
    def language_names(self) -> dict[Language, str]:
        """The languages a reader can choose, each by its own name."""
        return LANGUAGE_NAMES
