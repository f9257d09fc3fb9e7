"""The same deeds by mouse and by keys, so that one journey is walked both ways."""

from typing import Any, Protocol

from playwright.sync_api import Page, expect

from tests.browser.test_keyboard import tab_to


class Hands(Protocol):
    page: Page

    def press(self, selector: str) -> None: ...

    def fill(self, name: str, words: str) -> None: ...

    def untick(self, name: str) -> None: ...

    def select(self, name: str, value: object) -> None: ...

    def choose(self, name: str, words: str) -> None:
        """Types a name and picks the only match."""

    def lift(self, card: str, *, right: int) -> None:
        """Carries a card so many days on and holds it there."""

    def drop(self) -> None: ...


class Mouse:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        self.page.locator(selector).click()

    def fill(self, name: str, words: str) -> None:
        self.page.locator(f"[name={name}]").fill(words)

    def untick(self, name: str) -> None:
        self.page.locator(f"[name={name}]").uncheck()

    def select(self, name: str, value: object) -> None:
        self.page.locator(f"select[name={name}]").select_option(str(value))

    def choose(self, name: str, words: str) -> None:
        self.page.locator(f"input[name={name}]").press_sequentially(words)
        self.page.locator(f"[name={name}-pick]").first.check()

    def lift(self, card: str, *, right: int) -> None:
        rest = self.page.locator(card)
        cell = rest.locator("xpath=ancestor::*[contains(concat(' ', @class, ' '), ' tt-cell ')]")
        day, part = cell.get_attribute("data-date"), cell.get_attribute("data-part")
        cells = self.page.locator(f'.tt-cell[data-part="{part}"]')
        days: list[Any] = cells.evaluate_all("all => all.map(one => one.dataset.date)")
        target = cells.nth(days.index(day) + right)
        rest.locator(".tt-lines").hover()
        self.page.mouse.down()
        for _step in range(2):  # the first movement only begins the dragging
            target.hover()

    def drop(self) -> None:
        self.page.mouse.up()


class Keys:
    """Tab, Enter, Space, arrows and typing."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str) -> None:
        self.page.locator(selector).first.wait_for(state="attached")  # on the page that a key may just have opened
        tab_to(self.page, selector)

    def press(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")

    def fill(self, name: str, words: str) -> None:
        self.reach(f"[name={name}]")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def untick(self, name: str) -> None:
        self.reach(f"[name={name}]")
        self.page.keyboard.press("Space")
        expect(self.page.locator(f"[name={name}]")).not_to_be_checked()

    def select(self, name: str, value: object) -> None:
        self.reach(f"select[name={name}]")
        chosen = self.page.locator(f"select[name={name}]")
        for _press in range(chosen.locator("option").count()):
            if chosen.input_value() == str(value):
                return
            self.page.keyboard.press("ArrowDown")
        expect(chosen).to_have_value(str(value))

    def choose(self, name: str, words: str) -> None:
        self.fill(name, words)
        self.reach(f"[name={name}-pick]")
        self.page.keyboard.press("Space")
        expect(self.page.locator(f"[name={name}-pick]").first).to_be_checked()

    def lift(self, card: str, *, right: int) -> None:
        self.reach("[data-stop]")
        for _press in range(20):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", card):
                break
            self.page.keyboard.press("ArrowRight")
        expect(self.page.locator(card)).to_be_focused()
        self.page.keyboard.press("Enter")
        for _day in range(abs(right)):
            self.page.keyboard.press("ArrowRight" if right > 0 else "ArrowLeft")

    def drop(self) -> None:
        self.page.keyboard.press("Enter")
