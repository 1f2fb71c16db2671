// Selling to a member who showed an ID and pays here: into the wallet, or notes from the agent's own safe. Whose wallet it is and
// what is to be paid is seen before the money is taken.

import { fill, find, findForm, make } from "../common/dom.js";
import { count, memberNumber, t, won } from "../common/lang.js";
import { amountIn, groupDigits } from "../common/money.js";
import { FieldError } from "../common/refusals.js";
import { readCode } from "../common/typed.js";
import { hasForm } from "../common/words.js";
import { notePicker } from "./notes.js";
import { scanButton } from "./scanning.js";
import { fieldOf, hideDone, readAll, showDone, task, ticked } from "./task.js";

/** @typedef {Api.Schemas["RoundAnswer"]} Round */
/** @typedef {Api.Schemas["AgentSaleBody"] | Api.Schemas["PaperSaleBody"]} Body */
/** @typedef {import("./agent.js").Counter} Counter */

/** As chalicelib/paper/selling.py. */
const NOTES_MAX = 80;
const RANGES_MAX = 5;
const ROUNDS = 100;
const form = findForm("#sale-form");

/** @param {string} text */
export function readMember(text, name = "member_id") {
  const bare = readCode(text).replaceAll("-", "").replace(/^mem_/i, "").toUpperCase();
  if (!hasForm("member_number", bare)) throw new FieldError(name, t("회원 번호 16자리를 적거나 ‘온군민증’의 QR을 찍어 주세요.", "Please type the 16 characters of the member number, or scan the resident card."));
  return `mem_${bare}`;
}

/** A camera beside a field for the member's card. @param {HTMLFormElement} of */
export function offerCard(of) {
  const input = fieldOf(of, "member_id");
  const place = find("[data-card]", of);
  const made = scanButton(place, (text) => { input.value = memberNumber(readMember(text)); input.dispatchEvent(new Event("input", { bubbles: true })); });
  if (made) place.append(made);
}

/** @param {Counter} counter */
export function start({ ask, worth }) {
  /** @type {Round[]} */
  let rounds = [];
  /** What the county's rules said of it: the second press sells what the first showed. @type {{ body: Body, seen: Api.Schemas["SalePreviewAnswer"] } | null} */
  let shown = null;
  const notes = notePicker(find("[data-notes]", form), { most: NOTES_MAX, worth });
  const amount = fieldOf(form, "amount");
  groupDigits(amount);
  offerCard(form);
  form.addEventListener("input", () => hideDone(form));
  form.addEventListener("change", ({ target }) => { if (target instanceof Element && target.matches('[name="way"]')) turn(); });
  find('[name="round_id"]', form).addEventListener("change", showLeft);

  const isPaper = () => /** @type {HTMLInputElement} */ (find('[name="way"]:checked', form)).value === "paper";
  const chosen = () => /** @type {HTMLSelectElement} */ (find('[name="round_id"]', form));

  function turn() {
    find("[data-paper]", form).hidden = !isPaper();
    find("[data-wallet]", form).hidden = isPaper();
    const offered = rounds.filter((round) => round.state === "open" && round.channels.includes(isPaper() ? "paper" : "counter"));
    const before = chosen().value;
    chosen().replaceChildren(...offered.map((round) => make("option", { value: round.round_id, selected: round.round_id === before }, t(`${round.name} (${round.discount_percent}% 할인)`, `${round.name} (${round.discount_percent}% off)`))));
    find("[data-no-round]", form).hidden = offered.length > 0;
    find("[data-round]", form).hidden = !offered.length;
    showLeft();
  }

  function showLeft() {
    const round = rounds.find((one) => one.round_id === chosen().value);
    fill(form, { "sale-left": round ? t(`남은 금액 ${won(round.remaining_amount)}`, `${won(round.remaining_amount)} left`) : "" });
  }

  async function open() {
    rounds = (await ask("GET", "v1/rounds", { query: { limit: ROUNDS } })).data;
    notes.draw();
    turn();
    made.tell();
  }

  async function read() {
    const paper = isPaper();
    const { member_id, round_id, receipt_reference, what } = readAll(form, {
      member_id: () => readMember(fieldOf(form, "member_id").value),
      round_id: () => {
        if (!chosen().value) throw new FieldError("round_id", t("지금 팔 수 있는 회차가 없습니다.", "No round is on sale now."));
        return chosen().value;
      },
      what: () => (paper ? readNotes() : amountIn(amount, t("상품권 금액을 적어 주세요.", "Please enter the amount."))),
      receipt_reference: () => fieldOf(form, "receipt_reference").value.trim() || undefined,
      identity: () => ticked(form, "identity", t("신분증을 확인하고 표시해 주세요.", "Please check the ID and tick this.")),
    });
    const common = { member_id, round_id, receipt_reference };
    /** @type {Body} */
    const body = Array.isArray(what) ? { ...common, notes: what } : { ...common, amount: what };
    if (shown && JSON.stringify(body) === JSON.stringify(shown.body)) return shown;
    const seen = "notes" in body ? await ask("POST", "v1/agent/paper-sales/validate", { body }) : await ask("POST", "v1/agent/sales/validate", { body });
    shown = { body, seen };
    return shown;
  }

  function readNotes() {
    const ranges = notes.value();
    if (ranges.length > RANGES_MAX) throw new FieldError("notes", t(`이어지지 않은 번호는 한 번에 ${count(RANGES_MAX)}묶음까지입니다. 나누어 팔아 주세요.`, `At most ${count(RANGES_MAX)} separate ranges at once. Please sell them in parts.`));
    return ranges;
  }

  const made = task(form, {
    name: "sale",
    read,
    describe: ({ seen }) => [
      make("p", {}, t("회원", "Member")),
      make("p", { class: "big named" }, seen.member_name_masked),
      make("p", {}, t("받을 돈", "To collect")),
      make("p", { class: "huge number" }, won(seen.price_amount)),
      make("p", {}, seen.note_count
        ? t(`지류 ${count(seen.note_count)}장, ${won(seen.face_amount)}을 팝니다. 신분증의 이름이 위와 같고 돈을 받았으면 한 번 더 눌러 주세요.`, `${count(seen.note_count)} notes of ${won(seen.face_amount)} together. If the name on the ID is the one above and you have the money, press once more.`)
        : t(`전자 상품권 ${won(seen.face_amount)}을 팝니다. 신분증의 이름이 위와 같고 돈을 받았으면 한 번 더 눌러 주세요.`, `Vouchers of ${won(seen.face_amount)} into the wallet. If the name on the ID is the one above and you have the money, press once more.`)),
    ],
    send: (body, key) => ("notes" in body ? ask("POST", "v1/agent/paper-sales", { body, key }) : ask("POST", "v1/agent/sales", { body, key })),
    say: (body) => t(`회원 ${memberNumber(body.member_id)}: ${"notes" in body ? "지류" : won(body.amount)}`, `Member ${memberNumber(body.member_id)}: ${"notes" in body ? "notes" : won(body.amount)}`),
    refused: () => { shown = null; },
    async done(sale) {
      shown = null;
      form.reset();
      /** @type {HTMLInputElement} */ (find(`[name="way"][value="${sale.notes.length ? "paper" : "wallet"}"]`, form)).checked = true;
      notes.clear();
      showDone(form, soldWords(sale));
      // The sale is made: that what is left could not be read anew is no refusal of it.
      await open().catch(() => {});
    },
  });
  return { open };
}

/** @param {Api.Schemas["AgentSaleAnswer"]} sale */
function soldWords(sale) {
  const left = sale.purchase_limits.month.remaining;
  return [
    make("p", {}, make("strong", {}, t(`상품권 ${won(sale.face_amount)}을 팔았습니다. 받은 돈 ${won(sale.price_amount)}`, `Sold vouchers of ${won(sale.face_amount)} for ${won(sale.price_amount)}.`))),
    ...sale.notes.map((range) => make("p", { class: "number" }, range.count === 1 ? range.first : `${range.first} – ${range.last} (${t(`${count(range.count)}장`, count(range.count))})`)),
    make("p", {}, left === null ? "" : t(`이 회원이 이달 더 살 수 있는 금액은 ${won(left)}입니다.`, `This member can buy ${won(left)} more this month.`)),
    make("p", { class: "soft small" }, sale.purchase_id),
  ];
}
