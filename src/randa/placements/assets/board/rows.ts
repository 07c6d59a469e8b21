// What the two panes show: learners with their blocks, units with how full they are; narrowed by the filters.
import { words } from "../../../core/ui/assets/ts/dom";
import type { PaneSource, Piece } from "./pane";
import type { Block, Learner, Store, Unit } from "./store";

const LONGEST = 9; // weeks of one cell below: the figure is seen wherever one has scrolled to

export interface Filters {
  text: string;
  region: string;
  area: string;
  show: string;
}

export class LearnerRows implements PaneSource {
  rows: Learner[];
  constructor(private readonly store: Store) {
    this.rows = store.learners;
  }

  narrow({ text, region, area, show }: Filters): void {
    const wanted = text.trim().toLowerCase();
    this.rows = this.store.learners.filter((one) => {
      const blocks = this.store.row(one.key);
      if (region && one.region !== region) return false;
      if (area && !blocks.some((block) => block.area === area)) return false;
      if (show === "luckor" && !blocks.some((block) => block.unit === null)) return false;
      if (show === "fel" && !this.store.broken.has(one.key) && !blocks.some((block) => this.store.isOver(block))) return false;
      if (show === "last" && !blocks.some((block) => block.locked)) return false;
      return wanted === "" || this.told(one, blocks).includes(wanted);
    });
  }

  private told(one: Learner, blocks: Block[]): string {
    const units = blocks.map((block) => (block.unit === null ? "" : (this.store.unitByKey.get(block.unit)?.name ?? "")));
    return [one.name, one.post, one.base, ...units].join(" ").toLowerCase();
  }

  count(): number {
    return this.rows.length;
  }

  head(row: number): { title: string; note: string; isBad: boolean } {
    const one = this.rows[row];
    if (!one) return { title: "", note: "", isBad: false };
    const faults = this.store.broken.get(one.key) ?? [];
    const part = one.percent < 100 ? ` · ${one.percent} %` : "";
    return { title: one.name, note: faults.length ? faults.join(" ") : `${one.post}${part}`, isBad: faults.length > 0 };
  }

  pieces(row: number): Piece[] {
    const one = this.rows[row];
    if (!one) return [];
    const blocks = this.store.row(one.key);
    const lanes = laid(blocks);
    const count = Math.max(1, ...lanes.values()) + (lanes.size && Math.max(...lanes.values()) > 0 ? 1 : 0);
    const drawn = blocks.map((block) => this.piece(block, lanes.get(block) ?? 0, count > 1 ? count : 1));
    const covered = blocks.map((block): [number, number] => [block.first, block.length]);
    const away = one.away.filter(([first]) => first < this.store.weeks);
    const over = away.flatMap(([first, length]) => covered.flatMap(([start, weeks]) => common(first, length, start, weeks)));
    return [
      ...free([...covered, ...away], this.store.weeks).map(([first, length]) => this.empty(first, length)),
      ...away.flatMap(([first, length]) => without(first, length, covered)).map(([first, length]) => this.away(first, length)),
      ...drawn,
      ...over.map(([first, length]) => ({ first, length, css: "away-over", text: "", label: "" })),
    ];
  }

  private piece(block: Block, lane: number, lanes: number): Piece {
    const css = ["block", block.unit === null ? "unplaced" : "area-fill"];
    if (block.locked) css.push("locked");
    if (block.comment) css.push("noted");
    if (this.store.isOver(block)) css.push("over");
    if (lanes > 1) css.push("laned");
    const unit = block.unit === null ? words("plats saknas", "no seat") : (this.store.unitByKey.get(block.unit)?.name ?? "");
    return {
      first: block.first, length: block.length, css: css.join(" "), text: `${block.area} ${unit}`, label: blockLabel(this.store, block),
      area: block.area, key: block.key, lane, lanes,
    };
  }

  private empty(first: number, length: number): Piece {
    return { first, length, css: "empty", text: "", label: `${words("Inget block", "No block")}, ${this.store.code(first)}–${this.store.code(first + length - 1)}` };
  }

  private away(first: number, length: number): Piece {
    return { first, length, css: "away", text: "", label: `${words("Frånvaro", "Absence")}, ${this.store.code(first)}–${this.store.code(first + length - 1)}` };
  }
}

export function blockLabel(store: Store, block: Block): string {
  const unit = block.unit === null ? words("plats saknas", "no seat") : (store.unitByKey.get(block.unit)?.name ?? "");
  const weeks = words(`${block.work} ${block.work === 1 ? "vecka" : "veckor"}`, `${block.work} ${block.work === 1 ? "week" : "weeks"}`);
  const name = store.areas.get(block.area);
  // What is seen comes first, as it stands: whoever speaks to the page says what they see (WCAG 2.5.3).
  const parts = [`${block.area} ${unit}`, ...(name ? [name] : []), store.span(block), weeks];
  if (block.locked) parts.push(words("låst", "locked"));
  if (store.isOver(block)) parts.push(words("fler läkare än platser", "more doctors than seats"));
  if (block.comment) parts.push(`”${block.comment}”`);
  return parts.join(", ");
}

export class UnitRows implements PaneSource {
  rows: Unit[];
  constructor(private readonly store: Store) {
    this.rows = store.units;
  }

  narrow({ text, region, area, show }: Filters): void {
    const wanted = text.trim().toLowerCase();
    const matching = this.store.units.filter((one) => (!region || one.region === region) && (!area || one.area === area));
    const named = matching.filter((one) => `${one.name} ${one.site} ${one.code}`.toLowerCase().includes(wanted));
    const shown = named.length ? named : matching; // the text may name a learner: the units stay then
    this.rows = show === "fel" ? shown.filter((one) => this.store.taken(one.key).some((taken, week) => taken > (one.places[week] ?? 0))) : shown;
  }

  count(): number {
    return this.rows.length;
  }

  head(row: number): { title: string; note: string; area?: string; isBad: boolean } {
    const one = this.rows[row];
    if (!one) return { title: "", note: "", isBad: false };
    const taken = this.store.taken(one.key);
    const over = taken.filter((count, week) => count > (one.places[week] ?? 0)).length;
    const sum = taken.reduce((total, count) => total + count, 0);
    const places = one.places.reduce((total, count) => total + count, 0);
    const weeks = words(`${sum}/${places} platsveckor`, `${sum}/${places} seat-weeks`);
    return { title: one.name, note: over ? `${weeks} · ${words(`överbokat ${over} v.`, `overdrawn ${over} wk`)}` : weeks, area: one.area, isBad: over > 0 };
  }

  pieces(row: number): Piece[] {
    const one = this.rows[row];
    if (!one) return [];
    const taken = this.store.taken(one.key);
    const found: Piece[] = [];
    for (let week = 0; week < this.store.weeks; week++) {
      const [used, places] = [taken[week] ?? 0, one.places[week] ?? 0];
      const last = found.at(-1);
      const text = used || places ? `${used}/${places}` : "";
      if (last && last.text === text && last.length < LONGEST) last.length += 1;
      else {
        const state = used > places ? "over" : used === places && places > 0 ? "full" : used === 0 ? "none" : "";
        found.push({ first: week, length: 1, css: `load ${state}`, text, label: "" });
      }
    }
    for (const piece of found) piece.label = this.said(one, piece);
    return found;
  }

  private said(one: Unit, piece: Piece): string {
    const [first, last] = [this.store.code(piece.first), this.store.code(piece.first + piece.length - 1)];
    const places = one.places[piece.first] ?? 0;
    const used = this.store.taken(one.key)[piece.first] ?? 0;
    return `${words(`${used}/${places} platser`, `${used}/${places} seats`)}, ${first === last ? first : `${first}–${last}`}`;
  }

  /** Why a week is as full as it is: who sits there. */
  why(row: number, week: number): string {
    const one = this.rows[row];
    if (!one) return "";
    const names = this.store.sitters(one.key, week).map((block) => this.store.learnerByKey.get(block.learner)?.name ?? "");
    const places = one.places[week] ?? 0;
    const said = words(`${names.length} av ${places} platser`, `${names.length} of ${places} seats`);
    return `${one.name}, ${this.store.code(week)}: ${said}${names.length ? `. ${words("Här sitter", "Here are")} ${names.sort().join(", ")}.` : ""}`;
  }
}

/** In which lane of the row each block lies: blocks at the same time lie under each other. */
function laid(blocks: Block[]): Map<Block, number> {
  const ends: number[] = [];
  const lanes = new Map<Block, number>();
  for (const block of blocks) {
    let lane = ends.findIndex((end) => end <= block.first);
    if (lane < 0) lane = ends.length;
    ends.splice(lane, 1, block.first + block.length);
    lanes.set(block, lane);
  }
  return lanes;
}

function common(first: number, length: number, start: number, weeks: number): [number, number][] {
  const from = Math.max(first, start);
  const to = Math.min(first + length, start + weeks);
  return to > from ? [[from, to - from]] : [];
}

/** The stretches of [0, weeks) that none of the runs covers. */
function free(runs: [number, number][], weeks: number): [number, number][] {
  const found: [number, number][] = [];
  let at = 0;
  for (const [first, length] of [...runs].sort((a, b) => a[0] - b[0])) {
    if (first > at) found.push([at, Math.min(first, weeks) - at]);
    at = Math.max(at, first + length);
  }
  if (at < weeks) found.push([at, weeks - at]);
  return found.filter(([, length]) => length > 0);
}

function without(first: number, length: number, covered: [number, number][]): [number, number][] {
  return free([...covered.map(([start, weeks]): [number, number] => [start - first, weeks])], length).map(([start, weeks]) => [start + first, weeks]);
}
