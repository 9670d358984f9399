"use strict";
document.addEventListener("submit", function (event) {
  var pressed = event.submitter;
  var question = pressed && pressed.getAttribute("data-confirm");
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (event.target.method === "post" && pressed) {
    window.setTimeout(function () { pressed.disabled = true; }, 0);
  }
});
window.addEventListener("pageshow", function () {
  document.querySelectorAll("button[disabled]").forEach(function (button) {
    button.disabled = false;
  });
});
var here = document.querySelector("nav [aria-current]");
if (here && here.parentElement.scrollWidth > here.parentElement.clientWidth) {
  here.parentElement.scrollLeft = here.offsetLeft - 16;
}
