"use strict";
const filter = document.querySelector("nav input");

function apply() {
	const wanted = filter.value.trim().toUpperCase().replaceAll(" ", "_");
	for (const section of document.querySelectorAll("nav section")) {
		let shown = false;
		for (const item of section.querySelectorAll("li")) {
			item.hidden = !item.textContent.includes(wanted);
			shown ||= !item.hidden;
		}
		section.hidden = !shown;
	}
}

filter.addEventListener("input", apply);
apply();
