// The home page only leads on: a join code typed here opens its page.

import { FieldError, find, onSubmit, watchConnection } from "../common/dom.js";
import { t } from "../common/lang.js";

watchConnection();

const form = find("#join");
onSubmit(form, () => {
  const code = form.campaign.value.trim().toLowerCase();
  if (!code) throw new FieldError("campaign", t("참여 코드를 적어 주세요.", "Please enter the join code."));
  location.href = `${document.baseURI}j/${encodeURIComponent(code)}`;
});
