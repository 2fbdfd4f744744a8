"""The page's words: two whole catalogues, chosen by the browser, the link or the hand."""

import re

from playwright.sync_api import expect

from app.settings import ROOT
from tests.browser.conftest import Modules
from tests.browser.explorer import Explorer
from tests.conftest import OpenPage

# What differs in kind or in its places; functions are called with a Proxy that notes what they ask for.
DIFFERENCES = """
    const {CATALOGUES} = await load("text/languages.js");
    const placesOf = (entry) => {
        if (typeof entry === "string") return [...entry.matchAll(/\\{(\\w+)\\}/g)].map(([, name]) => name);
        const asked = [];
        entry(new Proxy({}, {get: (_, name) => (asked.push(name), 2)}));
        return asked;
    };
    const told = (catalogue) => Object.entries(catalogue).map(([key, entry]) => `${key}: ${[...new Set(placesOf(entry))].sort().join()}`).sort();
    const [en, de] = [told(await CATALOGUES.en()), told(await CATALOGUES.de())];
    return {missing: en.filter((line) => !de.includes(line)), extra: de.filter((line) => !en.includes(line)), count: en.length};
"""

# Texts between tags and in attributes of the views: markup is made by element(), so words there would be string children.
WORDS = re.compile(
    r'(?:aria-label|title|placeholder)"?: "[A-Za-z]|textContent = "[A-Za-z]|\}, "[A-Z][a-z]+[ a-z]*"\)'
)


def test_both_catalogues_hold_the_same_keys_and_places(modules: Modules) -> None:
    """Every key of one language is in the other, with the same places to fill."""
    compared = modules.run(DIFFERENCES)
    assert compared["count"] > 200
    assert (compared["missing"], compared["extra"]) == ([], [])


def test_no_view_holds_words_of_its_own() -> None:
    """Names, titles and texts of the views come from the catalogues."""
    found = [
        f"{path.name}: {words.group()}"
        for path in sorted((ROOT / "static/js/views").rglob("*.js"))
        for words in WORDS.finditer(path.read_text())
    ]
    assert found == []


def test_german_writes_german(open_page: OpenPage) -> None:
    """Percentages have a decimal comma, the arithmetic keeps NumPy's point, and several names of a link are named in the plural."""
    german = Explorer(open_page(locale="de-DE"))
    german.page.goto("/#sample=4&unit=softmax/4&nose=1&foot=2")
    expect(german.settle().answer).to_contain_text("99,9")
    expect(german.part("probability-0")).to_contain_text("0,0 %")
    expect(german.part("status")).to_contain_text("sind nose, foot nicht verwendbar")
    assert all("," not in number.text for number in german.explained("softmax/4"))
    german.run("location.hash = '#ear=1';")
    expect(german.part("status")).to_contain_text("ist ear nicht verwendbar")


def test_the_browser_the_link_and_the_hand_choose_the_language(open_page: OpenPage) -> None:
    """A German browser gets German, a link overrules it, a choice by hand changes every word in place and is remembered."""
    german = Explorer(open_page(locale="de-AT")).open()
    expect(german.page.locator("html")).to_have_attribute("lang", "de")
    expect(german.part("clear")).to_have_attribute("aria-label", "Leeren")
    german.page.goto("/#language=en")
    expect(german.part("clear")).to_have_attribute("aria-label", "Clear")
    german.part("sample-3").click()
    german.settle()
    german.part("language").focus()
    german.part("language").select_option("de")
    expect(german.part("clear")).to_have_attribute("aria-label", "Leeren")
    assert german.run("return document.activeElement.dataset.testid;") == "language"
    expect(german.page).to_have_title(re.compile("eine Ziffer zeichnen"))
    assert german.settle().digit == "3"
    german.page.wait_for_url(re.compile("language=de"))
