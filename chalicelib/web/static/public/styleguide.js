// The one part of the styleguide that moves.

import { onClicks } from "../common/clicks.js";
import { find } from "../common/dom.js";

onClicks({ dialog: () => /** @type {HTMLDialogElement} */ (find("dialog")).showModal() });
