import { all, words } from "./dom";

/** Reads a typed or pasted text: what the cell is to hold, or why it cannot. */
export type Reader = (text: string) => { text: string } | { why: string };

export interface GridOptions {
  read: Reader;
  /** Called after every change of the cells, also by undo. */
  changed(): void;
  /** Called when the selection moves; the cells of the selection, the active one first. */
  selected(cells: Cell[]): void;
  /** Called for Alt+Enter, or a double click on a cell that cannot be typed in. */
  details(cell: Cell): void;
  /** Called when pasted values do not fit; `paste` puts in those that do. */
  misfits(misfits: Misfit[], fitting: number, paste: () => void): void;
}

export interface Misfit {
  text: string;
  where: string;
  why: string;
}

interface Change {
  cell: Cell;
  before: string;
  after: string;
}

/** One value of the grid. Computed and locked cells have no input: they can be copied, never typed in. */
export class Cell {
  readonly input: HTMLInputElement | null;
  constructor(
    readonly td: HTMLTableCellElement,
    readonly row: number,
    readonly column: number,
  ) {
    this.input = td.querySelector("input");
  }
  get text(): string {
    return this.input ? this.input.value : (this.td.dataset["value"] ?? this.td.textContent ?? "").trim();
  }
  get label(): string {
    return this.td.dataset["label"] ?? this.input?.getAttribute("aria-label") ?? "";
  }
  get number(): number | null {
    const bare = this.text.replace(/[\s\u00a0]/g, "").replace("\u2212", "-").replace(",", ".");
    return bare !== "" && Number.isFinite(Number(bare)) ? Number(bare) : null;
  }
}

/**
 * Spreadsheet manners for a table of boxes: arrows, Enter, F2, Tab, Escape, Delete, ranges with Shift or the mouse, copy and paste
 * with Excel, Ctrl+D, Ctrl+Z and Ctrl+Y. Without this script the boxes are an ordinary form, and saving is the same in both cases.
 */
export class Grid {
  readonly cells: Cell[][] = [];
  private active: Cell;
  private corner: Cell;
  private editing: { cell: Cell; before: string } | null = null;
  private dragging = false;
  private readonly done: Change[][] = [];
  private readonly undone: Change[][] = [];

  constructor(
    readonly table: HTMLTableElement,
    private readonly options: GridOptions,
  ) {
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    for (const tr of all<HTMLTableRowElement>("tr", table)) this.addRow(tr);
    const first = this.cells[0]?.[0];
    if (!first) throw new Error("a grid needs a cell");
    this.active = this.corner = this.cells.flat().find((cell) => cell.input) ?? first;
    this.active.td.tabIndex = 0;
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("mousedown", (event) => this.press(event));
    table.addEventListener("mouseover", (event) => this.drag(event));
    table.addEventListener("dblclick", (event) => this.open(this.at(event.target)));
    table.addEventListener("focusout", (event) => this.left(event));
    table.addEventListener("focusin", (event) => this.entered(event));
    document.addEventListener("mouseup", () => (this.dragging = false));
    document.addEventListener("copy", (event) => this.copy(event, false));
    document.addEventListener("cut", (event) => this.copy(event, true));
    document.addEventListener("paste", (event) => this.paste(event));
  }

  private addRow(tr: HTMLTableRowElement): void {
    const found = all<HTMLTableCellElement>("td[data-value], td[data-cell]", tr);
    if (found.length === 0) return;
    const row = this.cells.length;
    this.cells.push(found.map((td, column) => this.addCell(td, row, column)));
  }

  private addCell(td: HTMLTableCellElement, row: number, column: number): Cell {
    const cell = new Cell(td, row, column);
    td.setAttribute("role", "gridcell");
    td.tabIndex = -1;
    if (cell.input) {
      cell.input.tabIndex = -1;
      cell.input.readOnly = true;
    } else {
      td.setAttribute("aria-readonly", "true");
    }
    return cell;
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }
  get canRedo(): boolean {
    return this.undone.length > 0;
  }
  get current(): Cell {
    return this.active;
  }

  /** The selected rectangle, row by row. */
  private rectangle(): Cell[][] {
    const [top, bottom] = [this.active.row, this.corner.row].sort((a, b) => a - b) as [number, number];
    const [left, right] = [this.active.column, this.corner.column].sort((a, b) => a - b) as [number, number];
    return this.cells.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  }

  private at(target: EventTarget | null): Cell | undefined {
    const td = target instanceof Element ? target.closest("td") : null;
    return td ? this.cells.flat().find((cell) => cell.td === td) : undefined;
  }

  private select(cell: Cell, extend = false): void {
    this.active.td.tabIndex = -1;
    if (extend) {
      this.corner = cell;
    } else {
      this.active = this.corner = cell;
    }
    this.active.td.tabIndex = 0;
    for (const one of all("[aria-selected=true]", this.table)) one.removeAttribute("aria-selected");
    const chosen = this.rectangle().flat();
    for (const one of chosen) one.td.setAttribute("aria-selected", "true");
    (extend ? this.corner : this.active).td.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (!this.editing) this.active.td.focus({ preventScroll: true });
    this.options.selected(chosen);
  }

  private step(rows: number, columns: number, extend: boolean): boolean {
    const from = extend ? this.corner : this.active;
    const row = Math.min(Math.max(from.row + rows, 0), this.cells.length - 1);
    const line = this.cells[row] ?? [];
    const next = line[Math.min(Math.max(from.column + columns, 0), line.length - 1)];
    if (!next || next === from) return false;
    this.select(next, extend);
    return true;
  }

  private key(event: KeyboardEvent): void {
    if (this.editing) this.keyWhileEditing(event);
    else if (event.ctrlKey || event.metaKey) this.command(event);
    else this.navigate(event);
  }

  private keyWhileEditing(event: KeyboardEvent): void {
    const moves: Record<string, [number, number]> = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1] };
    const move = moves[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      this.finish(false);
    } else if (move) {
      event.preventDefault();
      this.finish(true);
      this.step(...move, false);
    }
  }

  private navigate(event: KeyboardEvent): void {
    const far = this.cells.length;
    const steps: Record<string, [number, number]> = {
      ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
      PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -far], End: [0, far],
    };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      this.step(...step, event.shiftKey);
    } else if (event.key === "Tab") {
      // Tab walks along the row and then leaves the grid, so that nobody is caught in it.
      if (this.step(0, event.shiftKey ? -1 : 1, false)) event.preventDefault();
    } else if (event.key === "Enter" && event.altKey) {
      event.preventDefault();
      this.options.details(this.active);
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      this.open(this.active);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.apply(this.rectangle().flat().filter((cell) => cell.input).map((cell) => ({ cell, before: cell.text, after: "" })));
    } else if (event.key.length === 1 && !event.altKey && event.key !== " " && this.active.input) {
      event.preventDefault();
      this.open(this.active, event.key);
    }
  }

  private command(event: KeyboardEvent): void {
    const key = event.key.toLowerCase();
    const actions: Record<string, () => void> = {
      z: () => (event.shiftKey ? this.redo() : this.undo()),
      y: () => this.redo(),
      d: () => this.fillDown(),
      home: () => this.step(-this.cells.length, -999, event.shiftKey),
      end: () => this.step(this.cells.length, 999, event.shiftKey),
      arrowup: () => this.step(-this.cells.length, 0, event.shiftKey),
      arrowdown: () => this.step(this.cells.length, 0, event.shiftKey),
      arrowleft: () => this.step(0, -999, event.shiftKey),
      arrowright: () => this.step(0, 999, event.shiftKey),
    };
    const action = actions[key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  private press(event: MouseEvent): void {
    const cell = this.at(event.target);
    if (!cell || event.button !== 0 || this.editing?.cell === cell) return;
    if (event.target instanceof Element && event.target.closest("a")) return;
    if (this.editing) this.finish(true);
    event.preventDefault();
    this.dragging = true;
    this.select(cell, event.shiftKey);
  }

  private drag(event: MouseEvent): void {
    const cell = this.dragging ? this.at(event.target) : undefined;
    if (cell && cell !== this.corner) this.select(cell, true);
  }

  private entered(event: FocusEvent): void {
    const cell = this.at(event.target);
    if (!cell || this.editing || this.dragging || cell === this.active || cell === this.corner) return;
    this.select(cell);
  }

  private left(event: FocusEvent): void {
    if (this.editing && event.target === this.editing.cell.input) this.finish(true, false);
  }

  private open(cell: Cell | undefined, typed?: string): void {
    if (!cell) return;
    if (!cell.input) {
      this.options.details(cell);
      return;
    }
    this.editing = { cell, before: cell.input.value };
    cell.input.readOnly = false;
    if (typed !== undefined) cell.input.value = typed;
    cell.input.focus();
    if (typed === undefined) cell.input.select();
  }

  private finish(keep: boolean, focus = true): void {
    const edit = this.editing;
    if (!edit?.cell.input) return;
    this.editing = null;
    const typed = edit.cell.input.value;
    edit.cell.input.value = edit.before;
    edit.cell.input.readOnly = true;
    if (focus) edit.cell.td.focus({ preventScroll: true });
    if (!keep || typed === edit.before) return;
    const read = this.options.read(typed);
    // A text that is no number stays as typed, marked with its reason: it is the person's to correct.
    this.apply([{ cell: edit.cell, before: edit.before, after: "text" in read ? read.text : typed.trim() }]);
  }

  private apply(changes: Change[]): void {
    const real = changes.filter((change) => change.before !== change.after);
    if (real.length === 0) return;
    for (const change of real) this.write(change.cell, change.after);
    this.done.push(real);
    this.undone.length = 0;
    this.options.changed();
    this.options.selected(this.rectangle().flat());
  }

  private write(cell: Cell, text: string): void {
    if (!cell.input) return;
    cell.input.value = text;
    const read = this.options.read(text);
    const why = "why" in read ? read.why : "";
    cell.input.setAttribute("aria-invalid", String(why !== ""));
    cell.td.classList.toggle("bad", why !== "");
    cell.td.title = why;
    cell.td.classList.toggle("changed", text !== cell.input.defaultValue);
  }

  undo(): void {
    this.replay(this.done, this.undone, (change) => change.before);
  }

  redo(): void {
    this.replay(this.undone, this.done, (change) => change.after);
  }

  private replay(from: Change[][], to: Change[][], text: (change: Change) => string): void {
    const batch = from.pop();
    if (!batch) return;
    to.push(batch);
    for (const change of batch) this.write(change.cell, text(change));
    const first = batch[0];
    if (first) this.select(first.cell);
    this.options.changed();
  }

  /** Put the top row of the selection into all rows under it. */
  fillDown(): void {
    const [top, ...below] = this.rectangle();
    const changes = below.flatMap((row) =>
      row.flatMap((cell, place) => (cell.input ? [{ cell, before: cell.text, after: top?.[place]?.text ?? "" }] : [])),
    );
    this.apply(changes);
  }

  private mine(event: ClipboardEvent): DataTransfer | null {
    return !this.editing && this.table.contains(document.activeElement) ? event.clipboardData : null;
  }

  private copy(event: ClipboardEvent, cut: boolean): void {
    const clipboard = this.mine(event);
    if (!clipboard) return;
    event.preventDefault();
    const cells = this.rectangle();
    clipboard.setData("text/plain", cells.map((row) => row.map((cell) => cell.text).join("\t")).join("\r\n"));
    if (cut) this.apply(cells.flat().filter((cell) => cell.input).map((cell) => ({ cell, before: cell.text, after: "" })));
  }

  private paste(event: ClipboardEvent): void {
    const clipboard = this.mine(event);
    if (!clipboard) return;
    event.preventDefault();
    const texts = clipboard.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    const { changes, misfits } = this.fit(texts);
    const put = (): void => this.apply(changes);
    if (misfits.length === 0) put();
    else this.options.misfits(misfits, changes.length, put);
  }

  /** Lay pasted texts over the grid from the selection's top left; one text fills the whole selection. */
  private fit(texts: string[][]): { changes: Change[]; misfits: Misfit[] } {
    const chosen = this.rectangle();
    const single = texts.length === 1 && texts[0]?.length === 1 ? texts[0][0] : undefined;
    const top = chosen[0]?.[0] ?? this.active;
    const wanted =
      single === undefined
        ? texts.flatMap((line, row) => line.map((text, column) => ({ text, cell: this.cells[top.row + row]?.[top.column + column] })))
        : chosen.flat().map((cell) => ({ text: single, cell }));
    const changes: Change[] = [];
    const misfits: Misfit[] = [];
    for (const { text, cell } of wanted) {
      const read = this.options.read(text);
      if (!cell) misfits.push({ text, where: words("utanför tabellen", "outside the table"), why: words("Det finns ingen cell där.", "There is no cell there.") });
      else if (!cell.input) misfits.push({ text, where: cell.label, why: words("Cellen räknas fram eller är låst.", "The cell is computed or locked.") });
      else if ("why" in read) misfits.push({ text, where: cell.label, why: read.why });
      else changes.push({ cell, before: cell.text, after: read.text });
    }
    return { changes, misfits };
  }
}
