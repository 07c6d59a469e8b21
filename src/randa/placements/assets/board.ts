// The editable grid of a plan: learners × weeks above, units × weeks below, kept in step with the server and with each other.
import { all, on, words } from "../../core/ui/assets/ts/dom";
import { Desk } from "./board/desk";
import { showBlock, showTold } from "./board/dialogs";
import { Hand } from "./board/hand";
import { drawHeads, WIDTHS, type Zoom } from "./board/heads";
import { blockKeys, walk } from "./board/keys";
import { Pane } from "./board/pane";
import { blockLabel, LearnerRows, UnitRows, type Filters } from "./board/rows";
import { printable } from "./board/sheet";
import { Store, type Block, type Changes, type Everything } from "./board/store";
import { Talk, type Answer, type Told } from "./board/talk";

const ROW = 36;
const UNIT_ROW = 32;
const TOP = 46;

function part<T extends HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`the grid lacks ${selector}`);
  return found;
}

class Board {
  private readonly learners: LearnerRows;
  private readonly units: UnitRows;
  private readonly above: Pane;
  private readonly below: Pane;
  private readonly desk: Desk;
  private readonly hand: Hand;
  private readonly talk: Talk;
  private readonly status: HTMLElement;
  private readonly told: HTMLElement;
  private zoom: Zoom = "week";

  constructor(
    private readonly root: HTMLElement,
    private readonly store: Store,
  ) {
    this.learners = new LearnerRows(store);
    this.units = new UnitRows(store);
    this.status = part(root, "[data-status]");
    this.told = part(root, "[data-told]");
    const head = window.innerWidth < 720 ? 124 : 232;
    root.style.setProperty("--head", `${head}px`);
    const weeks = (): number => store.weeks;
    const shape = { week: WIDTHS.week, head, top: TOP };
    this.above = new Pane(part(root, "[data-pane=learners]"), this.learners, "l", { ...shape, row: ROW }, weeks);
    this.below = new Pane(part(root, "[data-pane=units]"), this.units, "u", { ...shape, row: UNIT_ROW }, weeks);
    this.talk = new Talk(
      { edit: root.dataset["edit"] ?? "", changes: root.dataset["changes"] ?? "" },
      () => store.number,
      (changes, told) => this.take(changes, told),
      (isBusy) => root.classList.toggle("busy", isBusy),
    );
    this.desk = new Desk(store, this.learners, this.above, this.talk, () => this.hand, (block) => this.open(block), (text) => this.say(text));
    this.hand = new Hand(this.above, store, () => WIDTHS[this.zoom], (block) => this.together(block), ({ blocks, kind, weeks: distance }) =>
      kind === "move" ? this.desk.move(blocks, distance) : this.desk.resize(blocks, kind === "end" ? distance : -distance, kind),
    );
    printable(part(document, "[data-sheet]"), store, this.learners, part(this.above.scroller, ".board-corner").textContent ?? "");
    this.listen();
    this.filter();
    this.setZoom((new URLSearchParams(location.search).get("zoom") as Zoom | null) ?? (window.innerWidth < 720 ? "month" : "week"));
    this.buttons();
  }

  private listen(): void {
    const { above, below, desk } = this;
    walk(above, () => this.moved(), blockKeys(desk));
    walk(below, () => this.movedBelow(), () => false);
    above.scroller.addEventListener("pointerdown", (event) => this.press(event));
    above.scroller.addEventListener("dblclick", () => desk.openCurrent());
    above.scroller.addEventListener("pointermove", (event) => this.over(event));
    below.scroller.addEventListener("click", (event) => {
      const place = below.at(event);
      if (place) below.select(place, event.shiftKey);
      this.movedBelow();
    });
    above.scroller.addEventListener("focus", () => this.moved());
    below.scroller.addEventListener("focus", () => this.movedBelow());
    for (const [one, other] of [[above, below], [below, above]] as const)
      one.scroller.addEventListener("scroll", () => other.scroller.scrollLeft !== one.scroller.scrollLeft && (other.scroller.scrollLeft = one.scroller.scrollLeft), { passive: true });
    document.addEventListener("copy", (event) => this.mine() && (event.preventDefault(), desk.copy(event)));
    document.addEventListener("paste", (event) => this.mine() && (event.preventDefault(), desk.paste(event)));
    for (const field of all<HTMLInputElement | HTMLSelectElement>("[data-filter]", this.root)) field.addEventListener("input", () => this.filter());
    on("click", "[data-zoom]", (button) => this.setZoom((button.dataset["zoom"] ?? "week") as Zoom));
    const actions: Record<string, () => void> = {
      undo: () => desk.undo(), redo: () => desk.redo(), open: () => desk.openCurrent(), lock: () => desk.lock(),
      place: () => desk.place(), comment: () => desk.comment(), split: () => desk.split(), join: () => desk.join(), remove: () => desk.remove(), earlier: () => desk.move(desk.chosen(), -1), later: () => desk.move(desk.chosen(), 1),
      shorter: () => desk.resize(desk.chosen(), -1, "end"), longer: () => desk.resize(desk.chosen(), 1, "end"),
      rearrange: () => this.rearrange(),
    };
    on("click", "[data-do]", (button) => actions[button.dataset["do"] ?? ""]?.());
  }

  /** Ask for the chosen learners to be planned anew: a page of its own follows the run. */
  private rearrange(): void {
    const form = this.root.querySelector<HTMLFormElement>("[data-rearrange]");
    const field = form?.querySelector<HTMLInputElement>("[name=learners]");
    if (!form || !field) return;
    field.value = this.desk.learners().join(",");
    form.submit();
  }

  private mine(): boolean {
    return document.activeElement === this.above.scroller && !document.querySelector("dialog[open]");
  }

  private press(event: PointerEvent): void {
    const place = this.above.at(event);
    if (!place || event.button !== 0) return;
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-block]") : null;
    const block = cell ? this.store.blocks.get(cell.dataset["block"] ?? "") : undefined;
    if (block && (event.ctrlKey || event.metaKey)) this.desk.toggle(block);
    else if (!block || !this.together(block).includes(block) || this.desk.chosen().length < 2) {
      this.desk.clear();
      this.above.select(place, event.shiftKey);
    }
    if (cell) this.hand.grip(event, cell);
    this.moved();
  }

  /** The blocks that are dragged with one: all chosen when it is among them. */
  private together(block: Block): Block[] {
    const chosen = this.desk.chosen();
    return chosen.includes(block) ? chosen.filter((one) => !one.locked) : [block];
  }

  private over(event: PointerEvent): void {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=gridcell]") : null;
    if (cell && !cell.title) cell.title = cell.getAttribute("aria-label") ?? "";
  }

  private moved(): void {
    const { row, week } = this.above.corner;
    const learner = this.learners.rows[row];
    if (!learner) return;
    const block = this.desk.current;
    const faults = this.store.broken.get(learner.key) ?? [];
    const here = block ? blockLabel(this.store, block) : this.store.isAway(learner, week) ? words("frånvaro", "absence") : words("inget block", "no block");
    this.say([`${learner.name}, ${this.store.code(week)}: ${here}`, this.desk.sum(), ...faults].filter(Boolean).join(" · "));
    this.buttons();
  }

  private movedBelow(): void {
    this.say(this.units.why(this.below.corner.row, this.below.corner.week));
  }

  private say(text: string): void {
    this.status.textContent = text;
  }

  private buttons(): void {
    const usable: Record<string, boolean> = { undo: this.store.mayUndo, redo: this.store.mayRedo };
    const has = this.store.mayEdit && this.desk.chosen().length > 0;
    for (const button of all<HTMLButtonElement>("[data-do]", this.root)) {
      const name = button.dataset["do"] ?? "";
      button.disabled = name === "open" ? !this.desk.current : !(usable[name] ?? has);
    }
  }

  private open(block: Block): void {
    const url = (this.root.dataset["block"] ?? "").replace("00000000-0000-0000-0000-000000000000", block.key);
    void showBlock(url, () => void this.talk.poll().then(() => this.above.scroller.focus()));
  }

  private take(changes: Changes, told: Told | null): void {
    const touched = this.store.take(changes);
    this.learners.rows.forEach((one, row) => touched.has(one.key) && this.above.refresh(row));
    this.units.rows.forEach((_one, row) => this.below.refresh(row));
    this.above.select(this.above.corner, true);
    const kind = (changes as Partial<Answer>).kind;
    if (told && kind) showTold(this.told, kind, told);
    const others = new Set(changes.edits.filter(([, , , isMine]) => !isMine).map(([, name]) => name));
    if (others.size) {
      const names = [...others].join(", ");
      const line = document.createElement("p");
      line.textContent = words(`${names} har ändrat planen. Det nya syns här.`, `${names} changed the plan. What is new is shown here.`);
      if (told) this.told.append(line);
      else this.told.replaceChildren(line);
    }
    this.moved();
  }

  private filter(): void {
    const read = (name: string): string => this.root.querySelector<HTMLInputElement | HTMLSelectElement>(`[data-filter=${name}]`)?.value ?? "";
    const filters: Filters = { text: read("text"), region: read("region"), area: read("area"), show: read("show") };
    this.learners.narrow(filters);
    this.units.narrow(filters);
    this.above.redraw();
    this.below.redraw();
    part(this.root, "[data-count]").textContent = words(
      `${this.learners.count()} av ${this.store.learners.length} läkare`,
      `${this.learners.count()} of ${this.store.learners.length} doctors`,
    );
    this.keep({ q: filters.text, region: filters.region, omrade: filters.area, visa: filters.show });
  }

  /** Keep what is shown in the address, so that it can be bookmarked and sent. */
  private keep(values: Record<string, string>): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) if (value) query.set(name, value); else query.delete(name);
    const text = query.toString();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  }

  private setZoom(zoom: Zoom): void {
    this.zoom = zoom in WIDTHS ? zoom : "week";
    for (const button of all<HTMLButtonElement>("[data-zoom]", this.root)) button.setAttribute("aria-pressed", String(button.dataset["zoom"] === this.zoom));
    const head = parseInt(this.root.style.getPropertyValue("--head"), 10);
    for (const line of all(".board-line", this.root)) drawHeads(line, this.store, this.zoom, head);
    this.above.setWeekWidth(WIDTHS[this.zoom]);
    this.below.setWeekWidth(WIDTHS[this.zoom]);
    this.keep({ zoom: this.zoom === "week" ? "" : this.zoom });
  }

  start(): void {
    this.talk.start();
    this.root.dataset["ready"] = "true";
    performance.mark("board-ready");
  }
}

async function start(root: HTMLElement): Promise<void> {
  const query = new URLSearchParams(location.search);
  for (const [name, key] of [["text", "q"], ["region", "region"], ["area", "omrade"], ["show", "visa"]] as const) {
    const field = root.querySelector<HTMLInputElement | HTMLSelectElement>(`[data-filter=${name}]`);
    if (field) field.value = query.get(key) ?? "";
  }
  const answer = await fetch(root.dataset["all"] ?? "");
  if (!answer.ok) {
    part(root, "[data-status]").textContent = words("Planen gick inte att hämta. Läs in sidan igen.", "The plan could not be fetched. Reload the page.");
    return;
  }
  new Board(root, new Store((await answer.json()) as Everything)).start();
}

const root = document.querySelector<HTMLElement>("[data-board]");
if (root) void start(root);
