// The plan table: live sums, the panel about a cell, and the line that says what will be saved.
import { all, on, words } from "../../core/ui/assets/ts/dom";
import { Grid, type Cell, type Misfit } from "../../core/ui/assets/ts/grid";

const MOST_POSTS = 5000;

interface Formula {
  rows: string[];
  operation: "sum" | "per" | "minus";
  bases: (number | null)[];
  factor: number;
  places: number;
}

/** The same rules as plan/figures.py: the server has the last word, this says it sooner. */
function readPosts(text: string): { text: string } | { why: string } {
  const bare = text.trim().replace("\u2212", "-");
  if (bare === "") return { text: "" };
  const joined = /^\d{1,3}([ \u00a0\u202f\u2009]\d{3})+([.,]\d+)?$/.test(bare) ? bare.replace(/[ \u00a0\u202f\u2009]/g, "") : bare;
  const match = /^([+-]?)(\d+)(?:[.,](\d+))?$/.exec(joined);
  if (!match) return { why: words("Skriv bara siffror.", "Write digits only.") };
  const [, sign, whole = "", decimals = ""] = match;
  if (/[1-9]/.test(decimals)) return { why: words("Skriv ett heltal.", "Write a whole number.") };
  if (sign === "-" && Number(whole) !== 0) return { why: words("Skriv 0 eller fler.", "Write 0 or more.") };
  if (Number(whole) > MOST_POSTS) return { why: words(`Högst ${MOST_POSTS} tjänster.`, `At most ${MOST_POSTS} posts.`) };
  return { text: String(Number(whole)) };
}

function shown(value: number, places: number, signed: boolean): string {
  const format = new Intl.NumberFormat(words("sv-SE", "en-GB"), {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    signDisplay: signed ? "exceptZero" : "auto",
  });
  const text = format.format(value).replace("-", "\u2212");
  return signed && value === 0 ? `±${text}` : text;
}

/** What a formula gives in one year, or null when nothing is known. Mirrors Formula.value in queries/table.py. */
function computed(formula: Formula, place: number, posts: Map<string, Cell[]>): number | null {
  const known = formula.rows.map((row) => posts.get(row)?.[place]?.number ?? null);
  if (known.every((one) => one === null)) return null;
  const total = known.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const base = formula.bases[place] ?? null;
  if (formula.operation === "sum") return total;
  if (base === null || (formula.operation === "per" && base === 0)) return null;
  return formula.operation === "minus" ? total - base : (total * formula.factor) / base;
}

function recompute(table: HTMLTableElement, posts: Map<string, Cell[]>): void {
  for (const tr of all<HTMLTableRowElement>("tr[data-formula]", table)) {
    const formula = JSON.parse(tr.dataset["formula"] ?? "{}") as Formula;
    all<HTMLTableCellElement>("td[data-value]", tr).forEach((td, place) => {
      const value = computed(formula, place, posts);
      const text = value === null ? "–" : shown(value, formula.places, "signed" in tr.dataset);
      if (td.textContent !== text) td.textContent = text;
      td.dataset["value"] = text;
    });
  }
}

function statusLine(cells: Cell[]): string {
  const numbers = cells.map((cell) => cell.number).filter((one): one is number => one !== null);
  const first = cells[0];
  if (cells.length < 2 || numbers.length === 0) return first ? first.label : "";
  const sum = numbers.reduce((total, one) => total + one, 0);
  const places = numbers.every(Number.isInteger) ? 0 : 1;
  const mean = shown(sum / numbers.length, 1, false);
  return words(
    `${cells.length} celler · summa ${shown(sum, places, false)} · medel ${mean}`,
    `${cells.length} cells · sum ${shown(sum, places, false)} · mean ${mean}`,
  );
}

function showMisfits(misfits: Misfit[], fitting: number, paste: () => void): void {
  const dialog = document.querySelector<HTMLDialogElement>("#paste-misfits");
  const list = dialog?.querySelector("[data-misfits]");
  const button = dialog?.querySelector<HTMLButtonElement>("[data-paste-rest]");
  if (!dialog || !list || !button) return;
  const rows = misfits.slice(0, 20).map(({ text, where, why }) => {
    const tr = document.createElement("tr");
    tr.append(...[text.slice(0, 40), where, why].map((words_) => Object.assign(document.createElement("td"), { textContent: words_ })));
    return tr;
  });
  list.replaceChildren(...rows);
  const more = dialog.querySelector("[data-misfit-count]");
  if (more) more.textContent = words(`${misfits.length} värden passar inte, ${fitting} passar.`, `${misfits.length} values do not fit, ${fitting} do.`);
  button.disabled = fitting === 0;
  button.textContent = words(`Klistra in de ${fitting} som passar`, `Paste the ${fitting} that fit`);
  button.onclick = () => {
    dialog.close();
    paste();
  };
  dialog.showModal();
}

async function showDetails(cell: Cell): Promise<void> {
  const url = cell.td.dataset["url"];
  const panel = document.querySelector<HTMLDialogElement>("#cell-panel");
  const body = panel?.querySelector("[data-cell-body]");
  if (!url || !panel || !body) return;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return window.location.assign(url);
  body.innerHTML = await answer.text();
  panel.showModal();
}

function start(table: HTMLTableElement): void {
  const form = table.closest("form");
  const status = document.querySelector("[data-grid-status]");
  const count = document.querySelector("[data-changed-count]");
  const undo = document.querySelector<HTMLButtonElement>("[data-grid-undo]");
  const redo = document.querySelector<HTMLButtonElement>("[data-grid-redo]");
  let saving = false;
  const changedCells = (): number => all("td.changed", table).length;
  const grid: Grid = new Grid(table, {
    read: readPosts,
    selected: (cells) => status && (status.textContent = statusLine(cells)),
    details: (cell) => void showDetails(cell),
    misfits: showMisfits,
    changed: () => {
      recompute(table, posts);
      const changed = changedCells();
      if (count) count.textContent = changed === 0 ? words("Inga osparade ändringar", "No unsaved changes") : words(`${changed} ${changed === 1 ? "cell ändrad" : "celler ändrade"}`, `${changed} ${changed === 1 ? "cell" : "cells"} changed`);
      form?.classList.toggle("has-changes", changed > 0);
      if (undo) undo.disabled = !grid.canUndo;
      if (redo) redo.disabled = !grid.canRedo;
    },
  });
  const posts = new Map<string, Cell[]>();
  for (const row of grid.cells) {
    const name = row[0]?.td.closest("tr")?.dataset["row"];
    if (name) posts.set(name, row);
  }
  on("click", "[data-grid-undo]", () => grid.undo());
  on("click", "[data-grid-redo]", () => grid.redo());
  on("click", "[data-grid-details]", () => void showDetails(grid.current));
  form?.addEventListener("submit", () => (saving = true));
  window.addEventListener("beforeunload", (event) => {
    if (!saving && changedCells() > 0) event.preventDefault();
  });
}

const table = document.querySelector<HTMLTableElement>("table[data-plan-grid]");
if (table) start(table);
