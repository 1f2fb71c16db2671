// Notes that a shop brings: each is looked at, those that are not taken are named with the reason, and the rest is taken at once.

import { button } from "../common/clicks.js";
import { find, findForm, make } from "../common/dom.js";
import { count, day, t, won } from "../common/lang.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";
import { notePicker } from "./notes.js";
import { scanButton } from "./scanning.js";
import { fieldOf, hideDone, readAll, showDone, task } from "./task.js";

/** @typedef {Api.Schemas["ExchangeBody"]} Body */
/** @typedef {Api.Schemas["ExchangePreviewAnswer"]} Seen */

/** As chalicelib/paper/exchanges.py. */
const NOTES_MAX = 90;
const form = findForm("#exchange-form");

/** A shop's QR is an address with its code; a code may be typed. @param {string} text */
export function readShop(text) {
  const code = readCode(text);
  const inAddress = /[?&]pay=([^&#]+)/.exec(code);
  return decodeURIComponent(inAddress?.[1] ?? code).toUpperCase();
}

/** @param {import("./agent.js").Counter} counter */
export function start({ ask, worth }) {
  /** @type {{ body: Body, seen: Seen } | null} */
  let shown = null;
  const refusals = find("[data-refused]", form);
  const notes = notePicker(find("[data-notes]", form), { most: NOTES_MAX, worth, onChange: () => { refusals.hidden = true; } });
  const code = fieldOf(form, "merchant_code");
  const place = find("[data-shop]", form);
  const camera = scanButton(place, (text) => { code.value = readShop(text); code.dispatchEvent(new Event("input", { bubbles: true })); });
  if (camera) place.append(camera);
  form.addEventListener("input", () => hideDone(form));

  /** @param {Seen} seen */
  function tellRefused(seen) {
    const refused = seen.data.filter((note) => note.refusal);
    refusals.hidden = !refused.length;
    if (!refused.length) return;
    refusals.replaceChildren(
      make("p", {}, make("strong", {}, t(`받을 수 없는 상품권이 ${count(refused.length)}장 있습니다. 가게에 돌려주고 빼 주세요.`, `${count(refused.length)} notes are not taken. Hand them back to the shop and remove them.`))),
      make("ul", {}, refused.map((note) => make("li", {}, note.detail))),
      button(t("이 상품권들 빼기", "Remove these"), () => { notes.remove(refused.map((note) => note.serial)); refusals.hidden = true; }, { class: "button second small" }));
    throw new FieldError("notes", t("받을 수 없는 상품권이 있어 환전하지 않았습니다.", "Some notes are not taken, so nothing was exchanged."));
  }

  const made = task(form, {
    name: "exchange",
    async read() {
      const { merchant_code, ranges } = readAll(form, {
        merchant_code: () => {
          const read = readShop(code.value);
          if (!read) throw new FieldError("merchant_code", t("가게 코드를 적거나 가게 QR을 찍어 주세요.", "Please type the shop's code or scan its QR code."));
          return read;
        },
        ranges: notes.value,
      });
      const body = { merchant_code, notes: ranges };
      if (!shown || JSON.stringify(body) !== JSON.stringify(shown.body)) {
        shown = { body, seen: await ask("POST", "v1/agent/paper-exchanges/validate", { body }) };
      }
      tellRefused(shown.seen);
      return shown;
    },
    describe: ({ seen }) => [
      make("p", {}, t("가게", "Shop")),
      make("p", { class: "big named" }, seen.merchant_name),
      make("p", { class: "huge number" }, t(`${count(seen.data.length)}장 · ${won(seen.amount)}`, `${count(seen.data.length)} notes · ${won(seen.amount)}`)),
      make("p", {}, t("받은 상품권은 그 가게의 오늘 정산에 더해 계좌로 지급됩니다. 여기서 돈을 주지 않습니다. 맞으면 한 번 더 눌러 주세요.", "It is paid to the shop's account with today's settlement; no money is handed over here. If this is right, press once more.")),
    ],
    send: (body, key) => ask("POST", "v1/agent/paper-exchanges", { body, key }),
    say: (body) => t(`가게 ${body.merchant_code}의 환전`, `Exchange of shop ${body.merchant_code}`),
    refused: () => { shown = null; },
    done(exchange) {
      shown = null;
      form.reset();
      notes.clear();
      refusals.hidden = true;
      showDone(form, [
        make("p", {}, make("strong", {}, t(`상품권 ${count(exchange.note_count)}장, ${won(exchange.amount)}을 받았습니다.`, `Took ${count(exchange.note_count)} notes of ${won(exchange.amount)} together.`))),
        make("p", {}, t(`${day(exchange.on)} 정산으로 지급됩니다.`, `Paid with the settlement of ${day(exchange.on)}.`)),
        make("p", { class: "soft small" }, exchange.exchange_id),
      ]);
    },
  });
  return { open: () => { notes.draw(); made.tell(); } };
}
