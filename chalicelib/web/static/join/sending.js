// A sign-up that is composed is sent, the very same one, until there is an answer; then its ticket is asked until it is done.

import { call, patiently, Problem, sleep } from "../common/api.js";
import { fill, find, screen, show } from "../common/dom.js";
import { t } from "../common/lang.js";
import { draft, save } from "./draft.js";

/** @typedef {import("./draft.js").Signup} Signup */

const say = (/** @type {string} */ words) => fill(screen("waiting"), { waiting: words });

/** `refuse` is told what a rule refused, `finish` how it ended.
 * @param {{ refuse: (error: Problem) => unknown, finish: (signup: Signup, ticket: Api.Schemas["SignupStatusAnswer"]) => unknown }} ends */
export async function follow({ refuse, finish }) {
  const { signup } = draft;
  if (!signup) return;
  show("waiting");
  const again = find('[data-do="send-again"]');
  again.hidden = true;
  say(t("보내고 있습니다…", "Sending…"));
  try {
    if (!signup.id) {
      const ticket = await patiently(() => call("POST", "v1/signups", { body: signup.body, key: signup.key }), 6);
      signup.id = ticket.signup_id;
      save();
    }
    await finish(signup, await waitForTicket(signup.id));
  } catch (error) {
    if (error instanceof Problem && error.status < 500 && error.status !== 429) {
      refuse(error);
      return;
    }
    say(t("아직 보내지 못했습니다. 적은 내용은 이 화면에 그대로 있으니 연결되면 다시 보내 주세요.", "Not sent yet. Everything you entered is kept here; send it again when you are connected."));
    again.hidden = false;
    window.addEventListener("online", () => again.click(), { once: true });
  }
}

/** @param {string} signupId */
async function waitForTicket(signupId) {
  say(t("접수했습니다. 온군민증을 만들고 있습니다…", "Received. Making your resident card…"));
  const startedAt = performance.now();
  for (let tries = 0; ; tries += 1) {
    const ticket = await patiently(() => call("GET", "v1/signups/{signup_id}", { values: { signup_id: signupId } }), 30);
    if (ticket.status !== "queued") return ticket;
    if (performance.now() - startedAt > 12000) {
      say(t("지금 가입하는 분이 많습니다. 접수는 끝났으니 순서대로 처리됩니다. 이 화면을 닫아도 가입되며, 나중에 ‘내 지갑’에서 볼 수 있습니다.", "Many people are joining. You are in line and nothing is lost: you may close this page and look into “My wallet” later."));
    }
    await sleep(Math.min(700 * 1.4 ** tries, 8000));
  }
}
