import { on } from "./dom";

/** Dialogs and side panels: opened by `data-dialog-open="id"`, closed by `data-dialog-close`, Escape or a click on the scrim. */
export function startDialogs(): void {
  on("click", "[data-dialog-open]", (button) => {
    const dialog = document.getElementById(button.dataset["dialogOpen"] ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  });
  on("click", "[data-dialog-close]", (button) => button.closest("dialog")?.close());
  on("click", "dialog", (dialog, event) => {
    // Only the scrim has the dialog itself as target outside its box.
    if (event.target !== dialog) return;
    const box = dialog.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) (dialog as HTMLDialogElement).close();
  });
  on("click", "[data-print]", () => window.print());
  on("submit", "form", (form, event) => {
    const question = event.submitter?.dataset["confirm"] ?? form.dataset["confirm"];
    if (question && !window.confirm(question)) event.preventDefault();
  });
}
