// The page by which a member refuses advertising messages: one tap, no log-in. Opening it alone refuses nothing.

import { call } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { fill, screen, show, watchConnection } from "../common/dom.js";
import { moment, t } from "../common/lang.js";
import { guarded } from "../common/refusals.js";

onClicks({ refuse: () => guarded(refuse) });
watchConnection();

async function refuse() {
  const { refused_at: at } = await call("POST", "v1/marketing-refusals", { body: { code: document.body.dataset.code ?? "" } });
  show("refused");
  fill(screen("refused"), { "refused-at": t(`${moment(at)}에 수신 거부를 처리했습니다. 동의는 모두 거두었습니다.`, `Refused at ${moment(at)}. Your consent is withdrawn.`) });
}
