// The shared islands. Every page works without them; they save clicks.
import { startDialogs } from "./dialogs";
import { startForms } from "./forms";
import { startMenus, startTabs } from "./menus";
import { startPalette } from "./palette";
import { startTables } from "./tables";
import { startTheme } from "./theme";
import { startToasts } from "./toasts";

document.documentElement.classList.add("js");
startTheme();
startMenus();
startTabs();
startDialogs();
startToasts();
startPalette();
startTables();
startForms();
