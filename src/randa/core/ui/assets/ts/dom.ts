// Small helpers shared by the islands.

/** Every element that matches, typed. */
export function all<T extends Element = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** Handle an event on present and future elements that match. */
export function on<K extends keyof DocumentEventMap>(
  type: K,
  selector: string,
  handle: (element: HTMLElement, event: DocumentEventMap[K]) => void,
): void {
  document.addEventListener(type, (event) => {
    const found = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (found) handle(found, event);
  });
}

/** Whether the page is in Swedish; the few words that scripts write themselves exist in both languages here. */
const swedish = document.documentElement.lang !== "en";

export function words(sv: string, en: string): string {
  return swedish ? sv : en;
}

/** An icon from the sprite the page already uses. */
export function icon(name: string): SVGSVGElement {
  const sprite = document.querySelector<SVGUseElement>("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function csrfToken(): string {
  return document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}
