import { all, on, words } from "../../core/ui/assets/ts/dom";
import { type Behind, putBack, takeAway } from "./session/behind";

/** Warns before the session ends. When it has ended, nobody can read the page until the same person is back; then its text is there. */
interface State {
  signedIn: boolean;
  left?: number;
  whole?: number;
  who?: string;
  csrf: string;
}

const place = document.querySelector<HTMLElement>("[data-session]");
const tabs = new BroadcastChannel("randa-session");

function start(place: HTMLElement): void {
  const address = place.dataset["session"] ?? "";
  const who = place.dataset["who"] ?? "";
  const warn = Number(place.dataset["warn"]);
  const warning = document.getElementById("session-ends") as HTMLDialogElement;
  const over = document.getElementById("session-over") as HTMLDialogElement;
  let endsAt = Date.now() + Number(place.dataset["left"]) * 1000;
  let ended = false;
  let behind: Behind | null = null;
  let asking = false;

  function left(): number {
    return Math.round((endsAt - Date.now()) / 1000);
  }

  /** Let forms and htmx use the token that signing in again has made. */
  function renew(token: string): void {
    for (const box of all<HTMLInputElement>("input[name=csrfmiddlewaretoken]")) box.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }

  function end(): void {
    ended = true;
    warning.close();
    behind ??= takeAway(over);
    if (!over.open) over.showModal();
  }

  function goOn(state: State): void {
    endsAt = Date.now() + (state.left ?? 0) * 1000;
    ended = false;
    over.close();
    if (behind) putBack(behind);
    behind = null;
    renew(state.csrf);
    if (left() > warn) warning.close();
  }

  async function ask(method: "GET" | "POST"): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
      const headers: Record<string, string> = { "X-Passive": "1", "X-CSRFToken": token };
      const answer = await fetch(address, { method, headers, credentials: "same-origin", cache: "no-store" });
      if (!answer.ok) return;
      const state = (await answer.json()) as State;
      const other = state.signedIn && state.who !== who;
      const note = over.querySelector<HTMLElement>("[data-session-other]");
      if (note) note.hidden = !other;
      if (!state.signedIn || other) end();
      else goOn(state);
    } catch {
      // No contact: the clock of this page goes on, and the next tick asks again.
    } finally {
      asking = false;
    }
  }

  function amount(seconds: number): string {
    if (seconds > 90) return words(`${Math.round(seconds / 60)} minuter`, `${Math.round(seconds / 60)} minutes`);
    return words(`${seconds} sekunder`, `${seconds} seconds`);
  }

  let said = "";
  function tick(): void {
    if (ended) return;
    const seconds = Math.max(0, left());
    if (seconds > warn) return;
    if (!warning.open) {
      // Another tab may have been used: the server knows.
      void ask("GET").then(() => {
        if (!ended && left() <= warn && !warning.open) warning.showModal();
      });
    }
    const shown = document.querySelector("[data-session-left]");
    if (shown) shown.textContent = amount(seconds);
    // Read out now and then, not every second.
    const status = document.querySelector("[data-session-said]");
    const step = [60, 30, 10].find((mark) => seconds === mark);
    if (status && step && said !== String(step)) {
      said = String(step);
      status.textContent = amount(step);
    }
    if (seconds === 0) void ask("GET").then(() => (left() <= 0 ? end() : undefined));
  }

  window.setInterval(tick, 1000);
  on("click", "[data-session-stay]", () => {
    void ask("POST").then(() => tabs.postMessage("used"));
  });
  over.addEventListener("cancel", (event) => event.preventDefault());
  over.addEventListener("close", () => (ended ? over.showModal() : undefined)); // a second Escape closes whatever is said
  warning.addEventListener("cancel", () => void ask("POST")); // Escape means "I am here"
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && (ended || left() <= warn)) void ask("GET");
  });
  tabs.addEventListener("message", () => void ask("GET"));
  // htmx met an ended session: nothing of the page is changed, and nobody can read it.
  document.body.addEventListener("randa:signed-out", end);
  document.body.addEventListener("htmx:responseError", (event) => {
    const answer = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
    if (answer.status === 401) event.stopPropagation(); // the dialog says it
  });
}

if (place) start(place);
else tabs.postMessage("signed in"); // the page where signing in in a new tab ends
