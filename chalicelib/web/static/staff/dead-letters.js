// What no worker could finish, each in words, and sending it again for a stated reason. The number beside the task says how many
// lie there.

import { button } from "../common/clicks.js";
import { fill, find, findForm, make, note, screen, SHOWN } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { person } from "./cognito.js";
import { ask, open, showWaiting } from "./desk.js";

/** @typedef {Api.Schemas["DeadLetterQueueAnswer"]} Queue */
/** @typedef {Api.Schemas["DeadLetterAnswer"]} Letter */

const NAME = "dead-letters";
const PATH = "v1/staff/dead-letters";
const AGAIN_AFTER_MS = 300_000;
const READERS = ["operator", "manager", "auditor"];
const form = findForm("#redrive-form");
/** What is to be sent again. @typedef {{ queue: Queue["queue"], title: string, messageId?: string } | null} Chosen */
/** @type {Chosen} */
let chosen = null;
let readAt = 0;

/** @type {import("./desk.js").Tab} */
export const tab = {
  name: NAME,
  words: t("실패한 작업", "Failed tasks"),
  roles: READERS,
  async open() {
    open(NAME);
    note("redriven-note", "");
    choose(null);
    await read();
  },
  start: () => document.addEventListener(SHOWN, () => countAgain()),
};

async function read() {
  readAt = Date.now();
  const { data } = await ask("GET", PATH);
  showWaiting(NAME, data.reduce((sum, one) => sum + one.count, 0));
  const failed = data.filter((one) => one.count);
  find("[data-dead-letters]").replaceChildren(...(failed.length
    ? failed.map(queue)
    : [make("p", { class: "notice" }, t("실패한 작업이 없습니다.", "Nothing has failed."))]));
}

/** The number beside the task, while somebody works here. */
async function countAgain() {
  if (!person().roles.some((role) => READERS.includes(role)) || Date.now() - readAt < AGAIN_AFTER_MS) return;
  await read().catch(() => { readAt = 0; });
}

const mayRedrive = () => person().roles.some((role) => role === "operator" || role === "manager");

/** @param {Queue} one */
function queue(one) {
  const sendable = one.letters.filter(({ can_redrive: can }) => can).length;
  return make(
    "div", { class: "box" },
    make("h2", {}, one.task, " ", make("span", { class: "tag bad" }, t(`${count(one.count)}건`, count(one.count)))),
    make("p", { class: "soft" }, [t(`함수 ${one.worker}`, `function ${one.worker}`), one.oldest_at && t(`가장 오래된 것 ${moment(one.oldest_at)}`, `oldest ${moment(one.oldest_at)}`)].filter(Boolean).join(" · ")),
    make("div", {}, one.letters.map((letter) => row(one, letter))),
    mayRedrive() && sendable > 1
      ? button(t(`${count(sendable)}건 모두 다시 처리`, `Send all ${count(sendable)} again`), () => choose({ queue: one.queue, title: one.task }), { class: "button second" })
      : null,
  );
}

/** @param {Queue} of @param {Letter} letter */
const row = (of, letter) => make(
  "div", { class: "report-row tight" },
  make(
    "div", {},
    make("strong", {}, letter.subject || t("읽을 수 없는 메시지", "Unreadable message")),
    make("div", { class: "soft small" }, moment(letter.sent_at), " · ", letter.can_redrive
      ? t(`다섯 번 실패. 원인은 ${of.worker} 로그에 ${letter.message_id}(으)로 있습니다.`, `Failed five times; why is in the log of ${of.worker}, by ${letter.message_id}.`)
      : t("우리가 보낸 형식이 아니어서 다시 처리할 수 없습니다. 운영 담당자에게 알려 주세요.", "No message of ours: it cannot be sent again. Please tell the engineers.")),
  ),
  mayRedrive() && letter.can_redrive
    ? button(t("다시 처리", "Send again"), () => choose({ queue: of.queue, title: letter.subject, messageId: letter.message_id }), { "aria-label": `${letter.subject} ${t("다시 처리", "send again")}` })
    : null,
);

/** @param {Chosen} what */
function choose(what) {
  chosen = what;
  form.hidden = !what;
  form.dispatchEvent(new Event("input"));
  fill(screen(NAME), { "redrive-title": what?.title ?? "" });
  if (what) form.reason.focus();
}

keyedForm(form, {
  read() {
    const reason = form.reason.value.trim();
    if (!reason) throw new FieldError("reason", t("사유를 적어 주세요.", "Please give the reason."));
    return { reason, message_id: chosen?.messageId };
  },
  describe: ({ reason }) => [make("p", {}, chosen?.title ?? ""), make("p", {}, reason)],
  send: (body) => ask("POST", `${PATH}/{queue}/redrive`, { values: { queue: chosen?.queue ?? "signup" }, body }),
  async done({ message_ids: sent }) {
    form.reset();
    choose(null);
    note("redriven-note", t(`${count(sent.length)}건을 다시 보냈습니다. 또 실패하면 여기 다시 나타납니다.`, `${count(sent.length)} sent again. What fails once more comes back here.`));
    await read();
  },
});
