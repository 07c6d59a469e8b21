// Copying and pasting, to and from Excel: one cell per week and learner, `PSY ENH-20-1`.
import type { LearnerRows } from "./rows";
import type { Block, Store } from "./store";

export interface Copied {
  text: string;
  blocks: Block[];
  row: number;
  week: number;
}

/** The texts of a rectangle: area and the unit's code in each week of a block, nothing elsewhere. */
export function asText(store: Store, rows: LearnerRows, box: { top: number; bottom: number; left: number; right: number }): string {
  const lines: string[] = [];
  for (let row = box.top; row <= box.bottom; row++) {
    const learner = rows.rows[row];
    const cells: string[] = [];
    const blocks = learner ? store.row(learner.key) : [];
    for (let week = box.left; week <= box.right; week++) {
      const block = blocks.find((one) => one.first <= week && week < one.first + one.length);
      const unit = block && block.unit !== null ? store.unitByKey.get(block.unit)?.code : "";
      cells.push(block ? `${block.area}${unit ? ` ${unit}` : ""}` : "");
    }
    lines.push(cells.join("\t"));
  }
  return lines.join("\r\n");
}

export function asCells(text: string): string[][] {
  return text.replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
}
