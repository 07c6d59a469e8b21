import { all, csrfToken, icon, on, words } from "./dom";

const ICONS: Record<string, string> = { success: "circle-check", warning: "triangle-alert", error: "circle-alert" };
const SHOWN_MS = 8000;

interface Toast {
  text: string;
  tone?: string;
  undoUrl?: string;
}

/** Messages that ask nothing leave by themselves, unless someone is reading them; undo and errors stay. */
function leaveLater(item: HTMLElement): void {
  if (item.querySelector("form") || item.matches(".toast-error")) return;
  const leave = (): void => {
    if (item.matches(":hover, :focus-within")) window.setTimeout(leave, SHOWN_MS);
    else item.remove();
  };
  window.setTimeout(leave, SHOWN_MS);
}

function undoForm(url: string): HTMLFormElement {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = csrfToken();
  const button = document.createElement("button");
  button.className = "btn btn-s";
  button.textContent = words("Ångra", "Undo");
  form.append(token, button);
  return form;
}

export function showToast({ text, tone = "success", undoUrl = "" }: Toast): void {
  const region = document.querySelector("[data-toasts]");
  if (!region) return;
  const item = document.createElement("div");
  item.className = `toast-item toast-${tone}`;
  const paragraph = document.createElement("p");
  paragraph.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-quiet btn-icon btn-s";
  close.dataset["toastClose"] = "";
  close.setAttribute("aria-label", words("Stäng meddelandet", "Close the message"));
  close.append(icon("x"));
  item.append(icon(ICONS[tone] ?? "info"), paragraph);
  if (undoUrl) item.append(undoForm(undoUrl));
  item.append(close);
  region.append(item);
  leaveLater(item);
}

export function startToasts(): void {
  on("click", "[data-toast-close]", (button) => button.closest(".toast-item")?.remove());
  for (const item of all(".toast-item")) leaveLater(item);
  document.addEventListener("toast", (event) => showToast((event as CustomEvent<Toast>).detail));
  document.addEventListener("htmx:sendError", () =>
    showToast({
      text: words("Ingen kontakt med Randa. Kontrollera nätet och försök igen; det du skrivit finns kvar.", "No contact with Randa. Check the network and try again; what you wrote is still here."),
      tone: "error",
    }),
  );
  document.addEventListener("htmx:responseError", (event) => {
    const request = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    const wait = request.getResponseHeader("Retry-After");
    if (request.status === 429 && wait) {
      showToast({
        text: words(`Nu gick det lite för fort. Vänta ${wait} sekunder och försök igen.`, `That was a little too fast. Wait ${wait} seconds and try again.`),
        tone: "error",
      });
      return;
    }
    const id = request.getResponseHeader("X-Request-ID") ?? "";
    showToast({
      text: words(`Det gick inte att genomföra. Försök igen, eller uppge ärendenummer ${id} till supporten.`, `It could not be done. Try again, or give support the reference ${id}.`),
      tone: "error",
    });
  });
}
