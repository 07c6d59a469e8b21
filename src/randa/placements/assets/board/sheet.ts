// The grid on paper: what the filters leave as a plain table with every row and week, made when somebody prints and gone afterwards.
import { monthRuns, type Part } from "./heads";
import type { Piece } from "./pane";
import type { LearnerRows } from "./rows";
import type { Store } from "./store";

const TEXT_FROM = 5; // weeks: a shorter block has room for its area only

export function printable(sheet: HTMLElement, store: Store, rows: LearnerRows, corner: string): void {
  window.addEventListener("beforeprint", () => sheet.replaceChildren(table(store, rows, corner)));
  window.addEventListener("afterprint", () => sheet.replaceChildren());
}

function table(store: Store, rows: LearnerRows, corner: string): HTMLElement {
  const made = document.createElement("table");
  const columns = document.createElement("colgroup");
  columns.append(column("col-head"), ...Array.from({ length: store.weeks }, () => column("col-week")));
  const body = document.createElement("tbody");
  for (let row = 0; row < rows.count(); row++) body.append(...lines(rows, row, store.weeks));
  made.append(columns, heads(store, corner), body);
  return made;
}

function column(css: string): HTMLElement {
  return Object.assign(document.createElement("col"), { className: css });
}

function heads(store: Store, corner: string): HTMLElement {
  const head = document.createElement("thead");
  const months = document.createElement("tr");
  const first = Object.assign(document.createElement("th"), { className: "corner", rowSpan: 2, textContent: corner });
  months.append(first, ...monthRuns(store).map((part) => headed(part, "month")));
  const weeks = document.createElement("tr");
  for (let week = 0; week < store.weeks; week++) weeks.append(headed({ first: week, length: 1, text: String(store.iso(week)[1]) }, "week"));
  head.append(months, weeks);
  return head;
}

function headed({ length, text }: Part, css: string): HTMLElement {
  return Object.assign(document.createElement("th"), { className: css, colSpan: length, textContent: text });
}

/** One line of the table per lane: blocks at the same time stand under each other here too. */
function lines(rows: LearnerRows, row: number, weeks: number): HTMLElement[] {
  const pieces = rows.pieces(row).filter((one) => one.css !== "empty" && one.css !== "away-over");
  const lanes = Math.max(1, ...pieces.map((one) => one.lanes ?? 1));
  return Array.from({ length: lanes }, (_none, lane) => {
    const line = document.createElement("tr");
    if (lane === 0) line.append(name(rows, row, lanes));
    line.append(...cells(pieces.filter((one) => (one.lane ?? 0) === lane), weeks));
    return line;
  });
}

function name(rows: LearnerRows, row: number, lanes: number): HTMLElement {
  const { title, note } = rows.head(row);
  const head = Object.assign(document.createElement("th"), { rowSpan: lanes, textContent: title });
  head.append(Object.assign(document.createElement("span"), { className: "muted", textContent: note }));
  return head;
}

function cells(pieces: Piece[], weeks: number): HTMLElement[] {
  const made: HTMLElement[] = [];
  let at = 0;
  for (const piece of [...pieces].sort((one, other) => one.first - other.first)) {
    const first = Math.max(at, piece.first);
    const end = Math.min(weeks, piece.first + piece.length);
    if (end <= first) continue;
    if (first > at) made.push(spanning(first - at));
    made.push(filled(piece, end - first));
    at = end;
  }
  if (at < weeks) made.push(spanning(weeks - at));
  return made;
}

function spanning(weeks: number, css = ""): HTMLTableCellElement {
  return Object.assign(document.createElement("td"), { className: css, colSpan: weeks });
}

function filled(piece: Piece, weeks: number): HTMLElement {
  const cell = spanning(weeks, piece.css);
  if (!piece.area) return cell;
  cell.dataset["area"] = piece.area;
  const text = weeks < TEXT_FROM ? piece.area : piece.text;
  cell.append(Object.assign(document.createElement("span"), { textContent: text }));
  return cell;
}
