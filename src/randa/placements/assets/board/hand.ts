// Dragging: a block is moved by its middle and made longer or shorter by its edges. Everything has a key and a form as well.
import type { Pane } from "./pane";
import type { Block, Store } from "./store";

const EDGE = 7;
const SLACK = 4;

export interface Drop {
  blocks: Block[];
  kind: "move" | "start" | "end";
  weeks: number;
}

interface Held {
  blocks: Block[];
  kind: Drop["kind"];
  x: number;
  weeks: number;
  isMoving: boolean;
  pointer: number;
}

export class Hand {
  private held: Held | null = null;

  constructor(
    private readonly pane: Pane,
    private readonly store: Store,
    private readonly width: () => number,
    private readonly chosen: (block: Block) => Block[],
    private readonly drop: (drop: Drop) => void,
  ) {
    const { scroller } = pane;
    scroller.addEventListener("pointermove", (event) => this.move(event));
    scroller.addEventListener("pointerup", (event) => this.release(event));
    scroller.addEventListener("pointercancel", () => this.let());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.held && this.let());
  }

  /** Take hold of a block; a finger scrolls instead. */
  grip(event: PointerEvent, cell: HTMLElement): void {
    const block = this.store.blocks.get(cell.dataset["block"] ?? "");
    if (!block || !this.store.mayEdit || event.pointerType === "touch" || event.button !== 0 || block.locked) return;
    const box = cell.getBoundingClientRect();
    const isWide = box.width > 4 * EDGE;
    const kind = isWide && event.clientX - box.left < EDGE ? "start" : isWide && box.right - event.clientX < EDGE ? "end" : "move";
    this.held = { blocks: kind === "move" ? this.chosen(block) : [block], kind, x: event.clientX, weeks: 0, isMoving: false, pointer: event.pointerId };
  }

  private move(event: PointerEvent): void {
    const { held } = this;
    if (!held) return;
    const distance = event.clientX - held.x;
    if (!held.isMoving && Math.abs(distance) < SLACK) return;
    if (!held.isMoving) {
      held.isMoving = true;
      this.pane.scroller.setPointerCapture(held.pointer);
    }
    const weeks = Math.round(distance / this.width());
    if (weeks !== held.weeks) {
      held.weeks = weeks;
      this.preview(held.blocks, held.kind, weeks);
    }
  }

  /** Show where blocks would lie, without asking anybody yet. */
  preview(blocks: Block[], kind: Drop["kind"], weeks: number): void {
    const width = this.width();
    for (const cell of this.pane.blockElements(new Set(blocks.map((one) => one.key)))) {
      const block = this.store.blocks.get(cell.dataset["block"] ?? "");
      if (!block) continue;
      const length = kind === "move" ? block.length : Math.max(1, block.length + (kind === "end" ? weeks : -weeks));
      const shift = kind === "end" ? 0 : kind === "start" ? block.length - length : weeks;
      cell.classList.toggle("held", weeks !== 0);
      cell.style.width = `${length * width}px`;
      cell.style.translate = `${shift * width}px 0`;
    }
  }

  private release(event: PointerEvent): void {
    const { held } = this;
    if (!held) return;
    this.held = null;
    if (!held.isMoving) return;
    event.preventDefault();
    if (held.weeks === 0) this.preview(held.blocks, held.kind, 0);
    else this.drop({ blocks: held.blocks, kind: held.kind, weeks: held.weeks });
  }

  private let(): void {
    if (this.held) this.preview(this.held.blocks, this.held.kind, 0);
    this.held = null;
  }
}
