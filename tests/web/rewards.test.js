import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "./markup.js";
import { DROPPED, refused, serve, settled } from "./served.js";

open("wallet/wallet.html");
const { start, open: openRewards } = await import("../../chalicelib/web/static/wallet/rewards.js");
const { asking } = await import("../../chalicelib/web/static/common/api.js");
const asksWhoItIs = [];
start({ ask: asking({ token: () => "t", isLost: () => false, onLost() {} }), refresh: async () => ({}), askForIdentity: (next) => asksWhoItIs.push(next) });

const section = document.querySelector('[data-screen="rewards"]');
const pressed = async (element) => {
  element.click();
  for (let turns = 0; turns < 6; turns += 1) await settled();
};
const of = (name) => section.querySelector(`[data-do="${name}"]`);
const note = () => section.querySelector('[data-fill="rewards-note"]').textContent;
const place = (name, stamped_at, address = null) => ({ place: name, name, address, is_sight: Boolean(address), stamped_at });
const card = (collected) => ({ campaign_id: "cmp_1", name: "갈대축제", closes_at: "2026-12-31T15:00:00Z", needed: 2, collected, mileage: 3000, is_rewarded: false, places: [place("정문", "2026-11-22T03:00:00Z"), place("다산박물관", collected > 1 ? "2026-11-22T04:00:00Z" : null, "도암면 다산로 766-20")] });
const own = { name: "갈대축제", mileage: 1000, is_rewarded: false, reason: null, code: null, ends_at: "2027-03-01T15:00:00Z" };
const link = { campaign_id: "cmp_1", name: "갈대축제", url: "https://onmin.test/j/reed26?c=friend-5sR7.4f2a", referrer_mileage: 2000, newcomer_mileage: 1000, spending: 10000, friends_max: 10, friends: 2, closes_at: "2026-12-31T15:00:00Z" };
const looks = ({ mileage = 0, had_today = false, cards = [], links = [], own: mine = null, identity_required = false, comments = [] } = {}) => [
  { body: { mileage, had_today } }, { body: { data: cards } }, { body: { data: links, own: mine, identity_required } }, { body: { campaigns: [], data: [] } }, { body: { data: comments } },
];
const DONE = { status: 201, body: { entry_id: "ent_1", granted_mileage: 10, mileage_balance: 410, description: "오늘의 로그인" } };

test("where nothing is given the page says so, and shows no button that gives nothing", async () => {
  const server = serve(...looks());
  await openRewards(false);
  assert.equal(section.querySelector("[data-rewards-none]").hidden, false);
  assert.deepEqual(["[data-login-reward]", "[data-own-referral]", "[data-referral-identity]"].map((name) => section.querySelector(name).hidden), [true, true, true]);
  server.end();
});

test("a lost answer is asked for again with the same key, and the day's button goes", async () => {
  const server = serve(...looks({ mileage: 10 }), DROPPED, DROPPED, DROPPED, DONE, ...looks({ mileage: 10, had_today: true }));
  await openRewards(false);
  while (!of("reward-login").hidden && server.asked.length < 9) await pressed(of("reward-login"));
  const keys = server.keys().filter(Boolean);
  assert.ok(keys.length > 1);
  assert.equal(new Set(keys).size, 1);
  assert.equal(note(), "오늘의 로그인: 10점을 받았습니다.");
  assert.equal(of("reward-login").hidden, true);
  server.end();
});

test("a card tells what is missing and where, and its button comes when it is full", async () => {
  const server = serve(...looks({ cards: [card(1)] }));
  await openRewards(false);
  const box = section.querySelector("[data-stamp-cards] .box");
  assert.match(box.textContent, /1 \/ 2곳/);
  assert.equal(box.querySelector("button"), null);
  const map = box.querySelector("a");
  assert.deepEqual([map.getAttribute("rel"), decodeURIComponent(map.href).endsWith("도암면 다산로 766-20 다산박물관")], ["noreferrer", true]);
  server.end();
  const full = serve(...looks({ cards: [card(2)] }), { status: 201, body: { ...DONE.body, granted_mileage: 3000, description: "갈대축제" } }, ...looks({ cards: [{ ...card(2), is_rewarded: true }] }));
  await openRewards(false);
  await pressed(section.querySelector("[data-stamp-cards] button"));
  assert.match(full.asked[5].path, /v1\/me\/stamp-cards\/cmp_1\/reward$/);
  assert.match(section.querySelector("[data-stamp-cards]").textContent, /마일리지를 받으셨습니다/);
  full.end();
});

test("who joined by a link is asked who they are, and a refusal is said", async () => {
  const server = serve(...looks({ own }), refused(422, "identity_required"), refused(422, "referral_not_new"));
  await openRewards(false);
  await pressed(of("reward-referral"));
  assert.deepEqual(asksWhoItIs, ["rewards"]);
  await pressed(of("reward-referral"));
  assert.equal(section.querySelector(".error:not(:empty)").textContent, "refused: referral_not_new");
  server.end();
});

test("a link is shown as a code, with its bounds, and handed on by what the phone has", async () => {
  const server = serve(...looks({ links: [link] }));
  await openRewards(false);
  const box = section.querySelector("[data-referral-links] .box");
  assert.ok(box.querySelector("svg"));
  assert.match(box.textContent, /지금까지 2명, 10명까지/);
  const shared = [];
  Object.defineProperty(navigator, "share", { value: async (what) => shared.push(what), configurable: true });
  await pressed(box.querySelector("button"));
  assert.deepEqual(shared, [{ title: "갈대축제 가입", url: link.url }]);
  server.end();
});

test("a draw is entered by a comment, and a refused one tells why and may be sent anew", async () => {
  const event = { draw_id: "drw_1", title: "댓글 추첨", post_url: "https://blog.naver.com/g/1", closes_at: "2026-12-01T00:00:00Z", draws_at: "2026-12-01T01:00:00Z", prizes: [{ name: "머그잔", kind: "goods", count: 3, amount: 9000 }], erased_on: "2027-01-30", may_send: true, is_decidable: true, entry: null };
  const entry = { comment_id: "cmt_1", draw_id: "drw_1", handle: "kim", link: "https://a.kr/1", has_picture: false, sent_at: "2026-11-22T03:00:00Z", sends: 1, status: "sent", reason: null, decided_at: null };
  const server = serve(...looks({ comments: [event] }), { status: 201, body: { ...event, entry } }, { body: { data: [{ ...event, entry: { ...entry, status: "refused", reason: "댓글이 보이지 않음" } }] } });
  await openRewards(false);
  const form = document.querySelector("#comment-form");
  await pressed(section.querySelector("[data-comment-events] button"));
  assert.equal(form.hidden, false);
  form.handle.value = " kim ";
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
  assert.match(form.querySelector('[data-error="link"]').textContent, /링크/);
  form.link.value = "https://a.kr/1";
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  for (let turns = 0; turns < 6; turns += 1) await settled();
  assert.equal(server.asked.length, 7);
  const box = section.querySelector("[data-comment-events] .box");
  assert.match(box.textContent, /받지 않음.*사유: 댓글이 보이지 않음/s);
  assert.match(box.querySelector("button").textContent, /다시 보내기/);
  assert.equal(form.hidden, true);
  server.end();
});
