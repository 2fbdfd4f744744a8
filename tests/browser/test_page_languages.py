"""The page's words: two whole catalogues, chosen by the browser, the link or the hand."""

import re

from playwright.sync_api import expect

from app.settings import ROOT
from tests.browser.explorer import Explorer
from tests.browser.modules import Modules
from tests.browser.scripts import NOTED
from tests.conftest import OpenPage

# What differs in kind or in its places; functions are called with a Proxy that notes what they ask for.
DIFFERENCES = """
    const {CATALOGUES} = await load("text/languages.js");
    const timelinePositions = (entry) => {
        if (typeof entry === "string") return [...entry.matchAll(/\\{(\\w+)\\}/g)].map(([, name]) => name);
        const asked = [];
        entry(new Proxy({}, {get: (_, name) => (asked.push(name), 2)}));
        return asked;
    };
    const told = (catalogue) => Object.entries(catalogue)
        .map(([key, entry]) => `${key}: ${[...new Set(timelinePositions(entry))].sort().join()}`).sort();
    const parts = ["tower", "training", "lessons", "why", "errors", "features", "kernels", "export", "lab"];
    const partOf = async (name) => Object.values(await load(`text/${name}.js`))[0];
    const whole = async (language) => [await CATALOGUES[language](), ...await Promise.all(
        parts.map((name) => partOf(`${language}-${name}`)))].flatMap(told);
    const [en, de] = [await whole("en"), await whole("de")];
    const missing = en.filter((line) => !de.includes(line));
    return {missing, extra: de.filter((line) => !en.includes(line)), count: en.length};
"""

# Texts between tags and in attributes of the views: markup is made by element(), so words there would be
# string children.
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
    """Page, tiles, large cells, messages and the exported picture are German, with decimal commas."""
    german = Explorer(open_page(locale="de-DE"))
    german.page.add_init_script(NOTED)
    german.open("sample=4&unit=softmax/4&nose=1&foot=2&zoom=12,300,300")
    expect(german.answer).to_contain_text("99,9")
    expect(german.part("probability-0")).to_contain_text("0,0 %")
    expect(german.part("status")).to_contain_text("Unbekannt in diesem Link: nose, foot.")
    assert not any("." in number.text for number in german.explained("softmax/4"))
    german.click("tools-fit")
    german.page.wait_for_function("() => noted.some(([words]) => words.endsWith('%'))")
    noted = german.run("return noted.map(([words]) => words);")
    svg = german.click("export").downloaded("take-svg")[1].decode()
    for written in (noted, re.findall(r"<text[^>]*>([^<]*)</text>", svg)):
        assert any(re.search(r"\d,\d", words) for words in written)
        assert not any(re.search(r"\d\.\d", words) for words in written)


def test_the_browser_the_link_and_the_hand_choose_the_language(open_page: OpenPage) -> None:
    """A German browser gets German; a link overrules it; a choice changes every word and is remembered."""
    german = Explorer(open_page(locale="de-AT")).open()
    clear = german.part("clear")
    expect(german.page.locator("html")).to_have_attribute("lang", "de")
    expect(clear).to_have_attribute("aria-label", "Leeren")
    german.page.goto("/#language=en")
    expect(clear).to_have_attribute("aria-label", "Clear")
    german.click("sample-3").settle().part("language").focus()
    german.part("language").select_option("de")
    expect(clear).to_have_attribute("aria-label", "Leeren")
    expect(german.part("language")).to_be_focused()
    expect(german.page).to_have_title(re.compile("eine Ziffer zeichnen"))
    german.settle().shows("answer", digit=3).linked("language=de")
