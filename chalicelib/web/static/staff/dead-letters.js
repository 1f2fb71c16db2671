// What no worker could finish, each in words, and sending it again for a stated reason. The number beside the task says how many
// lie there.

import { button } from "../common/clicks.js";
import { fill, find, findForm, make, note, screen, SHOWN } from "../common/dom.js";
import { keyedForm } from "../common/forms.js";
import { count, moment, t } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { person } from "./cognito.js";
import { ask, open, showWaiting } from "./desk.js";
import { deskTable } from "./table.js";

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
let readAt = -Infinity;

/** A letter with where it lies. @typedef {{ of: Queue, letter: Letter }} Row */

const list = deskTable(find("[data-dead-letters]"), {
  list: "dead_letters",
  words: t("실패한 작업", "Failed tasks"),
  columns: [
    { words: t("작업", "Task"), kind: "state", of: (/** @type {Row} */ one) => one.of.task, say: (task) => task, cell: (one) => one.of.task },
    { words: t("무엇", "Of what"), of: ({ letter }) => letter.subject || t("읽을 수 없는 메시지", "Unreadable message") },
    { words: t("보낸 때", "Sent"), kind: "moment", of: ({ letter }) => letter.sent_at },
    { words: t("까닭", "Why"), of: whyOf },
  ],
  actions: ({ of, letter }) => (mayRedrive() && letter.can_redrive
    ? [button(t("다시 처리", "Send again"), () => choose({ queue: of.queue, title: letter.subject, messageId: letter.message_id }), { class: "button second small", "aria-label": `${letter.subject} ${t("다시 처리", "send again")}` })] : []),
  empty: t("실패한 작업이 없습니다.", "Nothing has failed."),
});

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
  readAt = performance.now();
  const { data } = await ask("GET", PATH);
  showWaiting(NAME, data.reduce((sum, one) => sum + one.count, 0));
  list.show(data.flatMap((of) => of.letters.map((letter) => ({ of, letter }))));
  find("[data-dead-queues]").replaceChildren(...data.filter((one) => one.count).map(queue));
}

/** The number beside the task, while somebody works here. */
async function countAgain() {
  if (!person().roles.some((role) => READERS.includes(role)) || performance.now() - readAt < AGAIN_AFTER_MS) return;
  await read().catch(() => { readAt = -Infinity; });
}

const mayRedrive = () => person().roles.some((role) => role === "operator" || role === "manager");

/** How many lie in a queue, of which its letters may be the first few, and sending them all again. @param {Queue} one */
function queue(one) {
  const sendable = one.letters.filter(({ can_redrive: can }) => can).length;
  return make(
    "p", { class: "spread" },
    make("span", {}, make("strong", {}, one.task), " ", make("span", { class: "tag bad" }, t(`${count(one.count)}건`, count(one.count))), " ", make("span", { class: "soft" }, [t(`함수 ${one.worker}`, `function ${one.worker}`), one.oldest_at && t(`가장 오래된 것 ${moment(one.oldest_at)}`, `oldest ${moment(one.oldest_at)}`)].filter(Boolean).join(" · "))),
    mayRedrive() && sendable > 1 ? button(t(`${count(sendable)}건 모두 다시 처리`, `Send all ${count(sendable)} again`), () => choose({ queue: one.queue, title: one.task }), { class: "button second small" }) : null,
  );
}

/** @param {Row} one */
function whyOf({ of, letter }) {
  return letter.can_redrive
    ? t(`다섯 번 실패. 원인은 ${of.worker} 로그에 ${letter.message_id}(으)로 있습니다.`, `Failed five times; why is in the log of ${of.worker}, by ${letter.message_id}.`)
    : t("우리가 보낸 형식이 아니어서 다시 처리할 수 없습니다. 운영 담당자에게 알려 주세요.", "No message of ours: it cannot be sent again. Please tell the engineers.");
}

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
