// Forms whose effect can't be undone: the first press shows in words what will happen, the second does it.

import { find, onSubmit } from "../common/dom.js";

// `read()` checks the fields and gives the body; `describe(body)` the words; `send(body)` does it.
export function onSecondSubmit(form, { read, describe, send }) {
  const check = find("[data-check]", form);
  const button = find('[type="submit"]', form);
  const first = button.textContent;
  const forget = () => {
    check.hidden = true;
    button.textContent = first;
  };
  form.addEventListener("input", forget);
  onSubmit(form, async () => {
    const body = await read();
    if (check.hidden) {
      check.replaceChildren(...describe(body));
      check.hidden = false;
      button.textContent = button.dataset.second;
      return;
    }
    try {
      await send(body);
      forget();
    } catch (error) {
      // What a rule refused is no longer shown as about to happen. Without an answer it may have happened: it stays.
      if (error.status >= 400 && error.status < 500) forget();
      throw error;
    }
  });
}
