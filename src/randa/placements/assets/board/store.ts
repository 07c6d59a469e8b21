// What the grid knows of a plan: learners, units and blocks as the server told them, and who sits where.

export interface Learner {
  key: string;
  name: string;
  post: string;
  base: string;
  region: string;
  percent: number;
  total: number;
  start: number;
  away: [number, number][];
}

export interface Unit {
  key: number;
  code: string;
  name: string;
  area: string;
  region: string;
  site: string;
  places: number[];
}

/** One block; weeks count from the plan's first, `length` in calendar weeks, `work` in weeks of service. */
export interface Block {
  key: string;
  learner: string;
  area: string;
  unit: number | null;
  first: number;
  length: number;
  work: number;
  locked: boolean;
  version: number;
  comment: string;
}

export type BlockData = [string, string, string, number | null, number, number, number, number, number, string];

export interface Changes {
  number: number;
  mayUndo: boolean;
  mayRedo: boolean;
  edits: [number, string, string, boolean][];
  blocks: BlockData[];
  removed: string[];
  broken: Record<string, string[]>;
}

export interface Everything {
  number: number;
  first: string;
  weeks: number;
  areas: [string, string][];
  units: [number, string, string, string, string, string, [number, number][]][];
  learners: [string, string, string, string, string, number, number, number, [number, number][]][];
  blocks: BlockData[];
  broken: Record<string, string[]>;
  mayEdit: boolean;
  mayUndo: boolean;
  mayRedo: boolean;
}

const DAY = 86_400_000;
const EMPTY: ReadonlySet<Block> = new Set();

function readBlock([key, learner, area, unit, first, length, work, locked, version, comment]: BlockData): Block {
  return { key, learner, area, unit, first, length, work, locked: locked === 1, version, comment };
}

export class Store {
  readonly learners: Learner[];
  readonly units: Unit[];
  readonly areas: Map<string, string>;
  readonly mayEdit: boolean;
  readonly weeks: number;
  readonly learnerByKey = new Map<string, Learner>();
  readonly unitByKey = new Map<number, Unit>();
  readonly blocks = new Map<string, Block>();
  readonly broken = new Map<string, string[]>();
  number: number;
  mayUndo: boolean;
  mayRedo: boolean;
  private readonly firstDay: number;
  private readonly ofLearner = new Map<string, Set<Block>>();
  private readonly ofUnit = new Map<number, Set<Block>>();
  private readonly counted = new Map<number, number[]>();

  constructor(told: Everything) {
    this.number = told.number;
    this.mayEdit = told.mayEdit;
    this.mayUndo = told.mayUndo;
    this.mayRedo = told.mayRedo;
    this.firstDay = Date.parse(`${told.first}T00:00:00Z`);
    this.weeks = told.weeks + (told.mayEdit ? 8 : 0);
    this.areas = new Map(told.areas);
    this.learners = told.learners.map(([key, name, post, base, region, percent, total, start, away]) => ({
      key, name, post, base, region, percent, total, start, away,
    }));
    this.units = told.units.map(([key, code, name, area, region, site, runs]) => ({
      key, code, name, area, region, site, places: runs.flatMap(([length, places]) => new Array<number>(length).fill(places)),
    }));
    for (const one of this.learners) this.learnerByKey.set(one.key, one);
    for (const one of this.units) this.unitByKey.set(one.key, one);
    for (const data of told.blocks) this.put(readBlock(data));
    for (const [key, faults] of Object.entries(told.broken)) this.broken.set(key, faults);
  }

  /** Take in what the server has told; returns the learners whose rows are not as they were. */
  take(changes: Changes): Set<string> {
    const touched = new Set<string>();
    for (const key of changes.removed) {
      const old = this.blocks.get(key);
      if (old) touched.add(old.learner);
      this.drop(key);
    }
    for (const data of changes.blocks) {
      const block = readBlock(data);
      const old = this.blocks.get(block.key);
      if (old) touched.add(old.learner);
      touched.add(block.learner);
      this.drop(block.key);
      this.put(block);
    }
    for (const [key, faults] of Object.entries(changes.broken)) {
      if (faults.length) this.broken.set(key, faults);
      else this.broken.delete(key);
      touched.add(key);
    }
    this.number = Math.max(this.number, changes.number);
    this.mayUndo = changes.mayUndo;
    this.mayRedo = changes.mayRedo;
    return touched;
  }

  private put(block: Block): void {
    this.blocks.set(block.key, block);
    group(this.ofLearner, block.learner).add(block);
    if (block.unit !== null) {
      group(this.ofUnit, block.unit).add(block);
      this.counted.delete(block.unit);
    }
  }

  private drop(key: string): void {
    const old = this.blocks.get(key);
    if (!old) return;
    this.blocks.delete(key);
    this.ofLearner.get(old.learner)?.delete(old);
    if (old.unit !== null) {
      this.ofUnit.get(old.unit)?.delete(old);
      this.counted.delete(old.unit);
    }
  }

  /** A learner's blocks in order of time. */
  row(learner: string): Block[] {
    return [...(this.ofLearner.get(learner) ?? EMPTY)].sort((a, b) => a.first - b.first || a.key.localeCompare(b.key));
  }

  /** How many sit in a unit, week by week. */
  taken(unit: number): number[] {
    let counts = this.counted.get(unit);
    if (!counts) {
      counts = new Array<number>(this.weeks).fill(0);
      for (const block of this.ofUnit.get(unit) ?? EMPTY)
        for (let week = Math.max(block.first, 0); week < Math.min(block.first + block.length, this.weeks); week++) counts.splice(week, 1, (counts[week] ?? 0) + 1);
      this.counted.set(unit, counts);
    }
    return counts;
  }

  /** Who sits in a unit in a week. */
  sitters(unit: number, week: number): Block[] {
    return [...(this.ofUnit.get(unit) ?? EMPTY)].filter((one) => one.first <= week && week < one.first + one.length);
  }

  isOver(block: Block): boolean {
    const unit = block.unit === null ? undefined : this.unitByKey.get(block.unit);
    if (!unit) return false;
    const taken = this.taken(unit.key);
    for (let week = block.first; week < block.first + block.length; week++) if ((taken[week] ?? 0) > (unit.places[week] ?? 0)) return true;
    return false;
  }

  /** Whether a unit has a seat for all of these blocks in each of their weeks, those that it has already counted once. */
  hasRoom(unit: Unit, blocks: Block[]): boolean {
    const taken = this.taken(unit.key);
    const weeks = new Set(blocks.flatMap((one) => Array.from({ length: one.length }, (_none, step) => one.first + step)));
    return [...weeks].every((week) => {
      const coming = blocks.filter((one) => one.unit !== unit.key && one.first <= week && week < one.first + one.length).length;
      return (taken[week] ?? 0) + coming <= (unit.places[week] ?? 0);
    });
  }

  isAway(learner: Learner, week: number): boolean {
    return learner.away.some(([first, length]) => first <= week && week < first + length);
  }

  seen(blocks: Iterable<Block>): Record<string, number> {
    return Object.fromEntries([...blocks].map((one) => [one.key, one.version]));
  }

  monday(week: number): Date {
    return new Date(this.firstDay + week * 7 * DAY);
  }

  /** The ISO week as tables write it: 2027v05. */
  code(week: number): string {
    const [year, number] = this.iso(week);
    return `${year}v${String(number).padStart(2, "0")}`;
  }

  iso(week: number): [number, number] {
    const thursday = new Date(this.firstDay + week * 7 * DAY + 3 * DAY);
    const year = thursday.getUTCFullYear();
    return [year, 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY))];
  }

  span(block: Block): string {
    const [first, last] = [this.code(block.first), this.code(block.first + block.length - 1)];
    return first === last ? first : `${first}–${last}`;
  }
}

function group<K>(map: Map<K, Set<Block>>, key: K): Set<Block> {
  let found = map.get(key);
  if (!found) map.set(key, (found = new Set()));
  return found;
}
