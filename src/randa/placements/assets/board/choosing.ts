// Dialogs about the chosen blocks: another area or unit, with what that does shown before it is done; and a comment.
import { words } from "../../../core/ui/assets/ts/dom";
import { showTold } from "./dialogs";
import type { Block, Store, Unit } from "./store";
import type { Command, Told } from "./talk";

export interface Asking {
  blocks: Block[];
  store: Store;
  tryOut: (command: Command) => Promise<Told | string>;
  send: (command: Command) => void;
}

/** Ask for a comment on the blocks; one that is refused stays in the dialog with why. */
export function askComment({ blocks, tryOut, send }: Asking): void {
  const dialog = document.querySelector<HTMLDialogElement>("#board-comment");
  const box = dialog?.querySelector<HTMLTextAreaElement>("textarea");
  const said = dialog?.querySelector<HTMLElement>("[data-comment-said]");
  const button = dialog?.querySelector<HTMLButtonElement>("[data-comment-do]");
  if (!dialog || !box || !said || !button) return;
  box.value = shared(blocks.map((one) => one.comment));
  box.dispatchEvent(new Event("input", { bubbles: true })); // the count follows
  said.textContent = "";
  button.onclick = async () => {
    const command = { do: "comment", text: box.value };
    const answer = await tryOut(command);
    if (typeof answer === "string") said.textContent = answer;
    else {
      dialog.close();
      send(command);
    }
  };
  dialog.showModal();
}

/** Join blocks; when they are at different units, ask first whose unit holds, and tell what that does. */
export function askJoin({ blocks, store, tryOut, send }: Asking): void {
  const inOrder = [...blocks].sort((a, b) => a.first - b.first);
  const group = (block: Block): Block[] => inOrder.filter((one) => one.learner === block.learner && one.area === block.area);
  const apart = inOrder.filter((one) => group(one).some((other) => other.unit !== one.unit));
  if (!apart.length) return send({ do: "join" });
  const dialog = document.querySelector<HTMLDialogElement>("#board-join");
  const unit = dialog?.querySelector<HTMLSelectElement>("[data-join=unit]");
  const told = dialog?.querySelector<HTMLElement>("[data-join=told]");
  const button = dialog?.querySelector<HTMLButtonElement>("[data-join=do]");
  if (!dialog || !unit || !told || !button) return;
  const name = (block: Block): string => (block.unit === null ? words("plats saknas", "no seat") : (store.unitByKey.get(block.unit)?.name ?? ""));
  const first = apart.filter((one, place) => apart.findIndex((other) => other.unit === one.unit) === place);
  unit.replaceChildren(...first.map((one) => choice(one.key, `${name(one)} (${store.span(one)})`)));
  const command = (): Command => ({ do: "join", unit_of: unit.value });
  const tell = teller(told, button, async () => tryOut(command()));
  unit.onchange = () => void tell();
  button.onclick = () => (dialog.close(), send(command()));
  void tell();
  dialog.showModal();
}

/** Return what tells in a dialog what would be done, asked anew at each choice; what is refused cannot be pressed. */
function teller(told: HTMLElement, button: HTMLButtonElement, ask: () => Promise<Told | string | null>): () => Promise<void> {
  let asked = 0;
  return async () => {
    const number = ++asked;
    button.disabled = true;
    told.replaceChildren();
    const answer = await ask();
    if (number !== asked || answer === null) return; // a later choice is being asked about, or nothing is chosen yet
    button.disabled = typeof answer === "string";
    if (typeof answer !== "string") showTold(told, words("Så blir det", "This is what happens"), answer);
    else {
      told.classList.remove("bad");
      told.replaceChildren(Object.assign(document.createElement("p"), { textContent: answer }));
    }
  };
}

interface Parts {
  dialog: HTMLDialogElement;
  area: HTMLSelectElement;
  unit: HTMLSelectElement;
  told: HTMLElement;
  button: HTMLButtonElement;
}

function parts(): Parts | null {
  const dialog = document.querySelector<HTMLDialogElement>("#board-place");
  const area = dialog?.querySelector<HTMLSelectElement>("[data-place=area]");
  const unit = dialog?.querySelector<HTMLSelectElement>("[data-place=unit]");
  const told = dialog?.querySelector<HTMLElement>("[data-place=told]");
  const button = dialog?.querySelector<HTMLButtonElement>("[data-place=do]");
  return dialog && area && unit && told && button ? { dialog, area, unit, told, button } : null;
}

/** Return the value that all share; "" when they differ. */
function shared(values: string[]): string {
  return new Set(values).size === 1 ? (values[0] ?? "") : "";
}

function choice(value: string, textContent: string): HTMLOptionElement {
  return Object.assign(document.createElement("option"), { value, textContent });
}

function group(label: string, units: Unit[]): HTMLOptGroupElement[] {
  if (!units.length) return [];
  const made = Object.assign(document.createElement("optgroup"), { label });
  made.append(...units.map((unit) => choice(String(unit.key), unit.name)));
  return [made];
}

function offerUnits({ blocks, store }: Asking, { area, unit }: Parts): void {
  const units = store.units.filter((one) => one.area === area.value);
  const none = choice("", words("plats saknas", "no seat"));
  const [roomy, full] = [true, false].map((has) => units.filter((one) => store.hasRoom(one, blocks) === has));
  unit.replaceChildren(
    none,
    ...group(words("Har plats i veckorna", "Has seats in these weeks"), roomy ?? []),
    ...group(words("Fullt någon av veckorna", "Full in some of these weeks"), full ?? []),
  );
  const now = shared(blocks.map((one) => String(one.unit ?? "")));
  if (units.some((one) => String(one.key) === now)) unit.value = now;
}

/** Ask where the blocks are to be laid, tell what that would do, and send it when it is wanted. */
export function askPlace(asking: Asking): void {
  const found = parts();
  if (!found) return;
  const { dialog, area, unit, told, button } = found;
  const { blocks } = asking;
  area.value = shared(blocks.map((one) => one.area));
  const command = (): Command => {
    const key = unit.value ? Number(unit.value) : null;
    return blocks.every((one) => one.area === area.value) ? { do: "unit", unit: key } : { do: "area", area: area.value, unit: key };
  };
  const tell = teller(told, button, async () => (area.value ? asking.tryOut(command()) : null));
  area.onchange = () => (offerUnits(asking, found), void tell());
  unit.onchange = () => void tell();
  button.onclick = () => (dialog.close(), asking.send(command()));
  offerUnits(asking, found);
  told.replaceChildren();
  button.disabled = true;
  dialog.showModal();
}
