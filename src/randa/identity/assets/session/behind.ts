import { all, words } from "../../../core/ui/assets/ts/dom";

/** What stood on the page when the session ended. It is kept in this script alone, where nothing on the screen or in the page shows it. */
export interface Behind {
  page: DocumentFragment;
  title: string;
  focused: Element | null;
  windowTop: number;
  scrolled: { element: Element; top: number; left: number }[];
  dialogs: HTMLDialogElement[];
}

/** Take everything but `stays` off the page; forms keep what was typed in them. */
export function takeAway(stays: HTMLElement): Behind {
  const page = document.createDocumentFragment();
  const behind: Behind = {
    page,
    title: document.title,
    focused: document.activeElement,
    windowTop: window.scrollY,
    scrolled: all<Element>("body *")
      .filter((element) => element.scrollTop > 0 || element.scrollLeft > 0)
      .map((element) => ({ element, top: element.scrollTop, left: element.scrollLeft })),
    dialogs: all<HTMLDialogElement>("dialog:modal").filter((dialog) => dialog !== stays),
  };
  document.body.append(stays);
  page.append(...[...document.body.childNodes].filter((node) => node !== stays));
  document.title = words("Utloggad · Randa", "Signed out · Randa");
  return behind;
}

/** Put the page back as it was: text, scrolled places, open dialogs, and where the person was. */
export function putBack(behind: Behind): void {
  document.body.prepend(behind.page);
  document.title = behind.title;
  for (const dialog of behind.dialogs) {
    dialog.removeAttribute("open"); // it came back open, but no longer in front of everything
    dialog.showModal();
  }
  for (const { element, top, left } of behind.scrolled) element.scrollTo({ top, left, behavior: "instant" });
  window.scrollTo({ top: behind.windowTop, behavior: "instant" });
  if (behind.focused instanceof HTMLElement) behind.focused.focus({ preventScroll: true });
  all("[hx-trigger^=every]").forEach(askAgain);
}

/** htmx stops asking for what is not on the page; a copy begins anew. */
function askAgain(element: Element): void {
  const again = element.cloneNode(true) as Element;
  element.replaceWith(again);
  (window as unknown as { htmx?: { process(element: Element): void } }).htmx?.process(again);
}
