// A button that copies a text of the page; it shows only where copying works.
import { all, on, words } from "../../core/ui/assets/ts/dom";

if (navigator.clipboard) all<HTMLButtonElement>("[data-copy]").forEach((button) => (button.hidden = false));

on("click", "[data-copy]", (button) => {
  const text = document.getElementById(button.dataset.copy ?? "")?.textContent?.trim() ?? "";
  void navigator.clipboard.writeText(text).then(() => {
    const last = button.lastChild;
    if (last) last.textContent = words("Kopierad", "Copied");
  });
});
