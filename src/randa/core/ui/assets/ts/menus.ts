import { all, on } from "./dom";

/** Menus are <details>: close the others, close on Escape and on a click outside, walk with the arrow keys. */
export function startMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of all<HTMLDetailsElement>("details[data-menu][open]")) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  on("keydown", "details[data-menu]", (element, event) => {
    const menu = element as HTMLDetailsElement;
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      event.stopPropagation();
    }
    if (!menu.open || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    const entries = all(".menu-box :is(a, button, input:not([type=hidden]))", menu);
    if (!entries.length) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const now = entries.indexOf(document.activeElement as HTMLElement);
    entries[(now + step + entries.length) % entries.length]?.focus();
  });
}

/** Arrow keys move between tabs; Enter follows the link, as everywhere. */
export function startTabs(): void {
  on("keydown", "[data-tabs]", (tabs, event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const links = all("a", tabs);
    const now = links.indexOf(document.activeElement as HTMLElement);
    if (now < 0) return;
    event.preventDefault();
    links[(now + (event.key === "ArrowRight" ? 1 : -1) + links.length) % links.length]?.focus();
  });
}
