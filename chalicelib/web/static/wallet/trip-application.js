// Applying for a half-price trip: days, how many come along, and an image of where one lives.

import { findForm, make } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { days, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { sendImage } from "./images.js";
import { showView } from "./views.js";

const COMPANIONS_MAX = 20;
const form = findForm("#trip-form");
/** @type {import("./wallet.js").Wallet["ask"]} */
let ask;

/** @param {{ ask: Api.Ask, done: (tripId: string) => unknown }} parts */
export function start({ ask: asks, done }) {
  ask = asks;
  keyedForm(form, {
    read,
    describe: ({ body }) => [
      make("p", {}, make("strong", {}, days(body.starts_on, body.ends_on))),
      make("p", {}, t(`모두 ${body.asked_count + 1}명`, `${body.asked_count + 1} people in all`)),
      ...(body.asked_count ? [make("p", { class: "small" }, t("신청하면 함께 가는 분께 보낼 링크를 드립니다.", "You then get a link to send to each who comes along."))] : []),
    ],
    async send({ body, residence }, key) {
      const residenceId = residence ? await sendImage(ask, residence, "residence_upload_id") : null;
      return ask("POST", "v1/me/trips", { key, body: { ...body, residence_upload_id: residenceId } });
    },
    done({ trip_id: id }) {
      form.reset();
      return done(id);
    },
  });
}

export function open() {
  showView("trip-apply", { push: true });
}

function read() {
  for (const name of ["starts_on", "ends_on"]) {
    if (!form[name].value) throw new FieldError(name, t("날을 골라 주세요.", "Please choose a day."));
  }
  const askedCount = Number(form.asked_count.value || 0);
  if (!Number.isInteger(askedCount) || askedCount < 0 || askedCount > COMPANIONS_MAX) {
    throw new FieldError("asked_count", t(`${COMPANIONS_MAX}명까지 함께 갈 수 있습니다.`, `Up to ${COMPANIONS_MAX} people can come along.`));
  }
  return {
    body: { starts_on: form.starts_on.value, ends_on: form.ends_on.value, companions: [], asked_count: askedCount },
    residence: /** @type {File | undefined} */ (form.residence.files?.[0]),
  };
}
