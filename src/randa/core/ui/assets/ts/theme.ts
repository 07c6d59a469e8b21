import { all, icon } from "./dom";

const ICONS: Record<string, string> = { light: "sun", dark: "moon", "": "monitor" };

/** Change the theme at once; the cookie is written by the server, as without a script. */
export function startTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    if (!form.matches("[data-theme-form]") || !button) return;
    event.preventDefault();
    const data = new FormData(form);
    data.set("theme", button.value);
    void fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    if (button.value) document.documentElement.dataset["theme"] = button.value;
    else delete document.documentElement.dataset["theme"];
    for (const choice of all<HTMLButtonElement>("button[name=theme]", form)) {
      choice.toggleAttribute("aria-pressed", false);
      if (choice === button) choice.setAttribute("aria-pressed", "true");
    }
    const menu = form.closest("details");
    menu?.querySelector("summary svg")?.replaceWith(icon(ICONS[button.value] ?? "monitor"));
    menu?.removeAttribute("open");
    menu?.querySelector("summary")?.focus();
  });
}
