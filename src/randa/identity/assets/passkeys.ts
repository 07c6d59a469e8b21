import { all, words } from "../../core/ui/assets/ts/dom";

/** Asks the person's device for a passkey when a form of passkeys is sent, and sends the form with its answer. */
type Options = Record<string, unknown> & {
  challenge: string;
  user?: { id: string };
  allowCredentials?: { id: string }[];
  excludeCredentials?: { id: string }[];
};

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function decoded(options: Options): unknown {
  const keys = (list?: { id: string }[]) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    allowCredentials: keys(options.allowCredentials),
    excludeCredentials: keys(options.excludeCredentials),
  };
}

function encoded(made: PublicKeyCredential): unknown {
  const answer = made.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: text(answer.clientDataJSON),
      ...(answer.attestationObject
        ? { attestationObject: text(answer.attestationObject) }
        : {
            authenticatorData: text(answer.authenticatorData),
            signature: text(answer.signature),
            userHandle: text(answer.userHandle),
          }),
    },
  };
}

class Busy extends Error {}

async function options(form: HTMLFormElement): Promise<Options> {
  const written = form.querySelector("script[type='application/json']")?.textContent;
  if (written) return (JSON.parse(written) as { publicKey: Options }).publicKey;
  const headers = { "X-Requested-With": "XMLHttpRequest" };
  const answer = await fetch(form.action, { headers, credentials: "same-origin", cache: "no-store" });
  if (!answer.ok) throw new Busy();
  return ((await answer.json()) as { request_options: { publicKey: Options } }).request_options.publicKey;
}

function why(fault: unknown, making: boolean): string {
  const name = fault instanceof Error ? fault.name : "";
  if (fault instanceof Busy) return words("Det går inte just nu. Vänta en minut och försök igen.", "It does not work right now. Wait a minute and try again.");
  if (name === "InvalidStateError") return words("Den här enheten har redan en passernyckel till ditt konto.", "This device already has a passkey for your account.");
  if (name === "SecurityError") return words("Passernycklar fungerar inte på den här adressen. Öppna Randa på den vanliga adressen.", "Passkeys do not work at this address. Open Randa at its usual address.");
  if (name === "NotSupportedError" || name === "ConstraintError") return words("Enheten kan inte kontrollera att det är du. Slå på skärmlås, fingeravtryck eller PIN-kod på den först.", "The device cannot check that it is you. Turn on a screen lock, fingerprint or PIN on it first.");
  if (making) return words("Ingen passernyckel skapades. Du avbröt, eller så tog det för lång tid. Försök gärna igen.", "No passkey was made. You cancelled, or it took too long. Feel free to try again.");
  return words("Ingen passernyckel användes. Du avbröt, det tog för lång tid, eller så finns det ingen till Randa här. Försök igen eller välj ett annat sätt.", "No passkey was used. You cancelled, it took too long, or there is none for Randa here. Try again or choose another way.");
}

async function ask(form: HTMLFormElement): Promise<void> {
  const making = form.dataset["passkey"] === "create";
  const publicKey = decoded(await options(form));
  const made = making
    ? await navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
    : await navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
  const field = form.querySelector<HTMLInputElement>("input[name=credential]");
  if (!made || !field) throw new Error("nothing came back");
  field.value = JSON.stringify(encoded(made as PublicKeyCredential));
  form.submit();
}

for (const form of all<HTMLFormElement>("form[data-passkey]")) {
  const said = form.querySelector<HTMLElement>("[data-passkey-said]");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  const say = (sentence: string) => {
    if (said) said.textContent = sentence;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!window.PublicKeyCredential) {
      say(words("Den här webbläsaren kan inte använda passernycklar. Välj ett annat sätt.", "This browser cannot use passkeys. Choose another way."));
      return;
    }
    if (button?.getAttribute("aria-disabled") === "true") return;
    button?.setAttribute("aria-disabled", "true");
    say("");
    void ask(form)
      .catch((fault: unknown) => say(why(fault, form.dataset["passkey"] === "create")))
      .finally(() => button?.removeAttribute("aria-disabled"));
  });
}
