// The home page: some shops by name, and the way in for who was given a code.

import { call } from "../common/api.js";
import { find, findForm, make, note, seek, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { keepTyped } from "../common/retyped.js";
import { readCode } from "../common/typed.js";

const SHOPS = 5;

watchConnection();
showShops();
openByAddress();
keepTyped();

const form = findForm("#join");
onSubmit(form, () => {
  const code = readCode(form.campaign.value).toLowerCase();
  if (!code) throw new FieldError("campaign", t("코드를 적어 주세요.", "Please enter the code."));
  location.href = `${document.baseURI}j/${encodeURIComponent(code)}`;
});

async function showShops() {
  try {
    const { data } = await call("GET", "v1/merchants", { query: { limit: SHOPS } });
    find("[data-shops]").replaceChildren(...data.map((shop) => make("li", { class: "spread" }, make("span", { class: "named" }, shop.name), make("span", { class: "named soft small" }, shop.category))));
    if (data.length) note("shops", t("이 밖에 군의 모든 가맹점에서 씁니다.", "And at every registered shop of the county."));
  } catch {
    // The words that stand there say it without names.
  }
}

/** Without an open event the button above leads here. */
function openByAddress() {
  const code = /** @type {HTMLDetailsElement | null} */ (seek("#code"));
  const open = () => { if (code && location.hash === "#code") code.open = true; };
  window.addEventListener("hashchange", open);
  open();
}
