// Runs before the page is drawn, so that what folds with JavaScript never jumps.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
