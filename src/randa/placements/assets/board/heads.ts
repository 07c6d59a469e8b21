// The two lines over the weeks: quarters or months above, months or weeks below, by how close one looks.
import { words } from "../../../core/ui/assets/ts/dom";
import type { Store } from "./store";

export type Zoom = "week" | "month" | "quarter";
export const WIDTHS: Record<Zoom, number> = { week: 30, month: 11, quarter: 5 };

export interface Part {
  first: number;
  length: number;
  text: string;
}

function runs(store: Store, name: (week: number) => string): Part[] {
  const parts: Part[] = [];
  for (let week = 0; week < store.weeks; week++) {
    const text = name(week);
    const last = parts.at(-1);
    if (last && last.text === text) last.length += 1;
    else parts.push({ first: week, length: 1, text });
  }
  return parts;
}

function monthOf(store: Store): (week: number) => string {
  const month = new Intl.DateTimeFormat(words("sv-SE", "en-GB"), { month: "short", year: "numeric", timeZone: "UTC" });
  return (week) => month.format(thursday(store, week));
}

/** The months of the plan, each as the weeks whose Thursday lies in it. */
export function monthRuns(store: Store): Part[] {
  return runs(store, monthOf(store));
}

function thursday(store: Store, week: number): Date {
  return new Date(store.monday(week).getTime() + 3 * 86_400_000);
}

export function drawHeads(line: HTMLElement, store: Store, zoom: Zoom, head: number): void {
  const short = new Intl.DateTimeFormat(words("sv-SE", "en-GB"), { month: "short", timeZone: "UTC" });
  const year = (week: number): number => thursday(store, week).getUTCFullYear();
  const quarter = (week: number): string => `${words("kv", "Q")} ${Math.floor(thursday(store, week).getUTCMonth() / 3) + 1}`;
  const levels: Record<Zoom, [(week: number) => string, (week: number) => string]> = {
    week: [monthOf(store), (week) => String(store.iso(week)[1])],
    month: [(week) => `${year(week)} ${quarter(week)}`, (week) => short.format(thursday(store, week))],
    quarter: [(week) => String(year(week)), quarter],
  };
  const width = WIDTHS[zoom];
  const drawn = levels[zoom].flatMap((name, level) =>
    runs(store, name).map(({ first, length, text }) => {
      const part = document.createElement("div");
      part.className = level === 0 ? "board-span" : "board-week";
      part.textContent = text;
      part.style.left = `${head + first * width}px`;
      part.style.width = `${length * width}px`;
      if (level === 1) {
        part.setAttribute("role", "columnheader");
        part.setAttribute("aria-colindex", String(first + 2));
        part.setAttribute("aria-colspan", String(length));
        if (zoom === "week") part.setAttribute("aria-label", store.code(first));
      } else part.setAttribute("aria-hidden", "true");
      return part;
    }),
  );
  const corner = line.querySelector(".board-corner");
  line.replaceChildren(...(corner ? [corner] : []), ...drawn);
  line.style.width = `${head + store.weeks * width}px`;
}
