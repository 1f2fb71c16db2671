"""Devices whose storage, camera or barcode reader fails, played in a browser."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser, expect

from chalicelib.core.values import format_time
from tests.e2e.conftest import Cloud
from tests.e2e.test_in_browser import DESK, PHONE, Screen, join
from tests.e2e.test_in_browser import browser as browser  # One for the module.

NAMES = '["localStorage", "sessionStorage"]'
FORBIDDEN = f"""for (const name of {NAMES}) Object.defineProperty(window, name, {{
  get() {{ throw new DOMException("Access is denied for this document.", "SecurityError"); }},
}});"""
MISSING = f"for (const name of {NAMES}) Object.defineProperty(window, name, {{ value: null }});"
FULL = """Storage.prototype.setItem = () => {
  throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
};"""
READS_MESSAGES = """window.OTPCredential = class {};
Object.defineProperty(navigator, "credentials", { value: {
  get: ({ otp }) => new Promise((resolve) => {
    window.message = (code) => resolve(otp.transport[0] === "sms" ? { code } : null);
  }),
} });"""

# A camera that a person refuses, and then one that sees the shop's code.
CAMERA = """([svg]) => {
  navigator.mediaDevices.getUserMedia = async () => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [480, 480];
    const context = canvas.getContext("2d");
    const draw = () => {
      context.fillStyle = "#fff";
      context.fillRect(0, 0, 480, 480);
      context.drawImage(image, 60, 60, 360, 360);
    };
    draw();
    setInterval(draw, 50);
    return canvas.captureStream(20);
  };
}"""
REFUSED = """navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("Permission denied", "NotAllowedError");
};
window.BarcodeDetector = class {
  static getSupportedFormats = async () => ["qr_code"];
  detect() { return Promise.reject(new DOMException("Service unavailable.", "OperationError")); }
};"""
EACH_FAULT = """async () => {
  const { scanner } = await import(new URL("static/common/scan.js", document.baseURI).href);
  const fails = () => Promise.reject(new Error("Barcode detection service unavailable."));
  const hangs = () => new Promise(() => {});
  const nothing = async () => [];
  const faults = {
    "no formats": { formats: fails },
    "formats hang": { formats: hangs },
    "not made": { build: () => { throw new DOMException("no", "NotSupportedError"); } },
    hangs: { frames: [hangs] },
    "dies later": { frames: [nothing, nothing, fails] },
    "hangs later": { frames: [nothing, hangs] },
  };
  const read = {};
  for (const [name, fault] of Object.entries(faults)) {
    const { formats = async () => ["qr_code"], build = () => {}, frames = [nothing] } = fault;
    window.BarcodeDetector = class {
      static getSupportedFormats = formats;
      #seen = 0;
      constructor() { build(); }
      detect() { return frames[Math.min(this.#seen++, frames.length - 1)](); }
    };
    const video = document.createElement("video");
    video.muted = true;
    document.body.append(video);
    read[name] = await scanner({ answerMs: 100 })(video, new AbortController().signal)
      .catch((error) => `${error}`);
    video.remove();
  }
  return read;
}"""


def device(browser: Browser, cloud: Cloud, size: dict[str, int], *faults: str) -> Screen:
    screen = Screen(browser, cloud, size)
    for fault in faults:
        screen.page.add_init_script(fault)
    return screen


def member(cloud: Cloud, phone: str) -> str:
    """A member's token; the number may be asked for a code again."""
    earlier = format_time(datetime.now(UTC) - timedelta(minutes=3))
    return cloud.join(phone, {"X-Simulated-Now": earlier})


def says_that_nothing_is_kept(screen: Screen) -> None:
    expect(screen.page.locator("#unkept")).to_contain_text("저장이 막혀 있거나 꽉 찼습니다")
    assert screen.complaints == []


def test_one_joins_where_storage_is_forbidden(browser: Browser, cloud: Cloud) -> None:
    visitor = device(browser, cloud, PHONE, FORBIDDEN)
    join(visitor, cloud, "01061000001")
    says_that_nothing_is_kept(visitor)
    visitor.shoot("device-join-forbidden")


def test_a_wallet_opens_where_there_is_no_storage_and_reads_the_message_itself(
    browser: Browser, cloud: Cloud
) -> None:
    member(cloud, "010-6100-0002")
    visitor = device(browser, cloud, PHONE, MISSING, READS_MESSAGES)
    visitor.open("/wallet")
    visitor.see("phone")
    visitor.page.fill("[name=phone]", "01061000002")
    visitor.submit("phone")
    visitor.see("code")
    visitor.page.evaluate("code => message(code)", cloud.sms_code("+821061000002"))
    visitor.see("birth")
    visitor.page.fill("#birth_on", "19900131")
    visitor.submit("birth")
    visitor.see("home")
    says_that_nothing_is_kept(visitor)
    visitor.shoot("device-wallet-missing")


def test_a_till_sells_where_storage_is_full(browser: Browser, cloud: Cloud) -> None:
    token = member(cloud, "010-6100-0003")
    cloud.call("POST", "/v1/me/conversions", {"mileage": 2000}, token=token, key="device-3")
    shown = cloud.call("POST", "/v1/me/pay-codes", {"typed": True}, token=token, key="device-4")
    shop = device(browser, cloud, PHONE, FULL)
    shop.open("/merchant")
    shop.see("login")
    shop.press("details.by-key summary")
    shop.page.fill("#api_key", cloud.described["merchants"][0]["api_key"])
    shop.page.click("#key-form [type=submit]")
    shop.see("till")
    shop.page.keyboard.type("1300")
    shop.press("[data-do=ask-code]")
    shop.see("code")
    shop.page.fill("#pay_code", shown.json["pay_code"])
    shop.submit("code")
    shop.see("approved")
    says_that_nothing_is_kept(shop)
    shop.shoot("device-till-full")


def test_staff_log_in_where_storage_is_forbidden(browser: Browser, cloud: Cloud) -> None:
    staff = device(browser, cloud, DESK, FORBIDDEN)
    staff.log_in("staff")
    says_that_nothing_is_kept(staff)


def test_a_camera_refused_is_told_and_a_broken_reader_gives_way_to_ours(
    browser: Browser, cloud: Cloud
) -> None:
    shop = cloud.described["merchants"][0]
    svg = cloud.call("GET", "/v1/merchant", token=shop["api_key"]).json["qr_svg"]
    token = member(cloud, "010-6100-0005")
    expires_at = format_time(datetime.now(UTC) + timedelta(hours=1))
    session = {"access_token": token, "expires_at": expires_at, "member_id": "mem"}
    # A payment of whoever was logged in before is not this member's: it is not sent again.
    pending = {"payment": {}, "key": "k", "shop": "다방", "member": "mem_another"}
    kept = "".join(
        f"localStorage.setItem('onmin.{name}', {json.dumps(json.dumps(value))});"
        for name, value in (("session", session), ("payment", pending))
    )
    phone = device(browser, cloud, PHONE, kept, REFUSED)
    phone.open("/wallet")
    phone.see("home")
    phone.press("[data-do=scan]")
    phone.see("scan")
    refusal = phone.page.locator("[data-screen=scan] [data-error='']")
    expect(refusal).to_contain_text("허용한 뒤 다시 열거나, 코드를 직접 적어 주세요")
    phone.shoot("device-camera-refused")
    phone.press("[data-screen=scan] [data-do=home]")
    phone.see("home")

    phone.page.evaluate(CAMERA, [svg])
    phone.press("[data-do=scan]")
    phone.see("amount")
    for written in ("4,500.00", "-4500", "1만원", "4,50", "123456789"):
        phone.page.fill("#amount", written)
        phone.submit("amount")
        expect(phone.page.locator("#amount-error")).not_to_be_empty()
        assert phone.page.input_value("#amount") in (written, "123,456,789")
    phone.page.fill("#amount", "₩１,０００원")
    phone.submit("amount")
    phone.see("confirm")
    expect(phone.page.locator("[data-screen=confirm]")).to_contain_text("1,000원")

    read: dict[str, Any] = phone.page.evaluate(EACH_FAULT)
    assert len(read) == 6
    assert all(f"pay={shop['merchant_code']}" in text for text in read.values()), read
    assert phone.complaints == []
