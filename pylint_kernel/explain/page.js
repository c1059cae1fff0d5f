"use strict";
const filter = document.querySelector("nav input");
const types = [...document.querySelectorAll("nav li")].map((item) => {
	const article = document.getElementById(item.textContent.trim());
	return { item, article, text: article.textContent.toLowerCase() };
});

/** Show the types whose name or text has all the words; `open brace` finds OPEN_BRACE, too. */
function apply() {
	const typed = filter.value.trim().toLowerCase();
	const name = typed.replaceAll(" ", "_");
	const words = typed.split(/\s+/);
	for (const one of types) {
		const wanted = one.text.includes(name) || words.every((word) => one.text.includes(word));
		one.item.hidden = one.article.hidden = !wanted;
	}
	for (const section of document.querySelectorAll("nav section")) {
		section.hidden = !section.querySelector("li:not([hidden])");
	}
}

filter.addEventListener("input", apply);
document.addEventListener("keydown", (event) => {
	if (event.key === "/" && event.target !== filter) {
		event.preventDefault();
		filter.focus();
	} else if (event.key === "Escape") {
		filter.value = "";
		apply();
	}
});
apply();
