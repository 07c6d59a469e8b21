// A scrolling pane of rows × weeks of which only what is seen is in the page. Rows are recycled; positions go through the CSSOM.

export interface Piece {
  first: number;
  length: number;
  css: string;
  text: string;
  label: string;
  area?: string | undefined;
  key?: string | undefined;
  lane?: number | undefined;
  lanes?: number | undefined;
}

export interface PaneSource {
  count(): number;
  head(row: number): { title: string; note: string; area?: string | undefined; isBad: boolean };
  pieces(row: number): Piece[];
}

export interface Place {
  row: number;
  week: number;
}

const OVERSCAN_ROWS = 3;
const OVERSCAN_WEEKS = 13;

interface DrawnRow {
  element: HTMLElement;
  head: HTMLElement;
  from: number;
  to: number;
}

export class Pane {
  readonly body: HTMLElement;
  private readonly drawn = new Map<number, DrawnRow>();
  private readonly spare: DrawnRow[] = [];
  private readonly cursor: HTMLElement;
  private frame = 0;
  active: Place = { row: 0, week: 0 };
  corner: Place = { row: 0, week: 0 };

  constructor(
    readonly scroller: HTMLElement,
    private readonly source: PaneSource,
    private readonly name: string,
    private geometry: { week: number; row: number; head: number; top: number },
    private readonly weeks: () => number,
  ) {
    this.body = scroller.querySelector<HTMLElement>("[data-pane-body]") ?? scroller;
    this.cursor = document.createElement("div");
    this.cursor.className = "board-cursor";
    this.cursor.setAttribute("role", "presentation");
    this.body.append(this.cursor);
    scroller.addEventListener("scroll", () => this.later(), { passive: true });
    new ResizeObserver(() => this.later()).observe(scroller);
  }

  setWeekWidth(width: number): void {
    this.geometry = { ...this.geometry, week: width };
    this.redraw();
  }

  /** Draw all anew: rows were filtered, or many changed. */
  redraw(): void {
    for (const row of this.drawn.values()) this.recycle(row);
    this.drawn.clear();
    const { row, head, week } = this.geometry;
    this.body.style.height = `${this.source.count() * row}px`;
    this.body.style.width = `${head + this.weeks() * week}px`;
    this.scroller.setAttribute("aria-rowcount", String(this.source.count() + 1));
    this.scroller.setAttribute("aria-colcount", String(this.weeks() + 1));
    this.active.row = Math.max(0, Math.min(this.active.row, this.source.count() - 1));
    this.corner.row = Math.max(0, Math.min(this.corner.row, this.source.count() - 1));
    this.draw();
  }

  /** Draw one row anew if it is seen. */
  refresh(row: number): void {
    const drawn = this.drawn.get(row);
    if (drawn) this.fill(row, drawn);
  }

  private later(): void {
    if (!this.frame) this.frame = requestAnimationFrame(() => ((this.frame = 0), this.draw()));
  }

  private visibleWeeks(): [number, number] {
    const { week, head } = this.geometry;
    const from = Math.floor(this.scroller.scrollLeft / week);
    return [from, from + Math.ceil((this.scroller.clientWidth - head) / week) + 1];
  }

  private draw(): void {
    const { row: height } = this.geometry;
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / height) - OVERSCAN_ROWS);
    const last = Math.min(this.source.count(), Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / height) + OVERSCAN_ROWS);
    for (const [number, row] of this.drawn) {
      if (number >= first && number < last) continue;
      this.recycle(row);
      this.drawn.delete(number);
    }
    const [from, to] = this.visibleWeeks();
    for (let number = first; number < last; number++) {
      const drawn = this.drawn.get(number);
      if (!drawn) this.enter(number);
      else if (from < drawn.from || to > drawn.to) this.fill(number, drawn);
    }
    this.drawCursor();
  }

  private enter(number: number): void {
    const row = this.spare.pop() ?? this.make();
    this.drawn.set(number, row);
    row.element.style.transform = `translateY(${number * this.geometry.row}px)`;
    row.element.hidden = false;
    this.fill(number, row);
  }

  private recycle(row: DrawnRow): void {
    row.element.hidden = true;
    this.spare.push(row);
  }

  private make(): DrawnRow {
    const element = document.createElement("div");
    element.className = "board-row";
    element.setAttribute("role", "row");
    const head = document.createElement("div");
    head.className = "board-head";
    head.setAttribute("role", "rowheader");
    head.setAttribute("aria-colindex", "1");
    element.append(head);
    this.body.append(element);
    return { element, head, from: 0, to: 0 };
  }

  private fill(number: number, row: DrawnRow): void {
    const [from, to] = this.visibleWeeks();
    row.from = Math.max(0, from - OVERSCAN_WEEKS);
    row.to = Math.min(this.weeks(), to + OVERSCAN_WEEKS);
    row.element.setAttribute("aria-rowindex", String(number + 2));
    row.element.dataset["row"] = String(number);
    const { title, note, area, isBad } = this.source.head(number);
    const name = document.createElement("span");
    name.textContent = title;
    const more = document.createElement("small");
    more.textContent = note;
    const badge = area ? [Object.assign(document.createElement("b"), { className: "area-code", textContent: area })] : [];
    for (const one of badge) one.dataset["area"] = area;
    row.head.replaceChildren(...badge, name, more);
    row.head.classList.toggle("bad", isBad);
    const seen = this.source.pieces(number).filter((one) => one.first < row.to && one.first + one.length > row.from);
    const cells = seen.map((piece) => this.cell(number, piece));
    row.element.replaceChildren(row.head, ...cells);
  }

  private cell(row: number, piece: Piece): HTMLElement {
    const { week, head, row: height } = this.geometry;
    const cell = document.createElement("div");
    cell.className = `board-cell ${piece.css}`;
    if (piece.label) {
      cell.id = `${this.name}-${row}-${piece.first}${piece.lane ? `-${piece.lane}` : ""}`;
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(piece.first + 2));
      cell.setAttribute("aria-colspan", String(piece.length));
      cell.setAttribute("aria-label", piece.label);
    } else cell.setAttribute("aria-hidden", "true");
    if (piece.area) cell.dataset["area"] = piece.area;
    if (piece.key) cell.dataset["block"] = piece.key;
    cell.style.left = `${head + piece.first * week}px`;
    cell.style.width = `${piece.length * week}px`;
    const lanes = piece.lanes ?? 1;
    if (lanes > 1) {
      cell.style.height = `${(height - 1) / lanes}px`;
      cell.style.top = `${((height - 1) / lanes) * (piece.lane ?? 0)}px`;
    }
    cell.textContent = piece.length * week > 16 ? piece.text : "";
    return cell;
  }

  /** Where a pointer is: row and week; null over the heads. */
  at(event: { clientX: number; clientY: number }): Place | null {
    const box = this.scroller.getBoundingClientRect();
    const { week, head, row, top } = this.geometry;
    const x = event.clientX - box.left + this.scroller.scrollLeft - head;
    const y = event.clientY - box.top + this.scroller.scrollTop - top;
    const place = { row: Math.floor(y / row), week: Math.floor(x / week) };
    const isInside = event.clientX - box.left >= head && event.clientY - box.top >= top;
    return isInside && place.row >= 0 && place.row < this.source.count() && place.week < this.weeks() ? place : null;
  }

  select(place: Place, extend: boolean): void {
    const kept = { row: clamp(place.row, this.source.count()), week: clamp(place.week, this.weeks()) };
    this.corner = kept;
    if (!extend) this.active = kept;
    this.show(kept);
    this.drawCursor();
  }

  /** The selected rectangle: first and last row and week, all included. */
  rectangle(): { top: number; bottom: number; left: number; right: number } {
    const { active, corner } = this;
    return {
      top: Math.min(active.row, corner.row), bottom: Math.max(active.row, corner.row),
      left: Math.min(active.week, corner.week), right: Math.max(active.week, corner.week),
    };
  }

  show({ row, week }: Place): void {
    const { week: width, row: height, head, top } = this.geometry;
    const { scroller } = this;
    const left = week * width;
    if (left < scroller.scrollLeft) scroller.scrollLeft = left;
    else if (left + width > scroller.scrollLeft + scroller.clientWidth - head) scroller.scrollLeft = left + width - scroller.clientWidth + head;
    const y = row * height;
    if (y < scroller.scrollTop) scroller.scrollTop = y;
    else if (y + height > scroller.scrollTop + scroller.clientHeight - top) scroller.scrollTop = y + height - scroller.clientHeight + top;
    this.draw();
  }

  private drawCursor(): void {
    const { week, row, head } = this.geometry;
    const box = this.rectangle();
    this.cursor.hidden = this.source.count() === 0;
    this.cursor.style.left = `${head + box.left * week}px`;
    this.cursor.style.width = `${(box.right - box.left + 1) * week}px`;
    this.cursor.style.transform = `translateY(${box.top * row}px)`;
    this.cursor.style.height = `${(box.bottom - box.top + 1) * row - 1}px`;
    const under = this.cellAt(this.corner);
    if (under) this.scroller.setAttribute("aria-activedescendant", under.id);
    else this.scroller.removeAttribute("aria-activedescendant");
  }

  /** The drawn cell at a place. */
  cellAt(place: Place): HTMLElement | null {
    const row = this.drawn.get(place.row);
    if (!row) return null;
    for (const cell of row.element.querySelectorAll<HTMLElement>("[role=gridcell]")) {
      const first = Number(cell.getAttribute("aria-colindex")) - 2;
      if (first <= place.week && place.week < first + Number(cell.getAttribute("aria-colspan"))) return cell;
    }
    return null;
  }

  blockElements(keys: ReadonlySet<string>): HTMLElement[] {
    return [...this.body.querySelectorAll<HTMLElement>(".board-row:not([hidden]) [data-block]")].filter((one) => keys.has(one.dataset["block"] ?? ""));
  }
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(value, count - 1));
}
