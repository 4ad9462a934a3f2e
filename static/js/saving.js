// Why a page that saves by itself could not save, in a sentence.

// Calls `show(element, sentence)` for each request of htmx that failed on its way. An answer that
// came from another address is the sign-in page: it never takes the place of a piece of this one.
export function onFailure(show) {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo, requestConfig } = event.detail;
    const asked = new URL(pathInfo?.requestPath ?? requestConfig.path, location.href).pathname;
    if (xhr.responseURL && new URL(xhr.responseURL).pathname !== asked) {
      event.detail.shouldSwap = false;
      show(requestConfig.elt, "you are signed out. Sign in again in another tab, then go on here");
    }
  });
  document.addEventListener("htmx:sendError", (event) => {
    show(event.detail.elt, "no connection. It stays on this page");
  });
  document.addEventListener("htmx:responseError", (event) => {
    show(event.detail.elt, "the service did not answer. It stays on this page");
  });
}

// Somebody who has signed in again in another tab may still send this page's form.
export function keepTokenFresh(form) {
  form.addEventListener("submit", () => {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie[1];
  });
}
