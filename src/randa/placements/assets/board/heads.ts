// The two lines over the weeks: quarters or months above, months or weeks below, by how close one looks.
import { words } from "../../../core/ui/assets/ts/dom";
import type { Store } from "./store";

export type Zoom = "week" | "month" | "quarter";
export const WIDTHS: Record<Zoom, number> = { week: 30, month: 11, quarter: 5 };

interface Part {
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

export function drawHeads(line: HTMLElement, store: Store, zoom: Zoom, head: number): void {
  const locale = words("sv-SE", "en-GB");
  const month = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const short = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
  const thursday = (week: number): Date => new Date(store.monday(week).getTime() + 3 * 86_400_000);
  const quarter = (week: number): string => `${thursday(week).getUTCFullYear()} ${words("kv", "Q")} ${Math.floor(thursday(week).getUTCMonth() / 3) + 1}`;
  const levels: Record<Zoom, [(week: number) => string, (week: number) => string]> = {
    week: [(week) => month.format(thursday(week)), (week) => String(store.iso(week)[1])],
    month: [quarter, (week) => short.format(thursday(week))],
    quarter: [(week) => String(thursday(week).getUTCFullYear()), (week) => `${words("kv", "Q")} ${Math.floor(thursday(week).getUTCMonth() / 3) + 1}`],
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
