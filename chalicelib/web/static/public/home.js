// The home page only leads on: a join code typed here opens its page.

import { findForm, watchConnection } from "../common/dom.js";
import { onSubmit } from "../common/forms.js";
import { t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";

watchConnection();

const form = findForm("#join");
onSubmit(form, () => {
  const code = readCode(form.campaign.value).toLowerCase();
  if (!code) throw new FieldError("campaign", t("참여 코드를 적어 주세요.", "Please enter the join code."));
  location.href = `${document.baseURI}j/${encodeURIComponent(code)}`;
});
