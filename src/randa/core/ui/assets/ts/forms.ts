import { all, on, words } from "./dom";
import { showToast } from "./toasts";

/** Unsaved text is kept and asked about: `data-guard` on a form asks before leaving, `data-draft="key"` keeps a copy on this computer. */
const changed = new WeakSet<HTMLFormElement>();
let leaving = false;
const sent = new WeakSet<HTMLFormElement>();
const SENT_MS = 4000;

type Box = HTMLInputElement | HTMLTextAreaElement;

function boxes(form: HTMLFormElement): Box[] {
  return all<Box>("textarea, input[type=text], input[type=number], input:not([type])", form).filter((box) => box.name);
}

function clock(moment: Date): string {
  return moment.toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" });
}

function restore(form: HTMLFormElement, key: string): void {
  const kept = window.localStorage.getItem(key);
  if (!kept) return;
  const values = new Map(Object.entries(JSON.parse(kept) as Record<string, string>));
  for (const box of boxes(form)) {
    const value = values.get(box.name);
    if (value !== undefined && !box.value) box.value = value;
  }
}

function keep(form: HTMLFormElement, key: string): void {
  const values = Object.fromEntries(boxes(form).map((box) => [box.name, box.value]));
  window.localStorage.setItem(key, JSON.stringify(values));
  const place = form.querySelector(".form-saved");
  if (place) place.textContent = `${words("Sparat på den här datorn", "Saved on this computer")} ${clock(new Date())}`;
}

/** Hold back what would be lost without a network, and the second of two quick clicks. Tell whether it was held back. */
function held(form: HTMLFormElement, event: SubmitEvent): boolean {
  const method = event.submitter?.getAttribute("formmethod") ?? form.method;
  if (method.toLowerCase() !== "post") return false;
  if (!navigator.onLine) {
    event.preventDefault();
    showToast({
      text: words("Inget nät just nu. Det du har skrivit finns kvar på sidan; skicka igen när nätet är tillbaka.", "No network just now. What you have written is still on the page; send again when the network is back."),
      tone: "error",
    });
    return true;
  }
  if (sent.has(form)) {
    event.preventDefault();
    return true;
  }
  sent.add(form);
  window.setTimeout(() => sent.delete(form), SENT_MS); // what answers with a file leaves the page standing
  return false;
}

/** Say under a text with `data-most` how much of the room it takes. The server refuses what is longer, and keeps it in the field. */
function count(box: HTMLTextAreaElement | HTMLInputElement): void {
  const most = Number(box.dataset["most"]);
  const next = box.nextElementSibling;
  const place = next instanceof HTMLElement && next.matches(".field-count") ? next : document.createElement("p");
  if (place !== next) {
    place.className = "field-help field-count";
    place.setAttribute("aria-live", "polite");
    box.after(place);
  }
  const length = box.value.trim().length;
  place.textContent = words(`${length} av ${most} tecken`, `${length} of ${most} characters`);
  place.classList.toggle("field-over", length > most);
}

export function startForms(): void {
  on("input", "[data-most]", (box) => count(box as HTMLTextAreaElement));
  on("focusin", "[data-most]", (box) => count(box as HTMLTextAreaElement));
  for (const form of all<HTMLFormElement>("form[data-draft]")) restore(form, `draft:${form.dataset["draft"]}`);
  for (const form of all<HTMLFormElement>("form[data-guard]:has(.field-bad)")) changed.add(form); // sent back, not saved
  let timer = 0;
  on("input", "form[data-guard], form[data-draft]", (element) => {
    const form = element as HTMLFormElement;
    changed.add(form);
    const key = form.dataset["draft"];
    if (!key) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => keep(form, `draft:${key}`), 600);
  });
  on("submit", "form", (element, event) => {
    const byHtmx = element.matches("[hx-post], [hx-boost=true], [hx-boost=true] form");
    if (!byHtmx && (event.defaultPrevented || held(element as HTMLFormElement, event))) return;
    leaving = true;
    const key = element.dataset["draft"];
    window.clearTimeout(timer);
    if (key) window.localStorage.removeItem(`draft:${key}`);
  });
  window.addEventListener("beforeunload", (event) => {
    const unsaved = all<HTMLFormElement>("form[data-guard]").some((form) => changed.has(form));
    if (unsaved && !leaving) event.preventDefault();
  });
  document.querySelector<HTMLElement>("[data-focus]")?.focus();
}
