// Verifying who one is (본인확인): away to the agency and back again. What comes back in the address is only which
// verification it was; what came of it the server asks the agency.

import { call, Problem } from "../common/api.js";
import { onClicks } from "../common/clicks.js";
import { find, screen, show } from "../common/dom.js";
import { t } from "../common/lang.js";
import { clearErrors, showError } from "../common/refusals.js";
import * as session from "../common/session.js";
import { tab } from "../common/storage.js";

/** What is begun, kept while the agency's page is open: for what, and what the person was about to do.
 * @typedef {{ id: string, purpose: "login" | "member", then: string }} Begun */
/** @typedef {{ enter: () => unknown, goOn: (then: string) => unknown }} Ways */

const NAME = "onmin.identity";
const SDK = "https://cdn.portone.io/v2/browser-sdk.js";

/** @param {import("./wallet.js").Wallet & Ways} parts */
export function start({ ask, enter, goOn }) {
  let then = "home";

  /** @param {Begun["purpose"]} purpose @param {string} next */
  async function begin(purpose, next) {
    clearErrors(document);
    const { identity_verification_id: id, provider } = await call("POST", "v1/identity-verifications", { body: { purpose } });
    // Without it, whoever comes back from the agency is not known any more.
    if (!tab.keep(NAME, { id, purpose, then: next })) {
      tab.forget(NAME);
      throw new Error(t(
        "이 브라우저는 저장이 막혀 있거나 꽉 차서 본인확인을 이어 갈 수 없습니다. 시크릿 창이 아닌 다른 브라우저에서 열거나, 신분증을 가지고 군청 창구로 와 주세요.",
        "This browser keeps nothing, so the verification cannot be carried on. Open the wallet in another browser, not in a private window, or come to our desk with an identity document.",
      ));
    }
    const back = location.href.replace(/[?#].*$/, "");
    if (provider.kind === "page") {
      location.assign(`${provider.page_url}/${id}?${new URLSearchParams({ return_to: back })}`);
      return;
    }
    const agency = await portOne();
    await agency.requestIdentityVerification({
      storeId: provider.store_id, channelKey: provider.channel_key, identityVerificationId: id, redirectUrl: back,
    });
    // On a computer the agency is a window of its own, and this page is still here.
    await finish();
  }

  /** Whether one came back from the agency: then all further is done here. */
  function isBack() {
    return Boolean(begun()) && new URLSearchParams(location.search).has("identityVerificationId");
  }

  async function finish() {
    const kept = begun();
    if (!kept) return enter();
    history.replaceState(history.state, "", location.href.replace(/[?#].*$/, ""));
    show("verifying");
    find("[data-do=verify-again]", screen("verifying")).hidden = true;
    try {
      const { verification_token: token } = await call("POST", "v1/identity-verifications/{identity_verification_id}/confirm", {
        values: { identity_verification_id: kept.id }, body: {},
      });
      if (kept.purpose === "login") await session.open(token);
      else await ask("PUT", "v1/me/identity", { body: { verification_token: token } });
    } catch (error) {
      return fail(kept, error);
    }
    tab.forget(NAME);
    if (kept.purpose === "login") return enter();
    then = kept.then;
    show("identified");
  }

  /** What may still come out is asked again; what is decided leads back to where it began. @param {Begun} kept @param {unknown} error */
  function fail(kept, error) {
    const isDecided = error instanceof Problem && error.status < 500 && error.status !== 429;
    if (!isDecided) {
      showError(screen("verifying"), error, "");
      find("[data-do=verify-again]", screen("verifying")).hidden = false;
      return;
    }
    tab.forget(NAME);
    const isLogin = kept.purpose === "login";
    if (isLogin && error.status === 404) {
      error.message = t("본인확인을 마친 회원을 찾지 못했습니다. 휴대전화로 로그인하거나, 아직 가입하지 않았다면 먼저 가입해 주세요.", "We found no member with this identity. Log in by your phone, or join first if you have not.");
    }
    if (!isLogin && !session.current()) return;
    show(isLogin ? "phone" : "identity");
    showError(screen(isLogin ? "phone" : "identity"), error, "");
  }

  /** Before something that needs it. @param {string} next */
  function askFor(next) {
    then = next;
    clearErrors(screen("identity"));
    show("identity", { push: true });
  }

  onClicks({
    identify: () => begin("member", then),
    "identify-mine": () => askFor("mine"),
    "login-by-identity": () => begin("login", "home"),
    "verify-again": finish,
    "go-on": () => goOn(then),
  });
  return { askFor, isBack, finish };
}

/** @returns {Begun | null} */
const begun = () => tab.read(NAME);

/** PortOne's own script, only for whoever needs it. @returns {Promise<{ requestIdentityVerification: (request: object) => Promise<unknown> }>} */
function portOne() {
  const known = /** @type {any} */ (globalThis).PortOne;
  if (known) return Promise.resolve(known);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = SDK;
    script.addEventListener("load", () => resolve(/** @type {any} */ (globalThis).PortOne), { once: true });
    script.addEventListener("error", () => reject(new Error(t("본인확인 화면을 열지 못했습니다. 잠시 뒤 다시 눌러 주세요.", "The verification page could not be opened. Please try again in a moment."))), { once: true });
    document.head.append(script);
  });
}
