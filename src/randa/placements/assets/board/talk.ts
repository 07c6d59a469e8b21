// Talking with the server: commands, what others have done, and both versions when two change the same block.
import { csrfToken, words } from "../../../core/ui/assets/ts/dom";
import { showToast } from "../../../core/ui/assets/ts/toasts";
import type { Changes } from "./store";

export interface Told {
  new: string[];
  mended: string[];
  remarks: string[];
  price: number;
}

export interface Answer extends Changes {
  told: Told;
  kind: string;
}

export interface Conflict {
  key: string;
  learner: string;
  seen: string;
  theirs: string;
  mine: string;
  who: string;
  when: string;
}

interface Refusal {
  code: string;
  message: string;
  conflicts?: Conflict[];
}

export type Command = Record<string, unknown> & { do: string };

const POLL_MS = 4000;

async function readRefusal(answer: Response): Promise<Refusal> {
  if (answer.headers.get("Content-Type")?.includes("json")) return (await answer.json()) as Refusal;
  return { code: "failed", message: words("Det gick inte att genomföra. Läs in sidan igen.", "It could not be done. Reload the page.") };
}

export class Talk {
  private waiting: Promise<unknown> = Promise.resolve();
  private etag = "";
  private failures = 0;

  constructor(
    private readonly urls: { edit: string; changes: string },
    private readonly number: () => number,
    private readonly take: (changes: Changes, told: Told | null) => void,
    private readonly busy: (isBusy: boolean) => void,
  ) {}

  /** Send a command after those that are under way: each then sees the versions that the one before made. */
  send(make: () => Command | null): Promise<boolean> {
    const done = this.waiting.then(() => {
      const command = make();
      return command ? this.post(command) : false;
    });
    this.waiting = done.catch(() => undefined);
    return done;
  }

  async ask<T>(command: Command): Promise<T | null> {
    const answer = await this.fetch(command);
    return answer?.ok ? ((await answer.json()) as T) : null;
  }

  /** Ask what a command would do without doing it: what it tells, or the sentence that refuses it. */
  async tryOut(command: Command): Promise<Told | string> {
    const answer = await this.fetch({ ...command, try: true });
    if (!answer) return words("Ingen kontakt med Randa.", "No contact with Randa.");
    return answer.ok ? ((await answer.json()) as { told: Told }).told : (await readRefusal(answer)).message;
  }

  private async fetch(command: Command): Promise<Response | null> {
    try {
      return await fetch(this.urls.edit, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
        body: JSON.stringify({ ...command, since: this.number() }), // what others have done since comes with the answer
      });
    } catch {
      showToast({ text: words("Ingen kontakt med Randa. Ändringen är inte gjord.", "No contact with Randa. The change has not been made."), tone: "error" });
      return null;
    }
  }

  private async post(command: Command): Promise<boolean> {
    this.busy(true);
    try {
      const answer = await this.fetch(command);
      if (!answer) return false;
      if (answer.ok) {
        const made = (await answer.json()) as Answer;
        this.take(made, made.told);
        return true;
      }
      await this.refused(answer, command);
      return false;
    } finally {
      this.busy(false);
    }
  }

  private async refused(answer: Response, command: Command): Promise<void> {
    const refusal = await readRefusal(answer);
    if (refusal.conflicts) this.conflict(refusal, command);
    else showToast({ text: refusal.message, tone: "warning" });
  }

  private conflict(refusal: Refusal, command: Command): void {
    const dialog = document.querySelector<HTMLDialogElement>("#board-conflict");
    const body = dialog?.querySelector("[data-conflicts]");
    if (!dialog || !body) return;
    const said = dialog.querySelector("[data-conflict-said]");
    if (said) said.textContent = refusal.message;
    body.replaceChildren(
      ...(refusal.conflicts ?? []).map((one) => {
        const tr = document.createElement("tr");
        const texts = [one.learner, one.seen, `${one.theirs} (${one.who} ${one.when})`, one.mine];
        tr.append(...texts.map((text) => Object.assign(document.createElement("td"), { textContent: text, className: "wrap" })));
        return tr;
      }),
    );
    const keep = dialog.querySelector<HTMLButtonElement>("[data-keep-theirs]");
    const mine = dialog.querySelector<HTMLButtonElement>("[data-keep-mine]");
    if (keep) keep.onclick = () => (dialog.close(), void this.poll());
    if (mine) mine.onclick = () => (dialog.close(), void this.send(() => ({ ...command, overwrite: true })));
    dialog.showModal();
  }

  /** Ask for what has changed; unchanged is an empty answer. */
  async poll(): Promise<void> {
    const asked = this.number();
    const headers: Record<string, string> = this.etag ? { "If-None-Match": this.etag } : {};
    try {
      const answer = await fetch(`${this.urls.changes}?efter=${asked}`, { headers, cache: "no-store" });
      this.failures = 0;
      if (answer.status === 304 || !answer.ok) return;
      this.etag = answer.headers.get("ETag") ?? "";
      const changes = (await answer.json()) as Changes;
      if (asked === this.number() && changes.number > asked) this.take(changes, null);
    } catch {
      this.failures += 1; // the next asking waits longer
    }
  }

  start(): void {
    const again = (): void => {
      const wait = POLL_MS * Math.min(8, 2 ** this.failures);
      window.setTimeout(() => void (document.hidden ? Promise.resolve() : this.poll()).then(again), wait);
    };
    again();
    document.addEventListener("visibilitychange", () => !document.hidden && void this.poll());
  }
}
