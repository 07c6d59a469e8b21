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

function option(unit: Unit): HTMLOptionElement {
  return Object.assign(document.createElement("option"), { value: String(unit.key), textContent: unit.name });
}

function group(label: string, units: Unit[]): HTMLOptGroupElement[] {
  if (!units.length) return [];
  const made = Object.assign(document.createElement("optgroup"), { label });
  made.append(...units.map(option));
  return [made];
}

function offerUnits({ blocks, store }: Asking, { area, unit }: Parts): void {
  const units = store.units.filter((one) => one.area === area.value);
  const none = Object.assign(document.createElement("option"), { value: "", textContent: words("plats saknas", "no seat") });
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
  let asked = 0;
  const tell = async (): Promise<void> => {
    const number = ++asked;
    button.disabled = !area.value;
    told.replaceChildren();
    if (!area.value) return;
    const answer = await asking.tryOut(command());
    if (number !== asked) return; // a later choice is being asked about
    button.disabled = typeof answer === "string";
    if (typeof answer !== "string") showTold(told, words("Så blir det", "This is what happens"), answer);
    else {
      told.classList.remove("bad");
      told.replaceChildren(Object.assign(document.createElement("p"), { textContent: answer }));
    }
  };
  area.onchange = () => (offerUnits(asking, found), void tell());
  unit.onchange = () => void tell();
  button.onclick = () => (dialog.close(), asking.send(command()));
  offerUnits(asking, found);
  told.replaceChildren();
  button.disabled = true;
  dialog.showModal();
}
