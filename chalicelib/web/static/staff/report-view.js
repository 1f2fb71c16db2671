// Shows a report's HTML, which is made for mail and therefore full of style attributes, inside a frame. The frame is an empty
// page of ours whose own content policy allows styles and nothing else; being sandboxed, it runs no script at all.

const FRAME_STYLE = 'body{margin:16px;font-family:system-ui,"Noto Sans KR","Noto Sans CJK KR",sans-serif}img,table{max-width:100%}';

/** Loads the empty page, once; a hidden frame loads as well. @param {HTMLIFrameElement} frame */
export function prepare(frame) {
  if (frame.getAttribute("src")) return Promise.resolve();
  return new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    frame.src = `${document.baseURI}staff/report-frame`;
  });
}

/** Into a frame that is prepared and in sight: it becomes as high as the report. @param {HTMLIFrameElement} frame @param {string} html */
export function showReport(frame, html) {
  const inner = frame.contentDocument;
  if (!inner) throw new Error("the frame is closed");
  // Parsed under the frame's policy, not this page's.
  // eslint-disable-next-line no-restricted-properties
  inner.documentElement.innerHTML = html;
  inner.head.prepend(Object.assign(inner.createElement("style"), { textContent: FRAME_STYLE }));
  frame.style.height = `${inner.documentElement.scrollHeight + 20}px`;
}
