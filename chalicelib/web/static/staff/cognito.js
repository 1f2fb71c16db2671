// Staff log in to Cognito straight from the browser: our API never sees a password. Tokens live in this tab only.

import { now } from "../common/api.js";
import { t } from "../common/lang.js";

const NAME = "onmin.staff";
const { cognitoEndpoint = "", clientId = "" } = document.body.dataset;

/** What must be answered before one is logged in.
 * @typedef {{ ChallengeName: string, Session: string, ChallengeParameters: Record<string, string> }} Challenge */
/** @typedef {Challenge & { AuthenticationResult?: { IdToken: string, RefreshToken?: string, ExpiresIn: number }, __type?: string }} Answer */

/** Resolves with null when logged in, or with the challenge that must be answered first. @param {string} username @param {string} password */
export function logIn(username, password) {
  return authenticate("USER_PASSWORD_AUTH", { USERNAME: username, PASSWORD: password });
}

/** @param {Challenge} challenge @param {string} password */
export async function answerNewPassword(challenge, password) {
  const answer = await request("RespondToAuthChallenge", {
    ClientId: clientId,
    ChallengeName: challenge.ChallengeName,
    Session: challenge.Session,
    ChallengeResponses: { USERNAME: challenge.ChallengeParameters.USER_ID_FOR_SRP, NEW_PASSWORD: password },
  });
  return keep(answer);
}

/** The ID token, renewed when it is about to run out; null when a person has to log in. @returns {Promise<string | null>} */
export async function token() {
  const kept = JSON.parse(sessionStorage.getItem(NAME) || "null");
  if (!kept) return null;
  if (kept.expiresAt - now() > 60000) return kept.idToken;
  if (!kept.refreshToken) return null;
  try {
    await authenticate("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: kept.refreshToken });
  } catch {
    return null;
  }
  return JSON.parse(sessionStorage.getItem(NAME) ?? "").idToken;
}

export const logOut = () => sessionStorage.removeItem(NAME);

/** @param {string} flow @param {Record<string, string>} parameters */
async function authenticate(flow, parameters) {
  return keep(await request("InitiateAuth", { AuthFlow: flow, ClientId: clientId, AuthParameters: parameters }), parameters);
}

/** @param {Answer} answer @param {Record<string, string>} [parameters] @returns {Challenge | null} */
function keep(answer, { REFRESH_TOKEN: refreshToken } = {}) {
  const result = answer.AuthenticationResult;
  if (!result) return answer;
  sessionStorage.setItem(NAME, JSON.stringify({
    idToken: result.IdToken,
    refreshToken: result.RefreshToken || refreshToken,
    expiresAt: now() + result.ExpiresIn * 1000,
  }));
  return null;
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
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(wordsFor(String(answer.__type || "").split("#").pop() ?? ""));
}

/** @param {string} type */
function wordsFor(type) {
  if (["NotAuthorizedException", "UserNotFoundException"].includes(type)) {
    return t("아이디나 비밀번호가 맞지 않습니다.", "The user name or password is not right.");
  }
  if (type === "InvalidPasswordException") {
    return t("비밀번호가 규칙에 맞지 않습니다. 더 길고 다양하게 정해 주세요.", "The password does not meet the rules. Make it longer and more varied.");
  }
  if (["TooManyRequestsException", "LimitExceededException"].includes(type)) {
    return t("여러 번 시도했습니다. 잠시 뒤 다시 해 주세요.", "Too many tries. Please wait a moment.");
  }
  return t("로그인하지 못했습니다. 담당자에게 문의해 주세요.", "Could not log in. Please ask the administrator.");
}
