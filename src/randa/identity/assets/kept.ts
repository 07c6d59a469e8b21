import { all, words } from "../../core/ui/assets/ts/dom";

/** Put what was kept back into the form it came from; the panel says so. */
function fillKept(): void {
  const panel = document.querySelector<HTMLElement>("[data-kept]");
  if (!panel) return;
  const kept = all<HTMLTextAreaElement>("[data-kept-field]", panel);
  const sentTo = new URL(panel.dataset["kept"] ?? "/", location.href).pathname;
  const form = all<HTMLFormElement>("form[method=post]").find(
    (one) => !panel.contains(one) && new URL(one.action).pathname === sentTo && sameFields(one, kept),
  );
  if (!form) return;
  for (const field of kept) put(form, field.name, field.value, kept);
  const used = panel.querySelector<HTMLInputElement>("input[name=randa_kept]");
  if (used) form.append(used.cloneNode());
  const said = panel.querySelector("[data-kept-said]");
  if (said) said.textContent = words("Texten står åter i formuläret. Läs igenom den och skicka.", "The text is back in the form. Read it through and send it.");
  panel.querySelector("form")?.remove();
  form.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
}

function sameFields(form: HTMLFormElement, kept: HTMLTextAreaElement[]): boolean {
  return kept.some((field) => form.elements.namedItem(field.name) !== null);
}

function put(form: HTMLFormElement, name: string, value: string, kept: HTMLTextAreaElement[]): void {
  const values = kept.filter((field) => field.name === name).map((field) => field.value);
  for (const box of Array.from(form.elements)) {
    if (box instanceof HTMLInputElement && box.name === name) {
      if (box.type === "checkbox" || box.type === "radio") box.checked = values.includes(box.value);
      else if (box.type !== "hidden" && box.type !== "file") box.value = value;
    } else if (box instanceof HTMLTextAreaElement && box.name === name) box.value = value;
    else if (box instanceof HTMLSelectElement && box.name === name)
      for (const choice of Array.from(box.options)) choice.selected = values.includes(choice.value);
  }
}

fillKept();
