// The sliders of a scenario: a slider and its number always say the same; htmx asks for the answer.
import { all, on, words } from "../../core/ui/assets/ts/dom";

function dialOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>("[data-dial]");
}

function numberBox(dial: HTMLElement): HTMLInputElement | null {
  return dial.querySelector<HTMLInputElement>("[data-dial-number]");
}

/** A number typed the Swedish or the English way. */
function read(text: string): number {
  return Number(text.replace(/[ \u00a0]/g, "").replace("\u2212", "-").replace(",", "."));
}

function shown(value: number, places: number): string {
  const format = new Intl.NumberFormat(words("sv-SE", "en-GB"), {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    useGrouping: false,
  });
  return format.format(value);
}

function setNumber(dial: HTMLElement, value: number): void {
  const box = numberBox(dial);
  if (box) box.value = shown(value, Number(box.dataset.places ?? "2"));
}

function setRange(dial: HTMLElement, value: number): void {
  const range = dial.querySelector<HTMLInputElement>("[data-dial-range]");
  if (range && Number.isFinite(value)) range.value = String(value);
}

/** Show the way back where a value is not the base case's. */
function mark(dial: HTMLElement): void {
  const box = numberBox(dial);
  const changed = box !== null && Math.abs(read(box.value) - Number(dial.dataset.base)) > 1e-9;
  dial.classList.toggle("is-changed", changed);
  all<HTMLButtonElement>("[data-dial-reset]", dial).forEach((button) => (button.hidden = !changed));
}

on("input", "[data-dial-range]", (range) => {
  const dial = dialOf(range);
  if (!dial) return;
  setNumber(dial, Number((range as HTMLInputElement).value));
  mark(dial);
});
on("input", "[data-dial-number]", (box) => {
  const dial = dialOf(box);
  if (!dial) return;
  setRange(dial, read((box as HTMLInputElement).value));
  mark(dial);
});
on("click", "[data-dial-reset]", (button) => {
  const dial = dialOf(button);
  const box = dial && numberBox(dial);
  if (!dial || !box) return;
  setNumber(dial, Number(dial.dataset.base));
  setRange(dial, Number(dial.dataset.base));
  mark(dial);
  box.focus();
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
all("[data-dial]").forEach(mark);
