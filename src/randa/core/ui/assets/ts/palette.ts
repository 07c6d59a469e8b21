import { all, on } from "./dom";

interface Entry {
  label: string;
  group: string;
  url: string;
  hint?: string;
}

/** Ctrl+K: pages of the menu at once, and what the server finds as soon as it answers. */
export function startPalette(): void {
  const dialog = document.querySelector<HTMLDialogElement>("[data-palette]");
  const input = dialog?.querySelector("input");
  const list = dialog?.querySelector("ul");
  const empty = dialog?.querySelector(".palette-empty");
  if (!dialog || !input || !list) return;
  let chosen = 0;
  let asked = 0;

  const pages: Entry[] = all<HTMLAnchorElement>("[data-palette-pages] a").map((link) => ({
    label: link.textContent.trim(),
    group: dialog.dataset["pages"] ?? "",
    url: link.href,
  }));
  const options = (): HTMLElement[] => all("[role=option]", list);

  function choose(number: number): void {
    const found = options();
    chosen = found.length ? (number + found.length) % found.length : 0;
    found.forEach((option, index) => option.setAttribute("aria-selected", String(index === chosen)));
    const current = found[chosen];
    if (current) {
      input!.setAttribute("aria-activedescendant", current.id);
      current.scrollIntoView({ block: "nearest" });
    } else input!.removeAttribute("aria-activedescendant");
  }

  function draw(entries: Entry[]): void {
    list!.replaceChildren();
    let group = "";
    entries.forEach((entry, number) => {
      if (entry.group && entry.group !== group) {
        group = entry.group;
        const heading = document.createElement("li");
        heading.setAttribute("role", "presentation");
        heading.textContent = group;
        list!.append(heading);
      }
      const option = document.createElement("li");
      option.id = `palette-${number}`;
      option.setAttribute("role", "option");
      option.dataset["url"] = entry.url;
      option.append(Object.assign(document.createElement("span"), { textContent: entry.label }));
      if (entry.hint) option.append(Object.assign(document.createElement("small"), { textContent: entry.hint }));
      list!.append(option);
    });
    list!.hidden = !entries.length;
    input!.setAttribute("aria-expanded", String(entries.length > 0));
    if (empty) empty.textContent = entries.length || !input!.value.trim() ? "" : (dialog!.dataset["empty"] ?? "");
    choose(0);
  }

  async function search(): Promise<void> {
    const typed = input!.value.trim();
    const found = pages.filter((page) => page.label.toLocaleLowerCase().includes(typed.toLocaleLowerCase()));
    draw(found);
    if (!typed) return;
    const turn = ++asked;
    const answer = await fetch(`${dialog!.dataset["palette"]}?q=${encodeURIComponent(typed)}`).catch(() => null);
    if (turn !== asked || !answer?.ok) return;
    const known = new Set(found.map((page) => new URL(page.url).pathname));
    const { hits } = (await answer.json()) as { hits: Entry[] };
    const more = hits.filter((entry) => !known.has(entry.url));
    const all = { label: dialog!.dataset["all"] ?? "", group: "", url: `/sok/?q=${encodeURIComponent(typed)}`, hint: typed };
    draw([...found, ...more, ...(hits.length ? [all] : [])]);
  }

  function open(): void {
    input!.value = "";
    void search();
    if (!dialog!.open) dialog!.showModal();
    input!.focus();
  }

  function go(option: HTMLElement | undefined): void {
    const url = option?.dataset["url"];
    if (url) window.location.assign(url);
  }

  on("click", "[data-palette-open]", open);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  let timer = 0;
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void search(), 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter") go(options()[chosen]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => go((event.target as Element).closest<HTMLElement>("[role=option]") ?? undefined));
}
