"""The page's words: two whole catalogues, chosen by the browser, the link or the hand."""

import re
from pathlib import Path

from playwright.sync_api import expect

from app.settings import ROOT
from tests.browser.explorer import Explorer
from tests.browser.modules import Modules
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
    const later = async (language, name) => (await load(`text/${language}-${name}.js`))[name];
    const whole = async (language) => [await CATALOGUES[language](), await later(language, "tower"), await later(language, "training"), await later(language, "lessons"), await later(language, "why"), await later(language, "errors"), await later(language, "features"), await later(language, "kernels"), await later(language, "take"), await later(language, "lab")].flatMap(told);
    const [en, de] = [await whole("en"), await whole("de")];
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
    """Every number has a decimal comma, and what a link says in vain is named."""
    german = Explorer(open_page(locale="de-DE"))
    german.page.goto("/#sample=4&unit=softmax/4&nose=1&foot=2")
    expect(german.settle().answer).to_contain_text("99,9")
    expect(german.part("probability-0")).to_contain_text("0,0 %")
    expect(german.part("status")).to_contain_text("Unbekannt in diesem Link: nose, foot.")
    assert not any("." in number.text for number in german.explained("softmax/4"))


# Notes every word that is written on a canvas.
NOTED = """
    window.noted = new Set();
    const {fillText} = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (words, ...place) { window.noted.add(words); fillText.call(this, words, ...place); };
"""


def test_what_is_written_in_the_picture_keeps_the_same_rule(open_page: OpenPage) -> None:
    """On the tiles, in cells that are large enough and in the exported picture German numbers have a comma."""
    german = Explorer(open_page(locale="de-DE"))
    german.page.add_init_script(NOTED)
    german.page.goto("/#sample=4&zoom=12,300,300")
    german.settle().part("tools-fit").click()
    german.page.wait_for_function("[...window.noted].some((words) => words.endsWith('%'))")
    noted = german.run("return [...window.noted].filter((words) => /\\d/.test(words));")
    german.part("export").click()
    with german.page.expect_download() as download:
        german.part("take-svg").click()
    written = re.findall(r"<text[^>]*>([^<]*\d[^<]*)</text>", Path(download.value.path()).read_text())
    for numbers in (noted, written):
        assert any(re.search(r"\d,\d", words) for words in numbers)
        assert not any(re.search(r"\d\.\d", words) for words in numbers)


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
