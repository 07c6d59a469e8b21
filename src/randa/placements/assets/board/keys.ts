// Spreadsheet keys for a pane; letters for what one does with blocks.
import type { Desk } from "./desk";
import type { Pane } from "./pane";

const FAR = 100_000;

function step(event: KeyboardEvent): [number, number] | undefined {
  const isFar = event.ctrlKey || event.metaKey;
  const steps: Record<string, [number, number]> = {
    ArrowUp: [isFar ? -FAR : -1, 0], ArrowDown: [isFar ? FAR : 1, 0],
    ArrowLeft: [0, isFar ? -4 : -1], ArrowRight: [0, isFar ? 4 : 1],
    PageUp: [-10, 0], PageDown: [10, 0],
    Home: [isFar ? -FAR : 0, -FAR], End: [isFar ? FAR : 0, FAR],
  };
  return steps[event.key];
}

/** Let the arrows walk in a pane; `other` takes the keys that mean something else. */
export function walk(pane: Pane, moved: () => void, other: (event: KeyboardEvent) => boolean): void {
  pane.scroller.addEventListener("keydown", (event) => {
    if (other(event)) return;
    const way = step(event);
    if (!way || event.altKey) return;
    event.preventDefault();
    const from = event.shiftKey ? pane.corner : pane.active;
    pane.select({ row: from.row + way[0], week: from.week + way[1] }, event.shiftKey);
    moved();
  });
}

/** What a key does with the chosen blocks. The brackets come with Ctrl and Alt on a Swedish keyboard, so + and − do too. */
export function blockKeys(desk: Desk): (event: KeyboardEvent) => boolean {
  const plain: Record<string, () => void> = {
    Enter: () => desk.openCurrent(),
    F2: () => desk.openCurrent(),
    Delete: () => desk.remove(),
    Backspace: () => desk.remove(),
    Escape: () => desk.clear(),
    b: () => desk.place(),
    j: () => desk.join(),
    k: () => desk.comment(),
    l: () => desk.lock(),
    m: () => desk.startMoving(),
    s: () => desk.split(),
    "]": () => desk.resize(desk.chosen(), 1, "end"),
    "[": () => desk.resize(desk.chosen(), -1, "end"),
    "+": () => desk.resize(desk.chosen(), 1, "end"),
    "-": () => desk.resize(desk.chosen(), -1, "end"),
    "}": () => desk.resize(desk.chosen(), -1, "start"),
    "{": () => desk.resize(desk.chosen(), 1, "start"),
  };
  const withCtrl: Record<string, (event: KeyboardEvent) => void> = {
    z: (event) => (event.shiftKey ? desk.redo() : desk.undo()),
    y: () => desk.redo(),
    d: () => desk.fillDown(),
  };
  return (event) => {
    if (desk.keyWhileMoving(event)) return true;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const isBracket = "[]{}".includes(key);
    const action = (event.ctrlKey || event.metaKey) && !isBracket ? withCtrl[key] : event.altKey && !isBracket ? undefined : plain[key];
    if (!action) return false;
    event.preventDefault();
    action(event);
    return true;
  };
}
