// The learners' pane as a desk: what is chosen, and what is done with it by key, button or drag.
import { words } from "../../../core/ui/assets/ts/dom";
import { asCells, asText, type Copied } from "./clip";
import { askComment, askJoin, askPlace, type Asking } from "./choosing";
import { showMisfits, type Misfits } from "./dialogs";
import type { Hand } from "./hand";
import type { Pane } from "./pane";
import type { LearnerRows } from "./rows";
import type { Block, Store } from "./store";
import type { Command, Talk } from "./talk";

export class Desk {
  private copied: Copied | null = null;
  private moving: { blocks: Block[]; weeks: number } | null = null;
  private readonly also = new Set<string>(); // blocks chosen one by one with Ctrl

  constructor(
    private readonly store: Store,
    private readonly rows: LearnerRows,
    private readonly pane: Pane,
    private readonly talk: Talk,
    private readonly hand: () => Hand,
    private readonly open: (block: Block) => void,
    private readonly say: (text: string) => void,
  ) {}

  /** The block at the active place. */
  get current(): Block | undefined {
    const { row, week } = this.pane.corner;
    const learner = this.rows.rows[row];
    return learner ? this.store.row(learner.key).find((one) => one.first <= week && week < one.first + one.length) : undefined;
  }

  /** Every chosen block: those that the rectangle touches and those chosen one by one. */
  chosen(): Block[] {
    const { top, bottom, left, right } = this.pane.rectangle();
    const found = new Map<string, Block>();
    for (let row = top; row <= bottom; row++) {
      const learner = this.rows.rows[row];
      for (const block of learner ? this.store.row(learner.key) : []) if (block.first <= right && block.first + block.length > left) found.set(block.key, block);
    }
    for (const key of this.also) {
      const block = this.store.blocks.get(key);
      if (block) found.set(key, block);
    }
    return [...found.values()];
  }

  toggle(block: Block): void {
    if (!this.also.delete(block.key)) this.also.add(block.key);
    for (const cell of this.pane.blockElements(new Set([block.key]))) cell.classList.toggle("chosen", this.also.has(block.key));
  }

  clear(): void {
    const gone = new Set(this.also);
    this.also.clear();
    for (const cell of this.pane.blockElements(gone)) cell.classList.remove("chosen");
  }

  /** Send a command about blocks as they are when its turn comes. */
  command(blocks: Block[], rest: Command): void {
    if (!this.store.mayEdit || blocks.length === 0) return;
    const keys = blocks.map((one) => one.key);
    void this.talk
      .send(() => {
        const now = keys.flatMap((key) => this.store.blocks.get(key) ?? []);
        return now.length ? { ...rest, seen: this.store.seen(now) } : null;
      })
      .then((made) => !made && this.pane.redraw());
  }

  move(blocks: Block[], weeks: number): void {
    if (weeks) this.command(blocks, { do: "move", weeks });
  }

  resize(blocks: Block[], weeks: number, edge: "start" | "end"): void {
    if (weeks) this.command(blocks, { do: "resize", weeks, edge });
  }

  remove(): void {
    this.command(this.chosen(), { do: "remove" });
  }

  lock(): void {
    const blocks = this.chosen();
    this.command(blocks, { do: "lock", locked: blocks.some((one) => !one.locked) });
  }

  /** Choose another area or unit for the chosen blocks. */
  place(): void {
    this.ask(askPlace);
  }

  /** Write one comment on all chosen blocks. */
  comment(): void {
    this.ask(askComment);
  }

  private ask(dialog: (asking: Asking) => void, blocks = this.chosen()): void {
    if (!this.store.mayEdit || !blocks.length) return;
    dialog({
      blocks,
      store: this.store,
      tryOut: (command) => this.talk.tryOut({ ...command, seen: this.store.seen(blocks) }),
      send: (command) => this.command(blocks, command),
    });
  }

  split(): void {
    const block = this.current;
    if (block) this.command([block], { do: "split", week: this.pane.corner.week });
  }

  /** Make the chosen parts of an area one; a part that is chosen alone is joined with the one after it, or before it. */
  join(): void {
    const blocks = this.chosen();
    const [only] = blocks;
    if (!only || blocks.length > 1) return this.ask(askJoin, blocks);
    const row = this.store.row(only.learner);
    const place = row.indexOf(only);
    const next = [row[place + 1], row[place - 1]].find((one) => one?.area === only.area);
    this.ask(askJoin, next ? [only, next] : [only]);
  }

  /** Everybody whose row or block is chosen. */
  learners(): string[] {
    const { top, bottom } = this.pane.rectangle();
    const rows = this.rows.rows.slice(top, bottom + 1).map((one) => one.key);
    return [...new Set([...rows, ...this.chosen().map((one) => one.learner)])];
  }

  undo(): void {
    if (this.store.mayEdit) void this.talk.send(() => ({ do: "undo" }));
  }

  redo(): void {
    if (this.store.mayEdit) void this.talk.send(() => ({ do: "redo" }));
  }

  /** Put the top row's blocks of the selection into the rows under it. */
  fillDown(): void {
    const { top, bottom, left, right } = this.pane.rectangle();
    const first = this.rows.rows[top];
    const to = this.rows.rows.slice(top + 1, bottom + 1).map((one) => one.key);
    const blocks = first ? this.store.row(first.key).filter((one) => one.first <= right && one.first + one.length > left) : [];
    if (to.length) this.command(blocks, { do: "copy", to, weeks: 0 });
  }

  copy(event: ClipboardEvent): void {
    const box = this.pane.rectangle();
    const blocks = this.chosen();
    const isOne = box.top === box.bottom && box.left === box.right && blocks.length === 1;
    const first = blocks[0];
    const area = isOne && first ? { ...box, left: first.first, right: first.first + first.length - 1 } : box;
    const text = asText(this.store, this.rows, area);
    event.clipboardData?.setData("text/plain", text);
    this.copied = { text, blocks, row: box.top, week: Math.min(...blocks.map((one) => one.first), area.left) };
    this.say(words(`${blocks.length} block kopierade`, `${blocks.length} blocks copied`));
  }

  paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const { top, left } = this.pane.rectangle();
    const own = this.copied;
    if (own && own.text === text && own.blocks.every((one) => one.learner === own.blocks[0]?.learner) && own.blocks.length) {
      const to = this.rows.rows.slice(top, this.pane.rectangle().bottom + 1).map((one) => one.key);
      const isSame = to.length === 1 && to[0] === own.blocks[0]?.learner;
      this.command(own.blocks, { do: "copy", to, weeks: isSame ? left - own.week : 0 });
    } else if (text.trim()) void this.pasteCells(asCells(text), top, left);
  }

  private async pasteCells(cells: string[][], row: number, week: number): Promise<void> {
    const learners = this.rows.rows.slice(row, row + cells.length);
    const rows = learners.map((one) => one.key);
    const make = (): Command => ({ do: "paste", rows, week, cells, seen: this.store.seen(rows.flatMap((key) => this.store.row(key))) });
    const told = await this.talk.ask<Misfits>({ ...make(), try: true });
    if (!told) return this.say(words("Texten går inte att läsa som block.", "The text cannot be read as blocks."));
    const paste = (): void => void this.talk.send(make);
    const where = (line: number, column: number): string => `${learners[line]?.name ?? "–"}, ${this.store.code(week + column)}`;
    if (told.misfits.length) showMisfits(told, where, paste);
    else if (told.fitting) paste();
  }

  /** Begin to move the chosen blocks with the arrows; Enter lays them down, Escape leaves them. */
  startMoving(): void {
    const blocks = this.chosen().filter((one) => !one.locked);
    if (!this.store.mayEdit || !blocks.length) return;
    this.moving = { blocks, weeks: 0 };
    this.say(words("Flytta med pilarna. Enter lägger ned, Esc ångrar.", "Move with the arrows. Enter lays down, Esc leaves it."));
  }

  /** Take a key while blocks are being moved; returns whether it was one. */
  keyWhileMoving(event: KeyboardEvent): boolean {
    const { moving } = this;
    if (!moving) return false;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -4, PageDown: 4 };
    const step = steps[event.key];
    event.preventDefault();
    if (step !== undefined) {
      moving.weeks += step;
      this.hand().preview(moving.blocks, "move", moving.weeks);
      const first = moving.blocks[0];
      if (first) this.say(`${this.store.code(Math.max(0, first.first + moving.weeks))} (${moving.weeks > 0 ? "+" : ""}${moving.weeks})`);
    } else if (event.key === "Enter" || event.key === "Escape") {
      this.moving = null;
      if (event.key === "Escape" || moving.weeks === 0) this.hand().preview(moving.blocks, "move", 0);
      else this.move(moving.blocks, moving.weeks);
    }
    return true;
  }

  openCurrent(): void {
    const block = this.current;
    if (block) this.open(block);
  }

  /** What is chosen, summed: blocks, weeks of service, weeks without a seat, people. */
  sum(): string {
    const blocks = this.chosen();
    if (blocks.length < 2) return "";
    const weeks = blocks.reduce((total, one) => total + one.work, 0);
    const open = blocks.filter((one) => one.unit === null).reduce((total, one) => total + one.work, 0);
    const people = new Set(blocks.map((one) => one.learner)).size;
    return words(
      `${blocks.length} block · ${weeks} veckor · ${people} läkare${open ? ` · ${open} veckor utan plats` : ""}`,
      `${blocks.length} blocks · ${weeks} weeks · ${people} doctors${open ? ` · ${open} weeks without a seat` : ""}`,
    );
  }
}
