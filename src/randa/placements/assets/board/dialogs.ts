// What the grid says in dialogs and under its buttons: what an edit did, what of a paste does not fit, and a block's own form.
import { all, words } from "../../../core/ui/assets/ts/dom";
import type { Told } from "./talk";

const SHOWN = 4;

/** Say what an edit broke, mended and costs. */
export function showTold(region: HTMLElement, kind: string, told: Told): void {
  const points = `${told.price > 0 ? "+" : ""}${told.price}`.replace("-", "\u2212");
  const price = told.price ? words(`Planens kostnad: ${points} poäng.`, `The plan's cost: ${points} points.`) : words("Kostar inget.", "Costs nothing.");
  const head = document.createElement("p");
  head.textContent = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}. ${price}${told.mended.length && !told.new.length ? ` ${words("Inget nytt regelbrott, och något rättades.", "No new broken rule, and something was mended.")}` : ""}`;
  const list = document.createElement("ul");
  const lines = [...told.new, ...told.remarks];
  for (const line of lines.slice(0, SHOWN)) list.append(Object.assign(document.createElement("li"), { textContent: line }));
  const more = words(`och ${lines.length - SHOWN} till`, `and ${lines.length - SHOWN} more`);
  if (lines.length > SHOWN) list.append(Object.assign(document.createElement("li"), { textContent: more }));
  region.replaceChildren(head, ...(lines.length ? [list] : []));
  region.classList.toggle("bad", told.new.length > 0);
}

export interface Misfits {
  fitting: number;
  misfits: [number, number, string, string][];
}

export function showMisfits({ fitting, misfits }: Misfits, where: (row: number, column: number) => string, paste: () => void): void {
  const dialog = document.querySelector<HTMLDialogElement>("#board-misfits");
  const list = dialog?.querySelector("[data-misfits]");
  const button = dialog?.querySelector<HTMLButtonElement>("[data-paste-rest]");
  if (!dialog || !list || !button) return;
  list.replaceChildren(
    ...misfits.slice(0, 20).map(([row, column, text, why]) => {
      const tr = document.createElement("tr");
      tr.append(...[text, where(row, column), why].map((said) => Object.assign(document.createElement("td"), { textContent: said, className: "wrap" })));
      return tr;
    }),
  );
  const count = dialog.querySelector("[data-misfit-count]");
  if (count) count.textContent = words(`${misfits.length} passar inte, ${fitting} block gör det.`, `${misfits.length} do not fit, ${fitting} blocks do.`);
  button.disabled = fitting === 0;
  button.textContent = words(`Klistra in de ${fitting} som passar`, `Paste the ${fitting} that fit`);
  button.onclick = () => (dialog.close(), paste());
  dialog.showModal();
}

/** Show a block's form at the side; `saved` is called when it has been sent and taken. */
export async function showBlock(url: string, saved: () => void): Promise<void> {
  const panel = document.querySelector<HTMLDialogElement>("#block-panel");
  const body = panel?.querySelector<HTMLElement>("[data-block-body]");
  if (!panel || !body) return;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) return window.location.assign(url);
  body.innerHTML = await answer.text();
  listen(panel, body, saved);
  if (!panel.open) panel.showModal();
}

/** Offer the units of the chosen area only; a unit of another goes out. */
function narrowUnits(form: HTMLFormElement): void {
  const area = form.querySelector<HTMLSelectElement>("[name=area]");
  const unit = form.querySelector<HTMLSelectElement>("[name=unit]");
  if (!area || !unit) return;
  const narrow = (): void => {
    const name = area.selectedOptions[0]?.textContent ?? "";
    for (const group of all<HTMLOptGroupElement>("optgroup", unit)) group.hidden = group.disabled = group.label !== name;
    if (unit.selectedOptions[0]?.parentElement?.matches("optgroup:disabled")) unit.value = "";
  };
  area.addEventListener("change", narrow);
  narrow();
}

function listen(panel: HTMLDialogElement, body: HTMLElement, saved: () => void): void {
  for (const form of all<HTMLFormElement>("[data-block-form]", body)) narrowUnits(form);
  for (const form of all<HTMLFormElement>("[data-block-form]", body))
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      void sendForm(form, event.submitter).then(async (answer) => {
        if (answer.status === 204) {
          panel.close();
          saved();
        } else {
          body.innerHTML = await answer.text();
          listen(panel, body, saved);
        }
      });
    });
}

function sendForm(form: HTMLFormElement, button: HTMLElement | null): Promise<Response> {
  const data = new FormData(form, button instanceof HTMLButtonElement ? button : null);
  return fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body: data });
}
