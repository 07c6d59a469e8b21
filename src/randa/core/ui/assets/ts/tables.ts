import { all, on } from "./dom";

/** Selection, the bulk bar, and filters that answer while one types. */
function showCount(part: Element): void {
  const bar = part.querySelector<HTMLElement>("[data-bulk]");
  const output = bar?.querySelector<HTMLElement>("[data-bulk-count]");
  if (!bar || !output) return;
  const boxes = all<HTMLInputElement>("input[name=selected]", part);
  const count = boxes.filter((box) => box.checked).length;
  bar.dataset["count"] = String(count);
  const text = count === 0 ? output.dataset["none"] : count === 1 ? output.dataset["one"] : output.dataset["many"];
  output.textContent = (text ?? "").replace("{n}", String(count));
  const every = part.querySelector<HTMLInputElement>("[data-select-all]");
  if (every) {
    every.checked = count > 0 && count === boxes.length;
    every.indeterminate = count > 0 && count < boxes.length;
  }
}

export function startTables(): void {
  let last: HTMLInputElement | null = null;
  on("click", "[data-table] input[name=selected]", (element, event) => {
    const box = element as HTMLInputElement;
    const part = box.closest("[data-table]")!;
    const boxes = all<HTMLInputElement>("input[name=selected]", part);
    if (event.shiftKey && last && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const between of boxes.slice(from, to! + 1)) between.checked = box.checked;
    }
    last = box;
    showCount(part);
  });
  on("change", "[data-select-all]", (element) => {
    const part = element.closest("[data-table]")!;
    for (const box of all<HTMLInputElement>("input[name=selected]", part)) box.checked = (element as HTMLInputElement).checked;
    showCount(part);
  });
  on("reset", "[data-bulk]", (form) => window.setTimeout(() => showCount(form.closest("[data-table]")!)));

  // Empty choices stay out of the address, so that it can be read and shared.
  document.addEventListener("formdata", (event) => {
    if (!(event.target as Element).matches("[data-autosubmit]")) return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  let timer = 0;
  on("change", "[data-autosubmit] select", (select) => select.closest("form")?.requestSubmit());
  on("input", "[data-autosubmit] input[type=search]", (input) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => input.closest("form")?.requestSubmit(), 350);
  });
  document.addEventListener("htmx:afterSettle", () => all("[data-table]").forEach(showCount));
  // A browser that restores ticks after "back" must also show the bar.
  all("[data-table]").forEach(showCount);
}
