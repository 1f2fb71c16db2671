// Staff log in to Cognito straight from the browser: no password leaves it, and our API sees neither that nor a code of the
// authenticator app. Tokens live in this tab only.

import { now } from "../common/clock.js";
import { t } from "../common/lang.js";
import { tab } from "../common/storage.js";
import { begin, prove } from "./srp.js";

const NAME = "onmin.staff";
const { cognitoEndpoint = "", clientId = "", poolId = "" } = document.body.dataset;
const TOTP = "SOFTWARE_TOKEN_MFA";
const APPROVERS = ["manager", "treasurer"];

/** What must be answered before one is logged in.
 * @typedef {{ ChallengeName: string, Session: string, ChallengeParameters: Record<string, string> }} Challenge */
/** @typedef {{ IdToken: string, AccessToken: string, RefreshToken?: string, ExpiresIn: number }} Tokens */
/** @typedef {Challenge & { AuthenticationResult?: Tokens, SecretCode?: string, UserMFASettingList?: string[], __type?: string }} Answer */
/** @typedef {{ idToken: string, accessToken: string, refreshToken?: string, expiresAt: number }} Kept */

/** Resolves with null when logged in, or with the challenge that must be answered first. @param {string} username @param {string} password */
export async function logIn(username, password) {
  const begun = begin();
  const challenge = await request("InitiateAuth", {
    AuthFlow: "USER_SRP_AUTH", ClientId: clientId, AuthParameters: { USERNAME: username, SRP_A: begun.publicNumber },
  });
  if (challenge.ChallengeName !== "PASSWORD_VERIFIER") return challenge;
  const poolName = poolId.slice(poolId.indexOf("_") + 1);
  return answer(challenge, await prove(begun, challenge.ChallengeParameters, poolName, password, new Date(now())));
}

/** @param {Challenge} challenge @param {string} password */
export const answerNewPassword = (challenge, password) => answer(challenge, { USERNAME: userOf(challenge), NEW_PASSWORD: password });

/** @param {Challenge} challenge @param {string} code of the authenticator app */
export const answerCode = (challenge, code) => answer(challenge, { USERNAME: userOf(challenge), [`${TOTP}_CODE`]: code });

/** Whether this is asked for a code. @param {Challenge} challenge */
export const wantsCode = (challenge) => challenge.ChallengeName === TOTP;

/** Whether one who approves has no authenticator app yet. */
export async function lacksApp() {
  const kept = read();
  if (!kept || !groupsOf(kept.idToken).some((group) => APPROVERS.includes(group))) return false;
  const { UserMFASettingList: settings = [] } = await request("GetUser", { AccessToken: kept.accessToken });
  return !settings.includes(TOTP);
}

/** A new secret for the app, and the address in which it reads one. It is shown here and sent nowhere. */
export async function newSecret() {
  const { SecretCode: secret = "" } = await request("AssociateSoftwareToken", { AccessToken: await accessToken() });
  const account = encodeURIComponent(claimsOf(read()?.idToken ?? "")["cognito:username"] ?? "");
  return { secret, address: `otpauth://totp/onmin:${account}?secret=${secret}&issuer=onmin` };
}

/** From now on one logs in with a code; whoever is logged in anywhere without one is logged out. @param {string} code of the new secret */
export async function enrol(code) {
  const access = await accessToken();
  await request("VerifySoftwareToken", { AccessToken: access, UserCode: code });
  await request("SetUserMFAPreference", { AccessToken: access, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  await request("GlobalSignOut", { AccessToken: access });
  forget();
}

/** The ID token, renewed when it is about to run out; null when a person has to log in. @returns {Promise<string | null>} */
export async function token() {
  return (await renewed())?.idToken ?? null;
}

/** The session ends at Cognito too; without a connection, at least here. */
export async function logOut() {
  const refreshToken = read()?.refreshToken;
  forget();
  if (refreshToken) await request("RevokeToken", { ClientId: clientId, Token: refreshToken }).catch(() => null);
}

export const forget = () => tab.forget(NAME);

/** @returns {Promise<Kept | null>} */
async function renewed() {
  const kept = read();
  if (!kept || kept.expiresAt - now() > 60000) return kept;
  if (!kept.refreshToken) return null;
  try {
    keep(await request("InitiateAuth", {
      AuthFlow: "REFRESH_TOKEN_AUTH", ClientId: clientId, AuthParameters: { REFRESH_TOKEN: kept.refreshToken },
    }), kept.refreshToken);
  } catch {
    return null;
  }
  return read();
}

async function accessToken() {
  const kept = await renewed();
  if (!kept) throw new Error(t("다시 로그인해 주세요.", "Please log in again."));
  return kept.accessToken;
}

/** @param {Challenge} challenge @param {Record<string, string>} responses */
async function answer(challenge, responses) {
  return keep(await request("RespondToAuthChallenge", {
    ClientId: clientId, ChallengeName: challenge.ChallengeName, Session: challenge.Session, ChallengeResponses: responses,
  }));
}

/** @param {Challenge} challenge */
const userOf = (challenge) => challenge.ChallengeParameters.USER_ID_FOR_SRP ?? "";

/** @param {Answer} given @param {string} [refreshToken] @returns {Challenge | null} */
function keep(given, refreshToken) {
  const result = given.AuthenticationResult;
  if (!result) return given;
  tab.keep(NAME, {
    idToken: result.IdToken,
    accessToken: result.AccessToken,
    refreshToken: result.RefreshToken || refreshToken,
    expiresAt: now() + result.ExpiresIn * 1000,
  });
  return null;
}

/** @returns {Kept | null} */
const read = () => tab.read(NAME);

/** Who is logged in, and their roles, as the page is to show them; no name if nobody is. */
export function person() {
  const idToken = read()?.idToken ?? "";
  const { name, email, "cognito:username": username = "" } = claimsOf(idToken);
  return { name: String(name || username || email || ""), roles: groupsOf(idToken) };
}

/** @param {string} idToken @returns {string[]} */
const groupsOf = (idToken) => claimsOf(idToken)["cognito:groups"] ?? [];

/** For the page's own looks: the API reads no token without its signature. @param {string} idToken @returns {Record<string, any>} */
function claimsOf(idToken) {
  const body = (idToken.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(body), (character) => character.charCodeAt(0))) || "{}");
}

/** @param {string} action @param {unknown} body @returns {Promise<Answer>} */
async function request(action, body) {
  let response;
  try {
    response = await fetch(`${cognitoEndpoint.replace(/\/$/, "")}/`, {
      method: "POST",
      headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `AWSCognitoIdentityProviderService.${action}` },
      body: JSON.stringify(body),
      credentials: "omit",
    });
  } catch {
    throw new Error(t("로그인 서버에 닿지 못했습니다. 연결을 확인해 주세요.", "The log-in service cannot be reached. Please check the connection."));
  }
  const given = await response.json().catch(() => ({}));
  if (response.ok) return given;
  throw new Error(wordsFor(String(given.__type || "").split("#").pop() ?? ""));
}

/** @param {string} type */
function wordsFor(type) {
  if (["NotAuthorizedException", "UserNotFoundException"].includes(type)) {
    return t("아이디나 비밀번호가 맞지 않습니다.", "The user name or password is not right.");
  }
  if (["CodeMismatchException", "EnableSoftwareTokenMFAException", "ExpiredCodeException"].includes(type)) {
    return t("코드가 맞지 않습니다. 앱에 지금 보이는 여섯 자리를 적어 주세요.", "The code is not right. Enter the six digits that the app shows now.");
  }
  if (type === "InvalidPasswordException") {
    return t("비밀번호가 규칙에 맞지 않습니다. 더 길고 다양하게 정해 주세요.", "The password does not meet the rules. Make it longer and more varied.");
  }
  if (["TooManyRequestsException", "LimitExceededException"].includes(type)) {
    return t("여러 번 시도했습니다. 잠시 뒤 다시 해 주세요.", "Too many tries. Please wait a moment.");
  }
  return t("로그인하지 못했습니다. 담당자에게 문의해 주세요.", "Could not log in. Please ask the administrator.");
}
