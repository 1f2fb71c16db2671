// A chosen file as it is sent within a body.

/** The file's very bytes, in base64. @param {Blob} file */
export async function base64Of(file) {
  let text = "";
  for (const byte of new Uint8Array(await file.arrayBuffer())) text += String.fromCharCode(byte);
  return btoa(text);
}
